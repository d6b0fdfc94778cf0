"""Numbers as they stand in a sentence: 12,345; 0.31; 4 significant digits below a thousand."""

from __future__ import annotations

from datasets.schema import Column, Role

MINUS = "−"
LARGE = 1e15
PLAIN_ROLES = (Role.YEAR, Role.CODE, Role.POSTCODE)


def number(value: float) -> str:
    """A number for a sentence: thousands with commas, small ones with up to four significant digits, a true minus; from
    1e15 on as 3.038e+24."""
    size = abs(value)
    if size != size or size == float("inf"):
        return str(value)
    if size >= LARGE:
        return f"{MINUS if value < 0 else ''}{size:.3e}"
    text = f"{size:,.0f}" if size >= 1000 or size == int(size) else _short(size)
    return (MINUS if value < 0 and float(text.replace(",", "")) != 0 else "") + text


def as_written(value: float, column: Column) -> str:
    """A number of a column: years, codes and postcodes have no commas."""
    text = number(value)
    return text.replace(",", "") if column.role in PLAIN_ROLES else text


def _short(size: float) -> str:
    text = f"{size:.4g}"
    return text if "e" in text or "." not in text else text.rstrip("0").rstrip(".")
