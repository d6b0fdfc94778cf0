"""Shapley values of raw columns by permutation sampling, over any function from feeds to answers.

Antithetic pairs of random orders (Strumbelj, Kononenko 2014; Mitchell, Cooper, Frank, Holmes 2022), so that a category
is one column and the whole ensemble is explained. Tests compare it with the shap library, whose import and first call
would cost more seconds than a preview may take (docs/decisions.md).

Notation: n rows explained, b background rows, d raw columns, c answers per row (classes, or 1 for a number). A *feed*
maps every input of the graph to its array (n, 1).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array

Feed = Mapping[str, npt.NDArray[Any]]
Answer = Callable[[dict[str, npt.NDArray[Any]]], Array]

BACKGROUND_ROWS = 200
PER_ROW = 4  # background rows that each explained row of a build is compared with, drawn anew for each
CHUNK_CELLS = 4_000_000
SPEED_ROWS = 500
MOST_ROWS = 500
LEAST_ROWS = 8


@dataclass(frozen=True)
class Shapley:
    """`base` (c,): the mean answer over the background; `values` (n, d, c): what each column adds for each row;
    `matrix` (n, d): the rows as numbers (texts as positions in `words[column]`)."""

    columns: tuple[str, ...]
    base: Array
    values: Array
    matrix: Array
    words: Mapping[str, tuple[str, ...]]

    @property
    def n_rows(self) -> int:
        return len(self.matrix)


class FeedCodec:
    """Turns feeds into number matrices and back; texts become positions in a dictionary made from the given feeds."""

    def __init__(self, feeds: Sequence[Feed]) -> None:
        self.columns = tuple(feeds[0])
        self.types = {name: feeds[0][name].dtype for name in self.columns}
        self.words: dict[str, tuple[str, ...]] = {}
        for name in self.columns:
            if self.types[name].kind not in "fi":
                texts = {str(text) for feed in feeds for text in feed[name].ravel()}
                self.words[name] = tuple(sorted(texts))

    def encode(self, feed: Feed) -> Array:
        """(n, d) float64; every int64 second below 2^53 and the missing mark survive exactly."""
        return np.column_stack([self._numbers(name, feed[name].ravel()) for name in self.columns])

    def decode(self, matrix: Array) -> dict[str, npt.NDArray[Any]]:
        """The feed that `encode` was given."""
        return {name: self._values(name, matrix[:, j]).reshape(-1, 1) for j, name in enumerate(self.columns)}

    def _numbers(self, name: str, values: npt.NDArray[Any]) -> Array:
        if name not in self.words:
            return values.astype(np.float64)
        index = {word: float(i) for i, word in enumerate(self.words[name])}
        return np.asarray([index[str(text)] for text in values])

    def _values(self, name: str, numbers: Array) -> npt.NDArray[Any]:
        if name not in self.words:
            return numbers.astype(self.types[name])
        return np.asarray(self.words[name], dtype=object)[numbers.astype(np.int64)]


def shapley(
    answer: Answer,
    rows: Feed,
    background: Feed,
    *,
    seed: int = 7,
    rounds: int = 1,
    per_row: int | None = None,
    both_ways: bool = True,
    time_left: Callable[[], float] = lambda: float("inf"),
) -> Shapley:
    """Shapley values of the given rows against all background rows, or against `per_row` = k of them, drawn for each
    row; then the values of a row add up to its answer minus the mean answer of its own draw. `rounds` random orders of
    the columns for every pair of a row and a background row, each walked both ways; the cost is at most
    n x k x rounds x 2 (d - 1) answers (steps between equal cells change nothing and cost nothing), and one a row.
    Without `both_ways` every second background row is walked in the reverse of the order before it: twice as many rows
    for the price, of which neighbours should be alike.
    When `time_left()` falls to 0 the rows explained so far are returned, one at least."""
    codec = FeedCodec([rows, background])
    matrix, others = codec.encode(rows), codec.encode(background)
    n, d = matrix.shape
    rng = np.random.default_rng([seed, 9])
    partners = _partners(rng, n, len(others), per_row)
    b = partners.shape[1]
    starts, ends = answer(codec.decode(others)), answer(codec.decode(matrix))
    base = starts.mean(axis=0)
    values = np.zeros((n, d, len(base)))
    step, done = max(1, CHUNK_CELLS // (d * (d + 1) * b)), 0
    while done < n and (done == 0 or time_left() > 0):
        chunk = np.arange(done, min(done + step, n))
        i, k = np.repeat(chunk, b), partners[chunk].ravel()
        for _ in range(rounds):
            order = rng.random((len(i), d)).argsort(axis=1)
            walks = (order, order[:, ::-1]) if both_ways else (_in_turns(order),)
            for walk in walks:
                deltas = _walk(answer, codec, (others[k], matrix[i]), (starts[k], ends[i]), walk)
                np.add.at(values, i, deltas / (len(walks) * rounds * b))
        done += len(chunk)
    return Shapley(codec.columns, base, values[:done], matrix[:done], codec.words)


def _partners(rng: np.random.Generator, n: int, n_background: int, per_row: int | None) -> npt.NDArray[np.int64]:
    """(n, k): the background rows that each row is compared with; all of them, or k different ones drawn for each."""
    if per_row is None or per_row >= n_background:
        return np.tile(np.arange(n_background), (n, 1))
    return np.stack([rng.choice(n_background, per_row, replace=False) for _ in range(n)])


def _in_turns(order: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The same with every second order (d,) the reverse of the one before."""
    turned = order.copy()
    turned[1::2] = order[: len(order) // 2 * 2 : 2, ::-1]
    return turned


def _walk(
    answer: Answer,
    codec: FeedCodec,
    cells: tuple[Array, Array],
    answers: tuple[Array, Array],
    order: npt.NDArray[np.int64],
) -> Array:
    """(p, d, c): how the answer moves when the columns of p rows are replaced one by one, in the given order (p, d), by
    those of others. `cells` are both (p, d) and `answers` what is said of both (p, c), so that only what lies between
    them is asked for."""
    starts, ends = cells
    p, d = ends.shape
    place = order.argsort(axis=1)
    differs = ~((ends == starts) | (np.isnan(ends) & np.isnan(starts)))
    moves = np.take_along_axis(differs, order, axis=1)
    left = np.cumsum(moves[:, ::-1], axis=1)[:, ::-1]  # how many moves there are from here on
    found = np.empty((p, d + 1, answers[0].shape[1]))
    found[:, 0], found[:, 1:] = answers[0], answers[1][:, None]
    walk, step = np.nonzero(moves & (left > 1))
    if len(walk):
        path = np.where(place[walk] <= step[:, None], ends[walk], starts[walk])
        found[walk, step + 1] = answer(codec.decode(path))
    last = np.maximum.accumulate(np.where(moves, np.arange(1, d + 1), 0), axis=1)  # the move before, or at, each step
    found = np.take_along_axis(found, np.column_stack([np.zeros(p, dtype=np.int64), last])[:, :, None], axis=1)
    return np.asarray(np.take_along_axis(np.diff(found, axis=1), place[:, :, None], axis=1))


def affordable_rows(answer: Answer, feed: Feed, seconds: float, per_row: int = PER_ROW) -> int:
    """How many rows can be explained in the given seconds, from the measured speed of the model."""
    sample = {name: np.resize(values, (SPEED_ROWS, 1)) for name, values in feed.items()}
    answer({name: values[:50] for name, values in sample.items()})
    start = time.perf_counter()
    answer(sample)
    row_s = (time.perf_counter() - start) / SPEED_ROWS
    return int(np.clip(seconds / (2 * per_row * (len(feed) + 1) * row_s), LEAST_ROWS, MOST_ROWS))
