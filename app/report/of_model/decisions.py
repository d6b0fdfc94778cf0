"""Decisions: where the line between yes and no lies, and what other lines would find, miss and cost."""

from __future__ import annotations

from app.report.axes import share
from app.report.blocks import Block, Grid, Heading, Paragraph, Remark, Section
from app.report.story import Story
from app.ui import formats
from automl.decisions import Line, Worth, best_threshold, expected_threshold, line, profit
from automl.record import BuildRecord, Outcomes

TENTHS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def body(story: Story) -> list[Block]:
    record, manifest = story.record, story.manifest
    if manifest.problem == "multiclass":
        return _several(story)
    if manifest.problem != "binary":
        return []
    threshold = manifest.threshold if manifest.threshold is not None else 0.5
    said = (
        f"A row is said to be {story.positive} when its probability reaches {share(threshold)}. "
        "That line is part of the model file; every runtime answers alike."
    )
    blocks: list[Block] = [Paragraph(said)]
    seen = record.evaluation.outcomes if record else None
    if record is None or seen is None:
        return blocks
    lines = sorted({*TENTHS, threshold})
    blocks += [Heading("What other lines would do"), _table(record, seen, lines, threshold)]
    return [*blocks, *_worth(story, seen, threshold)]


def _several(story: Story) -> list[Block]:
    weights = story.manifest.class_weights
    if not weights or len(set(weights)) == 1:
        return [Paragraph("The likeliest class is named.")]
    rows = tuple((n, formats.number(w, 3)) for n, w in zip(story.manifest.classes, weights, strict=True))
    said = "The class is named whose probability times its weight is largest; the weights were chosen for the goal."
    return [Paragraph(said), Grid(("class", "weight"), rows, (1,))]


def _table(record: BuildRecord, seen: Outcomes, lines: list[float], own: float) -> Grid:
    yes = record.positive or record.classes[-1]
    rows = tuple(_row(line(seen, t), own) for t in lines)
    return Grid(("from", f"{yes} found", "missed", "false alarms", "right of those said", ""), rows, (0, 1, 2, 3, 4))


def _row(at: Line, own: float) -> tuple[str, ...]:
    said = at.found + at.alarms
    precision = formats.percent(at.found / said) if said else "–"
    counts = (formats.count(at.found), formats.count(at.missed), formats.count(at.alarms), precision)
    return (share(at.threshold), *counts, "in use" if at.threshold == own else "")


def _worth(story: Story, seen: Outcomes, threshold: float) -> list[Block]:
    """What the outcomes bring, where the analyst has said so."""
    given = story.extra.get("worth")
    if not given:
        return [
            Remark(
                f"What a {story.positive} found, one missed and a false alarm are worth was not told. On Analyze, "
                "Advanced metrics, it can be, and the threshold that brings most is worked out."
            )
        ]
    worth, sign = Worth.from_dict(given), str(story.extra.get("currency", ""))
    best, pays = best_threshold(seen, worth), expected_threshold(worth)
    rows = tuple(
        (name, share(t), f"{formats.count(profit(line(seen, t), worth))} {sign}".strip())
        for name, t in (("in use", threshold), ("brings most on these rows", best))
    )
    told = (
        f"Per row, in {sign or 'your currency'}: found {worth.found:g}, missed {worth.missed:g}, false alarm "
        f"{worth.alarm:g}, rightly let be {worth.let_be:g}."
    )
    if pays is not None:
        told += f" If the probabilities are right, it pays from {share(pays)} on."
    return [Heading("What it is worth"), Paragraph(told), Grid(("threshold", "from", "all rows bring"), rows, (1, 2))]


SECTION = Section("decisions", "Decisions", 60, "manager", body)
