"""What a chart of a table shows, in words: its title, a sentence about what is seen, and which rows it saw."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from app.ui import formats
from app.ui.text import listing, plural
from datasets.calendar_units import iso
from datasets.explore import Bars, Boxes, Density, Histogram, Lines, Matrix, Points, Result, Seen, Together

MEASURES = {
    "spearman": "rank correlation (Spearman)",
    "pearson": "linear correlation (Pearson)",
    "cramers_v": "Cramér's V",
    "epsilon": "root of epsilon squared",
}
SHORT = {"spearman": "Spearman", "pearson": "Pearson", "cramers_v": "Cramér's V", "epsilon": "root of ε²"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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
    date = f"{int(pieces[2])} {MONTHS[month - 1]} {year}"
    return f"{clock[:5]}, {date}" if clock and unit in ("second", "minute", "hour") else date


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


def sentence(made: Result) -> str:
    """What is seen, with numbers."""
    for kind, say in SENTENCES.items():
        if isinstance(made, kind):
            return say(made)
    raise TypeError(f"no sentence is known for {type(made).__name__}")


def _histogram(made: Histogram) -> str:
    q = made.quartiles

    def say(number: float) -> str:
        return value(number, date=made.date)

    if q.minimum == q.maximum:
        return f"{named(made.x)} is {say(q.minimum)} in every row where it is known."
    half = f"between {say(q.low)} and {say(q.high)}" if q.low < q.high else f"at {say(q.median)}"
    found = f"Half of the rows have {named(made.x)} {half}; it reaches from {say(q.minimum)} to {say(q.maximum)}."
    if made.n_below or made.n_above:
        edges = f"{say(made.edges[0])} to {say(made.edges[-1])}"
        beyond = plural(made.n_below + made.n_above, "row lies", "rows lie")
        found += f" {beyond} outside of {edges} and cannot be seen here."
    return found


def _bars(made: Bars) -> str:
    found = [
        (made.values[g][b], made.labels[b], made.groups[g])
        for g in range(len(made.groups))
        for b in range(len(made.labels) - (made.n_joined > 0))
        if made.values[g][b] is not None
    ]
    if not found:
        return f"Every row is in “{made.labels[-1]}”."
    best, worst = max(found, key=_first), min(found, key=_first)
    if made.how == "count" and len(made.groups) == 1:
        return _most_common(made, best)
    many = f" The {formats.count(made.n_joined)} less common values stand together as “other”." if made.n_joined else ""
    what = "The number of rows" if made.how == "count" else measure(made.how, made.y, made.level)
    if best[0] == worst[0]:
        return f"{what} is {answer(best[0], made.how)} everywhere.{many}"
    return (
        f"{what} is highest for {_where(best)} ({answer(best[0], made.how)}) and "
        f"lowest for {_where(worst)} ({answer(worst[0], made.how)}).{many}"
    )


def _most_common(made: Bars, best: tuple[float | None, str, str]) -> str:
    share = formats.percent((best[0] or 0.0) / made.seen.n_shown)
    joined = f", of which the {formats.count(made.n_joined)} less common stand together as “other”"
    levels = f"There {'is' if made.n_levels == 1 else 'are'} {plural(made.n_levels, 'different value')}"
    first = f"“{named(best[1])}” is the most common {named(made.x)}: {share} of the known rows."
    return f"{first} {levels}{joined if made.n_joined else ''}."


def _first(found: tuple[float | None, str, str]) -> float:
    return found[0] or 0.0


def _where(found: tuple[float | None, str, str]) -> str:
    _, label, group = found
    return f"“{named(label)}”" + (f" with “{named(group)}”" if group else "")


def _boxes(made: Boxes) -> str:
    def say(number: float) -> str:
        return value(number, date=made.date)

    far = sum(box.n_outside for box in made.boxes)
    tail = f" {plural(far, 'row lies', 'rows lie')} far outside, shown as dots." if far else ""
    if far > sum(len(box.outside) for box in made.boxes):
        tail = f" {plural(far, 'row lies', 'rows lie')} far outside; some are shown as dots."
    if len(made.boxes) == 1:
        box = made.boxes[0]
        return f"Half of the rows have {named(made.y)} between {say(box.q1)} and {say(box.q3)}.{tail}"
    best, worst = max(made.boxes, key=lambda box: box.median), min(made.boxes, key=lambda box: box.median)
    if best.median == worst.median:
        return f"The middle {named(made.y)} is {say(best.median)} in every group.{tail}"
    return (
        f"The middle {named(made.y)} is highest for {_where((0.0, best.label, best.group))} ({say(best.median)}) and "
        f"lowest for {_where((0.0, worst.label, worst.group))} ({say(worst.median)}).{tail}"
    )


def _points(made: Points | Density) -> str:
    found = f"{_go_together(named(made.x), named(made.y), made.together)}"
    if isinstance(made, Density) and made.n_outside:
        found += f" {plural(made.n_outside, 'row lies', 'rows lie')} outside of the picture."
    if isinstance(made, Points) and made.n_known > len(made.xs):
        found += f" {formats.count(len(made.xs))} rows, drawn at random, are shown as dots."
    return found


def _go_together(x: str, y: str, both: Together) -> str:
    if both.spearman is None:
        return f"{x} or {y} never changes, so nothing can be said about how they go together."
    strength = abs(both.spearman)
    how = "hardly" if strength < 0.1 else "weakly" if strength < 0.3 else "clearly" if strength < 0.6 else "strongly"
    way = "go together" if strength < 0.1 else "rise together" if both.spearman > 0 else "move in opposite directions"
    return (
        f"{x} and {y} {how} {way}: rank correlation (Spearman) {_signed(both.spearman)}, "
        f"linear (Pearson) {_signed(both.pearson)}, on {plural(both.n, 'row')}."
    )


def _lines(made: Lines) -> str:
    found = [
        (v, start, group)
        for group, line in zip(made.groups, made.values, strict=True)
        for start, v in zip(made.starts, line, strict=True)
        if v is not None
    ]
    best, worst = max(found, key=lambda f: f[0]), min(found, key=lambda f: f[0])
    span = f"From {when(made.starts[0], made.unit)} to {when(made.starts[-1], made.unit)}"
    if best[0] == worst[0]:
        return f"{span}: {answer(best[0], made.how)} in every {made.unit}."
    return (
        f"{span}: highest in {_at(best, made.unit)} ({answer(best[0], made.how)}), "
        f"lowest in {_at(worst, made.unit)} ({answer(worst[0], made.how)}). "
        f"The first and the last {made.unit} may not be complete."
    )


def _at(found: tuple[float, float, str], unit: str) -> str:
    return when(found[1], unit) + (f" with “{named(found[2])}”" if found[2] else "")


def _matrix(made: Matrix) -> str:
    known = sorted((pair for pair in made.pairs if pair.value is not None), key=lambda pair: -abs(pair.value or 0.0))
    of = f" {len(made.columns)} of {made.n_usable} columns are shown." if made.n_usable > len(made.columns) else ""
    if not known:
        return f"No two columns can be compared.{of}"
    best = known[0]
    used = listing([MEASURES[name] for name in MEASURES if any(pair.measure == name for pair in made.pairs)])
    return (
        f"{named(best.left)} and {named(best.right)} go together most: {SHORT[best.measure]} {_signed(best.value)}. "
        f"Measured by {used}; 0 is nothing in common, 1 (or −1) means that one follows from the other.{of}"
    )


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


def _signed(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}".replace("-", formats.MINUS)


SENTENCES: dict[Any, Callable[[Any], str]] = {
    Histogram: _histogram,
    Bars: _bars,
    Boxes: _boxes,
    Points: _points,
    Density: _points,
    Lines: _lines,
    Matrix: _matrix,
}
