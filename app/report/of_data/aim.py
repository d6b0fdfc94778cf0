"""The column to predict, and how each other column goes together with it."""

from __future__ import annotations

from app.report import charts
from app.report.blocks import Block, Figure, Heading, Paragraph, Section
from app.report.of_data._columns import picture, span
from app.report.sheet import Sheet
from app.ui import formats
from app.ui.text import plural

MOST_COLUMNS = 20


def body(sheet: Sheet) -> list[Block]:
    aim = sheet.aim
    if aim is None:
        return []
    said = f"{aim.name} has {plural(aim.n_unique, 'different value')}; {plural(aim.n_missing, 'row')} without one."
    if aim.minimum is not None:
        said += f" It goes from {span(aim)}."
    blocks: list[Block] = [Paragraph(said)]
    drawn = picture(aim, charts.WIDE)
    if drawn is not None:
        blocks.append(drawn)
    related = sorted(
        ((c.relation or 0.0, c.name) for c in sheet.profile.columns if c.relation is not None), reverse=True
    )
    shown = related[:MOST_COLUMNS]
    if shown:
        words = (
            "From 0 (nothing to do with each other) to 1 (one says the other). A value near 1 is suspicious: the "
            "column may be known only afterwards."
        )
        bars = charts.bars([name for _, name in shown], [value for value, _ in shown], lambda v: formats.score(v, 2))
        blocks += [Heading(f"Relation to {aim.name}"), Figure("", bars, words)]
    return blocks


SECTION = Section("aim", "The column to predict", 20, "everyone", body)
