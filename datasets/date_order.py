"""Whether the day or the month comes first where dates could be read either way round: as in the table before."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.compute as pc

from datasets.date_formats import is_ambiguous, is_day_first
from datasets.schema import Column, Kind
from datasets.table import Table


def has_order(table: Table) -> bool:
    """Whether a table has dates whose day and month could be mistaken for each other, or was read with an order that
    the analyst fixed."""
    return table.record.options.day_first is not None or any(_ordered(table))


def order_before(last: Table, now: Table) -> bool | None:
    """The order to read `now` in (True: the day first), after it was read with none fixed: that of `last`, where some
    of its dates could be read either way round and none tells the other order. None where `now` is read so anyway,
    unless the analyst had fixed it."""
    fixed, now = last.record.options.day_first, _as_dates(last, now)
    wanted, told, taken = set(), set(), set()
    for column, order in _ordered(now):
        taken.add(order)
        if not _is_open(now, column):
            told.add(order)
        if fixed is not None:
            wanted.add(fixed)
        elif column.name in last.schema and (before := _order(last.schema[column.name])) is not None:
            wanted.add(before)
    if len(wanted) != 1 or told - wanted or (fixed is None and taken == wanted):
        return None
    return wanted.pop()


def _as_dates(last: Table, now: Table) -> Table:
    """The table with the dates that all its rows share, as those of a single row do, treated as such."""
    dates = {column.name for column in last.schema if column.kind is Kind.DATETIME}
    for column in now.schema:
        if column.kind is Kind.CONSTANT and column.name in dates:
            now = now.with_kind(column.name, Kind.DATETIME)
    return now


def _ordered(table: Table) -> Iterator[tuple[Column, bool]]:
    """The columns of dates whose day and month could be mistaken for each other, with their order."""
    for column in table.schema:
        if (order := _order(column)) is not None:
            yield column, order


def _order(column: Column) -> bool | None:
    orders = {is_day_first(form) for form in column.datetime_formats} - {None}
    return orders.pop() if len(orders) == 1 else None


def _is_open(table: Table, column: Column) -> bool:
    """Whether all dates of a column are dates the other way round, too."""
    texts = pc.unique(table.texts(column.name))
    return is_ambiguous(texts.filter(pc.not_equal(texts, "")), column.datetime_formats)


__all__ = ["has_order", "order_before"]
