"""What is in a table: counts, middles, shapes, and how each column goes together with the target; plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from datasets.cells import MISSING_SECONDS
from datasets.choice import choice_of
from datasets.distinct import Distinct, distinct
from datasets.errors import InputError
from datasets.relation import levels, relation, sample, target_values
from datasets.schema import Kind, unknown_column
from datasets.side_by_side import of_columns
from datasets.spread import AllNumbers, CountedNumbers, edges_between
from datasets.table import Table
from datasets.telling import Tell, nobody, telling

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

    @property
    def n_unique(self) -> dict[str, int]:
        """How many different cells each column has."""
        return {column.name: column.n_unique for column in self.columns}

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Profile:
        """What `to_dict` gave, read back from JSON."""
        columns = tuple(_column_from_dict(column) for column in data["columns"])
        return cls(**{**data, "columns": columns, "sentences": tuple(data["sentences"])})


def _column_from_dict(data: Mapping[str, Any]) -> ColumnProfile:
    histogram = Histogram(**{name: tuple(values) for name, values in data["histogram"].items()})
    words = tuple((word, n) for word, n in data["missing_words"])
    values = {**data, "histogram": histogram, "examples": tuple(data["examples"]), "missing_words": words}
    return ColumnProfile(**values)


def profile(table: Table, target: str | None = None, tell: Tell = nobody) -> Profile:
    """The profile of a table; with a target, each column's relation to it (on at most 20,000 rows). `tell` hears how
    many columns are done.

    Every column is reduced to its different cells and their counts, a few columns at a time, and nothing of it is
    kept. Raises InputError when there is no such target.
    """
    found_by_column = dict(telling(of_columns(lambda name: _column(table, name), table.cells), table.n_columns, tell))
    columns = tuple(found_by_column[name] for name in table.names)
    record = table.record
    found = Profile(table.n_rows, table.n_columns, columns, record.assumed, record.sentences)
    return found if target is None else related(found, table, target)


def related(found: Profile, table: Table, target: str) -> Profile:
    """The profile of a table with each column's relation to a target; the rest is not worked out anew."""
    relations = _relations(table, target)
    columns = tuple(replace(column, relation=relations.get(column.name)) for column in found.columns)
    return replace(found, columns=columns, target=target)


def _relations(table: Table, target: str) -> dict[str, float]:
    rows = sample(table)
    aim = target_values(rows, target)
    return {name: relation(levels(rows, name), aim) for name in table.names if name != target}


def _column(table: Table, name: str) -> ColumnProfile:
    column = table.schema[name]
    cells = distinct(table.cells.column(name), column)
    top = cells.commonest(HISTOGRAM_LEVELS)
    numbers = _numbers(cells)
    return ColumnProfile(
        name=name,
        kind=str(column.kind),
        reason=column.reason,
        n_missing=cells.n_missing,
        n_mismatched=cells.n_mismatched,
        n_unique=cells.n_unique,
        mode=top[0][0] if top else None,
        mode_share=top[0][1] / cells.n_known if top else None,
        **_middles(numbers),
        histogram=_text_histogram(top, cells.n_known) if numbers is None else _number_histogram(numbers),
        relation=None,
        examples=tuple(text for text, _ in top[:EXAMPLES]),
        role=None if column.role is None else str(column.role),
        unit=column.unit,
        choice=choice_of(column),
        missing_words=cells.missing_words[:HISTOGRAM_LEVELS],
    )


def _numbers(cells: Distinct) -> CountedNumbers | AllNumbers | None:
    """None for texts."""
    if cells.column.kind is Kind.NUMERIC:
        values = cells.numbers
        known = ~np.isnan(values)
    elif cells.column.kind is Kind.DATETIME:
        seconds = cells.seconds
        values, known = seconds.astype(np.float64), seconds != MISSING_SECONDS
    else:
        return None
    values = values if known.all() else values[known]
    if cells.keys is not None:
        return AllNumbers(values)
    counts = cells.counts[known]
    order = np.argsort(values)
    return CountedNumbers(values[order], counts[order])


def _middles(numbers: CountedNumbers | AllNumbers | None) -> dict[str, float | None]:
    if numbers is None or not len(numbers.values):
        return dict.fromkeys(("mean", "median", "std", "minimum", "maximum"))
    low, high = numbers.ends
    scale = max(1.0, max(-low, high) / LARGE)  # sums of squares must stay finite
    mean, std = numbers.moments(scale)
    left, right = numbers.at(((numbers.n - 1) // 2, numbers.n // 2))
    return {
        "mean": mean * scale,
        "median": (left / scale + right / scale) / 2 * scale,
        "std": std * scale,
        "minimum": low,
        "maximum": high,
    }


def _number_histogram(numbers: CountedNumbers | AllNumbers) -> Histogram:
    if not len(numbers.values):
        return Histogram((), (), ())
    low, high = numbers.ends
    with np.errstate(over="ignore"):
        scale = 1.0 if np.isfinite(high - low) else 2.0
    edges = edges_between(low / scale, high / scale, numbers.n_different(HISTOGRAM_BINS))
    counts = np.diff([*numbers.n_below(edges[:-1], scale), numbers.n])
    return Histogram((), tuple(float(edge) * scale for edge in edges), tuple(int(count) for count in counts))


def _text_histogram(top: tuple[tuple[str, int], ...], n_known: int) -> Histogram:
    labels, sizes = tuple(text for text, _ in top), tuple(count for _, count in top)
    n_other = n_known - sum(sizes)
    if n_other:
        labels, sizes = (*labels, "other"), (*sizes, n_other)
    return Histogram(labels, (), sizes)
