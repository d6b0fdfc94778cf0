"""How the groups of a column fare: what was true of them ("before": the labels), what the model says of them ("after":
its decisions at its threshold), and how often it is wrong about each.

Disparate impact is a ratio of selection rates, beside the four-fifths mark of the Uniform Guidelines on Employee
Selection Procedures (1978); equal opportunity a difference of true positive rates (Hardt, Price, Srebro 2016). Every
figure has a 90 % interval (automl/intervals.py), and a difference is told only where its interval leaves out "none".
Notation: n rows, g groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.cuts import Cut, cut
from automl.fairness_words import LEAST_ROWS, about, told_of_classes, told_of_numbers
from automl.held import Held
from automl.insights import Fairness, GroupFigures
from automl.intervals import Mask, gap_of, means, ratio_of, share_of

MOST_GROUPS, BINS = 8, 4
# Columns that the record looks at by itself, by a word of their name.
SENSITIVE = frozenset(
    ("sex", "gender", "age", "race", "ethnicity", "ethnic", "religion", "nationality", "disability", "marital")
)
MOST_SENSITIVE = 4


@dataclass(frozen=True)
class _Rows:
    """Of every measured row: its group (0..g-1), and 1 where it is of the chosen class, and where it is put there."""

    groups: Cut
    actual: Mask
    said: Mask
    wrong: Mask


def sensitive(names: Sequence[str]) -> tuple[str, ...]:
    """The columns whose names hold a word for what people are often treated by, at most MOST_SENSITIVE."""
    return tuple(name for name in names if SENSITIVE & set(_words(name)))[:MOST_SENSITIVE]


def _words(name: str) -> Iterator[str]:
    for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+", name):
        yield word.lower()


def fairness(
    held: Held,
    column: str,
    *,
    used: bool,
    chosen: str | None = None,
    threshold: float | None = None,
    positive: str | None = None,
    seed: int = 7,
) -> Fairness:
    """How the groups of `column` fare. `chosen` is the class that counts as being chosen, of numbers None; of two
    classes `positive` is said from `threshold` on (None: as it was built). Raises InputError for an unknown column."""
    groups = cut(held.table, column, BINS, MOST_GROUPS)
    if held.problem == "regression":
        return _numbers(held, groups, used, seed)
    place = held.classes.index(chosen) if chosen in held.classes else len(held.classes) - 1
    named = held.named_from(threshold, positive)
    rows = _Rows(groups, held.y == place, named == place, named != held.y)
    counts = np.bincount(groups.place, minlength=groups.n_parts)
    reference = _reference(rows, counts)
    found = tuple(_group(rows, g, reference) for g in range(groups.n_parts) if counts[g])
    label = None if reference is None else groups.labels[reference]
    told = (*told_of_classes(column, found, label, held.classes[place]), about(column, used))
    return Fairness(column, held.classes[place], held.n_rows, held.n_of, used, label, found, told)


def _reference(rows: _Rows, counts: npt.NDArray[np.int64]) -> int | None:
    """The group that is chosen most often, among those with enough rows."""
    enough = [g for g in range(len(counts)) if counts[g] >= LEAST_ROWS]
    if len(enough) < 2:
        return None
    return max(enough, key=lambda g: rows.said[rows.groups.place == g].mean())


def _group(rows: _Rows, g: int, reference: int | None) -> GroupFigures:
    inside = rows.groups.place == g
    figures = {
        "base_rate": share_of(rows.actual, inside),
        "selection_rate": share_of(rows.said, inside),
        "true_positive_rate": share_of(rows.said, inside & rows.actual),
        "false_positive_rate": share_of(rows.said, inside & ~rows.actual),
        "error_rate": share_of(rows.wrong, inside),
    }
    if reference is not None and g != reference:
        other = rows.groups.place == reference
        figures |= {
            "impact_before": ratio_of(rows.actual, inside, other),
            "impact_after": ratio_of(rows.said, inside, other),
            "opportunity_gap": gap_of(rows.said, inside & rows.actual, other & rows.actual),
        }
    return GroupFigures(rows.groups.labels[g], int(inside.sum()), figures)


def _numbers(held: Held, groups: Cut, used: bool, seed: int) -> Fairness:
    error = held.answers[:, 0] - held.y
    found = []
    for g in range(groups.n_parts):
        inside = groups.place == g
        if not inside.any():
            continue
        values = (held.y[inside], held.answers[inside, 0], error[inside], np.abs(error[inside]))
        names = ("mean_actual", "mean_answer", "mean_error", "absolute_error")
        figures = dict(zip(names, means(np.column_stack(values), [seed, 16, g]), strict=True))
        found.append(GroupFigures(groups.labels[g], int(inside.sum()), figures))
    told = (*told_of_numbers(groups.column, found), about(groups.column, used))
    return Fairness(groups.column, None, held.n_rows, held.n_of, used, None, tuple(found), told)


__all__ = ["SENSITIVE", "fairness", "sensitive"]
