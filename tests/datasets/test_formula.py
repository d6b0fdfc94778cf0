"""The formula language: what it gives, what it refuses, and that nothing gets out of it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.errors import InputError
from datasets.formula import FUNCTIONS, canonical, read_formula
from datasets.formula.parse import MOST_DEPTH, parse
from datasets.infer import infer_schema
from datasets.recipe import Recipe, apply, fit
from datasets.record import ReadRecord
from datasets.table import Table
from tests.datasets.for_a_while import hold

ROOT = Path(__file__).parents[2]


def table_of(**columns) -> Table:
    cells = pa.table({name: pa.array(values) for name, values in columns.items()})
    return Table(cells, infer_schema(cells), ReadRecord("csv", n_rows=cells.num_rows))


TABLE = table_of(
    price=["2", "1.5", "", "-4"],
    quantity=["3", "0", "1", "10"],
    age=["70", "20", "", "66"],
    **{"unit price": ["1.1", "2.2", "3.3", ""], "order": ["b", "", "a", "b"]},
    active=["yes", "no", "", "yes"],
    start=["2024-05-01", "2024-01-31", "", "2023-12-31"],
    end=["2024-05-31", "2024-03-01", "2024-01-01", ""],
)


def values(formula: str, table: Table = TABLE):
    recipe = Recipe.from_dict([{"step": "formula", "into": "made", "formula": formula}])
    return apply(fit(recipe, table), table).cells.column("made").to_pylist()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("price * quantity", [6, 0, None, -40]),
        ("price / quantity", [2 / 3, None, None, -0.4]),
        ('if(age > 65, "senior", "other")', ["senior", "other", "other", "senior"]),
        ('"unit price" + [unit price]', [2.2, 4.4, 6.6, None]),
        ("order & '!'", ["b!", "!", "a!", "b!"]),
        ("2 + 3 * 4 ^ 2 - -1", [51] * 4),
        ("-2 ^ 2", [-4] * 4),
        ("(2 + 3) × 4", [20] * 4),
        ("not active", ["false", "true", None, "false"]),
        ("active + 1", [2, 1, None, 2]),
        ("if(active, price, missing)", [2, None, None, -4]),
        ("days_between(start, end)", [30, 30, None, None]),
        ("year(add_days(end, 365))", [2025, 2025, 2024, None]),
        ("upper(trim(' x ' & order))", ["X B", "X", "X A", "X B"]),
        ("1 = 1 and 2 <> 3 or false", ["true"] * 4),
        ("one_of(order, 'a', 'b')", ["true", None, "true", "true"]),
        ("sqrt(price)", [2**0.5, 1.5**0.5, None, None]),
        ("10 ^ 400", [None] * 4),
        ("1e308 * 10", [None] * 4),
        ("if(1 / 0 > 5, 1, 2)", [2] * 4),
        ("text(price) & '|' & text(2.50)", ["2|2.5", "1.5|2.5", "|2.5", "-4|2.5"]),
        ("start > '2024-01-15'", ["true", "true", None, "false"]),
        ('\'it\'\'s\' & "a ""b"""', ['it\'sa "b"'] * 4),
        ("left('abc', 1e300) & middle('abc', 2, 99) & right('abc', -1 + 2)", ["abcbcc"] * 4),
        ("add_days(start, 1e300)", [None] * 4),
        ("add_days(start, 1e7)", [None] * 4),
        ("add_months(start, -12 * 2100)", [None] * 4),
        ("date_of(0, price, price)", [None] * 4),
        ("date_of(9999, 12, 31)", [dt.datetime(9999, 12, 31)] * 4),
        ("date_of(1, 1, 1)", [dt.datetime(1, 1, 1)] * 4),
        ("date('0000-12-31')", [None] * 4),
    ],
)
def test_gives(formula, expected):
    found = values(formula)
    assert found == pytest.approx(expected) if all(isinstance(v, float) for v in found) else found == expected


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("pric * 2", "Nearest names: price"),
        ("rond(price, 2)", r"Did you mean round\(\)"),
        ("upper", "upper is a function: write upper"),
        ("price * order", "needs a number; .order. is a text"),
        ("if(price, 1, 2)", "needs true or false"),
        ("if(age > 1, 'a', 2)", "values of one type"),
        ('"unit prce" * 2', "write it in .brackets."),
        ("1 < 2 < 3", "Two things can be compared"),
        ("round(1, 2, 3)", r"round\(a, digits\): 1 to 2 values"),
        ("price +", "the formula ends"),
        ("(price", "the \\) for the \\( at character 1"),
        ("price quantity", "At character 7"),
        ("price # 2", "'#' at character 7"),
        ("=", "must not be blank"),
        ("==price", "At character 1 there must be a column"),
        ("= =price", "At character 3 there must be a column"),
        ("=price =", "the formula ends"),
        ("=price * 1,5", "',' came. Write numbers with a point: 1.5"),
        ("(1,5) * price", "',' came. Write numbers with a point: 1.5"),
        ("smallest(1,5; 2)", "a comma at character 11 and a semicolon at character 13. Write numbers with a point"),
        ("price; 2", "';' came"),
        ("'open", "must be followed by"),
        ("", "must be given"),
        ("start > 'tomorrow'", "2024-05-31"),
        ("1e999", "below 1.8e308"),
        ("(" * 5_000 + "1", "4,000 characters"),
        ("(" * 100 + "1" + ")" * 100, "levels deep"),
        ("+".join(["1"] * 300), "levels deep"),
        ("end - start", "days_between"),
        ("x" * 3_000, "no column"),
    ],
)
def test_refuses_with_a_sentence(formula, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        values(formula)
    assert str(caught.value).startswith(("Step 1, Formula column:", "Formula must"))


@pytest.mark.parametrize(
    "formula",
    [
        "read_csv('/etc/passwd')",
        "read_text('/etc/passwd')",
        "getenv('HOME')",
        "current_setting('home_directory')",
        "(select 1)",
        "select price from source",
        "price; drop table source",
        "price -- comment",
        "price /* comment */",
        "pragma database_list",
        "attach 'x.db'",
        "copy source to 'x.csv'",
        "install httpfs",
        "exists(select 1)",
        "price::varchar",
        "cast(price as varchar)",
        "source.price",
        "easel_row",
        "[easel_order]",
        "columns('.*')",
        "*",
        "price in (1, 2)",
        "list_transform([1], x -> x)",
        "{'a': 1}",
        "$1",
        "?",
        "@x",
        "price[1]",
        "\\u0000",
        "'\0'",
        "'\ud800'",
        "\u202e price",
        "replace(" * 20 + "order" + ", 'a', 'aaaaaaaaaa')" * 20,
        "replace('a', 'a', '" + "a" * 3_000 + "')",
        "random()",
        "now()",
        "query('select 1')",
    ],
)
def test_nothing_gets_out(formula):
    with pytest.raises(InputError):
        values(formula)


@pytest.mark.parametrize("letters", ["'; drop table x; --", "\\", '"', "]] [", "\n", "%s {x} $1", "ﬁ∂’", "/*"])
def test_a_text_is_only_a_text(letters):
    quoted = letters.replace("'", "''")
    assert values(f"'{quoted}' & '.'") == [letters + "."] * 4
    assert values(
        f"[{letters}]" if "]" not in letters else "a", table_of(**{letters: ["5", "6"], "a": ["5", "6"]})
    ) == [
        5,
        6,
    ]


def test_examples_of_the_list():
    steps = [{"step": "formula", "into": f.name, "formula": f"text({f.example})"} for f in FUNCTIONS.values()]
    found = apply(fit(Recipe.from_dict(steps), TABLE), TABLE)
    for function in FUNCTIONS.values():
        assert found.cells.column(function.name).to_pylist() == [function.answer] * TABLE.n_rows


def test_the_page_lists_every_function():
    page = (ROOT / "docs" / "formulas.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \| `(.+?)` \| `(.+?)` \|$", page, re.MULTILINE)
    assert rows == [(f.call, f.about, f.example, f.answer) for f in FUNCTIONS.values()]


def test_the_deepest_formula_is_written_and_run():
    deepest = "abs(" * (MOST_DEPTH - 1) + "price" + ")" * (MOST_DEPTH - 1)
    assert values(deepest) == [2, 1.5, None, 4]
    chosen = "if(price > 1, 1, " * (MOST_DEPTH - 2) + "0" + ")" * (MOST_DEPTH - 2)
    assert values(chosen) == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("=price*12", "price*12"),
        (" = price * 12 ", "price * 12"),
        ('IF(active="yes";1;0)', 'IF(active="yes",1,0)'),
        ('=IF(active="a;b"; [unit price]; round(price; 1))', 'IF(active="a;b", [unit price], round(price, 1))'),
        ("one_of(order; 'a;'; ';b')", "one_of(order, 'a;', ';b')"),
        ("price = 2", "price = 2"),
        (" price  *2 ", " price  *2 "),
        ("=price *", "=price *"),
    ],
)
def test_a_formula_of_a_spreadsheet_is_kept_in_one_form(written, same):
    recipe = Recipe.from_dict([{"step": "formula", "into": "made", "formula": written}])
    assert recipe.to_dict()["steps"][0]["formula"] == same
    assert canonical(same) == same
    if not same.endswith("*"):
        assert values(written) == values(same)


def test_a_condition_of_a_spreadsheet_chooses_the_same_rows():
    def kept(condition: str) -> Table:
        recipe = Recipe.from_dict([{"step": "filter_rows", "condition": condition}])
        return apply(fit(recipe, TABLE), TABLE)

    assert kept("=between(age; 60; 68)").cells == kept("between(age, 60, 68)").cells
    assert kept("= age > 60").n_rows == 2


WORDS = (
    *(name for name in FUNCTIONS),
    *TABLE.names,
    *("[unit price]", '"unit price"', "'x'", '"', "'", "[", "]", "(", ")", "(", ")", ",", ",", "--", ";", "/*", "::"),
    *("1", "0", "-1", "1e308", "1e-320", "0.5", ".", "missing", "true", "false", "select", "from", "\0", "é", "𝒳", " "),
    *("'2024-05-31'", "date('0001-01-01')", "'9999-12-31'", "{", "}", "$", "\\", "\n", "=", "<", "<>"),
)
PIECES = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=60)


def grown() -> st.SearchStrategy[str]:
    """Formulas that are mostly well-formed: functions of functions of columns."""
    leaves = st.sampled_from(
        [*(f"[{name}]" for name in TABLE.names), "0", "1", "-1e300", "2.5", "'a'", "missing", "''"]
    )

    def more(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        signs = st.sampled_from([name for name, f in FUNCTIONS.items() if f.group == "Signs" and len(f.takes) == 2])
        calls = st.sampled_from([name for name, f in FUNCTIONS.items() if f.group != "Signs"])
        binary = st.builds("({} {} {})".format, inner, signs, inner)
        return binary | calls.flatmap(
            lambda name: st.lists(inner, min_size=len(FUNCTIONS[name].takes), max_size=len(FUNCTIONS[name].takes)).map(
                lambda parts: f"{name}({', '.join(parts)})"
            )
        )

    return st.recursive(leaves, more, max_leaves=12)


def attempt(formula: str) -> None:
    """A formula gives a column of the table's length or a sentence; nothing else happens."""
    try:
        found = values(formula)
    except InputError:
        return
    assert len(found) == TABLE.n_rows
    assert not any(isinstance(v, float) and (v != v or v in (float("inf"), float("-inf"))) for v in found)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(PIECES)
def test_any_letters_give_a_column_or_a_sentence(formula):
    attempt(formula)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(grown())
def test_any_formula_gives_a_column_or_a_sentence(formula):
    attempt(formula)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(grown())
def test_a_formula_says_the_same_as_a_spreadsheet_writes_it(formula):
    assert canonical(formula) == formula
    try:
        meant = parse(formula)
    except InputError:
        return
    assert parse(formula.replace(",", ";")) == meant  # no text of these holds a comma: every letter keeps its place
    assert canonical(f"={formula.replace(',', ';')}") == formula


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PIECES)
def test_what_a_spreadsheet_has_in_front_changes_no_other_formula(formula):
    kept = canonical(formula)
    assert canonical(kept) == kept
    if ";" not in formula and not formula.lstrip().startswith("="):
        assert kept == formula


@pytest.mark.slow
@pytest.mark.soak
def test_formulas_hold_for_a_while():
    hold(attempt, PIECES | grown())


def test_reads_names_what_it_reads():
    class Columns:
        names = TABLE.names
        column = staticmethod(TABLE.schema.__getitem__)

        @staticmethod
        def sql(name):
            from datasets import duck

            return duck.named(name)

    formula = read_formula("price + price * quantity", Columns())
    assert formula.reads == ("price", "quantity")
