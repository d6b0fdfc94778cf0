"""Python values of one column, as workbooks and JSON give them, to one Arrow array without changing what they say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

_DATES = (dt.datetime, dt.date)


def column_array(values: Sequence[Any]) -> pa.Array:
    """Whole numbers, numbers, booleans and dates keep their type when the column holds nothing else; a mixture
    becomes text. None and "" are empty cells; texts stay as they are."""
    filled = [value for value in values if value is not None and value != ""]
    kinds = {type(value) for value in filled}
    empty_as_none = [None if value == "" else value for value in values]
    try:
        if kinds and kinds <= {bool}:
            return pa.array(empty_as_none, pa.bool_())
        if kinds and kinds <= {int, float}:
            whole = all(float(value).is_integer() for value in filled)
            return pa.array(_whole(empty_as_none), pa.int64()) if whole else pa.array(empty_as_none, pa.float64())
        if kinds and all(issubclass(kind, _DATES) for kind in kinds):
            return pa.array([_moment(value) for value in empty_as_none], pa.timestamp("us"))
    except (pa.ArrowInvalid, OverflowError):
        pass
    return pa.array([None if value is None else text_of(value) for value in empty_as_none], pa.string())


def text_of(value: Any) -> str:
    """A value as a cell's text: 5.0 is "5", true is "True", dates in ISO notation, lists as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _whole(values: list[Any]) -> list[int | None]:
    return [None if value is None else int(value) for value in values]


def _moment(value: dt.date | None) -> dt.datetime | None:
    if value is None or isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time())
