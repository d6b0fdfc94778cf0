"""How a column is treated, as a word: a kind or a role, and the words that mean "not known" in it."""

from __future__ import annotations

from functools import partial

import pyarrow as pa

from datasets.clock import UNIT
from datasets.date_formats import detect_formats
from datasets.dates import ISO_FORMATS
from datasets.errors import InputError
from datasets.identity import leading_zeros
from datasets.numbers import NUMBER_SHARE, detect_format
from datasets.roles import as_role
from datasets.schema import Column, Kind, Role
from datasets.stamps import stamp_format
from datasets.values import Values, distinct_values
from datasets.words import MISSING_WORDS, NUMBER_MISSING_WORDS

CHOSEN = "chosen by you"  # the reason for the kind of such a column


def column_as(
    cells: pa.ChunkedArray, name: str, choice: str, decimal: str | None = None, day_first: bool | None = None
) -> Column:
    """The column as the analyst chose it: a kind or a role, and after a colon the words, between commas, that mean "not
    known" besides the usual ones ("numeric:-999,-1"). Number and date notation are worked out from the cells, where the
    analyst knows no `decimal` mark and not whether the day comes first; no number counts as "not known" that the choice
    does not name. Raises InputError for a choice that there is not."""
    word, _, said = choice.partition(":")
    wanted = _kind_or_role(word.strip())
    words = tuple(filter(None, (one.strip() for one in said.split(","))))
    values = distinct_values(cells)
    kind = partial(_column_of_kind, values, name, words=words, decimal=decimal, day_first=day_first)
    if not isinstance(wanted, Role):
        return kind(wanted)
    digits = wanted is not Role.POSTCODE or _are_plain_numbers(values)
    return as_role(kind(Kind.NUMERIC if digits else Kind.CATEGORY), wanted)


def choice_of(column: Column) -> str:
    """The choice for `column_as` that a column stands for: its role or kind, and the numbers that mean "not known"."""
    word = str(column.role) if column.role is not None else str(column.kind)
    own = [one for one in column.missing if one not in NUMBER_MISSING_WORDS and "," not in one]
    return f"{word}:{','.join(own)}" if own and column.kind is Kind.NUMERIC else word


def _kind_or_role(word: str) -> Kind | Role:
    known: dict[str, Kind | Role] = {**{str(kind): kind for kind in Kind}, **{str(role): role for role in Role}}
    if word not in known:
        raise InputError(f"There is no kind {word!r}. The kinds are: {', '.join(known)}.")
    return known[word]


def _are_plain_numbers(values: Values) -> bool:
    """Whether the filled cells are numbers, none of them digits with a leading zero."""
    filled = values.without(NUMBER_MISSING_WORDS)
    _, share = detect_format(filled.texts, filled.counts)
    return share >= NUMBER_SHARE and not leading_zeros(filled).any()


def _column_of_kind(
    values: Values, name: str, kind: Kind, words: tuple[str, ...], decimal: str | None, day_first: bool | None
) -> Column:
    reason = CHOSEN
    if kind not in (Kind.NUMERIC, Kind.DATETIME):
        return Column(name, kind, reason, (*MISSING_WORDS, *words))
    missing = (*NUMBER_MISSING_WORDS, *words)
    filled = values.without(missing)
    if kind is Kind.NUMERIC:
        form, _ = detect_format(filled.texts, filled.counts, decimal)
        return Column(name, kind, reason, missing, number=form, unit=UNIT if form.clock else "")
    if (stamp := stamp_format(filled.texts, None)) is not None:
        moment, zero = stamp
        return Column(name, kind, reason, (*missing, "0") if zero else missing, datetime_formats=(moment,))
    formats, _ = detect_formats(filled.texts, filled.counts, compact=True, least=0.0, day_first=day_first)
    return Column(name, kind, reason, missing, datetime_formats=formats or ISO_FORMATS)
