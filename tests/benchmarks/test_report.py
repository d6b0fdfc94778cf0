from __future__ import annotations

import json

import pytest

from benchmarks.automl.report import between, dated_results, section
from tests.benchmarks.test_standings import line


def test_the_text_goes_between_the_markers_and_nothing_else_changes():
    page = "before\n<!-- automl: begin -->\nold\n<!-- automl: end -->\nafter\n"
    assert between(page, "automl", "new") == ("before\n<!-- automl: begin -->\nnew\n<!-- automl: end -->\nafter\n")
    with pytest.raises(ValueError, match="one is missing"):
        between("no markers", "automl", "new")


def test_a_section_names_the_best_the_failed_and_what_is_far_behind():
    about = {
        "date": "2026-01-01",
        "machine": "x86_64, 2 threads",
        "versions": {"flaml": "2"},
        "resampled_losses": [1, 2],
    }
    lines = [line("a", "easel", 1.5, **about), line("a", "flaml", 1.0, **about), line("a", "linear", **about)]
    text = section(lines, 60.0)
    assert "| a | rmse | **1.0000** | 1.5000 | failed |" in text
    assert "60 seconds, 1 tables" in text
    assert "flaml 2." in text
    assert "ahead or level on 0 of 1" in text


def test_every_dated_file_holds_runs_on_tables():
    files = dated_results()
    assert files
    for path in files:
        lines = [json.loads(text) for text in path.read_text().splitlines()]
        assert all({"table", "system", "budget_s", "date", "machine"} <= set(line) for line in lines)


def test_short_builds_are_held_to_longer_ones_of_another_system():
    about = {"date": "2026-01-01", "machine": "x86_64, 2 threads"}
    lines = [line("a", "easel", 1.0, **about, budget_s=10.0), line("a", "flaml", 1.5, **about)]
    text = section(lines, 10.0)
    assert "| table | metric | easel | flaml, 60 s |" in text
    assert "| a | rmse | **1.0000** | 1.5000 |" in text
    assert "| flaml, 60 s | 2.00 | 0 | 100% |" in text


def test_other_splits_of_the_rows_count_for_honesty_only():
    said = {"value": 1.0, "low": 0.9, "high": 1.1}
    about = {"date": "2026-01-01", "machine": "x86_64", "reported": said, "resampled_losses": [1.0, 1.02, 0.98]}
    lines = [line("a", "easel", 1.05, **about), line("a", "easel", 3.0, **about, split=1)]
    text = section(lines, 60.0)
    assert "| a | rmse | **1.0500** |" in text
    assert "on 100% of 1 tables" in text
    assert "split in 2 ways the score lies in the widened interval in 50% of 2 runs" in text
