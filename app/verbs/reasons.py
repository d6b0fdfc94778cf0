"""Why a row got its answer: an open model, rows to compare with, and the engine's Shapley values put together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.explain import Reasons, row_reasons
from inference.columns import ColumnValues
from inference.sources import as_rows

if TYPE_CHECKING:
    from datasets.table import Table
    from inference.predictor import Model

SECONDS = 0.7  # what an explanation may take
LEAST_ROWS = 10
MOST_ROWS = 200
POOL_ROWS = 1_000  # rows whose mean answer the rows compared with shall have

Feed = Mapping[str, npt.NDArray[Any]]


def reasons(model: Model, table: Table, row: Mapping[str, Any]) -> Reasons:
    """The reasons for the answer to one row, compared with rows that stand for the whole `table`.

    Of two classes the positive one is explained, of several the one predicted. As many rows are compared with as
    SECONDS allow (MOST_ROWS at most): the model is called 2 x (columns + 1) times for each.
    """
    shown, label = _shown(model, row)
    some = table if model.changes_grain else spread(table, POOL_ROWS)
    values = model.read(as_rows(some), 0, some.n_rows)
    background = {name: column.values for name, column in values.items()}
    started = time.perf_counter()
    answers = _answer(model, background)[:, shown]
    n_rows = len(answers)
    row_s = (time.perf_counter() - started) / n_rows
    count = int(np.clip(SECONDS / (2 * (len(background) + 1) * row_s), LEAST_ROWS, min(MOST_ROWS, n_rows)))
    keep = alike(answers, count)
    return row_reasons(
        lambda feed: _answer(model, feed),
        {name: column.values for name, column in model.read_row(row).items()},
        {name: array[keep] for name, array in background.items()},
        shown=shown,
        label=label,
    )


def spread(table: Table, most: int) -> Table:
    """At most `most` rows, spread evenly over a table."""
    return table.take(np.unique(np.linspace(0, table.n_rows - 1, min(most, table.n_rows)).astype(np.int64)))


def alike(answers: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.int64]:
    """The positions of at most `count` of the answers (n,), spread evenly over their order: so their mean, which the
    reasons start from, hardly depends on how many there is time for."""
    middles = (np.arange(count) + 0.5) * len(answers) / count
    return np.unique(np.argsort(answers, kind="stable")[middles.astype(np.int64)])


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
