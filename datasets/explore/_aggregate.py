"""Rows of groups made one number: how many, share, mean, median, sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.explore._chart import Choice
from datasets.explore._extract import Array, Extract
from datasets.explore._groups import Groups
from datasets.schema import Kind, Schema

Codes = npt.NDArray[np.int64]
Values = tuple[tuple[float | None, ...], ...]
Counts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """`values` and `counts` of rows (colours, groups); `known` (n,) rows that were used; `level` that a share is of."""

    values: Values
    counts: Counts
    known: npt.NDArray[np.bool_]
    level: str | None


def hows(schema: Schema, choice: Choice) -> tuple[str, ...]:
    """The aggregations that fit: rows are counted, numbers averaged or summed, of words a share is taken."""
    if choice.y is None:
        return ("count", "share")
    return ("mean", "median", "sum") if schema[choice.y].kind is Kind.NUMERIC else ("share",)


def measure(rows: Extract, choice: Choice, groups: Groups, colors: Groups) -> Measured:
    """The number that `choice.how` asks for, in every group and colour; rows with a missing cell are left out."""
    g, b = len(colors.labels), len(groups.labels)
    known = (groups.codes >= 0) & (colors.codes >= 0)
    level: str | None = None
    answers: Array | None = None
    if choice.y is not None:
        known = known & rows.known(choice.y)
        if choice.how == "share":
            level = choice.level or usual_level(rows, choice.y)
            answers = _is_level(rows, choice.y, level)
        else:
            answers = rows.numbers(choice.y)
    cells = (colors.codes * b + groups.codes)[known]
    counts = np.bincount(cells, minlength=g * b)
    if answers is None:
        values = _of_rows(counts, g, b, choice)
    else:
        values = aggregate(cells, answers[known], g * b, "mean" if choice.how == "share" else choice.how or "mean")
    return Measured(_lines(values, g, b), _whole(counts, g, b), known, level)


def aggregate(cells: Codes, answers: Array, n: int, how: str) -> Array:
    """(n,) mean, median or sum of the answers by cell; NaN where there is none."""
    counts = np.bincount(cells, minlength=n)
    if how == "median":
        return _medians(cells, answers, counts)
    sums: Array = np.bincount(cells, weights=answers, minlength=n).astype(np.float64)
    if how == "sum":
        sums[counts == 0] = np.nan
        return sums
    means = np.full(n, np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means


def _medians(cells: Codes, answers: Array, counts: Codes) -> Array:
    ordered = answers[np.lexsort((answers, cells))]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    found = np.full(len(counts), np.nan)
    some = counts > 0
    low, high = starts + (counts - 1) // 2, starts + counts // 2
    found[some] = ordered[low[some]] / 2 + ordered[high[some]] / 2
    return found


def _of_rows(counts: Codes, g: int, b: int, choice: Choice) -> Array:
    if choice.how != "share":
        return counts.astype(np.float64)
    table = counts.reshape(g, b)
    whole = table.sum(axis=0, keepdims=True) if choice.color else np.full((1, b), counts.sum())
    shares: Array = np.divide(table, whole, out=np.full((g, b), np.nan), where=whole > 0)
    return shares.ravel()


def usual_level(rows: Extract, name: str) -> str | None:
    """The level whose share is worth seeing: of two the second in order, of more the commonest."""
    if rows.is_measure(name):
        return None
    words = rows.words(name)
    if len(words.labels) == 2:
        return max(str(label) for label in words.labels.to_pylist())
    known = words.codes[words.codes >= 0]
    return str(words.labels[int(np.bincount(known).argmax())].as_py()) if len(known) else None


def levels(rows: Extract, name: str, most: int = 50) -> tuple[str, ...]:
    """The values of a column of words, the commonest first; () for numbers and dates."""
    if rows.is_measure(name):
        return ()
    words = rows.words(name)
    counts = np.bincount(words.codes[words.codes >= 0], minlength=len(words.labels))
    order = np.argsort(-counts, kind="stable")[:most]
    return tuple(str(label) for label in words.labels.take(order).to_pylist())


def _is_level(rows: Extract, name: str, level: str | None) -> Array:
    words = rows.words(name)
    code = pc.index(words.labels, pa.scalar(level or "", pa.string())).as_py()
    share: Array = (words.codes == code).astype(np.float64)
    return share


def _lines(values: Array, g: int, b: int) -> Values:
    return tuple(tuple(None if np.isnan(v) else float(v) for v in line) for line in values.reshape(g, b))


def _whole(counts: Codes, g: int, b: int) -> Counts:
    return tuple(tuple(int(n) for n in line) for line in counts.reshape(g, b))
