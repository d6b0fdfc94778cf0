"""What drives the answer: every column's share, and how the values of the first ones move it."""

from __future__ import annotations

from collections.abc import Sequence

from app.report import charts
from app.report.axes import number
from app.report.blocks import Block, Figure, Heading, Paragraph, Row, Section
from app.report.picture import Picture
from app.report.story import Story
from app.ui import formats, units
from app.ui.impact_words import commonest, share_text
from app.ui.text import plural
from automl.record import ColumnEffect, ColumnImpact

MOST_COLUMNS = 20
MOST_EFFECTS = 8
MOST_LEVELS = 9
GREY = "In grey below a curve, and in brackets: how many of the explained rows there are."


def body(story: Story) -> list[Block]:
    record = story.record
    if record is None or not record.impact:
        return []
    shown = record.impact[:MOST_COLUMNS]
    more = len(record.impact) - len(shown)
    words = "Mean absolute SHAP value of each raw column over the final model itself, as a share of all."
    if any(one.error for one in shown):
        words += " After \u00b1 stands the standard error in percentage points, from the rows that were drawn."
    if more > 0:
        words += f" {more} more columns matter less."
    blocks: list[Block] = [
        Figure("", _shares(shown), words),
        Heading("How their values move the answer"),
        Paragraph(_unit(story)),
    ]
    order = [i.column for i in record.impact]
    effects = sorted((e for e in record.effects if len(e.labels) > 1), key=lambda e: _place(order, e.column))
    figures = [_effect(effect, story) for effect in effects[:MOST_EFFECTS]]
    return blocks + [Row(tuple(figures[i : i + 2])) for i in range(0, len(figures), 2)]


def _shares(shown: Sequence[ColumnImpact]) -> Picture:
    texts = [share_text(one) for one in shown]
    return charts.bars([one.column for one in shown], [one.share for one in shown], formats.percent, texts=texts)


def _place(order: list[str], column: str) -> int:
    return order.index(column) if column in order else len(order)


def _unit(story: Story) -> str:
    if story.manifest.is_regression:
        return f"By how much a value moves the prediction of {story.target}, on average. {GREY}"
    shown = story.positive or (commonest(story.record) if story.record else "the commonest class")
    return f"By how much a value moves the probability of {shown}, on average, in per cent points. {GREY}"


def _effect(effect: ColumnEffect, story: Story) -> Figure:
    def write(value: float) -> str:
        return number(value) if story.manifest.is_regression else formats.signed(100 * value)

    n_rows = sum(effect.counts)
    rows = f"{plural(n_rows, 'row')} {'was' if n_rows == 1 else 'were'} explained."
    if effect.positions:
        dates = effect.kind == "datetime"
        write_x = (lambda v: formats.date_of(v).split(",")[0][-8:]) if dates else number
        n = len(effect.positions)  # what has no place on the axis, the missing cells, comes after
        picture = charts.effect_curve(
            effect.positions, effect.effect[:n], effect.counts[:n], effect.column, write, write_x
        )
        aside = [
            f"Where it is {effect.labels[i] or 'missing'}: {_moved(effect.effect[i], story)}."
            for i in range(n, len(effect.labels))
        ]
        return Figure(effect.column, picture, " ".join((rows, *aside)))
    order = sorted(range(len(effect.labels)), key=lambda i: -effect.counts[i])[:MOST_LEVELS]
    labels = [f"{effect.labels[i] or '(missing)'} ({formats.count(effect.counts[i])})" for i in order]
    return Figure(effect.column, charts.bars(labels, [effect.effect[i] for i in order], write, charts.HALF), rows)


def _moved(value: float, story: Story) -> str:
    """By how much a prediction moves, in a sentence: +21,418, or +3.4 per cent points."""
    if story.manifest.is_regression and story.record:
        return units.of_target(story.record).change(value)
    return f"{formats.signed(100 * value)} per cent points"


SECTION = Section("impact", "What drives the answer", 80, "analyst", body)
