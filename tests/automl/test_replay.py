"""A build by the clock, done again from its plan without one: the same model, byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest

from automl.build import build
from automl.replay import Plan
from automl.spec import BuildSpec
from datasets.errors import InputError
from tests.automl.tables import mixed


@pytest.mark.parametrize(
    "problem",
    ["binary", pytest.param("multiclass", marks=pytest.mark.slow), pytest.param("regression", marks=pytest.mark.slow)],
)
def test_the_plan_of_a_build_gives_the_same_model(problem: str) -> None:
    table = mixed(problem)
    spec = BuildSpec("target", budget_s=4.0)
    first = build(table, spec)
    plan = Plan.from_dict(json.loads(json.dumps(first.bundle.manifest.plan)))
    again = build(table, spec, plan=plan)
    assert again.bundle.model == first.bundle.model
    assert again.bundle.manifest.plan == first.bundle.manifest.plan
    assert {c.index for c in again.record.candidates} == {m.index for m in plan.members}
    assert sum(m.weight for m in plan.members) == pytest.approx(1)


def _plan(**changes: Any) -> dict[str, Any]:
    member = {"index": 0, "strategy": "scaled_onehot", "algorithm": "linear", "settings": {}, "weight": 1.0}
    plan = {"n_folds": 1, "threads": 2, "temperature": 1.0, "low_offset": 0.0, "high_offset": 0.0}
    return plan | {"members": [member | {"efforts": [{"steps": [0, 5]}]}]} | changes


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "kept no plan"),
        ({"n_folds": 3}, "damaged"),
        (_plan(members=[]), "damaged"),
        (_plan(n_folds=2), "members and folds differ"),
        (_plan(colour="red"), "damaged"),
    ],
)
def test_a_plan_that_is_none_is_refused(data: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        Plan.from_dict(data)


def test_a_member_that_cannot_be_fitted_here_is_named() -> None:
    data = _plan()
    data["members"][0]["algorithm"] = "oracle"
    with pytest.raises(InputError, match="oracle after scaled_onehot must be installed"):
        build(mixed("binary"), BuildSpec("target", budget_s=4.0), plan=Plan.from_dict(data))
