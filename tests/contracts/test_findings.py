"""Every rule: finds what it is for, is silent where there is nothing, and speaks in sentences with numbers."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets.errors import InputError
from datasets.findings import ALL
from datasets.profile import profile
from tests.datasets.findings.finding_tables import N, clean_columns, days, found, table_of


@pytest.fixture(scope="module")
def clean():
    return clean_columns()


def ill(name, clean):
    """The clean table with the fault that a rule is for, its target, and the columns (none: the table) that have it."""
    rng = np.random.default_rng(11)
    answers, sizes = clean["answer"], np.asarray(clean["size"])
    yes = np.asarray(answers) == "Yes"
    bought, paid = rng.integers(0, 900, N), rng.integers(1, 60, N)
    faults: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "leakage": ({"reason": ["gone" if a == "Yes" else None for a in answers]}, ("reason",)),
        "afterwards": ({"refund": ["9.5" if y and i % 2 else None for i, y in enumerate(yes)]}, ("refund",)),
        "id_like": ({"customer": [f"K{i * 7919 % 100003}" for i in range(N)]}, ("customer",)),
        "constant": ({"currency": ["EUR"] * N}, ("currency",)),
        "near_constant": ({"flag": ["x" if i == 7 else "y" for i in range(N)]}, ("flag",)),
        "imbalance": ({"answer": ["Yes" if i % 40 == 0 else "No" for i in range(N)]}, ("answer",)),
        "rare_classes": ({"answer": ["Maybe" if i < 3 else a for i, a in enumerate(answers)]}, ("answer",)),
        "high_cardinality": ({"town": [f"town {i}" for i in rng.integers(0, 300, N)]}, ("town",)),
        "outliers": ({"income": [*np.round(rng.normal(3000, 400, N - 1), 2), 2_500_000]}, ("income",)),
        "disguised_missing": ({"age": [0 if i % 50 == 0 else i % 60 + 38 for i in range(N)]}, ("age",)),
        "correlated": ({"weight": sizes * 3 + 1}, ("size", "weight")),
        "odd_dates": ({"born": days([*rng.integers(0, 900, N - 1), 30_000])}, ("born",)),
        "time_order": ({"day": days(range(N)), "answer": np.where(np.arange(N) // 40 % 2, "Yes", "No")}, ("day",)),
        "group_column": (
            {"customer_id": [i // 8 + 500 for i in range(N)], "answer": [answers[i // 8 * 8] for i in range(N)]},
            ("customer_id",),
        ),
        "formula": ({"bought": bought, "paid": paid, "total": bought + paid}, ("bought", "paid")),
    }  # fmt: skip
    if name in faults:
        more, columns = faults[name]
        return {**clean, **more}, "total" if name == "formula" else "answer", columns
    if name == "duplicates":
        return {column: values + values[:40] for column, values in clean.items()}, "answer", ()
    if name == "conflicts":
        other = ["No" if answer == "Yes" else "Yes" for answer in answers]
        again = {**clean, "answer": other}
        return {column: values + again[column][:40] for column, values in clean.items()}, "answer", ("answer",)
    raise AssertionError(f"no fault is known for the rule {name}; add it here")


ACTIONS = {
    "drop_columns": set(),
    "drop_duplicates": set(),
    "split": {"by"},
    "change_kind": {"kind"},
    "missing_words": {"words"},
}


@pytest.mark.parametrize("name", ALL)
def test_the_fault_is_found_and_said(name, clean):
    columns, target, named = ill(name, clean)
    (finding,) = found(table_of(**columns), target, name)
    assert set(finding.columns) == set(named)
    assert finding.column == (named[0] if len(named) == 1 else None)
    assert finding.sentence.endswith((".", '."'))
    assert re.search(r"\d", finding.sentence)
    assert finding.severity in ("warning", "note")
    assert any(column in finding.title for column in named) or name in ("conflicts", "duplicates", "formula")
    assert finding.example.endswith(".")
    assert re.search(r"\d", finding.example), "an example names rows or values"
    assert (finding.fix is not None) != bool(finding.advice), "a fix or advice, not both and not neither"
    assert json.loads(json.dumps(finding.to_dict())) == finding.to_dict()
    if finding.fix is None:
        return
    assert set(finding.fix.arguments) == ACTIONS[finding.fix.action]
    assert set(finding.fix.columns) <= set(named)
    assert bool(finding.fix.columns) == (finding.fix.action != "drop_duplicates")
    assert finding.fix.label
    assert target not in finding.fix.columns


@pytest.mark.parametrize("target", ["answer", "size", None])
def test_silence_where_there_is_nothing(target, clean):
    assert found(table_of(**clean), target) == []


def test_tables_with_nothing_to_say():
    empty = table_of(a=[], b=[])
    one = table_of(a=["1"], b=["x"])
    blank = table_of(a=[None] * 50, b=["x", "y"] * 25)
    for table in (empty, one, blank):
        for target in (None, "a", "b"):
            assert {f.rule for f in found(table, target)} <= {"constant", "duplicates"}


@pytest.mark.parametrize("name", ALL)
def test_the_rule_and_its_page(name):
    rule = ALL[name]
    assert rule.title
    page = (Path(__file__).parents[2] / "docs" / "findings.md").read_text(encoding="utf-8")
    assert f"| {name} | {rule.threshold:g} |" in page


def test_the_severest_come_first_and_then_the_weightiest(clean):
    columns, target, _ = ill("leakage", clean)
    table = table_of(**columns, currency=["EUR"] * N, customer_id=list(range(1000, 1000 + N)))
    found_ = found(table, target)
    places = [(("block", "warning", "note").index(f.severity), ALL[f.rule].order) for f in found_]
    assert places == sorted(places)
    assert len({f.rule for f in found_}) == 3


def test_what_asks_for_a_decision_stands_above_what_no_model_uses(clean):
    rng = np.random.default_rng(12)
    score = np.asarray(clean["size"]) + rng.normal(0, 2.5, N)
    table = table_of(**clean, customer_id=list(range(1000, 1000 + N)), score=score)
    found_ = [(f.severity, f.title) for f in found(table, "size")]
    assert found_ == [("warning", "score nearly gives the answer away"), ("note", "customer_id names each row")]


def test_an_unknown_target_is_an_error(clean):
    with pytest.raises(InputError, match="There is no column 'anser'"):
        profile(table_of(**clean), "anser")


def test_many_columns_with_one_fault_are_one_finding(clean):
    table = table_of(**clean, **{f"c{i}": ["x"] * N for i in range(30)})
    (finding,) = found(table, "answer", "constant")
    assert len(finding.columns) == len(finding.fix.columns) == 30
    assert "and 26 more" in finding.sentence
