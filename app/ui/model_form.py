"""The form for one row: a typed widget for every column a model reads, prefilled, most important columns first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from app.ui import notation, state
from app.ui.text import md
from app.ui.units import PLAIN, Unit, of_column

if TYPE_CHECKING:
    from inference.manifest import InputColumn, Manifest

NOT_KNOWN = "Not known"
MOST_BUTTONS = 4
MOST_BUTTON_LETTERS = 24
MOST_STEPS = 100_000
AT_FIRST = 24
LOCALIZED, MOST_LOCALIZED = "localized", 3  # Streamlit writes the reader's decimal mark, with so many decimals at most
WHOLE = 2**24  # below, a float32 has every whole number
EXACT = "%.15g"  # every digit that a number has: what a widget shows is what the model gets

Widget = Literal["buttons", "list", "text", "slider", "number", "date", "moment"]


@dataclass(frozen=True, slots=True)
class Field:
    """How a column is asked for. `options` are the texts to choose from ("" is "not known"); `low`, `high`, `step`
    the range of a slider, `step` also that of a number box; `unit` stands behind the name."""

    name: str
    widget: Widget
    options: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    step: float = 1.0
    whole: bool = False
    unit: Unit = PLAIN


Fields = tuple[Field, ...]


def fields(manifest: Manifest, impact: Sequence[str]) -> Fields:
    """The fields of a model in the order of impact; columns without one come last, in the manifest's order."""
    place = {name: i for i, name in enumerate(impact)}
    ordered = sorted(manifest.asks, key=lambda column: place.get(column.name, len(place)))
    return tuple(replace(field(column), unit=of_column(column.column)) for column in ordered)


def field(column: InputColumn) -> Field:
    """The widget that suits a column."""
    if column.dtype == "int64":
        ends = [column.minimum, column.maximum, column.typical]
        clock = any(isinstance(end, str) and _moment(end).time() != datetime.min.time() for end in ends)
        return Field(column.name, "moment" if clock else "date")
    if column.dtype == "float32":
        return _number_field(column)
    if str(column.kind) == "text" or not column.categories:
        return Field(column.name, "text")
    options = column.categories + (("",) if column.missing_share else ())
    letters = sum(len(option or NOT_KNOWN) + 3 for option in options)
    few = len(options) <= MOST_BUTTONS and letters <= MOST_BUTTON_LETTERS
    return Field(column.name, "buttons" if few else "list", options)


def _number_field(column: InputColumn) -> Field:
    low, high = _float(column.minimum), _float(column.maximum)
    ends = [x for x in (low, high, _float(column.typical)) if x is not None]
    whole = all(float(x).is_integer() and abs(x) < 2**53 for x in ends)
    if low is None or high is None or not high > low:
        return Field(column.name, "number", step=1.0, whole=whole)
    digits = 0 if whole else _digits(ends, high - low)
    step = 10.0**-digits
    most = 8 if notation.current().decimal == "." else MOST_LOCALIZED
    if column.missing_share or (high - low) / step > MOST_STEPS or max(abs(low), abs(high)) >= 1e6 or digits > most:
        nudge = 10.0 ** (math.floor(math.log10(high - low)) - 2)
        return Field(column.name, "number", (), low, high, 1.0 if whole else nudge, whole)
    return Field(column.name, "slider", (), low, high, step, whole)


def _digits(values: Sequence[float], width: float) -> int:
    """Decimals that write these values, but not many more than their range needs."""
    needed = max(len(f"{short(value):.12f}".rstrip("0").partition(".")[2]) for value in values)
    return min(max(needed, 1), max(1, 4 - math.floor(math.log10(width))))


def key_of(version_id: str, name: str) -> str:
    """The key of a column's widget."""
    return f"field_{version_id}_{name}"


def fill(version_id: str, found: Sequence[Field], row: Mapping[str, Any]) -> None:
    """Put the values of `row` into the widgets; call before they are drawn."""
    for one in found:
        state.put(key_of(version_id, one.name), held(one, row.get(one.name)))


def held(one: Field, value: Any) -> Any:
    """The value as the widget holds it: within a slider's range, one of a list's options, a date for a picker."""
    if one.widget in ("buttons", "list"):
        text = "" if value is None else str(value)
        return text if text in one.options else one.options[-1] if "" in one.options else one.options[0]
    if one.widget == "text":
        return "" if value is None else str(value)
    if one.widget in ("date", "moment"):
        return _picked(one, value)
    number = _float(value)
    if one.widget == "slider":
        assert one.low is not None
        assert one.high is not None
        number = min(max(one.low if number is None else number, one.low), one.high)
    return None if number is None else short(number)


def taken(one: Field, value: Any) -> Any:
    """The value as a model takes it when its widget holds it; None is "not known"."""
    return held(one, value) or None if one.widget in ("buttons", "list", "text") else held(one, value)


def short(number: float) -> float:
    """A float32 as the number that was meant, 70.3499985 -> 70.35; whole numbers keep their digits."""
    return number if number.is_integer() and abs(number) < WHOLE else float(f"{number:.7g}")


def _picked(one: Field, value: Any) -> date | datetime | None:
    if value is None or value == "":
        return None
    when = _moment(str(value))
    return when if one.widget == "moment" else when.date()


def draw(version_id: str, found: Sequence[Field], place: str = "first") -> dict[str, Any]:
    """Draw the widgets, two side by side; returns the row as a model takes it (None: not known)."""
    row: dict[str, Any] = {}
    with st.grid(2, min_column_width=220, gap=("small", "medium"), key=f"form_{place}"):
        for one in found:
            with st.container(gap=None):
                row[one.name] = _draw(one, key_of(version_id, one.name))
    return row


def _draw(one: Field, key: str) -> Any:
    label = md(one.unit.label(one.name)) if one.name.strip() else "Column without a name"
    if one.widget in ("buttons", "list"):
        return _choice(one, key, label)
    if one.widget == "slider":
        return _slider(one, key, label)
    if one.widget == "number":
        number = st.number_input(label, key=key, step=one.step, format=EXACT, placeholder=NOT_KNOWN, value=None)
        return None if number is None else float(number)
    if one.widget == "text":
        return st.text_input(label, key=key, placeholder=NOT_KNOWN) or None
    reach: dict[str, Any] = {"min_value": date(1, 1, 1), "max_value": date(9999, 12, 31)}
    order = notation.current().picker
    if one.widget == "date":
        return st.date_input(label, key=key, value=None, format=order, **reach)
    return st.datetime_input(label, key=key, value=None, format=order, step=timedelta(minutes=1))


def _choice(one: Field, key: str, label: str) -> str | None:
    if one.widget == "buttons":
        chosen = st.segmented_control(label, one.options, format_func=_shown, key=key, required=True, width="stretch")
    else:
        chosen = st.selectbox(label, one.options, format_func=_shown, key=key)
    return chosen or None


def _shown(option: str) -> str:
    return option or NOT_KNOWN


def _slider(one: Field, key: str, label: str) -> float:
    low, high = one.low, one.high
    assert low is not None
    assert high is not None
    written = LOCALIZED if notation.current().decimal != "." and not one.whole else EXACT
    return float(st.slider(label, short(low), short(high), step=one.step, format=written, key=key))


def _moment(text: str) -> datetime:
    """An ISO time in UTC, without its zone (the widgets know none)."""
    when = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when


def _float(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return None if math.isnan(value) else float(value)
