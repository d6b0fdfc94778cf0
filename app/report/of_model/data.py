"""The data: what the model was built from, what was found in it, what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.report.blocks import Block, Bullets, Fact, Facts, Grid, Heading, Paragraph, Section
from app.report.story import Story
from app.ui import formats
from app.ui.text import KIND_TITLES, plural
from inference.manifest import InputColumn

MOST_KNOWN = 3


def body(story: Story) -> list[Block]:
    manifest, record = story.manifest, story.record
    facts = [
        Fact("Rows", formats.count(manifest.data.n_rows)),
        Fact("Columns", formats.count(manifest.data.n_columns)),
        Fact("Columns asked for", formats.count(len(manifest.asks))),
    ]
    if record:
        facts.append(Fact("Rows learnt from", formats.count(record.n_train)))
    blocks: list[Block] = [Facts(tuple(facts))]
    if record:
        blocks.append(Paragraph(record.problem_sentence))
    if record and (record.set_aside or record.notes):
        blocks += [Heading("Rows that were not used"), Bullets((*record.set_aside, *record.notes))]
    blocks += [Heading("Columns of a row to predict"), _columns(story)]
    return [*blocks, *_left_out(story), *_recipe(story), *_findings(story)]


def _columns(story: Story) -> Grid:
    rows = tuple(
        (c.name, KIND_TITLES.get(str(c.kind), str(c.kind)), _missing(c), _shown(c.typical, c), _known(c))
        for c in story.manifest.asks
    )
    return Grid(("column", "kind", "missing", "typical", "seen"), rows, (2,), (26, 12, 11, 19, 32))


def _missing(column: InputColumn) -> str:
    return formats.percent(column.missing_share) if column.missing_share else "0"


def _shown(value: float | str | None, column: InputColumn) -> str:
    """A value as its column writes it: years and codes without commas, whole days without a time."""
    if isinstance(value, float | int):
        role = column.column.role
        return formats.number(value, 6) if role is None else formats.quantity(value, str(role), column.column.unit)
    if column.dtype == "int64":
        return (value or "").removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
    return _line(value)


def _line(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= 60 else line[:59] + "…"


def _known(column: InputColumn) -> str:
    if column.dtype != "string":
        if column.minimum is None:
            return "nothing"
        return f"{_shown(column.minimum, column)} to {_shown(column.maximum, column)}"
    shown = ", ".join(_line(text) for text in column.categories[:MOST_KNOWN])
    more = len(column.categories) - MOST_KNOWN
    return f"{shown} and {formats.count(more)} more" if more > 0 else shown


def _left_out(story: Story) -> list[Block]:
    without = dict(story.record.left_out) if story.record else dict.fromkeys(story.manifest.unused, "")
    if not without:
        return []
    rows = tuple((name, _because(why)) for name, why in without.items())
    return [Heading("Columns that were left out"), Grid(("column", "why"), rows, (), (30, 70))]


def _because(why: str) -> str:
    return why[:1].upper() + why[1:] + "." if why else "The record of this build does not say."


def _recipe(story: Story) -> list[Block]:
    recipe = story.manifest.recipe
    if recipe is None:
        return []
    steps = tuple(f"{place}. {said}" for place, said in enumerate(recipe.sentences, start=1))
    said = "Every row goes through these steps, with what they learnt from the training table, before the model."
    return [Heading("Preparation by recipe"), Paragraph(said), Bullets(steps)]


def _findings(story: Story) -> list[Block]:
    found = story.manifest.findings
    if not found:
        return [Heading("What the data check found"), Paragraph("Nothing that needs attention.")]
    rows = tuple((str(f.get("severity", "warning")), _said(f)) for f in found)
    said = f"{plural(len(found), 'finding')}, looked for by published rules before the build."
    return [
        Heading("What the data check found"),
        Paragraph(said),
        Grid(("weight", "finding"), rows, (), (14, 86)),
    ]


def _said(finding: Mapping[str, Any]) -> str:
    """Title, sentence and example; models built by the first versions have fewer of them."""
    title = finding.get("title") or finding.get("rule", "finding")
    return " ".join(filter(None, (f"{title}.", finding.get("sentence", ""), finding.get("example", ""))))


SECTION = Section("data", "Data", 20, "analyst", body)
