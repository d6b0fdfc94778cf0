"""A raw column in parts that a person can read: the values of a category, ranges of numbers and dates with round ends,
and the rows where nothing is known. Notation: n rows, k parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array
from automl.wording import PLAIN_ROLES, number
from datasets.cells import MISSING_SECONDS
from datasets.schema import Column, Kind
from datasets.table import Table

MOST_LEVELS = 30
NOT_KNOWN, OTHERS = "not known", "other values"
DAY = 86_400
Say = Callable[[float], str]
Joined = Callable[[int, int], str]


@dataclass(frozen=True)
class Cut:
    """`place` (n,) is the part (0..k-1) of every row. The first `n_ordered` parts are ranges in rising order (0 for
    categories), whose neighbours may be joined: `joined(first, last)` names those from first to last. `others` is the
    part of rare values, -1 where there is none."""

    column: str
    place: npt.NDArray[np.int64]
    labels: tuple[str, ...]
    n_ordered: int = 0
    others: int = -1
    joined: Joined | None = None

    @property
    def n_parts(self) -> int:
        return len(self.labels)

    def said(self, first: int, last: int) -> str:
        """The name of the parts from first to last."""
        return self.labels[first] if first == last or self.joined is None else self.joined(first, last)


def cut(table: Table, name: str, n_bins: int, most_levels: int = MOST_LEVELS) -> Cut:
    """The parts of a column: at most `n_bins` ranges of about equally many rows, or the `most_levels` commonest values
    with the others as one part; rows where nothing is known are the last part."""
    column = table.schema[name]
    if column.kind is Kind.NUMERIC:
        values = table.numbers(name)
        return _ranges(column, values, ~np.isnan(values), n_bins)
    if column.kind is Kind.DATETIME:
        seconds = table.seconds(name)
        return _ranges(column, seconds.astype(np.float64), seconds != MISSING_SECONDS, n_bins)
    return _levels(table, name, most_levels)


def _levels(table: Table, name: str, most: int) -> Cut:
    encoded = table.texts(name).dictionary_encode()
    words: list[str] = encoded.dictionary.to_pylist()
    codes = np.asarray(encoded.indices, dtype=np.int64)
    counts = np.bincount(codes, minlength=len(words))
    known = [i for i in sorted(range(len(words)), key=lambda i: (-counts[i], words[i])) if words[i] and counts[i]]
    shown = known if len(known) <= most + 1 else known[:most]
    labels, place = [words[i] for i in shown], np.full(len(words), -1)
    place[shown] = range(len(shown))
    others = -1
    if len(shown) < len(known):
        others = len(labels)
        place[known[most:]] = others
        labels.append(OTHERS)
    found = place[codes] if len(words) else codes
    if (found < 0).any():
        found = np.where(found < 0, len(labels), found)
        labels.append(NOT_KNOWN)
    return Cut(name, found, tuple(labels), others=others)


def _ranges(column: Column, values: Array, known: npt.NDArray[np.bool_], n_bins: int) -> Cut:
    inside = np.sort(values[known])
    distinct = inside[np.flatnonzero(np.diff(inside, prepend=-np.inf))] if len(inside) else inside
    if len(distinct) <= n_bins:
        starts, joined = distinct, _of_values(distinct, _say(column, distinct))
    else:
        edges = _edges(inside, n_bins, column.kind is Kind.DATETIME)
        starts = np.concatenate([[-np.inf], edges])
        joined = _of_edges(edges, _say(column, edges), column.kind is Kind.DATETIME, _step(column, inside))
    n = len(starts)
    place = np.full(len(values), n)
    place[known] = np.searchsorted(starts, values[known], side="right") - 1
    labels = [joined(i, i) for i in range(n)] + ([] if known.all() else [NOT_KNOWN])
    return Cut(column.name, place, tuple(labels), n, joined=joined)


def _edges(inside: Array, n_bins: int, dates: bool) -> Array:
    """The inner ends of the ranges, the roundest numbers near the quantiles, so that no range is empty."""
    reach = 1 / (4 * n_bins)
    shares = np.arange(1, n_bins) / n_bins
    near = [np.quantile(inside, share + np.array([-reach, 0, reach]), method="nearest") for share in shares]
    round_one = _round_moment if dates else _round_number
    edges = np.unique([round_one(*map(float, three)) for three in near])
    place = np.searchsorted(edges, inside, side="right")
    filled = np.bincount(place, minlength=len(edges) + 1) > 0
    kept = edges[filled[:-1]]
    return np.asarray(kept if filled[-1] else kept[:-1])


def _round_number(low: float, middle: float, high: float) -> float:
    """The number with the fewest digits between low and high that is nearest to the middle."""
    if low <= 0 <= high and low < high:
        return 0.0
    for digits in range(1, 8):
        found = float(f"{middle:.{digits}g}")
        if low <= found <= high:
            return found
    return middle


def _round_moment(low: float, middle: float, high: float) -> float:
    """The beginning of a year, month, day, hour or minute between low and high, the roundest there is."""
    moment = np.datetime64(int(middle), "s")
    for unit in ("Y", "M", "D", "h", "m"):
        for step in (0, 1):
            found = float((moment.astype(f"datetime64[{unit}]") + step).astype("datetime64[s]").astype(np.int64))
            if low <= found <= high:
                return found
    return middle


def _step(column: Column, inside: Array) -> float | None:
    """What lies between an end and the value before it: 1 for whole numbers, a day for dates, None where there is no
    such step."""
    unit = float(DAY) if column.kind is Kind.DATETIME else 1.0
    return unit if bool((inside % unit == 0).all()) else None


def _say(column: Column, values: Array) -> Say:
    """How a value of the column is written."""
    if column.kind is Kind.DATETIME:
        digits = 10 if bool((values % DAY == 0).all()) else 16
        return lambda value: str(np.datetime64(int(value), "s"))[:digits].replace("T", " ")
    if column.role in PLAIN_ROLES:
        return lambda value: f"{value:.10g}"
    return number


def _of_values(values: Array, say: Say) -> Joined:
    """ "3"; "3 to 5"."""
    return lambda first, last: say(values[first]) if first == last else f"{say(values[first])} to {say(values[last])}"


def _of_edges(edges: Array, say: Say, dates: bool, step: float | None) -> Joined:
    """Of whole numbers "up to 11", "12 to 23", "24 or more"; of others "below 12", "12 to below 24", "24 or more"; of
    dates "before 2024-03-01", "2024-03-01 to 2024-05-31", "2024-06-01 or later"."""

    def joined(first: int, last: int) -> str:
        if last == len(edges):
            return f"{say(edges[first - 1])} or {'later' if dates else 'more'}" if first else "any"
        end = say(edges[last] - (step or 0.0))
        if first == 0:
            return f"before {say(edges[last])}" if dates else f"below {end}" if step is None else f"up to {end}"
        low = say(edges[first - 1])
        if step is None:
            return f"{low} to {'before' if dates else 'below'} {end}"
        return low if low == end else f"{low} to {end}"

    return joined


def runs(found: Cut, step: int = 1) -> tuple[Array, list[tuple[int, int]]]:
    """(k, m) 0 or 1: which parts each of m candidates has, and their (first, last) part. Ranges and all runs of
    neighbouring ones that begin and end at every `step`-th end, each value of a category, the rows where nothing is
    known; but never all ranges, and not the rare values together."""
    n = found.n_ordered
    ends = sorted({*range(0, n, step), n})
    spans = [(a, b - 1) for i, a in enumerate(ends) for b in ends[i + 1 :] if b - a < n]
    spans += [(i, i) for i in range(n, found.n_parts) if i != found.others]
    members = np.zeros((found.n_parts, len(spans)))
    for j, (first, last) in enumerate(spans):
        members[first : last + 1, j] = 1
    return members, spans


def tally(place: npt.NDArray[np.int64], n_parts: int, *weights: Array) -> list[Any]:
    """(n_parts,) the number of rows of every part, then the sum of each of the weights (n,)."""
    counts = np.bincount(place, minlength=n_parts).astype(np.float64)
    return [counts, *(np.bincount(place, weights=w, minlength=n_parts) for w in weights)]


__all__ = ["NOT_KNOWN", "OTHERS", "Cut", "cut", "runs", "tally"]
