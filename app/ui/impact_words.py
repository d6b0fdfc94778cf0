"""What drives the answer, in words that pages and reports share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.ui import formats
from app.ui.in_notation import label
from app.ui.units import of_target
from automl.insights import Interaction
from automl.record import BuildRecord, ColumnImpact

LEAST_SHARE = 0.01
RANGE = re.compile(r"^below |^up to | to | or more$")
PLUS_MINUS = "\u00b1"


def part(record: BuildRecord, column: str, said: str) -> str:
    """A value or range of a column, as the reader writes it. Of a column that the model does not use the kind is not
    told; only ranges are of numbers there."""
    kinds = {effect.column: effect.kind for effect in record.effects}
    return label(said, kinds.get(column, "numeric" if RANGE.search(said) else ""))


def commonest(record: BuildRecord) -> str:
    """The class whose probability the effects of a question with several answers explain: the commonest."""
    matrix = record.evaluation.confusion
    if not matrix:
        return record.classes[0]
    return record.classes[max(range(len(matrix)), key=lambda i: sum(matrix[i]))]


def sampled(impact: Sequence[ColumnImpact]) -> str:
    """How sure the shares are; nothing for records that do not know."""
    errors = [one.error for one in impact if one.error is not None]
    if not any(errors):
        return ""
    largest = formats.number(100 * max(errors), 2)
    return f"Worked out on rows drawn by chance: a share may be off by {largest} percentage points (standard error)."


def share_text(one: ColumnImpact) -> str:
    """ "23.1 % ± 0.8", with the standard error where it is known."""
    if not one.error:
        return formats.percent(one.share)
    error = round(100 * one.error, 1)
    small = f"< {formats.decimals(0.1, 1)}"
    return f"{formats.percent(one.share)} {PLUS_MINUS} {formats.decimals(error, 1) if error else small}"


def pair_cells(one: Interaction, record: BuildRecord) -> str:
    """What a cell of the grid of a pair is."""
    shown = record.positive or (commonest(record) if record.classes else "")
    what = f"answer for {record.target}" if record.problem == "regression" else f"probability of {shown}"
    return (
        f"Mean {what} when both columns are set to these values in {formats.count(one.n_rows)} rows, all else as it is."
    )


def pair_strength(one: Interaction, record: BuildRecord) -> str:
    """ "2.1 ± 0.3 percentage points" (standard error), or in the target's unit."""
    if record.problem == "regression":
        unit = of_target(record)
        return unit.write(one.strength, 3) + (f" {PLUS_MINUS} {unit.write(one.error, 2)}" if one.error else "")
    error = f" {PLUS_MINUS} {formats.number(float(f'{100 * one.error:.2g}'))}" if one.error else ""
    return f"{formats.number(float(f'{100 * one.strength:.3g}'))}{error} percentage points"


def pair_reading(one: Interaction, record: BuildRecord) -> str:
    """How much more than a sum the pair is."""
    a, b = one.columns
    if one.share < LEAST_SHARE:
        return f"{a} and {b} work each on its own: what both do together is the sum of what each does."
    return (
        f"What {a} does depends on {b}: answers lie {pair_strength(one, record)} from "
        f"the sum of both effects, typically. That is {formats.percent(one.share)} of what the two do together "
        "(Friedman's H squared)."
    )


__all__ = ["commonest", "pair_cells", "pair_reading", "pair_strength", "part", "sampled", "share_text"]
