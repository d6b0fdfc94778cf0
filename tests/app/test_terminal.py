"""How commands speak: tables, JSON, and progress on terminals and in logs."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace

import pytest

from app.job_records import Progress
from app.terminal import ProgressLine, live_text, paragraph, plain_text, print_json, table
from automl.record import CandidateRecord

CANDIDATE = CandidateRecord(0, "o", "Ordinal", "l", "Linear", {}, "", "done", 0.8, 1.0, 2.0)
PROGRESS = Progress(
    stage="search",
    now="Ordinal with LightGBM",
    elapsed_s=30.4,
    budget_s=60.0,
    candidates=(CANDIDATE, replace(CANDIDATE, index=1, status="running", score=None)),
    best=0.8451,
    metric_title="ROC AUC",
)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_tables_are_aligned_and_cut() -> None:
    text = table(["name", "n"], [["a", "1"], ["b" * 60, "1,234"], ["two\nlines", ""]], right=(1,))
    assert text.splitlines() == [
        f"  {'name':40}      n",
        f"  {'a':40}      1",
        f"  {'b' * 39}…  1,234",
        "  two lines",
    ]


def test_paragraphs_keep_their_indent() -> None:
    lines = paragraph("word " * 60, indent=2, bullet="- ").splitlines()
    assert lines[0].startswith("  - word")
    assert all(line.startswith("    word") for line in lines[1:])
    assert all(len(line) <= 100 for line in lines)


def test_json_knows_no_nan(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": math.nan, "b": (1.5, [math.inf]), "ü": None})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [1.5, [None]], "ü": None}


def test_what_a_line_says() -> None:
    live = live_text(PROGRESS)
    assert "30 s of 1" in live
    assert live.endswith("Search  best ROC AUC 0.8451  Ordinal with LightGBM")
    assert live.startswith("█" * 10 + "░" * 10)
    assert plain_text(PROGRESS) == "  30.4 s  Search  best ROC AUC 0.8451  1 candidate"
    assert live_text(replace(PROGRESS, budget_s=None)).startswith("30 s  Search  best")
    assert live_text(Progress(rows_done=50_000, rows_total=120_000)) == "50,000 of 120,000 rows predicted"
    pace = live_text(Progress.of_rows(50_000, 120_000, 4.0)).replace("\u00a0", " ")
    assert pace == "50,000 of 120,000 rows predicted  12,500 a second  6 s left"
    assert live_text(Progress.of_rows(5, 5, 1.0)) == "5 of 5 rows predicted"


def test_a_log_gets_a_line_for_every_step() -> None:
    log = io.StringIO()
    with ProgressLine(log) as line:
        for progress in (PROGRESS, replace(PROGRESS, now="other"), replace(PROGRESS, best=0.85)):
            line.tell(progress)
        line.say("Stopping.")
    assert log.getvalue().splitlines() == [
        "  30.4 s  Search  best ROC AUC 0.8451  1 candidate",
        "  30.4 s  Search  best ROC AUC 0.8500  1 candidate",
        "Stopping.",
    ]


def test_a_terminal_has_one_line_that_is_wiped() -> None:
    screen = Screen()
    with ProgressLine(screen) as line:
        line.tell(PROGRESS)
        line.tick()
        line.say("Stopping.")
    drawn = screen.getvalue()
    assert "best ROC AUC 0.8451" in drawn
    assert "Stopping.\n" in drawn
    assert drawn.endswith("\r")
