from __future__ import annotations

import math

import pytest

from benchmarks.automl.standings import by_table, gap, gaps, honesty, standings


def line(table, system, loss=None, **more):
    found = {"table": table, "system": system, "budget_s": 60.0, "metric": "rmse", "fit_s": 61.0, "single_ms": 1.0}
    found |= {"rows_per_s": 10, "peak_mb": 100, **more}
    return found | ({"error": "it broke"} if loss is None else {"loss": loss, "score": loss})


def table_of(*lines):
    return by_table(lines, 60.0)


def test_ranks_share_ties_and_put_failures_last():
    tables = table_of(line("a", "easel", 1.0), line("a", "flaml", 1.0), line("a", "h2o"))
    found = {s.system: s for s in standings(tables, ["easel", "flaml", "h2o"])}
    assert [found[name].rank for name in ("easel", "flaml", "h2o")] == [1.5, 1.5, 3.0]
    assert [found[name].failures for name in ("easel", "flaml", "h2o")] == [0, 0, 1]
    assert (found["flaml"].ahead, found["h2o"].ahead) == (0, 1)
    assert math.isnan(found["easel"].ahead)
    assert math.isnan(found["h2o"].over_s)
    assert found["easel"].over_s == 1.0


def test_only_tables_that_every_system_ran_count():
    tables = table_of(line("a", "easel", 2.0), line("a", "flaml", 1.0), line("b", "easel", 1.0))
    assert standings(tables, ["easel", "flaml"])[0].system == "flaml"
    assert standings(table_of(line("b", "easel", 1.0)), ["easel", "flaml"]) == []


def test_the_last_line_of_a_run_counts_and_other_budgets_do_not():
    tables = by_table([line("a", "easel", 2.0), line("a", "easel", 1.0), line("a", "easel", 0.5, budget_s=10.0)], 60.0)
    assert tables["a"]["easel"]["loss"] == 1.0


def test_a_gap_is_relative_and_in_paired_errors():
    ours = line("a", "easel", 1.1, resampled_losses=[1.0, 1.2, 1.1, 1.3])
    other = line("a", "flaml", 1.0, resampled_losses=[1.0, 1.0, 1.0, 1.0])
    found = gap("a", ours, other)
    assert found.relative == pytest.approx(0.1)
    assert found.errors == pytest.approx(0.1 / 0.129099, rel=1e-4)
    assert not found.far
    assert gap("a", line("a", "easel", 1.1, resampled_losses=[1.1, 1.11]), other).far
    unknown = gap("a", ours, line("a", "flaml", 1.0))
    assert math.isnan(unknown.errors)
    assert unknown.far


def test_gaps_are_to_the_best_peer_that_did_not_fail():
    tables = table_of(line("a", "easel", 1.0), line("a", "flaml", 2.0), line("a", "h2o"), line("b", "easel"))
    (found,) = gaps(tables, ["flaml", "h2o"])
    assert (found.table, found.system, found.relative) == ("a", "flaml", -0.5)


def test_a_perfect_peer_is_infinitely_far_ahead():
    assert gap("a", line("a", "easel", 0.1), line("a", "flaml", 0.0)).relative == math.inf
    assert gap("a", line("a", "easel", 0.0), line("a", "flaml", 0.0)).relative == 0.0


def test_honesty_counts_what_lies_inside_and_which_way_it_misses():
    said = {"value": 1.0, "low": 0.9, "high": 1.1}
    same = [1.0, 1.02, 0.98]
    tables = table_of(
        line("a", "easel", 1.05, reported=said, resampled_losses=same),
        line("b", "easel", 1.5, reported=said, resampled_losses=same),
        line("b", "flaml", 1.0),
        line("c", "flaml", 1.0),
    )
    found = honesty(run for runs in tables.values() for run in runs.values())
    assert found is not None
    assert (found.runs, found.inside) == (2, 0.5)
    assert found.bias > 0  # errors were larger than promised
    assert honesty([line("c", "flaml", 1.0)]) is None
