"""How groups fare under the model, where the record of the build tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.report.blocks import Block, Bullets, Grid, Heading, Paragraph, Section
from app.report.story import Story
from app.ui import formats

CAVEAT = (
    "Figures of groups show differences; they do not say where these come from or whether they are just. A model that "
    "does not read a column can still treat its groups differently, through columns that go with it."
)


def body(story: Story) -> list[Block]:
    found = story.insights.get("fairness") or ()
    blocks = [block for one in found for block in _column(one)]
    return [Paragraph(CAVEAT), *blocks] if blocks else []


def _column(one: Mapping[str, Any]) -> list[Block]:
    groups = list(one["groups"])
    if not groups:
        return []
    names = list(groups[0]["figures"])
    heads = ("group", "rows", *(name.replace("_", " ") for name in names))
    rows = tuple(
        (str(g["label"]), formats.count(g["n_rows"]), *(_figure(g["figures"].get(name)) for name in names))
        for g in groups
    )
    used = "The model reads this column." if one.get("used") else "The model does not read this column."
    told = tuple(map(str, one.get("sentences", ())))
    grid = Grid(heads, rows, tuple(range(1, len(heads))))
    return [Heading(str(one["column"])), Paragraph(used), grid, *([Bullets(told)] if told else [])]


def _figure(estimate: Mapping[str, Any] | None) -> str:
    value = None if estimate is None else estimate.get("value")
    return "–" if value is None else formats.score(value)


SECTION = Section("fairness", "Fairness", 100, "everyone", body)
