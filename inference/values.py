"""One value of a row to predict, of any type a program may hold: what is missing, and its cell as Arrow sees it."""

from __future__ import annotations

import datetime as dt
import math
import numbers
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

_MISSING_TYPES = frozenset({"NAType", "NaTType"})  # pandas' words for "not known", recognised without importing it
_SECONDS = {
    **{"Y": 31_556_952, "M": 2_629_746, "W": 604_800, "D": 86_400, "h": 3_600, "m": 60},
    **{"s": 1, "ms": 1e-3, "us": 1e-6, "ns": 1e-9},
}
_FARTHEST = 260_000_000_000  # seconds between 1970 and about the year 10000
_NUMPY_KINDS = frozenset("biufU")


def is_missing(value: Any) -> bool:
    """Whether a value that is no text means "not known": None, NaN, NaT, pandas' NA."""
    if value is None or type(value).__name__ in _MISSING_TYPES:
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, float | np.floating):
        return math.isnan(value)
    return isinstance(value, np.datetime64) and bool(np.isnat(value))


def plain(value: Any) -> Any:
    """A value that a cell can hold: an array of one value is that value; half and long floats become float.

    Raises TypeError for anything that is not a text, a number, true or false, a date or a time.
    """
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.reshape(-1)[0]
    if isinstance(value, np.datetime64):
        return _date_or_time(value)
    if isinstance(value, np.generic):
        if value.dtype.kind not in _NUMPY_KINDS:
            raise TypeError(type(value).__name__)
        return float(value) if isinstance(value, np.float16 | np.longdouble) else value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str | bool | int | float | dt.date | dt.time):
        return value
    if isinstance(value, numbers.Real):
        return float(value)
    if is_missing(value):
        return None
    raise TypeError(type(value).__name__)


def _date_or_time(value: np.datetime64) -> dt.date | None:
    if np.isnat(value):
        return None
    unit, step = np.datetime_data(value)
    # numpy wraps around when it changes the unit of a far date, so the size is looked at first
    if abs(int(value.astype(np.int64))) * step * _SECONDS.get(unit, 1e-9) > _FARTHEST:
        raise TypeError("a date before the year 1 or after 9999")
    found = value.astype("datetime64[D]" if unit in "YMWD" else "datetime64[us]").item()
    if not isinstance(found, dt.date):
        raise TypeError("a date before the year 1 or after 9999")
    return found


def one_cell(value: Any) -> pa.Array:
    """The Arrow array (1,) of a value that `plain` gave; raises ValueError when Arrow cannot hold it."""
    try:
        return pa.array([value])
    except (pa.ArrowException, OverflowError, TypeError) as error:
        raise ValueError(str(error)) from error
