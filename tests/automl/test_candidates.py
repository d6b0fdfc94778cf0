"""What is kept and told of every candidate: how it learnt, its origin, the flat table, which setting mattered."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.build import build
from automl.candidate_table import best_round, to_csv
from automl.learning import MOST_POINTS, learning_curve
from automl.record import BuildRecord, CandidateRecord
from automl.setting_importance import ENOUGH, LEAST, importance, varied
from automl.spec import BuildSpec
from tests.app.views.records import tried
from tests.automl.tables import mixed

LOSSES = st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=400)


@given(LOSSES)
def test_a_thinned_curve_keeps_its_ends_and_its_lowest_point(losses: list[float]) -> None:
    pairs = list(enumerate(losses, start=1))
    known = [(number, loss) for number, loss in pairs if math.isfinite(loss)]
    curve = learning_curve(pairs)
    if len(known) < 2:
        assert curve is None
        return
    assert curve is not None
    assert len(curve.x) == len(curve.y) <= MOST_POINTS
    assert list(curve.x) == sorted(set(curve.x))
    assert (curve.x[0], curve.x[-1]) == (known[0][0], known[-1][0])
    assert min(curve.y) == pytest.approx(min(loss for _, loss in known), rel=1e-5)


@pytest.fixture(scope="module")
def record() -> BuildRecord:
    """Two candidates of two algorithms on a small table."""
    spec = BuildSpec("target", candidates=2, algorithms=("lightgbm", "linear"))
    return build(mixed("binary", 240), spec).record


def test_a_build_tells_folds_curves_costs_and_origin_of_its_candidates(record: BuildRecord) -> None:
    team = [one for one in record.candidates if one.weight]
    assert team
    assert all(one.row_ms and one.bytes and one.bytes > 1000 for one in team)
    for one in record.candidates:
        assert one.origin in ("portfolio", "drawn", "tuned")
        assert {"lr", "leaves", "smooth"} <= set(one.settings) or one.algorithm == "linear"
        if one.status == "done":
            assert one.score is not None
            assert min(one.fold_scores) <= one.score + 0.05
            assert max(one.fold_scores) >= one.score - 0.05
            assert (one.curve is not None) == (one.algorithm == "lightgbm")
    assert BuildRecord.from_dict(json.loads(json.dumps(record.to_dict()))) == BuildRecord.from_dict(record.to_dict())


def test_a_record_of_the_first_or_of_a_later_version_is_read(record: BuildRecord) -> None:
    later = {**asdict(record.candidates[0]), "colour_of_its_hair": "red"}
    assert CandidateRecord.from_dict(later) == CandidateRecord.from_dict(asdict(record.candidates[0]))
    new = ("fold_scores", "origin", "tuned_from", "curve", "row_ms", "bytes")
    first = CandidateRecord.from_dict({k: v for k, v in later.items() if k not in new})
    assert first.fold_scores == ()
    assert first.curve is None


def test_the_csv_has_a_row_for_each_and_a_column_for_all(record: BuildRecord) -> None:
    text = to_csv(record.candidates)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["number"] for row in rows] == [str(one.index + 1) for one in record.candidates]
    for row, one in zip(rows, record.candidates, strict=True):
        assert row["score"] == ("" if one.score is None else str(one.score))
        assert [float(row[f"fold_{i + 1}"]) for i in range(len(one.fold_scores))] == list(one.fold_scores)
        assert row["setting_leaves"] == str(one.settings.get("leaves", ""))
        assert row["rounds"] == str(best_round(one) or "")
    assert to_csv(()).count("\n") == 1


def test_the_setting_that_matters_is_found_and_few_candidates_tell_nothing() -> None:
    found = importance(tried(ENOUGH))
    assert found is not None
    assert next(iter(found.shares)) == "leaves"
    assert sum(found.shares.values()) == pytest.approx(1.0)
    assert not found.is_hint
    few = importance(tried(LEAST))
    assert few is not None
    assert few.is_hint
    assert importance(tried(LEAST - 1)) is None
    assert importance([replace(one, score=0.5) for one in tried()]) is None
    assert importance([replace(one, score=None) for one in tried()]) is None


def test_settings_of_words_and_those_that_some_lack() -> None:
    mixed_up = [replace(one, settings={**one.settings, "depth": "sqrt" if one.index % 2 else 3}) for one in tried()]
    assert varied(mixed_up) == ("lr", "leaves", "depth")
    assert importance(mixed_up) is not None
    mixed_up[3] = replace(mixed_up[3], settings={"leaves": 3})
    assert varied(mixed_up) == ("leaves",)
