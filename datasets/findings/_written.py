"""Cells as the sentences of findings write them."""

from __future__ import annotations

import numpy as np

from datasets.cells import MISSING_SECONDS
from datasets.schema import Kind
from datasets.table import Table

NOT_AMOUNTS = frozenset({"year", "code", "postcode"})  # roles


def written(text: str, table: Table, name: str, place: int) -> str:
    """The text of a cell: a year, a code or a postcode that was read as 1196.0 is 1196, and a date is in ISO notation,
    as all dates of sentences are."""
    column = table.schema[name]
    if column.role in NOT_AMOUNTS:
        return text.removesuffix(".0")
    if column.kind is not Kind.DATETIME or (seconds := int(table.seconds(name)[place])) == MISSING_SECONDS:
        return text
    return str(np.datetime64(seconds, "s")).replace("T", " ").removesuffix(" 00:00:00")
