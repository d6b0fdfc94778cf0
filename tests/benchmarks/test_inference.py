from __future__ import annotations

import json

import pandas as pd
import pytest

from benchmarks.automl.report import between
from benchmarks.automl.runs import named
from benchmarks.inference.drive import LEAST_CALLS, single_row
from benchmarks.inference.repeated import repeat_rows
from benchmarks.inference.report import section
from benchmarks.inference.run import BENCHMARK

LINE = {"table": "a", "budget_s": 60.0, "date": "2026-11-22", "machine": "two cores", "single_calls": 1000}
EASEL = LINE | {
    "system": "easel",
    "p50_ms": 0.2,
    "p99_ms": 0.4,
    "file_rows_per_s": 80_000,
    "peak_mb": 300,
    "score": 0.9,
}
FLAML = LINE | {"system": "flaml", "p50_ms": 9, "p99_ms": 12, "file_rows_per_s": 9e4, "peak_mb": 200, "score": 0.8}


def test_rows_are_repeated_whole_and_without_the_target(tmp_path):
    test, big = tmp_path / "test.csv", tmp_path / "big.csv"
    test.write_text('id,y,text\n1,a,"two\nlines"\n02,b,NA\n')
    assert repeat_rows(test, "y", big, 5) == 6
    table = pd.read_csv(big, dtype=str, keep_default_na=False)
    assert table.to_dict("list") == {"id": ["1", "02"] * 3, "text": ["two\nlines", "NA"] * 3}
    big.write_text("kept")
    assert repeat_rows(test, "y", big, 5) == 6
    assert big.read_text() == "kept"


def test_slow_calls_are_fewer_and_said(monkeypatch):
    monkeypatch.setattr("benchmarks.inference.drive.RUN_S", 0.0)
    assert single_row(lambda: None)["single_calls"] == LEAST_CALLS
    monkeypatch.setattr("benchmarks.inference.drive.RUN_S", 60.0)
    found = single_row(lambda: None)
    assert found["single_calls"] == 1000
    assert 0 <= found["p50_ms"] <= found["p99_ms"]


def test_the_report_has_a_table_for_each_thing_that_is_measured():
    failed = FLAML | {"table": "b"}
    for name in ("p50_ms", "p99_ms", "file_rows_per_s", "score"):
        del failed[name]
    lines = [EASEL, FLAML, EASEL | {"table": "b", "p50_ms": 0.4}, failed | {"error": "no"}]
    text = section(lines, 60)
    assert "| easel | 2 | 0.30 | 0.40 | 5 x 1,000 | 80,000 | 300 |" in text
    assert "| a | **0.20** | 9.00 |" in text
    assert "| a | 80,000 | **90,000** |" in text
    assert "| b | **0.40** | failed |" in text
    assert "| a | 0.9000 | 0.8000 |" in text
    page = "x\n<!-- inference: begin -->\n<!-- inference: end -->\n"
    assert text in between(page, "inference", text)
    assert json.dumps(lines)


def test_the_report_tells_what_fast_gives_and_takes():
    quick = EASEL | {"system": "easel_fast", "session_rows_per_s": 60_000, "loss": 0.102}
    slow = EASEL | {"session_rows_per_s": 10_000, "loss": 0.1}
    text = section([slow, quick, EASEL | {"table": "b"}], 60)
    assert "| a | 10,000 | 60,000 | 6.0 | +2.0% |\n| median |  |  | 6.0 | +2.0% |" in text
    assert "gives and takes" not in section([EASEL, quick], 60)


def test_systems_are_named_with_commas_or_blanks():
    assert named("flaml,easel") == ["flaml", "easel"]
    with pytest.raises(Exception, match="no system ludwig"):
        named("easel,ludwig")
    options = BENCHMARK.parser().parse_args(["obesity", "--systems", "easel,flaml", "h2o"])
    assert options.systems == [["easel", "flaml"], ["h2o"]]
    assert BENCHMARK.parser().parse_args([]).systems == [BENCHMARK.systems]
