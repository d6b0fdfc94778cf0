"""The words of a chart of a table: names, values, moments, its title, and which rows it saw."""

from __future__ import annotations

import unicodedata

from app.ui import formats, notation
from app.ui.notation import MONTHS
from app.ui.text import listing, plural
from datasets.calendar_units import iso
from datasets.explore import Bars, Boxes, Density, Histogram, Lines, Matrix, Points, Result, Seen

MEASURES = {
    "spearman": "rank correlation (Spearman)",
    "pearson": "linear correlation (Pearson)",
    "cramers_v": "Cramér's V",
    "epsilon": "root of epsilon squared",
}
SHORT = {"spearman": "Spearman", "pearson": "Pearson", "cramers_v": "Cramér's V", "epsilon": "root of ε²"}
LONGEST = 44


def named(text: str, most: int = LONGEST) -> str:
    """A name from a file within a sentence: cut when it is long, and kept apart when it is written from the right."""
    short = cut(text, most)
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in short):
        return f"\u2068{short}\u2069"
    return short


def cut(text: str, most: int) -> str:
    """At most `most` letters, the last one an ellipsis when something is left out; line breaks become blanks."""
    flat = " ".join(text.split()) or "(blank)"
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def value(number: float | None, *, date: bool = False) -> str:
    """A number or a date as words."""
    if number is None:
        return ""
    return when(number, "minute" if number % 86_400 else "day") if date else formats.number(number)


def when(start: float, unit: str) -> str:
    """A unit of time: "14:05, 3 Mar 2024", "3 Mar 2024", "Mar 2024", "Q1 2024", "2024", "1990s"."""
    text = iso(start)
    day, _, clock = text.partition("T")
    pieces = day.split("-")
    if len(pieces) != 3:  # before the year 0
        return text
    year, month = pieces[0], int(pieces[1])
    if unit in ("year", "decade", "century", "millennium"):
        return year + ("" if unit == "year" else "s")
    if unit == "quarter":
        return f"Q{(month + 2) // 3} {year}"
    if unit == "month":
        return f"{MONTHS[month - 1]} {year}"
    written = notation.current().date(year, month, int(pieces[2]))
    return f"{clock[:5]}, {written}" if clock and unit in ("second", "minute", "hour") else written


def measure(how: str, y: str | None, level: str | None) -> str:
    """What a bar or a line stands for."""
    if y is None:
        return "Rows" if how == "count" else "Share of rows"
    if how == "share":
        return f"Share with {named(y)} {named(level or '')}"
    return f"{how.capitalize()} of {named(y)}"


def answer(number: float | None, how: str) -> str:
    """A value of a bar or a line: a count, a share in per cent, or a number."""
    if number is None:
        return ""
    if how == "share":
        return formats.percent(number)
    return formats.count(number) if how == "count" else formats.number(number)


def correlation(number: float | None) -> str:
    """How strongly two columns go together, with two digits; "" where it is not known."""
    return "" if number is None else formats.decimals(number, 2)


def title(made: Result) -> str:
    """The title over a chart."""
    colored = getattr(made, "color", None)
    by = f", by {named(colored)}" if colored else ""
    if isinstance(made, Histogram):
        return f"Distribution of {named(made.x)}{by}"
    if isinstance(made, Bars):
        if made.how == "count":
            return f"How often each {named(made.x)} occurs{by}"
        return f"{measure(made.how, made.y, made.level)} for each {named(made.x)}{by}"
    if isinstance(made, Boxes):
        return f"Spread of {named(made.y)}" + (f" for each {named(made.x)}" if made.x else "") + by
    if isinstance(made, Lines):
        return f"{measure(made.how, made.y, made.level)} by {made.unit} of {named(made.x)}{by}"
    if isinstance(made, Matrix):
        return f"How {plural(len(made.columns), 'column')} go together"
    assert isinstance(made, Points | Density)
    return f"{named(made.y)} against {named(made.x)}{by}"


def rows(seen: Seen) -> str:
    """Which rows a chart saw, and how many cells were missing."""
    if seen.n_sampled < seen.n_rows:
        words = (
            f"From a sample of {formats.count(seen.n_sampled)} of {plural(seen.n_rows, 'row')}, drawn at random; "
            "every count is of these."
        )
    else:
        words = f"From all {plural(seen.n_rows, 'row')}."
    gaps = [
        f"{named(name)} is missing or unreadable in {formats.percent(n / seen.n_sampled)} ({formats.count(n)})"
        for name, n in seen.missing
        if n and seen.n_sampled
    ]
    return f"{words} {listing(gaps)}." if gaps else words
