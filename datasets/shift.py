"""Do new rows look like those before? Column by column, by the population stability index (PSI).

Numbers and dates are cut at the tenths of the rows before; of texts the commonest values count one by one, the others
together; missing cells are a level of their own. PSI sums (q - p) ln(q / p) over the levels, p and q being their shares
before and now; what chance alone gives on so few rows, (levels - 1)(1/n + 1/m), is taken off (Yurdakul 2018). By custom
0.1 is a slight shift and 0.25 a large one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.cells import MISSING_SECONDS
from datasets.errors import InputError
from datasets.relation import sample
from datasets.schema import Column, Kind, Schema
from datasets.table import Table

THRESHOLD = 0.25
LEAST_ROWS = 50
BINS = 10
LEVELS = 20
COMPARED = (Kind.NUMERIC, Kind.DATETIME, Kind.CATEGORY, Kind.BOOLEAN)
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shift:
    """A column that looks different now: `value` is its PSI, `sentence` says what changed, with numbers."""

    column: str
    value: float
    threshold: float
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Spread:
    """How a column was spread over `n_rows` rows: the `counts` (k,) of its levels, which are, after the missing cells,
    the ranges between the `edges` of numbers (dates: seconds UTC), or `words` and every other text; `middle` in words.
    """

    column: Column
    counts: tuple[int, ...]
    edges: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    middle: str = ""

    @property
    def n_rows(self) -> int:
        return sum(self.counts)

    def to_dict(self) -> dict[str, Any]:
        plain = {"counts": list(self.counts), "edges": list(self.edges), "words": list(self.words)}
        return {**self.column.to_dict(), **plain, "middle": self.middle}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Spread:
        """What `to_dict` wrote. Raises InputError when it is damaged."""
        try:
            counts = tuple(int(count) for count in data["counts"])
            edges, words = tuple(float(edge) for edge in data["edges"]), tuple(str(word) for word in data["words"])
            found = cls(Column.from_dict(dict(data)), counts, edges, words, str(data["middle"]))
            if (
                len(counts) != (len(words) + 2 if found.is_text else len(edges) + 2)
                or min(counts) < 0
                or not sum(counts)
            ):
                raise ValueError("levels and counts do not go together")
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"What is known of the training table is damaged ({error}). Build the model again."
            ) from error
        return found

    @property
    def is_text(self) -> bool:
        return self.column.kind not in (Kind.NUMERIC, Kind.DATETIME)

    def count(self, table: Table) -> tuple[Counts, str]:
        """The rows of a table in each level of this column, and their middle value in words."""
        name = self.column.name
        if self.is_text:
            return _text_counts(table.texts(name), self.words), ""
        values = _values(table, name)
        return _counted(_bin(values, np.asarray(self.edges)), len(self.edges) + 2), _middle(values, self.column.kind)


def spreads(table: Table, columns: tuple[str, ...] | None = None) -> tuple[Spread, ...]:
    """How these columns (None: all) are spread over at most 20,000 rows, so that new rows can be compared with them
    without the table; () when there are fewer than 50 rows. Ids and free texts are passed over."""
    names = [name for name in columns or table.names if table.schema[name].kind in COMPARED]
    if table.n_rows < LEAST_ROWS or not names:
        return ()
    rows = sample(table.select(names))
    return tuple(_spread(rows, name) for name in names)


def shifts(before: Table, now: Table, columns: tuple[str, ...] | None = None) -> tuple[Shift, ...]:
    """The columns that differ by THRESHOLD or more, the largest first; `columns` are those to compare (None: all that
    both tables have). Cells of `now` are read as those of `before`. At most 20,000 rows of each are looked at, and
    with fewer than 50 nothing is said."""
    names = tuple(name for name in columns or before.names if name in before.names and name in now.names)
    return shifts_from(spreads(before, names), now) if names else ()


def shifts_from(before: Iterable[Spread], now: Table) -> tuple[Shift, ...]:
    """The same, compared with columns as they were spread before."""
    there = [spread for spread in before if spread.column.name in now.names]
    if now.n_rows < LEAST_ROWS or not there:
        return ()
    columns = tuple(spread.column for spread in there)
    cells = now.cells.select([column.name for column in columns])
    rows = sample(Table(cells, Schema(columns), now.record))
    found = [shift for spread in there if (shift := _shift(spread, rows)) is not None]
    return tuple(sorted(found, key=lambda shift: -shift.value))


def stability_index(before: Counts, now: Counts) -> float:
    """PSI between the rows of each level (k,) before and now, less what chance gives; 0 and more."""
    k, n, m = len(before), int(before.sum()), int(now.sum())
    p, q = (before + 0.5) / (n + 0.5 * k), (now + 0.5) / (m + 0.5 * k)
    chance = (k - 1) * (1 / n + 1 / m)
    return max(0.0, float(((q - p) * np.log(q / p)).sum()) - chance)


def _spread(rows: Table, name: str) -> Spread:
    column = rows.schema[name]
    if column.kind in (Kind.NUMERIC, Kind.DATETIME):
        values = _values(rows, name)
        known = values[~np.isnan(values)]
        edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if len(known) else np.zeros(0)
        empty = Spread(column, (), tuple(edges.tolist()))
    else:
        texts = rows.texts(name)
        counted = pc.value_counts(texts.filter(pc.not_equal(texts, "")))
        different = np.asarray(counted.field("values").to_pylist(), dtype=object)
        order = sorted(range(len(different)), key=lambda i: (-counted.field("counts")[i].as_py(), different[i]))
        empty = Spread(column, (), words=tuple(different[i] for i in order[:LEVELS]))
    counts, middle = empty.count(rows)
    return replace(empty, counts=tuple(counts.tolist()), middle=middle)


def _shift(before: Spread, new: Table) -> Shift | None:
    old, (now, middle), name = np.asarray(before.counts), before.count(new), before.column.name
    value = stability_index(old, now)
    if value < THRESHOLD:
        return None
    empty = [float(counts[0] / counts.sum()) for counts in (old, now)]
    if abs(empty[1] - empty[0]) >= 0.2:
        said = f"{100 * empty[1]:.0f} % of the cells are empty now, {100 * empty[0]:.0f} % were before"
    elif before.is_text:
        said = _said_of_texts(before.words, old, now)
    elif middle == before.middle:
        said = f"the middle value is {middle} as before, but the others lie elsewhere"
    else:
        said = f"the middle value is {middle} now, {before.middle} before"
    rows = f"{new.n_rows:,} rows compared with {before.n_rows:,}"
    return Shift(name, value, THRESHOLD, f"{name}: {said} (PSI {value:.2f}, {rows}).")


def _values(table: Table, name: str) -> npt.NDArray[np.float64]:
    if table.schema[name].kind is Kind.NUMERIC:
        return table.numbers(name)
    seconds = table.seconds(name)
    return np.where(seconds == MISSING_SECONDS, np.nan, seconds.astype(np.float64))


def _bin(values: npt.NDArray[np.float64], edges: npt.NDArray[np.float64]) -> Counts:
    codes = np.searchsorted(edges, values, side="left").astype(np.int64) + 1
    codes[np.isnan(values)] = 0
    return codes


def _counted(codes: Counts, levels: int) -> Counts:
    return np.bincount(codes, minlength=levels)


def _middle(values: npt.NDArray[np.float64], kind: Kind) -> str:
    known = values[~np.isnan(values)]
    if not len(known):
        return "not known"
    middle = float(np.median(known))
    return str(np.datetime64(int(middle), "s"))[:10] if kind is Kind.DATETIME else f"{middle:,.6g}"


def _text_counts(texts: pa.StringArray, words: tuple[str, ...]) -> Counts:
    """Level 0 is a missing cell, the last one every other text."""
    levels = pa.array(["", *words], pa.string())
    places = np.asarray(pc.fill_null(pc.index_in(texts, levels), len(levels)), dtype=np.int64)
    return _counted(places, len(levels) + 1)


def _said_of_texts(words: tuple[str, ...], before: Counts, now: Counts) -> str:
    shares = [counts / counts.sum() for counts in (before, now)]
    most = int(np.abs(shares[1] - shares[0])[1:].argmax())
    what = f'"{words[most]}"' if most < len(words) else "values that were rare or never seen"
    verb = "stands" if most < len(words) else "stand"
    old, new = (100 * side[most + 1] for side in shares)
    return f"{what} {verb} in {new:.0f} % of the rows now, in {old:.0f} % before"
