"""The candidates of a build as a table that is read: while it grows, and as the leaderboard when it is done."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.job_records import Progress
from app.ui import formats, parts
from app.ui.in_notation import in_notation
from app.ui.model_candidate_words import row_time, weight_on_disk
from app.ui.model_curve import window
from app.ui.tables import Col, Row, position_html, table_html
from app.ui.text import baseline_label, esc
from automl.record import BuildRecord, CandidateRecord

MOST_ROWS = 14
WAITS = "Its first folds are done; the candidates that promise most after theirs are finished first."


def ranked(candidates: Sequence[CandidateRecord], *, higher: bool) -> list[CandidateRecord]:
    """Running first, then by score, best first, then those that wait; those that ended without a score last."""

    def key(candidate: CandidateRecord) -> tuple[int, float, int]:
        if candidate.status == "running":
            return 0, 0.0, -candidate.index
        if candidate.score is None or not math.isfinite(candidate.score):
            return 2 if candidate.status == "waiting" else 3, candidate.at_s, candidate.index
        return 1, -candidate.score if higher else candidate.score, candidate.index

    return sorted(candidates, key=key)


def live_table_html(progress: Progress) -> str:
    """The candidates so far, best first, with their place between the worst and the best of those shown."""
    ordered = ranked(progress.candidates, higher=progress.higher_is_better)
    scale = _scale(ordered, higher=progress.higher_is_better)
    shown = ordered[:MOST_ROWS]
    columns = (
        Col("Preparation", width="18%", optional=True),
        Col("Algorithm", width="18%"),
        Col("Settings", width="18%", optional=True),
        Col(progress.metric_title or "Score", "right"),
        Col(_range_title(scale), width="18%", optional=True),
        Col("Seconds", "right", optional=True),
        Col("", "right", width="120px"),
    )
    best = next((c.index for c in shown if c.status != "running" and _known(c)), None)
    rows = [_live_row(c, scale, c.index == best) for c in shown]
    return table_html(columns, rows, label="Candidates so far, best first", style="candidates")


def _live_row(candidate: CandidateRecord, scale: tuple[float, float] | None, best: bool) -> Row:
    cells = (*_names(candidate), _score_cell(candidate), _place(candidate, scale), _seconds(candidate))
    return Row((*cells, _state_chip(candidate, best)), chosen=best)


def _names(candidate: CandidateRecord) -> tuple[str, str, str]:
    return (
        esc(candidate.strategy_title),
        esc(candidate.algorithm_title),
        f'<span class="muted">{esc(in_notation(candidate.settings_text))}</span>',
    )


def _score_cell(candidate: CandidateRecord) -> str:
    if candidate.status == "running":
        return f'<span class="muted">fold {candidate.folds_done + 1}</span>'
    if candidate.status == "waiting":
        return '<span class="muted">waits</span>'
    return formats.score(candidate.score, 4)


def _seconds(candidate: CandidateRecord) -> str:
    return formats.score(candidate.seconds, 1)


def _state_chip(candidate: CandidateRecord, best: bool) -> str:
    if candidate.status == "running":
        return '<span class="chip chip-accent"><span class="dot small" aria-hidden="true"></span>Running</span>'
    if candidate.status == "waiting":
        return f'<span title="{esc(WAITS)}">{parts.chip_html("Waiting")}</span>'
    if candidate.status == "failed":
        return f'<span title="{esc(in_notation(candidate.note))}">{parts.chip_html("Failed", "bad")}</span>'
    if candidate.status == "stopped early":
        return f'<span title="{esc(in_notation(candidate.note))}">{parts.chip_html("Stopped early")}</span>'
    return parts.chip_html("Best so far", "good") if best else ""


def leaderboard_html(record: BuildRecord, *, higher: bool) -> str:
    """Every candidate, best first, with its weight in the team, and where that was measured with what
    it costs to answer; the dullest model closes the table."""
    ordered = ranked(record.candidates, higher=higher)
    scale, costs = _scale(ordered, higher=higher), any(one.row_ms is not None for one in ordered)
    columns = (
        Col("No.", "right", width="44px"),
        Col("Preparation", width="20%", optional=True, cut=True),
        Col("Algorithm"),
        Col("Settings", width="16%", optional=True, cut=True),
        Col(record.score.title, "right"),
        Col(_range_title(scale), width="12%", optional=True),
        Col("Seconds", "right", optional=True),
        *((Col("ms a row", "right", optional=True), Col("Size", "right", optional=True)) if costs else ()),
        Col("Team", "right", width="120px"),
    )
    rows = [_leader_row(place, c, scale, costs=costs) for place, c in enumerate(ordered, start=1)]
    rows.append(_dullest_row(record, costs=costs))
    return table_html(columns, rows, label="All candidates, best first", style="candidates")


def _leader_row(place: int, candidate: CandidateRecord, scale: tuple[float, float] | None, *, costs: bool) -> Row:
    number = f'<span class="muted">{place}</span>'
    share = formats.percent(candidate.weight, 0) if candidate.weight else ""
    return Row(
        (
            number,
            *_names(candidate),
            _score_cell(candidate),
            _place(candidate, scale),
            _seconds(candidate),
            *((row_time(candidate), weight_on_disk(candidate)) if costs else ()),
            esc(share) if share or candidate.status == "done" else _state_chip(candidate, False),
        ),
        chosen=bool(candidate.weight),
    )


def _dullest_row(record: BuildRecord, *, costs: bool) -> Row:
    name = f'<span class="muted">{esc(dullest_name(record))}</span>'
    return Row(("", "", name, "", formats.score(record.baseline.value, 4), "", "", *("", "") * costs, ""))


def dullest_name(record: BuildRecord) -> str:
    """What the dullest model is called."""
    return baseline_label(record.metric, record.problem, record.baseline.sentence)


def _known(candidate: CandidateRecord) -> bool:
    return candidate.score is not None and math.isfinite(candidate.score)


def _scale(candidates: Sequence[CandidateRecord], *, higher: bool) -> tuple[float, float] | None:
    """(worst, best) end of the line on which the dots stand; None when there is nothing to compare."""
    scores = [c.score for c in candidates if c.score is not None and math.isfinite(c.score)]
    if len(scores) < 2 or min(scores) == max(scores):
        return None
    ordered = sorted(scores, reverse=higher)
    low, high = window([ordered[0]], ordered, higher)
    return (low, high) if higher else (high, low)


def _range_title(scale: tuple[float, float] | None) -> str:
    if scale is None:
        return ""
    written = ("", "")
    for digits in range(3, 8):
        written = (formats.number(scale[0], digits), formats.number(scale[1], digits))
        if written[0] != written[1]:
            break
    return f"Score as a dot, {written[0]} to {written[1]}"


def _place(candidate: CandidateRecord, scale: tuple[float, float] | None) -> str:
    if scale is None or candidate.score is None or not math.isfinite(candidate.score):
        return ""
    worst, best = scale
    share = (candidate.score - worst) / (best - worst)
    return position_html(share) if share >= 0 else '<span class="muted caption">far to the left</span>'
