"""From the column to predict to class indices or numbers, with the rows that can be learned from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Problem, Target
from datasets.errors import InputError
from datasets.table import Table
from datasets.wording import plural

LEAST_ROWS = 10
LARGEST_LOG = 80.0  # of log(1 + value): what float32 holds with room to spare
LEAST_ROWS_PER_CLASS = 2
MOST_CLASSES = 1000


@dataclass(frozen=True)
class EncodedTarget:
    """`rows` (n,) are the indices of the table's rows that have a usable target, in order, and `target` their encoded
    values (regression: original units); `set_aside` says in sentences which rows are not used and why."""

    target: Target
    rows: npt.NDArray[np.int64]
    set_aside: tuple[str, ...]


def encode_target(table: Table, name: str, problem: Problem) -> EncodedTarget:
    """Encodes a column for a problem. Raises InputError when too few rows, classes or numbers are left."""
    encoded = _numbers(table, name) if problem.name == "regression" else _classes(table, name, problem)
    if len(encoded.rows) < LEAST_ROWS:
        raise InputError(
            f"A build needs at least {LEAST_ROWS} rows with a value in {name}; this table has {len(encoded.rows)}. "
            "Choose another column or add rows."
        )
    return encoded


def from_logs(logs: Array) -> Array:
    """The values whose log(1 + value) is given, cut to 0..LARGEST_LOG."""
    return np.asarray(np.exp(np.clip(logs, 0.0, LARGEST_LOG)) - 1.0)


def class_order(texts: set[str]) -> tuple[str, ...]:
    """Classes sorted: numbers by value when all are numbers, else by code point."""
    try:
        return tuple(sorted(texts, key=lambda text: (float(text), text)))
    except ValueError:
        return tuple(sorted(texts))


def _numbers(table: Table, name: str) -> EncodedTarget:
    values = table.numbers(name)
    known = np.isfinite(values)
    rows = np.flatnonzero(known)
    if len(rows) == 0:
        raise InputError(f"{name} holds no numbers, so it cannot be asked how much. Choose another problem or column.")
    if np.ptp(values[rows]) == 0:
        raise InputError(
            f"A build needs at least 2 different numbers in {name}; all are {values[rows][0]:g}. Choose another column."
        )
    n_missing = int(table.missing(name).sum())
    unreadable = table.n_rows - len(rows) - n_missing
    aside = _without_value(name, n_missing)
    if unreadable:
        aside += (f"{plural(unreadable, 'row')} set aside: {name} is no finite number there.",)
    return EncodedTarget(Target("regression", values[rows]), rows, aside)


def _classes(table: Table, name: str, problem: Problem) -> EncodedTarget:
    texts = np.asarray(table.texts(name).to_pylist(), dtype=object)
    known = ~table.missing(name)
    counts = Counter(texts[known])
    rare = sorted(text for text, count in counts.items() if count < LEAST_ROWS_PER_CLASS)
    _check_binary(name, problem, counts, rare)
    classes = class_order(set(counts) - set(rare))
    if len(classes) < 2:
        raise InputError(
            f"A build needs at least 2 values of {name} with {LEAST_ROWS_PER_CLASS} rows each; this table has "
            f"{len(classes)}. Choose another column or add rows."
        )
    if len(classes) > MOST_CLASSES:
        raise InputError(
            f"A choice has at most {MOST_CLASSES:,} different values; {name} has {len(classes):,}. Choose another "
            "column, or join its values in a recipe."
        )
    index = {text: i for i, text in enumerate(classes)}
    codes = np.asarray([index.get(text, -1) for text in texts], dtype=np.int64)
    rows = np.flatnonzero(known & (codes >= 0))
    aside = _without_value(name, int((~known).sum())) + _too_rare(name, rare)
    return EncodedTarget(Target(problem.name, codes[rows], classes), rows, aside)


def _check_binary(name: str, problem: Problem, counts: Counter[str], rare: list[str]) -> None:
    if problem.name != "binary":
        return
    if len(counts) != 2:
        raise InputError(
            f"A yes / no question needs exactly 2 different values in {name}; this table has {len(counts):,}. "
            "Choose another problem or column."
        )
    if rare:
        raise InputError(
            f"A build needs at least {LEAST_ROWS_PER_CLASS} rows of each value of {name}; "
            f'"{rare[0]}" has only {counts[rare[0]]}. Add rows with that value or choose another column.'
        )


def _without_value(name: str, count: int) -> tuple[str, ...]:
    return (f"{plural(count, 'row')} set aside: {name} is missing there.",) if count else ()


def _too_rare(name: str, rare: list[str]) -> tuple[str, ...]:
    if not rare:
        return ()
    shown = ", ".join(f'"{text}"' for text in rare[:5]) + (f" and {len(rare) - 5} more" if len(rare) > 5 else "")
    verb = "stands" if len(rare) == 1 else "stand"
    return (f"{plural(len(rare), 'row')} set aside: {shown} of {name} {verb} in one row only, too few to learn from.",)
