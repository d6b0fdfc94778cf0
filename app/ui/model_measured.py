"""What the figures of a model are about: the rows it was measured on, and the metric it is judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.in_notation import in_notation
from app.ui.text import plural
from automl.record import BuildRecord

if TYPE_CHECKING:
    from automl.contracts import Metric


def measured_rows(record: BuildRecord) -> str:
    """ "1,409 rows the model never saw", or how the rows of a small table were answered."""
    held_out = record.score.how == "holdout"
    how = " the model never saw" if held_out else ", each answered by models that had not seen it"
    return plural(record.evaluation.n_rows, "row") + how


def metric_of(record: BuildRecord) -> Metric:
    from automl import metrics  # imports scikit-learn, which the pages around this one do without

    return metrics.get(record.metric)


def headline(record: BuildRecord) -> str:
    """What the build says of its model."""
    return in_notation(record.headline, (record.target, *record.classes))
