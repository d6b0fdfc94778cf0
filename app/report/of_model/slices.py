"""Where it errs: the parts of the table that are answered worse than the rest, where the record of the build tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.report.blocks import Block, Grid, Paragraph, Section
from app.report.story import Story
from app.ui import formats
from app.ui.text import plural

CERTAIN = 0.001


def body(story: Story) -> list[Block]:
    seen = story.insights.get("slices")
    if not seen:
        return []
    said = (
        f"Looked for among {plural(int(seen['n_tried']), 'slice')} of {plural(int(seen['n_rows']), 'measured row')}, "
        f"each of at least {plural(int(seen['least_rows']), 'row')}; the chance is corrected for how many were tried."
    )
    found = list(seen.get("found", ()))
    if not found:
        return [Paragraph(said), Paragraph("No part of the table is answered clearly worse than the rest.")]
    wrong = found[0].get("wrong") is not None
    heads = ("rows where", "rows", "wrong there" if wrong else "mean error there", "elsewhere", "by chance")
    rows = tuple(_row(one, wrong) for one in found)
    return [Paragraph(said), Grid(heads, rows, (1, 2, 3, 4), (44, 12, 17, 14, 13))]


def _row(one: Mapping[str, Any], wrong: bool) -> tuple[str, ...]:
    where = " and ".join(f"{name} is {label}" for name, label in zip(one["columns"], one["labels"], strict=True))
    if wrong:
        here, rest = formats.percent(one["wrong"]), formats.percent(one["wrong_rest"])
    else:
        here, rest = formats.number(one["value"]), formats.number(one["rest"])
    chance = f"< {CERTAIN}" if one["p"] < CERTAIN else formats.number(one["p"], 2)
    return (where, formats.count(one["n_rows"]), here, rest, chance)


SECTION = Section("slices", "Where it errs", 90, "analyst", body)
