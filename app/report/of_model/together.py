"""Columns that act together: the strongest pairs, with the mean answer at every two of their values."""

from __future__ import annotations

from app.report.blocks import Block, Grid, Heading, Paragraph, Section
from app.report.story import Story
from app.ui import formats
from app.ui.impact_words import pair_cells, pair_reading
from automl.insights import Interaction

HOW = (
    "Partial dependence of the model on two columns at once, less what each does alone. Strengths are told with their "
    "standard error, from the rows that were drawn."
)
NO_ROW = "In brackets: no such row among those looked at."


def body(story: Story) -> list[Block]:
    record = story.record
    if record is None or not record.insights.interactions:
        return []
    cells = pair_cells(record.insights.interactions[0], record)
    blocks: list[Block] = [Paragraph(HOW), Paragraph(f"{cells} {NO_ROW}")]
    for one in record.insights.interactions:
        blocks += [Heading(" and ".join(one.columns)), Paragraph(pair_reading(one, record)), _grid(one, story)]
    return blocks


def _grid(one: Interaction, story: Story) -> Grid:
    def write(value: float, count: int) -> str:
        text = formats.number(float(f"{value:.4g}")) if story.manifest.is_regression else formats.percent(value, 0)
        return text if count else f"({text})"

    rows = tuple(
        (label, *(write(value, count) for value, count in zip(values, counts, strict=True)))
        for label, values, counts in zip(one.labels[0], one.answers, one.counts, strict=True)
    )
    columns = range(1, len(one.labels[1]) + 1)
    corner = f"{one.columns[0]} \u2193 {one.columns[1]} \u2192"
    return Grid((corner, *one.labels[1]), rows, tuple(columns))


SECTION = Section("together", "Columns that act together", 85, "analyst", body)
