"""Every rule: finds what it is for, is silent where there is nothing, and speaks in sentences with numbers."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from datasets.errors import InputError
from datasets.findings import ALL, check
from datasets.findings.leakage import nearly
from datasets.infer import infer_schema
from datasets.profile import profile
from datasets.record import ReadRecord
from datasets.schema import Kind
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


def days(places, first="2021-01-01"):
    return [str(np.datetime64(first) + int(place)) for place in places]


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


SURE, ASKS = "copy gives the answer away", "copy nearly gives the answer away"


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
    assert found_["doubled"].threshold == 0.95


@pytest.mark.parametrize(
    ("correlation", "title"), [(0.999, SURE), (0.985, SURE), (0.97, ASKS), (0.9, None), (0.8, None)]
)
def test_a_noisy_copy_of_a_number(correlation, title):
    rng = np.random.default_rng(4)
    target = rng.normal(100, 10, 4000)
    noise = rng.normal(0, 10 * np.sqrt(1 / correlation**2 - 1), 4000)
    found_ = leaks(target, copy=target + noise, noise=noise)
    assert {name: f.title for name, f in found_.items()} == ({"copy": title} if title else {})


@pytest.mark.parametrize(("wrong", "title"), [(0.01, SURE), (0.08, ASKS), (0.2, None)])
def test_a_copy_of_a_class_with_wrong_rows(wrong, title):
    rng = np.random.default_rng(5)
    target = rng.choice(["Yes", "No"], 4000)
    said = np.where(rng.random(4000) < wrong, np.where(target == "Yes", "No", "Yes"), target)
    found_ = leaks(target, copy=[f"was {one}" for one in said])
    assert {name: f.title for name, f in found_.items()} == ({"copy": title} if title else {})
    assert all(nearly(f.rule, f.value) == (title == ASKS) for f in found_.values())
    if title == ASKS:
        finding = found_["copy"]
        assert (finding.severity, finding.threshold, finding.fix.columns) == ("warning", 0.9, ("copy",))
        assert "Ask whether it is known at the moment of predicting" in finding.sentence
        assert finding.example


@pytest.mark.parametrize(("n", "said"), [(1, 1), (2, 2), (3, 0)])
def test_where_many_columns_say_as_much_the_question_is_easy(n, said):
    rng = np.random.default_rng(7)
    target = rng.normal(100, 10, 4000)
    copies = {f"copy {i}": target + rng.normal(0, 2.5, 4000) for i in range(n)}
    assert [nearly(f.rule, f.value) for f in leaks(target, **copies).values()] == [True] * said


@pytest.mark.parametrize(("bins", "title"), [(10, SURE), (4, ASKS), (2, None)])
def test_a_number_cut_into_bins(bins, title):
    rng = np.random.default_rng(6)
    target = np.exp(rng.normal(0, 1, 4000))
    ends = np.quantile(target, np.linspace(0, 1, bins + 1)[1:-1])
    found_ = leaks(target, copy=[f"band {i}" for i in np.searchsorted(ends, target)])
    assert {name: f.title for name, f in found_.items()} == ({"copy": title} if title else {})


def test_a_date_that_only_some_outcomes_have():
    rng = np.random.default_rng(7)
    churn = rng.choice(["Yes", "No"], 2000, p=[0.3, 0.7])
    when = days(rng.integers(0, 700, 2000), "2023-01-01")
    gone = [day if left == "Yes" else None for day, left in zip(when, churn, strict=True)]
    (finding,) = leaks(churn, cancellation_date=gone, since=when).values()
    assert (finding.column, finding.severity, finding.value) == ("cancellation_date", "warning", 1)


def test_noise_is_no_leak_where_there_are_few_rows():
    rng = np.random.default_rng(8)
    for n in (40, 60, 100, 200):
        columns = {f"c{i}": rng.normal(size=n) for i in range(400)}
        assert {f.severity for f in leaks(np.arange(n) % 2 == 0, **columns).values()} <= {"warning"}
        assert {f.severity for f in leaks(rng.normal(size=n), **columns).values()} == set()


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


def of_rule(rule, **columns):
    goal = "target" if "target" in columns else None
    return {f.columns: f for f in found(table_of(**columns), goal, rule)}


def test_a_rate_is_a_formula_too_and_a_good_guess_is_none():
    rng = np.random.default_rng(4)
    distance, hours = rng.uniform(5, 500, N), rng.uniform(0.5, 9, N)
    assert set(of_rule("formula", target=distance / hours, distance=distance, hours=hours)) == {("distance", "hours")}
    rough = distance + hours + rng.normal(0, 5, N)
    assert of_rule("formula", target=rough, distance=distance, hours=hours) == {}


def test_a_date_later_than_another_may_be_known_only_afterwards():
    rng = np.random.default_rng(5)
    ordered, wait = rng.integers(0, 900, N), rng.integers(1, 40, N)
    late = np.where(wait + rng.normal(0, 4, N) > 20, "late", "in time")
    columns = {"ordered": days(ordered), "arrived": days(ordered + wait), "paid": days(ordered + rng.integers(0, 9, N))}
    assert set(of_rule("afterwards", target=late, **columns)) == {("arrived",)}


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        ([*range(18, 88)] * 5 + [999] * 9, None),  # reading takes it for "not known" already
        ([*range(1, 71)] * 5 + [-1] * 9, None),  # this too
        ([*range(44, 114)] * 5 + [0] * 9, ["0"]),
        ([*range(1, 71)] * 5 + [0] * 9, None),  # a count
        ([*range(-30, 40)] * 5 + [-1] * 9, None),  # a temperature
        ([*range(30, 100)] * 5 + [99] * 9, None),  # a mark in an exam
        ([*range(18, 88)] * 5 + [999], None),  # once is an outlier
    ],
)
def test_numbers_that_stand_for_not_known(cells, marks):
    (finding,) = of_rule("disguised_missing", x=cells).values() or [None]
    assert (finding and finding.fix.arguments["words"]["x"]) == marks


def test_words_and_dates_that_stand_for_not_known():
    jobs = (["cook", "clerk", "none", "other"] * 30)[:100]
    assert of_rule("disguised_missing", job=jobs) == {}
    (finding,) = of_rule("disguised_missing", job=[*jobs, "Unknown "]).values()
    assert finding.fix.arguments == {"words": {"job": ["Unknown "]}}
    dates = days(np.arange(200))
    assert of_rule("disguised_missing", seen=dates) == {}
    (finding,) = of_rule("disguised_missing", seen=[*dates, *["1900-01-01"] * 5]).values()
    assert finding.fix.arguments == {"words": {"seen": ["1900-01-01"]}}


def test_a_word_among_numbers_is_shown_in_quotes():
    (finding,) = of_rule("disguised_missing", days=[*map(str, range(200)), "k.A."]).values()
    assert finding.example == 'Row 201: days "k.A.".'


def test_long_tails_and_many_zeros_are_no_outliers():
    rng = np.random.default_rng(6)
    rare = np.where(rng.random(3000) < 0.05, np.round(np.exp(rng.normal(5, 1.5, 3000)), 2), 0)
    tails = {"income": np.exp(rng.normal(8, 1.2, 3000)), "pareto": rng.pareto(1.5, 3000), "claim": rare}
    assert of_rule("outliers", **tails) == {}


def test_a_date_of_the_future_is_told_by_the_clock(clean):
    table = table_of(**clean, due=days(np.arange(N)))
    said = profile(table, None)
    in_2021, in_2022 = (
        np.datetime64(day).astype("datetime64[s]").astype(float) for day in ("2022-01-30", "2022-12-31")
    )
    assert [f.rule for f in check(table, said, None, in_2021)] == ["odd_dates"]
    assert check(table, said, None, in_2022) == ()


def test_plans_are_no_impossible_dates():
    assert of_rule("odd_dates", ends=days(np.arange(N) * 20, "2026-01-01")) == {}


def test_dates_of_birth_are_no_order_of_time():
    rng = np.random.default_rng(8)
    born = rng.integers(0, 9000, N)
    target = np.where(born > 4500, "young", "old")
    assert of_rule("time_order", target=target, birth_date=days(born, "1970-01-01")) == {}


def test_rows_of_a_group_that_differ_need_no_split():
    rng = np.random.default_rng(9)
    assert of_rule("group_column", target=rng.choice(["a", "b"], N), patient=[f"P{i // 5}" for i in range(N)]) == {}


def test_many_columns_with_one_fault_are_one_finding(clean):
    table = table_of(**clean, **{f"c{i}": ["x"] * N for i in range(30)})
    (finding,) = found(table, "answer", "constant")
    assert len(finding.columns) == len(finding.fix.columns) == 30
    assert "and 26 more" in finding.sentence


def test_a_sample_is_named_in_the_sentence():
    n = 30_000
    rng = np.random.default_rng(10)
    target = rng.choice(["a", "b"], n)
    (finding,) = of_rule("leakage", target=target, copy=[f"is {t}" for t in target]).values()
    assert "measured on 20,000 rows drawn evenly from 30,000" in finding.sentence


def test_words_of_columns_with_text_offer_another_kind():
    rng = np.random.default_rng(12)
    titles = [f"a small shop number {i} in town" for i in rng.integers(0, 110, 420)]
    table = table_of(title=titles, target=rng.choice(["a", "b"], 420)).with_kind("title", Kind.CATEGORY)
    (finding,) = found(table, "target", "high_cardinality")
    assert (finding.fix.action, finding.fix.arguments) == ("change_kind", {"kind": "text"})
