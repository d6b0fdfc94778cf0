"""Every rule: finds what it is for, is silent where there is nothing, and speaks in sentences with numbers."""

import json
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from datasets.errors import InputError
from datasets.findings import ALL, check
from datasets.infer import infer_schema
from datasets.profile import profile
from datasets.record import ReadRecord
from datasets.table import Table

N = 400


def table_of(**columns):
    cells = pa.table(
        {name: pa.array([None if v is None else str(v) for v in values]) for name, values in columns.items()}
    )
    return Table(cells, infer_schema(cells), ReadRecord("csv"))


def found(table, target, rule=None):
    return [f for f in check(table, profile(table, target), target) if rule in (None, f.rule)]


@pytest.fixture(scope="module")
def clean():
    """A number, a category and a weak relation: nothing to find."""
    rng = np.random.default_rng(7)
    size = np.round(rng.normal(50, 9, N), 5)
    colour = rng.choice(["red", "green", "blue"], N)
    answer = np.where(size + rng.normal(0, 12, N) > 50, "Yes", "No")
    return {"size": size.tolist(), "colour": colour.tolist(), "answer": answer.tolist()}


def ill(name, clean):
    """The clean table with the fault that a rule is for, and the column (None: the table) that has it."""
    answers = clean["answer"]
    if name == "leakage":
        return {**clean, "reason": ["gone" if a == "Yes" else None for a in answers]}, "reason"
    if name == "id_like":
        return {**clean, "customer": [f"K{i * 7919 % 100003}" for i in range(N)]}, "customer"
    if name == "constant":
        return {**clean, "currency": ["EUR"] * N}, "currency"
    if name == "imbalance":
        return {**clean, "answer": ["Yes" if i % 40 == 0 else "No" for i in range(N)]}, "answer"
    if name == "duplicates":
        return {column: values + values[:40] for column, values in clean.items()}, None
    raise AssertionError(f"no fault is known for the rule {name}; add it here")


@pytest.mark.parametrize("name", ALL)
def test_the_fault_is_found_and_said(name, clean):
    columns, column = ill(name, clean)
    (finding,) = found(table_of(**columns), "answer", name)
    assert finding.column == column
    assert finding.sentence.endswith(".")
    assert re.search(r"\d", finding.sentence)
    assert finding.severity in ("warning", "note")
    assert finding.value is not None
    assert finding.threshold is not None
    assert column is None or column in finding.title
    if finding.fix is not None:
        assert finding.fix.action == ("drop_duplicates" if column is None else "drop_column")
        assert finding.fix.column == column
        assert finding.fix.label
    assert json.loads(json.dumps(finding.to_dict())) == finding.to_dict()


@pytest.mark.parametrize("name", ALL)
def test_silence_where_there_is_nothing(name, clean):
    assert found(table_of(**clean), "answer", name) == []
    assert found(table_of(**clean), "size", name) == []


@pytest.mark.parametrize("name", ALL)
def test_tables_with_nothing_to_say(name):
    empty = table_of(a=[], b=[])
    one = table_of(a=["1"], b=["x"])
    blank = table_of(a=[None] * 50, b=["x", "y"] * 25)
    for table in (empty, one, blank):
        for target in (None, "a", "b"):
            assert all(f.rule in ALL for f in found(table, target, name))


@pytest.mark.parametrize("name", ALL)
def test_the_rule_and_its_page(name):
    rule = ALL[name]
    assert rule.title
    page = (Path(__file__).parents[2] / "docs" / "findings.md").read_text(encoding="utf-8")
    assert f"| {name} | {rule.threshold:g} |" in page


def test_weightier_findings_come_first(clean):
    columns, _ = ill("leakage", clean)
    table = table_of(**columns, currency=["EUR"] * N, customer_id=list(range(1000, 1000 + N)))
    orders = [ALL[f.rule].order for f in found(table, "answer")]
    assert orders == sorted(orders)
    assert len({f.rule for f in found(table, "answer")}) == 3


def leaks(target, **columns):
    return {f.column: f for f in found(table_of(**columns, target=target), "target", "leakage")}


def test_leaks_of_a_class():
    rng = np.random.default_rng(1)
    target = rng.choice(["a", "b", "c"], N)
    found_ = leaks(
        target,
        copy=[f"is {t}" for t in target],
        number=[ord(t) + r for t, r in zip(target, rng.random(N), strict=True)],
        nearly=np.where(rng.random(N) < 0.02, "a", target),
        half=np.where(rng.random(N) < 0.5, "a", target),
        noise=rng.random(N),
        ident=[f"K{i}" for i in range(N)],
    )
    assert set(found_) == {"copy", "number", "nearly"}
    assert found_["copy"].value == 1


def test_leaks_of_a_number():
    rng = np.random.default_rng(2)
    target = np.exp(rng.normal(0, 2, 3000))
    found_ = leaks(
        target,
        doubled=2 * target,
        order=np.argsort(np.argsort(-target)) + 17,
        near=np.log(target) + rng.normal(0, 0.8, 3000),
        noise=rng.random(3000),
    )
    assert set(found_) == {"doubled", "order"}
    assert found_["doubled"].threshold == 0.98


def test_being_filled_in_can_be_the_leak():
    rng = np.random.default_rng(3)
    target = rng.choice(["Yes", "No"], 1000, p=[0.2, 0.8])
    yes = target == "Yes"
    found_ = leaks(
        target,
        cost=[round(v, 2) if y else None for v, y in zip(rng.random(1000), yes, strict=True)],
        mostly=["x" if y != (r < 0.02) else None for y, r in zip(yes, rng.random(1000), strict=True)],
        loosely=["x" if y != (r < 0.2) else None for y, r in zip(yes, rng.random(1000), strict=True)],
    )
    assert set(found_) == {"cost", "mostly"}
    n = int(yes.sum())
    assert f'Filled in for {n} of {n} rows where target is "Yes" and for none of the others.' in found_["cost"].sentence


def test_a_rare_class_and_few_rows_prove_nothing():
    assert leaks(["Yes"] * 4 + ["No"] * 400, x=[1] * 4 + [0] * 400) == {}
    assert leaks(["Yes", "No"] * 10, x=["a", "b"] * 10) == {}


def test_an_unknown_target_is_an_error(clean):
    with pytest.raises(InputError, match="There is no column 'anser'"):
        profile(table_of(**clean), "anser")
