"""Why a row got its answer: an open model, rows to compare with, and the engine's Shapley values put together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.explain import Reasons, row_reasons
from automl.shapley import Feed
from inference.columns import ColumnValues
from inference.sources import as_rows

if TYPE_CHECKING:
    from datasets.table import Table
    from inference.predictor import Model

SECONDS = 0.05  # what asking the model may take for one explanation
LEAST_ROWS = 16
MOST_ROWS = 200
POOL_ROWS = 500  # rows whose mean answer the rows compared with shall have


@dataclass(frozen=True)
class Background:
    """Rows that stand for the table a model learnt from: `feed` maps columns to arrays (n, 1), `answers` (n, c) are the
    model's, `row_s` the seconds that one of them takes, `differ` in how many columns two of the rows differ on average.
    It is worked out once and serves every row."""

    feed: Feed
    answers: npt.NDArray[np.float64]
    row_s: float
    differ: float

    @classmethod
    def of(cls, model: Model, table: Table) -> Background:
        """At most POOL_ROWS rows of a table; where the recipe groups rows, all groups."""
        some = table if model.changes_grain else spread(table, POOL_ROWS)
        feed = {name: column.values for name, column in model.read(as_rows(some), 0, some.n_rows).items()}
        _answer(model, {name: values[:1] for name, values in feed.items()})  # what a first run costs is no one's price
        started = time.perf_counter()
        answers = _answer(model, feed)
        row_s = (time.perf_counter() - started) / len(answers)
        differ = sum(float((values != np.roll(values, 1, axis=0)).mean()) for values in feed.values())
        return cls(feed, answers, row_s, differ)

    def few(self, shown: int) -> Feed:
        """As many rows as SECONDS allow, alike all of them in the mean of the answer `shown`: a row that is explained
        costs one answer for each column in which it differs from one of them. Neighbours have similar answers."""
        n_rows = len(self.answers)
        count = int(SECONDS / (max(self.differ, 1.0) * self.row_s))
        keep = alike(self.answers[:, shown], min(max(count, LEAST_ROWS), MOST_ROWS, n_rows))
        return {name: array[keep] for name, array in self.feed.items()}


def reasons(model: Model, background: Background, row: Mapping[str, Any]) -> Reasons:
    """The reasons for the answer to one row, compared with rows that stand for the whole table.

    Of two classes the positive one is explained, of several the one predicted. Raises InputError for a row that the
    model cannot read.
    """
    shown, label = _shown(model, row)
    return row_reasons(
        lambda feed: _answer(model, feed),
        {name: column.values for name, column in model.read_row(row).items()},
        background.few(shown),
        shown=shown,
        label=label,
    )


def spread(table: Table, most: int) -> Table:
    """At most `most` rows, spread evenly over a table."""
    return table.take(np.unique(np.linspace(0, table.n_rows - 1, min(most, table.n_rows)).astype(np.int64)))


def alike(answers: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.int64]:
    """The positions of `count` of the answers (n,), in and spread evenly over their order: so their mean, which the
    reasons start from, hardly depends on how many there is time for."""
    middles = (np.arange(count) + 0.5) * len(answers) / count
    return np.argsort(answers, kind="stable")[middles.astype(np.int64)]


def _shown(model: Model, row: Mapping[str, Any]) -> tuple[int, str | None]:
    """The index and the name of the class to explain; (0, None) for numbers."""
    manifest = model.manifest
    if manifest.is_regression:
        return 0, None
    predicted = model.predict(row).label
    label = manifest.positive if manifest.positive is not None else predicted
    assert label is not None
    return manifest.classes.index(label), label


def _answer(model: Model, feed: Feed) -> npt.NDArray[np.float64]:
    """(n, c) probabilities, or (n, 1) values."""
    found = model.answers({name: ColumnValues(values) for name, values in feed.items()})
    answers = found.values if found.probabilities is None else found.probabilities
    return np.asarray(answers, dtype=np.float64).reshape(found.n_rows, -1)
