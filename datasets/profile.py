"""What is in a table: counts, middles, shapes, and how each column goes together with the target; plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.cells import MISSING_SECONDS, text_cells
from datasets.choice import choice_of
from datasets.errors import InputError
from datasets.relation import levels, relation, sample, target_values
from datasets.schema import Kind, unknown_column
from datasets.table import Table

HISTOGRAM_BINS = 20
HISTOGRAM_LEVELS = 12
EXAMPLES = 5
LARGE = 1e140


@dataclass(frozen=True, slots=True)
class Histogram:
    """Either `labels` (texts, most common first, then "other") or `edges` (numbers; dates in seconds; one more than
    counts) with the `counts` of rows; missing cells are not counted."""

    labels: tuple[str, ...]
    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column: `mode` is its commonest text with its share of the known rows; mean, median, std, minimum and
    maximum are numbers (dates: seconds UTC), None for texts; `relation` to the target is 0..1, None without one.
    `role` and `unit` are those of datasets.schema.Column, `choice` the word of datasets.choice for kind and role;
    `missing_words` are the words that mean "not known" with their cells, most frequent first."""

    name: str
    kind: str
    reason: str
    n_missing: int
    n_mismatched: int
    n_unique: int
    mode: str | None
    mode_share: float | None
    mean: float | None
    median: float | None
    std: float | None
    minimum: float | None
    maximum: float | None
    histogram: Histogram
    relation: float | None
    examples: tuple[str, ...]
    role: str | None = None
    unit: str = ""
    choice: str = ""
    missing_words: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A table's size, its columns, and what reading it assumed."""

    n_rows: int
    n_columns: int
    columns: tuple[ColumnProfile, ...]
    assumed: Mapping[str, Any]
    sentences: tuple[str, ...]
    target: str | None = None

    def __getitem__(self, name: str) -> ColumnProfile:
        for column in self.columns:
            if column.name == name:
                return column
        raise InputError(unknown_column(name, tuple(column.name for column in self.columns)))

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def profile(table: Table, target: str | None = None) -> Profile:
    """The profile of a table; with a target, each column's relation to it (on at most 20,000 rows).

    Raises InputError when there is no such target.
    """
    relations = _relations(table, target) if target is not None else {}
    columns = tuple(_column(table, name, relations.get(name)) for name in table.names)
    record = table.record
    return Profile(table.n_rows, table.n_columns, columns, record.assumed, record.sentences, target)


def _relations(table: Table, target: str) -> dict[str, float]:
    rows = sample(table)
    aim = target_values(rows, target)
    return {name: relation(levels(rows, name), aim) for name in table.names if name != target}


def _column(table: Table, name: str, strength: float | None) -> ColumnProfile:
    column = table.schema[name]
    missing = table.missing(name)
    texts = _texts(table.texts(name), missing)
    known = int((~missing).sum())
    numbers = _numbers(table, name)
    return ColumnProfile(
        name=name,
        kind=str(column.kind),
        reason=column.reason,
        n_missing=int(missing.sum()),
        n_mismatched=int(table.mismatched(name).sum()),
        n_unique=texts.n_unique,
        mode=texts.top[0][0] if texts.top else None,
        mode_share=texts.top[0][1] / known if texts.top else None,
        **_middles(numbers),
        histogram=_number_histogram(numbers) if numbers is not None else _text_histogram(texts),
        relation=strength,
        examples=tuple(text for text, _ in texts.top[:EXAMPLES]),
        role=None if column.role is None else str(column.role),
        unit=column.unit,
        choice=choice_of(column),
        missing_words=_missing_words(table, name, missing),
    )


def _missing_words(table: Table, name: str, missing: npt.NDArray[np.bool_]) -> tuple[tuple[str, int], ...]:
    """What stands in the cells that are missing but not empty, with the number of cells."""
    texts = pc.utf8_trim_whitespace(text_cells(table.cells.column(name)).filter(pa.array(missing)))
    found = _texts(texts, np.asarray(pc.fill_null(pc.equal(texts, ""), True), dtype=bool))
    return found.top


@dataclass(frozen=True, slots=True)
class _Texts:
    """Different texts of a column: how many, the commonest with their counts (ties in the order of the file), and the
    rows of all others."""

    n_unique: int
    top: tuple[tuple[str, int], ...]
    n_other: int


def _texts(texts: pa.StringArray, missing: npt.NDArray[np.bool_]) -> _Texts:
    found = pc.value_counts(texts.filter(pa.array(~missing)))
    values, counts = found.field("values"), np.asarray(found.field("counts"), dtype=np.int64)
    order = np.argsort(-counts, kind="stable")[:HISTOGRAM_LEVELS]
    top = tuple(zip(values.take(pa.array(order)).to_pylist(), counts[order].tolist(), strict=True))
    return _Texts(len(counts), top, int(counts.sum()) - sum(count for _, count in top))


def _numbers(table: Table, name: str) -> npt.NDArray[np.float64] | None:
    """Known numbers, or dates in seconds; None for texts."""
    kind = table.schema[name].kind
    known: npt.NDArray[np.float64] | None = None
    if kind is Kind.NUMERIC:
        values = table.numbers(name)
        known = values[~np.isnan(values)]
    elif kind is Kind.DATETIME:
        seconds = table.seconds(name)
        known = seconds[seconds != MISSING_SECONDS].astype(np.float64)
    return known


def _middles(numbers: npt.NDArray[np.float64] | None) -> dict[str, float | None]:
    if numbers is None or not len(numbers):
        return dict.fromkeys(("mean", "median", "std", "minimum", "maximum"))
    scale = max(1.0, float(np.abs(numbers).max()) / LARGE)  # sums of squares must stay finite
    scaled = numbers / scale
    return {
        "mean": float(scaled.mean()) * scale,
        "median": float(np.median(scaled)) * scale,
        "std": float(scaled.std()) * scale,
        "minimum": float(numbers.min()),
        "maximum": float(numbers.max()),
    }


def _number_histogram(numbers: npt.NDArray[np.float64]) -> Histogram:
    if not len(numbers):
        return Histogram((), (), ())
    low, high = float(numbers.min()), float(numbers.max())
    bins = min(HISTOGRAM_BINS, max(1, len(np.unique(numbers[:10_000]))))
    with np.errstate(over="ignore"):
        wide = np.isfinite(high - low)
    counts, edges = np.histogram(numbers if wide else numbers / 2, bins=bins)
    return Histogram((), tuple(float(e) for e in (edges if wide else edges * 2)), tuple(int(c) for c in counts))


def _text_histogram(texts: _Texts) -> Histogram:
    labels, sizes = tuple(text for text, _ in texts.top), tuple(count for _, count in texts.top)
    if texts.n_other:
        labels, sizes = (*labels, "other"), (*sizes, texts.n_other)
    return Histogram(labels, (), sizes)
