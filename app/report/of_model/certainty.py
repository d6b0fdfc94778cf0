"""How sure: whether probabilities mean what they say, and whether intervals hold what they promise."""

from __future__ import annotations

from app.report import charts
from app.report.blocks import Block, Figure, Grid, Paragraph, Row, Section
from app.report.of_model._words import amount
from app.report.story import Story
from app.ui import formats
from automl.record import Calibration


def body(story: Story) -> list[Block]:
    blocks: list[Block] = []
    calibration = story.record.evaluation.calibration if story.record else None
    if calibration is not None and calibration.counts:
        blocks += _calibrated(calibration)
    if story.manifest.is_regression:
        blocks += _bands(story)
    if blocks:
        blocks.append(Paragraph(STRANGE))
    return blocks


RELIABLE = "On the dashed line a probability means what it says; bars are 90 % intervals."
STRANGE = (
    "Each prediction also says when its row is unlike anything seen: values far outside the range of the training "
    "table, texts never seen, or cells missing where none was. Such answers are guesses."
)


def _calibrated(seen: Calibration) -> list[Block]:
    picture = charts.reliability(seen.predicted, seen.happened, seen.low, seen.high)
    rows = tuple(
        (formats.percent(p), formats.percent(h), f"{formats.percent(a)} to {formats.percent(b)}", formats.count(n))
        for p, h, a, b, n in zip(seen.predicted, seen.happened, seen.low, seen.high, seen.counts, strict=True)
    )
    before = "" if seen.temperature == 1.0 else f"; before calibration it was {formats.percent(seen.error_before)}"
    said = f"What was said and what happened differ by {formats.percent(seen.error)} on average{before}."
    return [
        Paragraph(said),
        Row((Figure("Said and happened", picture, RELIABLE),)),
        Grid(("probability said", "happened", "90 % interval", "rows"), rows, (0, 1, 2, 3)),
    ]


def _bands(story: Story) -> list[Block]:
    bands = story.manifest.intervals or (story.record.evaluation.bands if story.record else ())
    if not bands:
        return []
    rows = tuple(
        (
            formats.percent(b.level, 0),
            f"{amount(b.low_offset)} to {_plus(b.high_offset)}",
            formats.percent(b.coverage),
        )
        for b in bands
    )
    said = "Around each answer the truth is meant to lie in this range. What it held of the measured rows is beside it."
    return [Paragraph(said), Grid(("promised", "from the answer", "held"), rows, (0, 1, 2))]


def _plus(value: float) -> str:
    return f"+{amount(value)}" if value > 0 else amount(value)


SECTION = Section("certainty", "How sure it is", 70, "analyst", body)
