"""Limits: what the model was not made for, and what may make it wrong."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.blocks import Block, Bullets, Paragraph, Section
from app.report.of_model._words import learnt_from
from app.report.story import Story
from app.ui import formats, units
from app.ui.text import listing

FEW_ROWS = 1_000
MUCH_MISSING = 0.3


def body(story: Story) -> list[Block]:
    said = "No model is right everywhere. These limits follow from the data and the method; they hold for this model."
    return [Paragraph(said), Bullets(tuple(_limits(story)))]


def _limits(story: Story) -> Iterator[str]:
    manifest = story.manifest
    yield "It answers for rows like those it learnt from. Where the world has changed since, scores no longer hold."
    yield "It finds what goes together, not what causes what: changing a column need not change the outcome."
    if (story.record.n_train if story.record else manifest.data.n_rows) < FEW_ROWS:
        yield f"{learnt_from(story)} only; rare cases are hardly in them."
    if manifest.score.how != "holdout":
        yield (
            "The table was too small to keep rows apart for the score alone, so it was measured by cross-fitting: "
            "every row answered by models that had not seen it, with a team chosen on other rows. Which candidates "
            "competed was decided on all rows, which flatters a little."
        )
    yield from _columns(story)
    if story.record and story.record.target_range is not None:
        low, high = map(units.of_target(story.record).write, story.record.target_range)
        yield f"The rows it learnt from have values of {story.target} from {low} to {high}; beyond them it hardly goes."
    if not manifest.is_regression and story.record and story.record.evaluation.confusion:
        yield from _rare(story)
    if str(manifest.spec.get("split", "random")) == "random":
        yield (
            "Rows were kept apart at random: if rows follow each other in time, or several belong to one customer, "
            "scores may flatter."
        )
    if story.record is None:
        yield (
            "This model file holds no record of its build (an earlier version of Easel wrote it), so this report is "
            "shorter."
        )


def _columns(story: Story) -> Iterator[str]:
    gaps = [c.name for c in story.manifest.asks if c.missing_share > MUCH_MISSING]
    if gaps:
        yield f"Much is missing in {listing(gaps, 5)}: what it says there rests on fewer rows."


def _rare(story: Story) -> Iterator[str]:
    assert story.record is not None
    weak = [
        f"{name or '(empty)'} ({formats.percent(row[i] / sum(row), 0)} found)"
        for i, (name, row) in enumerate(zip(story.record.classes, story.record.evaluation.confusion, strict=True))
        if sum(row) and row[i] < 0.5 * sum(row)
    ]
    if weak:
        yield f"It finds fewer than half of the rows of {listing(weak, 5)}."


SECTION = Section("limits", "Limits", 110, "everyone", body)
