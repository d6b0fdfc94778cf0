"""What drives the answers: Shapley values on the raw columns of the model that is handed over.

Permutation sampling with antithetic pairs (Strumbelj, Kononenko 2014; Mitchell, Cooper, Frank, Holmes 2022) over the
finished ONNX graph, so that a category is one column and the whole ensemble is explained. The values of a row add up to
its answer minus the average answer. Tests compare it with the shap library, whose import and first call would cost
more seconds than a preview may take (docs/decisions.md).

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
from automl.record import ColumnEffect, ColumnImpact
from automl.wording import number
from datasets.cells import MISSING_SECONDS

Feed = Mapping[str, npt.NDArray[Any]]
Answer = Callable[[dict[str, npt.NDArray[Any]]], Array]

BACKGROUND_ROWS = 8
CHUNK_CELLS = 4_000_000
SPEED_ROWS = 500
MOST_ROWS = 500
LEAST_ROWS = 8
EFFECT_BINS = 10
EFFECT_LEVELS = 12


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
    time_left: Callable[[], float] = lambda: float("inf"),
) -> Shapley:
    """Shapley values of the given rows against all background rows. `rounds` random orders of the columns for every
    pair of a row and a background row, each walked both ways; the cost is at most n x b x rounds x 2 (d + 1) answers
    (steps between equal cells change nothing and cost nothing). When `time_left()` falls to 0 the rows explained so
    far are returned, one at least."""
    codec = FeedCodec([rows, background])
    matrix, others = codec.encode(rows), codec.encode(background)
    n, d, b = len(matrix), matrix.shape[1], len(others)
    rng = np.random.default_rng([seed, 9])
    base = answer(codec.decode(others)).mean(axis=0)
    values = np.zeros((n, d, len(base)))
    step, done = max(1, CHUNK_CELLS // (d * (d + 1) * b)), 0
    while done < n and (done == 0 or time_left() > 0):
        chunk = np.arange(done, min(done + step, n))
        i, k = np.repeat(chunk, b), np.tile(np.arange(b), len(chunk))
        for _ in range(rounds):
            order = rng.random((len(i), d)).argsort(axis=1)
            for walk in (order, order[:, ::-1]):
                deltas = _walk(answer, codec, matrix[i], others[k], walk)
                np.add.at(values, i, deltas / (2 * rounds * b))
        done += len(chunk)
    return Shapley(codec.columns, base, values[:done], matrix[:done], codec.words)


def _walk(answer: Answer, codec: FeedCodec, ends: Array, starts: Array, order: npt.NDArray[np.int64]) -> Array:
    """(p, d, c): how the answer moves when the columns of p background rows (`starts`) are replaced one by one, in the
    given order, by those of `ends`."""
    p, d = ends.shape
    place = order.argsort(axis=1)
    taken = place[:, None, :] < np.arange(d + 1)[None, :, None]
    path = np.where(taken, ends[:, None, :], starts[:, None, :]).reshape(p * (d + 1), d)
    differs = ~((ends == starts) | (np.isnan(ends) & np.isnan(starts)))
    moves = np.column_stack([np.ones(p, dtype=bool), np.take_along_axis(differs, order, axis=1)]).ravel()
    answers = answer(codec.decode(path[moves]))[np.cumsum(moves) - 1].reshape(p, d + 1, -1)
    return np.asarray(np.take_along_axis(np.diff(answers, axis=1), place[:, :, None], axis=1))


def affordable_rows(answer: Answer, feed: Feed, seconds: float, n_background: int = BACKGROUND_ROWS) -> int:
    """How many rows can be explained in the given seconds, from the measured speed of the model."""
    sample = {name: np.resize(values, (SPEED_ROWS, 1)) for name, values in feed.items()}
    answer({name: values[:50] for name, values in sample.items()})
    start = time.perf_counter()
    answer(sample)
    row_s = (time.perf_counter() - start) / SPEED_ROWS
    return int(np.clip(seconds / (2 * n_background * (len(feed) + 1) * row_s), LEAST_ROWS, MOST_ROWS))


def column_impact(found: Shapley) -> tuple[ColumnImpact, ...]:
    """Mean absolute value of each column over rows and classes, with its share; largest first."""
    size = np.abs(found.values).mean(axis=(0, 2))
    total = float(size.sum())
    order = np.argsort(-size, kind="stable")
    return tuple(
        ColumnImpact(found.columns[j], float(size[j]) / total if total else 0.0, float(size[j])) for j in order
    )


def column_effects(found: Shapley, kinds: Mapping[str, str], shown: int) -> tuple[ColumnEffect, ...]:
    """How each column's values move the answer `shown` (index of the class; 0 for numbers)."""
    return tuple(_effect(found, j, kinds[name], found.values[:, j, shown]) for j, name in enumerate(found.columns))


def _effect(found: Shapley, j: int, kind: str, values: Array) -> ColumnEffect:
    name, cells = found.columns[j], found.matrix[:, j]
    if name in found.words:
        return _by_level(name, kind, found.words[name], cells.astype(np.int64), values)
    known = ~np.isnan(cells) & (cells != float(MISSING_SECONDS))
    return _by_range(name, kind, cells, known, values)


def _by_level(
    name: str, kind: str, words: tuple[str, ...], codes: npt.NDArray[np.int64], values: Array
) -> ColumnEffect:
    counts = np.bincount(codes, minlength=len(words))
    top = [i for i in np.argsort(-counts, kind="stable")[:EFFECT_LEVELS] if counts[i]]
    means = [float(values[codes == i].mean()) for i in top]
    labels = tuple(words[i] or "not known" for i in top)
    return ColumnEffect(name, kind, labels, (), tuple(means), tuple(int(counts[i]) for i in top))


def _by_range(name: str, kind: str, cells: Array, known: npt.NDArray[np.bool_], values: Array) -> ColumnEffect:
    labels, positions, means, counts = [], [], [], []
    if known.any():
        edges = np.unique(np.quantile(cells[known], np.linspace(0, 1, EFFECT_BINS + 1)))
        place = np.clip(np.searchsorted(edges, cells, side="right") - 1, 0, max(len(edges) - 2, 0))
        for i in np.unique(place[known]):
            inside = known & (place == i)
            labels.append(_range_label(float(edges[i]), float(edges[min(i + 1, len(edges) - 1)]), kind))
            positions.append(float(np.median(cells[inside])))
            means.append(float(values[inside].mean()))
            counts.append(int(inside.sum()))
    if (~known).any():
        labels.append("not known")
        means.append(float(values[~known].mean()))
        counts.append(int((~known).sum()))
    return ColumnEffect(name, kind, tuple(labels), tuple(positions), tuple(means), tuple(counts))


def _range_label(low: float, high: float, kind: str) -> str:
    if kind == "datetime":
        first, last = (np.datetime64(int(s), "s").astype("datetime64[D]") for s in (low, high))
        return f"{first}" if first == last else f"{first} to {last}"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one column's value adds to the answer, in probability or in the target's unit."""

    column: str
    value: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a row got its answer: `base` plus all contributions is `answer`. `label` is the class whose probability is
    explained (None for numbers); the reasons are sorted by size."""

    base: float
    answer: float
    label: str | None
    reasons: tuple[Reason, ...]


def row_reasons(answer: Answer, row: Feed, background: Feed, *, shown: int, label: str | None) -> Reasons:
    """The reasons for one row (a feed of one row) against background rows; `shown` is the index of the answer."""
    found = shapley(answer, row, background)
    values = found.values[0, :, shown]
    texts = {name: _cell_text(row[name].ravel()[0]) for name in found.columns}
    reasons = [Reason(name, texts[name], float(values[j])) for j, name in enumerate(found.columns)]
    reasons.sort(key=lambda reason: -abs(reason.contribution))
    base = float(found.base[shown])
    return Reasons(base, base + float(values.sum()), label, tuple(reasons))


def _cell_text(value: Any) -> str:
    if isinstance(value, np.int64):
        return "not known" if value == MISSING_SECONDS else str(np.datetime64(int(value), "s")).replace("T", " ")
    if isinstance(value, np.floating):
        return "not known" if np.isnan(value) else number(float(value))
    return str(value) or "not known"
