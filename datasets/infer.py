"""Column kinds from values. The rules and their constants are published in docs/kinds.md."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.cells import text_cells
from datasets.dates import DATE_SHARE, detect_formats
from datasets.numbers import NUMBER_SHARE, PLAIN, detect_format, parse_numbers
from datasets.schema import Column, Kind, NumberFormat, Schema
from datasets.words import MISSING_WORDS, NUMBER_MISSING_WORDS, boolean_pair

# A column names the rows when at least this share of its filled cells are different.
ID_UNIQUE_SHARE = 0.95
# Below this many filled cells nothing is called an id unless its name says so.
ID_MIN_ROWS = 20
# A whole-number column with one of these words in its name may be an id; without one only a gapless count is.
ID_WORDS = frozenset(
    {
        "id",
        "ids",
        "nr",
        "no",
        "nbr",
        "num",
        "number",
        "key",
        "index",
        "idx",
        "code",
        "uuid",
        "guid",
        "rownames",
        "row",
        "record",
        "serial",
        "sku",
    }
)
# Free text: this many words in the average cell, and this share of the filled cells different.
TEXT_MEAN_WORDS = 5.0
TEXT_UNIQUE_SHARE = 0.3
# A name with one of these words lets eight digits in a row be a date.
DATE_WORDS = frozenset({"date", "day", "datum", "time", "timestamp", "dt", "fecha", "data", "datetime"})
# Digits with a leading zero in at least this share of the filled cells are a code, not a number.
CODE_SHARE = 0.01


@dataclass(frozen=True)
class Values:
    """A column's filled cells: the different texts (u,), how often each stands there (u,), and the number of cells
    that are empty or say "not known" by the words for every kind."""

    texts: pa.StringArray
    counts: npt.NDArray[np.int64]
    n_missing: int

    @property
    def n_filled(self) -> int:
        return int(self.counts.sum())

    @property
    def unique_share(self) -> float:
        return len(self.texts) / max(self.n_filled, 1)

    def without(self, words: tuple[str, ...]) -> Values:
        """Without the cells that say one of these words."""
        keep = ~np.asarray(pc.is_in(pc.utf8_trim_whitespace(self.texts), pa.array(list(words), pa.string())))
        if keep.all():
            return self
        lost = int(self.counts[~keep].sum())
        return Values(self.texts.filter(pa.array(keep)), self.counts[keep], self.n_missing + lost)


def infer_schema(cells: pa.Table) -> Schema:
    """The kind of every column, each with the sentence that says why."""
    return Schema(tuple(infer_column(cells.column(i), name) for i, name in enumerate(cells.column_names)))


def infer_column(cells: pa.ChunkedArray, name: str) -> Column:
    """The kind of one column by the first rule that holds: constant, boolean, datetime, numeric or id, text, category."""
    values = distinct_values(cells)
    for rule in (_constant, _boolean, _native, _datetime, _numeric, _text_id, _free_text):
        column = rule(name, values, cells.type)
        if column is not None:
            return column
    reason = f"{_count(len(values.texts), 'different value')} in {_count(values.n_filled, 'filled cell')}."
    return Column(name, Kind.CATEGORY, reason, MISSING_WORDS)


def column_of_kind(cells: pa.ChunkedArray, name: str, kind: Kind) -> Column:
    """The column as the kind that the analyst chose; number and date notation are worked out from the cells."""
    reason = "chosen by you"
    values = distinct_values(cells)
    if kind is Kind.NUMERIC:
        form, _ = detect_format(values.without(NUMBER_MISSING_WORDS).texts, values.without(NUMBER_MISSING_WORDS).counts)
        return Column(name, kind, reason, NUMBER_MISSING_WORDS, number=form)
    if kind is Kind.DATETIME:
        filled = values.without(NUMBER_MISSING_WORDS)
        formats, _ = detect_formats(filled.texts, filled.counts, compact=True)
        return Column(name, kind, reason, NUMBER_MISSING_WORDS, datetime_formats=formats or ("%Y-%m-%d",))
    return Column(name, kind, reason, MISSING_WORDS)


def distinct_values(cells: pa.ChunkedArray | pa.Array) -> Values:
    """The different filled cells of a column and their counts, in order of first appearance."""
    texts = text_cells(cells)
    counted = pc.value_counts(texts)
    words, counts = counted.field("values"), np.asarray(counted.field("counts"), dtype=np.int64)
    trimmed = pc.utf8_trim_whitespace(words)
    missing = np.asarray(pc.fill_null(pc.is_in(trimmed, pa.array(["", *MISSING_WORDS], pa.string())), True))
    missing |= np.asarray(pc.is_null(words))
    return Values(words.filter(pa.array(~missing)), counts[~missing], int(counts[missing].sum()))


def _constant(name: str, values: Values, _: pa.DataType) -> Column | None:
    n = values.n_filled + values.n_missing
    if not values.n_filled:
        reason = "The table has no rows." if n == 0 else f"All {_count(n, 'cell')} are missing."
        return Column(name, Kind.CONSTANT, reason, MISSING_WORDS)
    if len(values.texts) > 1:
        return None
    word = values.texts[0].as_py()
    share = f"; {values.n_missing:,} of {n:,} are missing" if values.n_missing else ""
    return Column(name, Kind.CONSTANT, f"Every filled cell says {_short(word)}{share}.", MISSING_WORDS)


def _boolean(name: str, values: Values, _: pa.DataType) -> Column | None:
    if not 2 <= len(values.texts) <= 6:
        return None
    words = values.texts.to_pylist()
    pair = boolean_pair(frozenset(words))
    if pair is None:
        return None
    reason = f"Two values that mean no and yes: {_short(words[0])} and {_short(words[1])}."
    return Column(name, Kind.BOOLEAN, reason, MISSING_WORDS)


def _native(name: str, values: Values, kind: pa.DataType) -> Column | None:
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return Column(
            name,
            Kind.DATETIME,
            "The file itself stores dates here.",
            NUMBER_MISSING_WORDS,
            datetime_formats=("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"),
        )
    return None


def _datetime(name: str, values: Values, kind: pa.DataType) -> Column | None:
    if pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return None
    filled = values.without(NUMBER_MISSING_WORDS)
    formats, share = detect_formats(filled.texts, filled.counts, compact=bool(DATE_WORDS & name_words(name)))
    if share < DATE_SHARE:
        return None
    n, read = filled.n_filled, round(share * filled.n_filled)
    reason = f"{read:,} of {n:,} filled cells are dates such as {_short(filled.texts[0].as_py())}."
    return Column(name, Kind.DATETIME, reason, NUMBER_MISSING_WORDS, datetime_formats=formats)


def _numeric(name: str, values: Values, kind: pa.DataType) -> Column | None:
    filled = values.without(NUMBER_MISSING_WORDS)
    if not filled.n_filled:
        return None
    form, share = detect_format(filled.texts, filled.counts)
    if share < NUMBER_SHARE:
        return None
    if (code := _code(name, filled)) is not None:
        return code
    numbers = parse_numbers(filled.texts, form)
    if form == PLAIN and (reason := _integer_id(name, filled, numbers)):
        return Column(name, Kind.ID, reason, MISSING_WORDS, number=form)
    read = int(filled.counts[~np.isnan(numbers)].sum())
    reason = f"{read:,} of {filled.n_filled:,} filled cells are numbers{_notation(form)}."
    return Column(name, Kind.NUMERIC, reason, NUMBER_MISSING_WORDS, number=form)


def _code(name: str, values: Values) -> Column | None:
    zeros = np.asarray(pc.match_substring_regex(values.texts, r"^\s*0[0-9]+\s*$"))
    share = values.counts[zeros].sum() / values.n_filled
    if share < CODE_SHARE:
        return None
    example = values.texts.filter(pa.array(zeros))[0].as_py()
    kind = Kind.ID if _names_rows(values, name) else Kind.CATEGORY
    return Column(name, kind, f"Digits with leading zeros, such as {_short(example)}, are a code.", MISSING_WORDS)


def _integer_id(name: str, values: Values, numbers: npt.NDArray[np.float64]) -> str | None:
    """Why these numbers name rows, or None when they measure something."""
    if values.unique_share < ID_UNIQUE_SHARE or np.isnan(numbers).any() or (numbers != np.trunc(numbers)).any():
        return None
    n = values.n_filled
    if hint := ID_WORDS & name_words(name):
        return f"{len(values.texts):,} different whole numbers in {n:,} rows, and the name says {_short(min(hint))}."
    first, last = float(numbers.min()), float(numbers.max())
    gapless = len(values.texts) == n and last - first == n - 1 and first in (0.0, 1.0) and not values.n_missing
    if gapless and n >= ID_MIN_ROWS:
        return f"Counts the rows from {first:.0f} to {last:,.0f} without a gap."
    return None


def _text_id(name: str, values: Values, _: pa.DataType) -> Column | None:
    if not _names_rows(values, name) or _mean_words(values) >= TEXT_MEAN_WORDS:
        return None
    reason = f"Names each row: {len(values.texts):,} different values in {values.n_filled:,} filled cells."
    return Column(name, Kind.ID, reason, MISSING_WORDS)


def _names_rows(values: Values, name: str) -> bool:
    enough = values.n_filled >= ID_MIN_ROWS or bool(ID_WORDS & name_words(name))
    return enough and len(values.texts) > 2 and values.unique_share >= ID_UNIQUE_SHARE


def _free_text(name: str, values: Values, _: pa.DataType) -> Column | None:
    words = _mean_words(values)
    if words < TEXT_MEAN_WORDS or values.unique_share < TEXT_UNIQUE_SHARE:
        return None
    reason = f"Free text: {words:.0f} words in the average cell, {_percent(values.unique_share)} of them different."
    return Column(name, Kind.TEXT, reason, MISSING_WORDS)


def _mean_words(values: Values) -> float:
    """Words in the average filled cell."""
    words = np.asarray(pc.count_substring_regex(values.texts, r"\S+"), dtype=np.float64)
    return float((words * values.counts).sum() / max(values.n_filled, 1))


def name_words(name: str) -> frozenset[str]:
    """The words of a column name in small letters: customerID -> customer, id."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    return frozenset(re.split(r"[^a-z0-9]+", spaced.lower())) - {""}


def _notation(form: NumberFormat) -> str:
    said = []
    if form.decimal != ".":
        said.append(f"decimal mark {form.decimal!r}")
    if form.thousands:
        said.append(f"thousands mark {form.thousands!r}")
    if form.affixes:
        said.append("written with " + ", ".join(form.affixes))
    return f" ({', '.join(said)})" if said else ""


def _short(text: str) -> str:
    text = " ".join(text.split()) or text
    return f'"{text}"' if len(text) <= 40 else f'"{text[:37]}..."'


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
