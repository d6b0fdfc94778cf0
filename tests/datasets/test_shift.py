"""New rows against those before: what differs is named by its PSI, what does not is not."""

import numpy as np
import pyarrow as pa
import pytest

from datasets.column_spread import spreads
from datasets.infer import infer_schema
from datasets.record import ReadRecord
from datasets.shift import THRESHOLD, shifts, shifts_from, stability_index
from datasets.table import Table


def table_of(seed, n=2000, older=0, fiber=0.3, gaps=0.0, start="2024-01-01"):
    rng = np.random.default_rng(seed)
    age = rng.normal(40 + older, 10, n).round(1)
    line = rng.choice(["Fiber", "DSL", "None"], n, p=[fiber, 0.6 - fiber / 2, 0.4 - fiber / 2])
    income = [None if r < gaps else f"{v:.2f}" for r, v in zip(rng.random(n), rng.normal(3000, 500, n), strict=True)]
    day = (np.datetime64(start) + rng.integers(0, 90, n)).astype(str)
    cells = pa.table({
        "id": [f"C{i}" for i in range(n)], "age": age.astype(str), "line": line, "income": income, "day": day,
    })  # fmt: skip
    return Table(cells, infer_schema(cells), ReadRecord("csv"))


@pytest.fixture(scope="module")
def before():
    return table_of(1)


def test_rows_drawn_alike_have_not_shifted(before):
    assert shifts(before, table_of(2)) == ()
    assert shifts(before, table_of(3, n=60)) == ()
    assert shifts(before, before) == ()


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"older": 15}, "age", "the middle value is 5"),
        ({"fiber": 0.75}, "line", '"Fiber" stands in 7'),
        ({"gaps": 0.5}, "income", "% of the cells are empty now, 0 % were before"),
        ({"start": "2024-09-01"}, "day", "the middle value is 2024-10-1"),
    ],
)
def test_what_has_shifted_is_named(before, changed, column, words):
    (shift,) = shifts(before, table_of(4, **changed))
    assert shift.column == column
    assert shift.value >= shift.threshold == THRESHOLD
    assert words in shift.sentence
    assert shift.sentence.endswith("2,000 rows compared with 2,000).")
    assert shift.to_dict()["column"] == column


def test_a_middle_that_stayed_is_not_told_as_a_change():
    cells = [pa.table({"x": [str(n) for n in numbers]}) for numbers in ([*range(101)] * 20, [0, 0, 50, 100, 100] * 400)]
    before, now = (Table(each, infer_schema(each), ReadRecord("csv")) for each in cells)
    (shift,) = shifts(before, now)
    assert "the middle value is 50 as before, but the others lie elsewhere" in shift.sentence


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("year_built", "year_built: the middle value is 2042 now, 1985 before (710"),
        ("Postcode", "Postcode: other codes are common now than before (710"),
        ("paid", "paid: the middle value is 2,042 now, 1,985 before (710"),
    ],
)
def test_years_and_codes_are_no_amounts(name, said):
    cells = [pa.table({name: [str(low + i % 71) for i in range(710)]}) for low in (1950, 2007)]
    before, now = (Table(each, infer_schema(each), ReadRecord("csv")) for each in cells)
    (shift,) = shifts(before, now)
    assert shift.sentence.startswith(said)


def test_values_never_seen_and_columns_of_one_side(before):
    now = table_of(5)
    line = pa.array(["Satellite"] * now.n_rows)
    cells = now.cells.set_column(2, "line", line).rename_columns(["id", "years", "line", "income", "day"])
    (shift,) = shifts(before, Table(cells, infer_schema(cells), now.record))
    assert "values that were rare or never seen stand in 100 % of the rows now" in shift.sentence
    assert shifts(before, now, ("nothing",)) == ()


def test_the_index_is_that_of_the_books():
    before, now = np.array([1000, 2000, 3000, 4000]), np.array([4000, 3000, 2000, 1000])
    assert stability_index(before, now) == pytest.approx(0.9129, abs=0.01)
    assert stability_index(before, before) == 0


def test_few_rows_say_nothing(before):
    assert shifts(before, table_of(6, n=40, older=30)) == ()


def test_another_decimal_mark_is_no_shift_where_it_is_said():
    cells = [pa.table({"x": [str(i / 8 + 0.25) for i in range(400)]})]
    cells.append(pa.table({"x": [text.replace(".", ",") for text in cells[0].column("x").to_pylist()]}))
    before, now = (Table(each, infer_schema(each), ReadRecord("csv")) for each in cells)
    (shift,) = shifts(before, now)
    assert "of the cells are empty now" in shift.sentence
    assert shifts(before, now, decimal=",") == ()
    assert shifts_from(spreads(before), now, ",") == ()


def test_the_measure_stays_out_of_the_sentence():
    cells = [pa.table({"x": [str(i % 50 / 8 + add) for i in range(400)]}) for add in (0.25, 90.25)]
    before, now = (Table(each, infer_schema(each), ReadRecord("csv")) for each in cells)
    (shift,) = shifts(before, now)
    assert shift.value > 0.25
    assert "PSI" not in shift.sentence
    assert shift.sentence.endswith("before (400 rows compared with 400).")
