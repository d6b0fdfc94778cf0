"""Two versions side by side, drawn: the verdict with both intervals, scores, impact, answers that differ, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui import compare_words, formats, parts
from app.ui.meanings import help_for
from app.ui.tables import Col, Row, meter_html, position_html, table_html
from app.ui.text import esc, plural

if TYPE_CHECKING:
    from app.verbs.comparing import Comparison
    from automl.comparison import Disagreement, PairedScore

MOST_COLUMNS = 15


def verdict_card(found: Comparison) -> None:
    """Which one is better, and both scores on one axis."""
    claim, below = compare_words.verdict(found)
    names = compare_words.short_names(found)
    with parts.card("compare_verdict"):
        where = "Both on the same rows" if found.paired else "Each on rows of its own"
        label = parts.label_html(where, help_for("compare", "Comparing two versions"))
        parts.draw(f'<div class="verdict-line">{label}<h2>{esc(claim)}</h2><p class="subtitle">{esc(below)}</p></div>')
        parts.draw(_scores_html(found, names))
        if _same_metric(found):
            parts.caption(
                "The line is the 90\u00a0% interval of each score on its own rows. Two intervals may overlap although "
                "the difference is more than noise: what is hard for both cancels out when both answer the same rows."
            )


def _same_metric(found: Comparison) -> bool:
    """Whether both scores can stand on one axis."""
    return found.first.manifest.score.metric == found.second.manifest.score.metric


def _scores_html(found: Comparison, names: tuple[str, str]) -> str:
    scores = [side.manifest.score for side in (found.first, found.second)]
    same = _same_metric(found)
    ends = [end for score in scores for end in (score.low, score.value, score.high) if end is not None]
    low, high = min(ends), max(ends)
    room = 0.08 * (high - low) or 1.0
    low, high = low - room, high + room

    def at(value: float | None) -> float | None:
        return None if value is None else (value - low) / (high - low)

    rows = [
        Row(
            (
                f"<strong>{esc(name)}</strong>",
                *([position_html(at(score.value), at(score.low), at(score.high))] if same else []),
                f'<span class="muted">{esc(score.title)}</span> {formats.score(score.value, 4)}',
                f'<span class="muted">{formats.score(score.low, 4)} to {formats.score(score.high, 4)}</span>',
                f'<span class="muted">{formats.count(score.n_rows)}</span>',
            )
        )
        for name, score in zip(names, scores, strict=True)
    ]
    columns = (
        Col("Version", width="22%"),
        *([Col("Interval", width="28%", optional=True)] if same else []),
        Col("Score", "right"),
        Col("90\u00a0% sure", "right", optional=True),
        Col("Rows", "right", optional=True),
    )
    return table_html(columns, rows, label="The score of both", style="compact pairs")


def scores_card(found: Comparison) -> None:
    """Every metric of both on the same rows."""
    if found.paired is None:
        return
    first, second = compare_words.short_names(found)
    columns = (
        Col("Score"),
        Col(first, "right"),
        Col(second, "right"),
        Col("Difference", "right"),
        Col("90\u00a0% sure", "right", optional=True),
        Col("More than noise", width="150px", optional=True),
    )
    with parts.card("compare_scores"):
        parts.card_title("Every score", f"On the same {plural(found.paired.n_rows, 'row')}.", means="every_score")
        rows = [_score_row(score, (first, second)) for score in found.paired.scores]
        parts.draw(table_html(columns, rows, label="Every score of both", style="compact pairs"))
        parts.caption(
            "Of ten scores without any real difference, one looks like one by chance. Decide by the score that the "
            "model is judged by."
        )


def _score_row(score: PairedScore, names: tuple[str, str]) -> Row:
    gap, between = compare_words.gap_text(score)
    better = score.difference.better
    said = "no" if not better else f"{names[1] if better > 0 else names[0]} is better"
    way = "" if score.higher_is_better else ' <span class="muted">lower is better</span>'
    return Row(
        (
            esc(score.title) + way,
            formats.score(score.first, 4),
            formats.score(score.second, 4),
            gap,
            f'<span class="muted">{between}</span>',
            parts.status_html(said, "good" if better else "plain"),
        )
    )


def impact_card(found: Comparison) -> None:
    """The share of every column in both."""
    rows = compare_words.impacts(found)
    first, second = compare_words.short_names(found)
    largest = max((max(one or 0.0, two or 0.0) for _, one, two in rows), default=0.0) or 1.0

    def cell(share: float | None) -> str:
        if share is None:
            return '<span class="muted">not used</span>'
        return meter_html(share / largest, formats.percent(share))

    with parts.card("compare_impact", height="stretch"):
        parts.card_title("What drives them", "Share of each column in the predictions.", means="impact")
        if not rows:
            parts.notice("Neither has a record of its build, so the shares are not known.")
            return
        columns = (Col("Column", width="34%"), Col(first), Col(second))
        shown = [Row((esc(name), cell(one), cell(two))) for name, one, two in rows[:MOST_COLUMNS]]
        parts.draw(table_html(columns, shown, label="Share of each column in both", style="compact pairs"))
        if len(rows) > MOST_COLUMNS:
            parts.caption(f"and {plural(len(rows) - MOST_COLUMNS, 'more column')}")


def settings_card(found: Comparison) -> None:
    """Data, settings, speed and size; what differs stands first."""
    first, second = compare_words.short_names(found)
    columns = (Col("", width="30%"), Col(first, width="35%"), Col(second, width="35%"))
    rows = [
        Row((f'<span class="muted">{esc(name)}</span>', _value(one, one != two), _value(two, one != two)))
        for name, one, two in compare_words.settings_rows(found)
    ]
    with parts.card("compare_settings", height="stretch"):
        parts.card_title("Data, settings, speed and size", "What differs stands first, in bold.")
        parts.draw(table_html(columns, rows, label="Data and settings of both", style="compact pairs"))


def _value(text: str, differs: bool) -> str:
    return (
        f'<strong title="{esc(text)}">{esc(text)}</strong>'
        if differs
        else f'<span title="{esc(text)}">{esc(text)}</span>'
    )


def answers_card(found: Comparison) -> None:
    """The rows for which the answers differ most."""
    if found.paired is None:
        return
    names = compare_words.short_names(found)
    regression = found.first.manifest.problem == "regression"
    with parts.card("compare_answers"):
        parts.card_title("Answers that differ", compare_words.differing(found.paired, names, regression))
        if not found.paired.rows:
            return
        columns = (
            *(Col(name, optional=True) for name in found.shown),
            Col(f"{found.first.manifest.target.name}, the truth", "right" if regression else "left"),
            *(Col(name, "right") for name in names),
        )
        rows = [
            Row((*map(esc, cells), esc(formats.cell(row.truth)), _said(row, 0), _said(row, 1)))
            for row, cells in zip(found.paired.rows, found.cells, strict=True)
        ]
        parts.draw(table_html(columns, rows, label="Rows with different answers", style="compact pairs"))
        parts.caption("Where the two are furthest apart, with the columns that drive both most.")


def _said(row: Disagreement, which: int) -> str:
    said = (row.first, row.second)[which]
    right = row.shares is not None and said == row.truth
    share = ""
    if row.shares is not None:
        share = f' <span class="muted">{formats.percent(row.shares[which])} {esc(row.shown)}</span>'
    mark = parts.icon_html("check", "good") + '<span class="unseen">right</span> ' if right else ""
    return f"{mark}{esc(formats.cell(said))}{share}"


__all__ = ["answers_card", "impact_card", "scores_card", "settings_card", "verdict_card"]
