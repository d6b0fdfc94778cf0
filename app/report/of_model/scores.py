"""Every score, with its interval and what it would be without a model."""

from __future__ import annotations

from app.report import charts
from app.report.blocks import Block, Bullets, Figure, Grid, Heading, Paragraph, Section
from app.report.of_model._words import between, interval, measured_on, value
from app.report.story import Story
from app.ui.text import SURE
from automl.record import MeasuredScore
from inference.manifest import Score


def body(story: Story) -> list[Block]:
    from automl import metrics

    manifest = story.manifest
    ordered = sorted(manifest.metrics or (manifest.score,), key=lambda s: s.metric != manifest.score.metric)
    rows = tuple(
        (s.title, value(s.value), interval(s), value(s.baseline), _way(metrics.ALL.get(s.metric))) for s in ordered
    )
    said = (
        f"All measured on {measured_on(manifest.score)}. Intervals hold the true value in {SURE} of cases (bootstrap)."
    )
    blocks: list[Block] = [
        Paragraph(said),
        *_picture(manifest.score, manifest.baseline.value),
        Grid(
            ("score", "value", f"{SURE} interval", "without a model", "better is"),
            rows,
            (1, 2, 3),
            (26, 16, 24, 18, 16),
        ),
    ]
    if meant := tuple(text for text in (_meaning(s, story) for s in ordered) if text):
        blocks += [Heading("What they mean"), Bullets(meant)]
    if story.record and story.record.unmeasured:
        blocks += [Heading("Scores that mean nothing here"), Bullets(story.record.unmeasured)]
    return blocks


def _picture(score: Score, dull: float) -> list[Block]:
    if score.low is None or score.high is None:
        return []
    picture = charts.scale([("This model", score.low, score.value, score.high)], ("without a model", dull))
    words = f"{value(score.value)}, {SURE} sure between {between(score)}; without a model {value(dull)}."
    return [Figure(score.title, picture, words)]


def _way(metric: object) -> str:
    higher = getattr(metric, "higher_is_better", None)
    return "" if higher is None else "higher" if higher else "lower"


def _meaning(score: Score, story: Story) -> str:
    found = next((m for m in _measured(story) if m.metric == score.metric), None)
    return f"{score.title}: {found.sentence}" if found and found.sentence else ""


def _measured(story: Story) -> tuple[MeasuredScore, ...]:
    return story.record.metrics if story.record else ()


SECTION = Section("scores", "Scores", 40, "analyst", body)
