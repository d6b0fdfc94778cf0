"""How the values of one column move the answers, in words: where it pushes up and down most, and on how many rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.ui import formats
from app.ui.in_notation import label
from app.ui.text import listing, plural
from app.ui.units import Unit, of_target
from automl.record import BuildRecord, ColumnEffect

ENOUGH_ROWS = 60  # below, an effect is a hint
ENOUGH_THERE = 20  # rows with one value, below which nothing is said about it
ENOUGH_IN_RANGE = 5  # the same for a range of numbers or dates, whose neighbours go much the same way
MOST_LEVELS = 12  # a record keeps so many values of a column, the commonest


def push(value: float, unit: Unit | None) -> str:
    """ "+13.7", "−0.7" percentage points, or in the unit of the target."""
    return formats.signed(100 * value) if unit is None else unit.change(value)


def unit_of(record: BuildRecord) -> Unit | None:
    """What pushes are written in; None: shares, as percentage points."""
    return of_target(record) if record.problem == "regression" else None


def labels(effect: ColumnEffect) -> list[str]:
    """The values or ranges of the column, as the reader writes them."""
    return [label(said, effect.kind) for said in effect.labels]


def ungrouped(effect: ColumnEffect) -> bool:
    """Whether the column writes its thousands without a mark, as years and postcodes do."""
    return any(re.search(r"(?<![\d.,])\d{4}", said) for said in effect.labels)


def reading(effect: ColumnEffect, record: BuildRecord) -> str:
    """The effect in a sentence: where it pushes up most, where down most, of the values that enough rows have."""
    if len(effect.effect) < 2:
        return "This column had one value only among the rows that were looked at."
    if not any(effect.effect):
        return f"{effect.column} does not move the answer."
    pairs = list(zip(effect.effect, labels(effect), effect.counts, strict=True))
    sure = [pair for pair in pairs if pair[2] >= enough(effect)]
    looked_at = rows_looked_at(effect, record)
    if len(sure) < 2:
        return few_rows(looked_at) or too_few(effect, looked_at)
    high, low = max(sure), min(sure)
    beyond = [pair for pair in pairs if pair[2] < enough(effect) and not low[0] <= pair[0] <= high[0]]
    said = f"{effect.column} {ends(high, low, unit_of(record))}."
    return " ".join(filter(None, (said, hints(beyond), few_rows(looked_at))))


def enough(effect: ColumnEffect) -> int:
    """Rows with a value, or in a range, from which on something is said about it."""
    return ENOUGH_IN_RANGE if effect.positions else ENOUGH_THERE


def rows_looked_at(effect: ColumnEffect, record: BuildRecord) -> int | None:
    """How many rows were looked at, the same for all columns; None where of every column only some values are kept."""
    whole = (one for one in (effect, *record.effects) if one.positions or len(one.counts) < MOST_LEVELS)
    return next((sum(one.counts) for one in whole), None)


def ends(high: tuple[float, str, int], low: tuple[float, str, int], unit: Unit | None) -> str:
    """Where a column pushes up and down most, or how it does where it pushes one way only."""
    points = f"{formats.SPACE}points" if unit is None else ""
    top, bottom = (f"{name} ({push(value, unit)}{points})" for value, name, _ in (high, low))
    if high[0] <= 0:
        return f"pushes down most at {bottom} and down least at {top}"
    return f"pushes up most at {top} and {'up least' if low[0] >= 0 else 'down most'} at {bottom}"


def too_few(effect: ColumnEffect, looked_at: int | None) -> str:
    """Instead of a sentence, where at most one value has enough rows."""
    part, most = "range" if effect.positions else "value", max(effect.counts)
    if most < enough(effect):
        return f"No {part} of {effect.column} had more than {plural(most, 'row')} to look at, so take this as a hint."
    of = "the rows" if looked_at is None else f"the {plural(looked_at, 'row')}"
    known = list(zip(labels(effect), effect.counts, strict=True))
    named, n = known.pop(effect.counts.index(most))
    said = f"{effect.column} is {named} in {formats.count(n)} of {of} that were looked at"
    if len(known) == 1:
        return f"{said} and {known[0][0]} in {formats.count(known[0][1])} only, too few to say how far that pushes."
    return f"{said}; every other {part} is in too few to say how far it pushes."


def hints(beyond: Sequence[tuple[float, str, int]]) -> str:
    """What to say of values that would push further still, had more rows of them been looked at."""
    if not beyond:
        return ""
    named = listing([f"{said} ({plural(n, 'row')})" for _, said, n in beyond], 3)
    return f"Few rows were looked at for {named}: what is drawn there is a hint."


def few_rows(n: int | None) -> str:
    """A warning with what to do, where a picture rests on a handful of rows; None: nobody knows on how many."""
    if n is None or n >= ENOUGH_ROWS:
        return ""
    return f"The build had time for {plural(n, 'row')} only, so take this as a hint; a longer build looks at more."
