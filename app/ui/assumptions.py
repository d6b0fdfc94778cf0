"""What the reader assumed about a file, shown as choices that can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import parts
from app.ui.text import listing
from datasets.layout import ALIGNED, DRAWN, FIELDS, PAIRS, ROWS, name_of

if TYPE_CHECKING:
    from datasets.record import ReadOptions
    from datasets.schema import NumberFormat
    from datasets.table import Table

DELIMITERS = {",": "Comma  ,", ";": "Semicolon  ;", "\t": "Tab", "|": "Bar  |", " ": "Blank", ":": "Colon  :"}
ESCAPES = {'"': 'Doubled  ""', "'": "Doubled  ''", "\\": 'After a backslash  \\"'}
ENCODINGS = ("utf-8", "utf-16", "latin-1", "windows-1252")
HEADER_ROWS = 10
MOST_BESIDE = 5
LOOKED_AT = 200
NONE = "None found"
_FIELDS = ("delimiter", "escape", "encoding", "header_row", "layout", "sheet", "table")


def choose(first: Table, file_id: str, start: ReadOptions) -> ReadOptions:
    """Draw a choice for every assumption of `first` (the table as read with none fixed), set to `start` where that says
    something; the options that are fixed now. Choices belong to the file with this id."""
    from datasets.record import ReadOptions

    assumed = first.record.assumed
    parts.draw(
        parts.title_html("What Easel assumed", aside_markup="Change one and the preview follows", style="card-title")
    )
    proposed = {**start.to_dict(), **header(start.to_dict())}
    fields = [name for name in _FIELDS if name in assumed or (name == "layout" and name in proposed)]
    if "address" in assumed:  # its table is chosen above
        fields = []
    found = {"layout": ROWS, **assumed, **header(assumed), **notation(first)}
    kept = (*fields, "header_lines", "decimal", "day_first")
    fixed = {name: value for name, value in proposed.items() if name not in kept}
    shown = (*fields, "decimal", "day_first")
    with st.grid(len(shown) if len(shown) <= MOST_BESIDE else 3, min_column_width=150, gap=8):
        for name in shown:
            default = proposed.get(name, found[name])
            value = _choice(name, found, default, file_id)
            if value != found[name] or (name in proposed and value == default):
                fixed[name] = value
    if isinstance(rows := fixed.get("header_row"), tuple):
        n_lines = start.header_lines if rows == proposed["header_row"] else assumed["header_lines"]
        fixed |= {"header_row": rows[-1], "header_lines": n_lines}
    return ReadOptions.from_dict(fixed)


def _choice(name: str, found: dict[str, Any], default: Any, file_id: str) -> Any:
    options = _with(default, _with(found[name], _options(name, found)))
    return st.selectbox(
        TITLES[name],
        options,
        index=options.index(default),
        format_func=lambda value: said(name, value) if value is not None else found[f"no_{name}"],
        key=f"assumed_{name}_{file_id}",
        persist_state="page",
        disabled=len(options) == 1,
    )


TITLES = {
    "delimiter": "Delimiter",
    "escape": "Quotes in a cell",
    "encoding": "Encoding",
    "header_row": "Header",
    "layout": "Layout",
    "sheet": "Sheet",
    "table": "Table",
    "decimal": "Decimal mark",
    "day_first": "Dates",
}
LAYOUTS = {
    ROWS: "Rows with a delimiter",
    ALIGNED: "Aligned by blanks",
    FIELDS: "Blanks between cells",
    PAIRS: "key=value pairs",
    DRAWN: "Drawn with bars",
}
MARKS = {".": "Point  1.5", ",": "Comma  1,5"}
ORDERS = {True: "Day first  31/12", False: "Month first  12/31"}


def _options(name: str, assumed: dict[str, Any]) -> Sequence[Any]:
    if name == "delimiter":
        return tuple(DELIMITERS)
    if name == "escape":
        return (assumed["quote"] or '"', "\\")
    if name == "encoding":
        return ENCODINGS
    if name == "header_row":
        one_sheet = len(assumed.get("sheets", ())) == 1
        return assumed["header_rows"] if one_sheet else range(HEADER_ROWS + 1)
    if name == "layout":
        return (ROWS,)
    if name == "decimal":
        return () if assumed[name] is None and assumed["no_decimal"] == NONE else tuple(MARKS)
    if name == "day_first":
        return () if assumed[name] is None else (True, False)
    return tuple(assumed.get(f"{name}s", ()))


def _with(value: Any, options: Sequence[Any]) -> list[Any]:
    return list(options) if value in options else [value, *options]


def said(name: str, value: Any) -> str:
    """An assumption in words: "Comma  ,", "UTF-8", "First row", "No header"."""
    if name == "delimiter":
        return DELIMITERS.get(value, str(value) or "None")
    if name == "escape":
        return ESCAPES.get(value, f"After {value}" if value else "None")
    if name == "encoding":
        return str(value).upper() if str(value).startswith("utf") else str(value)
    if name == "header_row":
        return header_words(value)
    if name == "layout":
        return LAYOUTS[name_of(value)]
    if name == "decimal":
        return MARKS.get(value, str(value))
    if name == "day_first":
        return ORDERS[value]
    return str(value)


def header(assumed: Mapping[str, Any]) -> dict[str, Any]:
    """What was found as the header where that is more than one row: the first and the last of them, which is another
    choice than any single row."""
    n, last = assumed.get("header_lines", 1), assumed.get("header_row", 0)
    rows = assumed.get("header_rows", range(last + 1))
    return {"header_row": (rows[rows.index(last) - n + 1], last)} if n > 1 else {}


def header_words(value: int | tuple[int, int]) -> str:
    """ "No header", "First row", "Row 4", "Rows 1 and 2", "Rows 1 to 3"."""
    if isinstance(value, tuple):
        first, last = value
        return f"Rows {first} {'and' if last == first + 1 else 'to'} {last}"
    return {0: "No header", 1: "First row"}.get(value, f"Row {value}")


def notation(table: Table) -> dict[str, Any]:
    """The decimal mark and the order of day and month that were found in the cells; None where there is none to change,
    or more than one, with the words for that in "no_decimal" and "no_day_first". A mark for thousands, as in 1,234,
    could be a decimal mark and tells which one was assumed."""
    from datasets.date_formats import is_day_first

    head = table.head(LOOKED_AT)
    numbers = [(column.name, column.number) for column in table.schema if column.number]
    marks = {number.decimal for name, number in numbers if _shows(number, head.texts(name).to_pylist())}
    patterns = sorted({form for column in table.schema for form in column.datetime_formats})
    orders = {is_day_first(form) for form in patterns} - {None}
    return {
        "decimal": marks.pop() if len(marks) == 1 else None,
        "no_decimal": "Mixed" if marks else NONE,
        "day_first": orders.pop() if len(orders) == 1 else None,
        "no_day_first": listing([date_words(form) for form in patterns], 2) or NONE,
    }


def _shows(number: NumberFormat, texts: Sequence[str | None]) -> bool:
    """Whether a column of numbers tells its decimal mark: by using it, or by using the other one for thousands."""
    telling = {number.decimal, number.thousands} & set(MARKS)
    return any(mark in text for text in texts if text for mark in telling)


def date_words(pattern: str) -> str:
    """A strptime pattern as people write it: "%d.%m.%Y" -> "DD.MM.YYYY"."""
    for code, words in DATE_WORDS:
        pattern = pattern.replace(code, words)
    return pattern


DATE_WORDS = (
    ("%Y", "YYYY"),
    ("%m", "MM"),
    ("%d", "DD"),
    ("%H", "hh"),
    ("%M", "mm"),
    ("%S", "ss"),
    ("%y", "YY"),
    ("%b", "Mon"),
    ("%B", "Month"),
    ("%I", "hh"),
    ("%p", "am/pm"),
    ("%f", "ffffff"),
    ("%z", "zone"),
    ("%a", "weekday"),
    ("%A", "weekday"),
)
