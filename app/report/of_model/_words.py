"""How scores and their rows are told in a report."""

from __future__ import annotations

from app.report.story import Story
from app.ui import formats
from app.ui.text import plural
from inference.manifest import Manifest, Score


def value(number: float | None) -> str:
    """A score as the app writes it; a dash when it is not known."""
    return formats.score(number) or "–"


def interval(score: Score) -> str:
    """ "0.825 to 0.866", or a dash."""
    return "–" if score.low is None or score.high is None else f"{value(score.low)} to {value(score.high)}"


def between(score: Score) -> str:
    """ "0.825 and 0.866", or a dash."""
    return "–" if score.low is None or score.high is None else f"{value(score.low)} and {value(score.high)}"


def learnt_from(story: Story) -> str:
    """From how many rows it learnt; a model file without a record knows those of its table alone."""
    if story.record is None:
        return f"Its table had {plural(story.manifest.data.n_rows, 'row')}"
    return f"It learnt from {plural(story.record.n_train, 'row')}"


def measured_on(score: Score) -> str:
    """Which rows a score was measured on, and why that is fair."""
    rows = plural(score.n_rows, "row")
    if score.how == "holdout":
        return f"{rows} that were kept apart and that nothing had seen"
    return f"{rows}, each answered by models that had not seen it"


def dullest(manifest: Manifest) -> str:
    """What the dullest possible model does."""
    if manifest.score.metric == "roc_auc":
        return "a coin toss"
    return "always saying the mean" if manifest.is_regression else "the dullest possible model"


def amount(number: float) -> str:
    """A number of the target's own unit."""
    return formats.number(number, 4)
