"""Numbers as they stand in a sentence: 12,345; 0.31; 4 significant digits below a thousand."""

from __future__ import annotations

MINUS = "−"


def number(value: float) -> str:
    """A number for a sentence: thousands with commas, small ones with up to four significant digits, a true minus."""
    size = abs(value)
    if size != size or size == float("inf"):
        return str(value)
    text = f"{size:,.0f}" if size >= 1000 or size == int(size) else _short(size)
    return (MINUS if value < 0 and float(text.replace(",", "")) != 0 else "") + text


def _short(size: float) -> str:
    text = f"{size:.4g}"
    return text if "e" in text or "." not in text else text.rstrip("0").rstrip(".")


def plural(count: int, noun: str) -> str:
    """ "1 row", "2,345 rows"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
