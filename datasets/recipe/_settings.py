"""Settings of a step as they come from a JSON file or a form: checked, and of one form."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from datasets.errors import InputError
from datasets.formula import canonical
from datasets.recipe._step import Parameter

MOST_PAIRS = 1_000


def checked(parameter: Parameter, value: Any) -> Any:
    """The value of a setting in its one form. Raises InputError saying what it must be."""
    if value is None:
        raise InputError(f"{parameter.title} must be given ({parameter.name}); it is missing.")
    return _CHECKS[parameter.holds](parameter, value)


def _text(parameter: Parameter, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _refusal(parameter, "a text", value)


def _filled(parameter: Parameter, value: Any) -> str:
    if not _text(parameter, value).strip():
        raise InputError(f"{parameter.title} must be given ({parameter.name}); it is blank.")
    return str(value)


def _formula(parameter: Parameter, value: Any) -> str:
    return canonical(_filled(parameter, value))


def _texts(parameter: Parameter, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise _refusal(parameter, "a list of names", value)
    if not value and parameter.default is None:
        raise InputError(f"{parameter.title} must name at least one ({parameter.name}); it names none.")
    return tuple(dict.fromkeys(_filled(parameter, item) for item in value))


def _number(parameter: Parameter, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refusal(parameter, "a number", value)
    if (isinstance(value, int) and abs(value) > 10**300) or not math.isfinite(value):
        raise _refusal(parameter, "a finite number", value)
    if parameter.least is not None and value < parameter.least:
        raise InputError(f"{parameter.title} must be at least {parameter.least:g}; it is {value:g}.")
    return float(value)


def _whole(parameter: Parameter, value: Any) -> int:
    number = _number(parameter, value)
    if not number.is_integer() or abs(number) > 2**53:
        raise _refusal(parameter, "a whole number", value)
    return int(number)


def _flag(parameter: Parameter, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _refusal(parameter, "true or false", value)


def _choice(parameter: Parameter, value: Any) -> str:
    if isinstance(value, str) and value in parameter.choices:
        return value
    raise _refusal(parameter, f"one of {', '.join(parameter.choices)}", value)


def _choices(parameter: Parameter, value: Any) -> tuple[str, ...]:
    return tuple(_choice(parameter, item) for item in _texts(parameter, value))


def _pairs(parameter: Parameter, value: Any) -> tuple[tuple[str, str], ...]:
    rows = _rows(parameter, list(value.items()) if isinstance(value, dict) else value, 2)
    if len({old for old, _ in rows}) < len(rows):
        raise InputError(f"{parameter.title} must name every old value once; one is there twice.")
    return tuple((old, new) for old, new in rows)


def _aggregates(parameter: Parameter, value: Any) -> tuple[tuple[str, ...], ...]:
    rows = _rows(parameter, value, 3)
    for row in rows:
        _choice(parameter, row[1])
    return rows


def _rows(parameter: Parameter, value: Any, width: int) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list | tuple) or not 0 < len(value) <= MOST_PAIRS:
        raise _refusal(parameter, f"a list of 1 to {MOST_PAIRS:,} rows of {width} texts", value)
    for row in value:
        if not isinstance(row, list | tuple) or len(row) != width or not all(isinstance(t, str) for t in row):
            raise _refusal(parameter, f"a list of rows of {width} texts", row)
    return tuple(tuple(row) for row in value)


def _lookup(parameter: Parameter, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise _refusal(parameter, "a table", value)


def _refusal(parameter: Parameter, expected: str, value: Any) -> InputError:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return InputError(f"{parameter.title} must be {expected} ({parameter.name}); it is {shown}.")


_CHECKS: dict[str, Callable[[Parameter, Any], Any]] = {
    "column": _filled,
    "columns": _texts,
    "name": _filled,
    "names": _texts,
    "text": _text,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "choice": _choice,
    "choices": _choices,
    "formula": _formula,
    "pairs": _pairs,
    "aggregates": _aggregates,
    "lookup": _lookup,
}
