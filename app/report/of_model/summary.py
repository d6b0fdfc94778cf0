"""The page for the one who decides: what it predicts, how well, what drives it, what to do next."""

from __future__ import annotations

from app.report import charts
from app.report.blocks import Block, Bullets, Fact, Facts, Figure, Heading, Paragraph, Section
from app.report.of_model._advice import advice
from app.report.of_model._words import between, dullest, interval, learnt_from, measured_on, value
from app.report.story import Story
from app.ui import formats
from app.ui.text import SURE, listing, plural

MOST_DRIVERS = 6


def body(story: Story) -> list[Block]:
    manifest, record = story.manifest, story.record
    lead = record.headline if record else f"{manifest.score.title} {value(manifest.score.value)}."
    blocks: list[Block] = [Paragraph(_predicts(story)), Paragraph(lead, lead=True), Paragraph(_score(story))]
    blocks.append(Facts(_facts(story)))
    if record and record.impact:
        shown = record.impact[:MOST_DRIVERS]
        blocks += [
            Heading("What drives the answer"),
            Paragraph(_drivers(story)),
            Figure(
                "",
                charts.bars([i.column for i in shown], [i.share for i in shown], lambda v: formats.percent(v, 0)),
                "The share of each column in what moves the answers up and down, all columns together 100 %.",
            ),
        ]
    return [*blocks, Heading("What to do next"), Bullets(tuple(advice(story)))]


def _predicts(story: Story) -> str:
    manifest = story.manifest
    columns = plural(len(manifest.asks), "column")
    learnt = f"{learnt_from(story)}, and it asks for {columns} of a new row."
    if manifest.is_regression:
        return f"This model predicts the number {story.target}, with an interval around it. {learnt}"
    classes = listing([name or "(empty)" for name in manifest.classes], 6)
    return f"This model predicts {story.target}: {classes}, with the probability of each. {learnt}"


def _score(story: Story) -> str:
    score, manifest = story.manifest.score, story.manifest
    sure = "" if score.low is None else f", {SURE} sure between {between(score)}"
    way = "Higher is better" if story.metric.higher_is_better else "Lower is better"
    return (
        f"{score.title}: {value(score.value)}{sure}, measured on {measured_on(score)}. {way}; "
        f"{dullest(manifest)} scores {value(manifest.baseline.value)} on the same rows."
    )


def _facts(story: Story) -> tuple[Fact, ...]:
    score, baseline = story.manifest.score, story.manifest.baseline
    found = [
        Fact(score.title, value(score.value), f"{SURE} sure: {interval(score)}" if score.low is not None else ""),
        Fact("Without a model", value(baseline.value), dullest(story.manifest)),
    ]
    record = story.record
    if record and record.problem == "regression":
        low, high = record.evaluation.low_offset, record.evaluation.high_offset
        found.append(Fact("Nine answers in ten are", f"{_off(low)} to {_off(high)}", "off, in the target's unit"))
    elif record and record.evaluation.confusion:
        right = sum(row[i] for i, row in enumerate(record.evaluation.confusion))
        total = sum(map(sum, record.evaluation.confusion)) or 1
        found.append(Fact("Right answers", formats.percent(right / total), f"of {plural(total, 'row')}"))
    found.append(Fact("Built in", formats.duration(story.manifest.seconds), f"{story.manifest.candidates} candidates"))
    return tuple(found)


def _off(offset: float) -> str:
    text = formats.number(float(f"{offset:.3g}"))
    return f"+{text}" if offset > 0 else text


def _drivers(story: Story) -> str:
    assert story.record is not None
    top = story.record.impact[:3]
    share = sum(i.share for i in top)
    if len(top) == 1:
        return f"Only {top[0].column} moves the answer."
    return (
        f"{listing([i.column for i in top])} together make up {formats.percent(share, 0)} of what moves the answer. "
        "That is what the model goes by; it does not say what would happen if somebody changed these values."
    )


SECTION = Section("summary", "Summary", 10, "manager", body)
