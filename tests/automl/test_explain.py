"""What drives the answers: what matters comes first, every row is counted, and reasons add up."""

from __future__ import annotations

import numpy as np
import pytest

from automl.explain import column_effects, column_impact, row_reasons
from automl.shapley import shapley
from datasets.schema import Column, Kind
from tests.automl.toy_answers import answer, feed, one


def test_impact_ranks_signal_first_and_noise_last_and_shares_sum_to_one() -> None:
    impact = column_impact(shapley(answer, feed(60, 5), feed(8, 6)))
    assert impact[-1].column == "noise"
    assert impact[-1].mean_abs == 0
    assert impact[0].column == "a"
    assert sum(i.share for i in impact) == pytest.approx(1)
    assert impact[-1].error == 0


def test_the_standard_error_of_a_share_is_that_of_repeated_draws() -> None:
    shares, errors = [], []
    for seed in range(30):
        first = column_impact(shapley(answer, feed(80, 50 + seed), feed(40, 6), per_row=4, seed=seed))[0]
        shares.append(first.share)
        assert first.error is not None
        errors.append(first.error)
    assert np.mean(errors) == pytest.approx(np.std(shares), rel=0.4)


def test_effects_count_every_row_and_name_missing_cells() -> None:
    found = shapley(answer, feed(60, 5), feed(8, 6))
    kinds = {"a": Kind.NUMERIC, "b": Kind.CATEGORY, "when": Kind.DATETIME, "noise": Kind.NUMERIC}
    columns = [Column(name, kind) for name, kind in kinds.items()]
    effects = {e.column: e for e in column_effects(found, columns, 1)}
    assert all(sum(e.counts) == 60 for e in effects.values())
    assert effects["a"].labels[-1] == "not known"
    assert set(effects["b"].labels) == {"x", "y", "not known"}
    assert effects["a"].effect[0] < effects["a"].effect[-2]


def test_reasons_of_a_row_add_up_and_read_well() -> None:
    rows = feed(9, 7)
    reasons = row_reasons(answer, one(rows, 0), feed(8, 8), shown=1, label="Yes")
    assert reasons.base + sum(r.contribution for r in reasons.reasons) == pytest.approx(reasons.answer)
    assert reasons.answer == pytest.approx(answer(one(rows, 0))[0, 1])
    assert {r.column: r.value for r in reasons.reasons}["a"] == "not known"
