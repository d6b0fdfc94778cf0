"""What to do next with a model, by plain rules over its manifest and record."""

from __future__ import annotations

from collections.abc import Iterator

from app.report.story import Story
from app.ui import formats
from app.ui.text import listing
from datasets.findings.leakage import nearly

FEW_ROWS = 500
MOST_GAP = 0.6  # one column that moves more than this share of the answer
WIDE_SHARE = 0.5  # of the way from the dullest model: an interval this wide says little
OFF = 0.05


def advice(story: Story) -> Iterator[str]:
    """Sentences, the most urgent first; at least one."""
    yield from _doubts(story)
    yield from _chances(story)
    yield (
        "Measure it again on new rows whose answers become known, and build anew when "
        f"{story.manifest.score.title} leaves its interval."
    )


def _doubts(story: Story) -> Iterator[str]:
    manifest, record = story.manifest, story.record
    score, dull = manifest.score, manifest.baseline.value
    better = score.value > dull if story.metric.higher_is_better else score.value < dull
    worst = score.low if story.metric.higher_is_better else score.high
    if not better or (worst is not None and (worst > dull) != story.metric.higher_is_better):
        yield "Do not use it yet: the score may be no better than without a model. Look for columns that say more."
    elif worst is not None and (score.high or 0.0) - (score.low or 0.0) > WIDE_SHARE * abs(score.value - dull):
        yield "Take the score with care: its interval is wide. More rows would make it surer."
    known = (f for f in manifest.findings if f.get("rule") in ("leakage", "afterwards"))
    leaks = [str(f.get("title") or f["rule"]) for f in known if not nearly(f["rule"], f.get("value", 1.0))]
    if leaks:
        yield f"Check before you rely on it: {listing(leaks, 3)}. Columns known only afterwards flatter the score."
    if record and record.impact and record.impact[0].share > MOST_GAP:
        column = record.impact[0].column
        yield (
            f"Ask whether {column} is known at the moment of the prediction: it alone makes up "
            f"{formats.percent(record.impact[0].share, 0)} of what moves the answer."
        )


def _chances(story: Story) -> Iterator[str]:
    manifest, record = story.manifest, story.record
    if manifest.data.n_rows < FEW_ROWS:
        yield f"Collect more rows: {formats.count(manifest.data.n_rows)} are few, and the score will improve with more."
    calibration = record.evaluation.calibration if record else None
    if calibration is not None and calibration.error > OFF:
        yield (
            f"Use the ranking rather than the probabilities: they are off by {formats.percent(calibration.error)} "
            "on average."
        )
    if manifest.problem == "binary" and manifest.threshold in (None, 0.5):
        yield (
            f"Decide what a missed {story.positive} and a false alarm cost, and move the threshold accordingly "
            "(section Decisions)."
        )
    if record and record.stopped_by == "budget" and manifest.seconds < 120:
        yield "Give it a standard build (ten minutes): it tries more candidates, which often helps a little."


__all__ = ["advice"]
