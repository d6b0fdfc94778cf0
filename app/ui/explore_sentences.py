"""What a chart of a table shows, as a sentence with numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.ui import formats
from app.ui.explore_words import MEASURES, SHORT, answer, correlation, measure, named, value, when
from app.ui.text import listing, plural
from datasets.explore import Bars, Boxes, Density, Histogram, Lines, Matrix, Points, Result, Together


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
        f"{x} and {y} {how} {way}: rank correlation (Spearman) {correlation(both.spearman)}, "
        f"linear (Pearson) {correlation(both.pearson)}, on {plural(both.n, 'row')}."
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
    known = made.strongest
    of = f" {len(made.columns)} of {made.n_usable} columns are shown." if made.n_usable > len(made.columns) else ""
    if not known:
        return f"No two columns can be compared.{of}"
    best, strength = known[0]
    used = listing([MEASURES[name] for name in MEASURES if any(pair.measure == name for pair in made.pairs)])
    return (
        f"{named(best.left)} and {named(best.right)} go together most: {SHORT[best.measure]} {correlation(strength)}. "
        f"Measured by {used}; 0 is nothing in common, 1 (or −1) means that one follows from the other.{of}"
    )


SENTENCES: dict[Any, Callable[[Any], str]] = {
    Histogram: _histogram,
    Bars: _bars,
    Boxes: _boxes,
    Points: _points,
    Density: _points,
    Lines: _lines,
    Matrix: _matrix,
}
