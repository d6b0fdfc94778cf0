"""What a chart looked at, and how a column is spread: the numbers that stand beside every chart."""

from __future__ import annotations

import numpy as np

from datasets.errors import InputError
from datasets.explore._extract import Array, Extract
from datasets.explore._results import Seen
from datasets.explore._spread import Quartiles


def seen(rows: Extract, n_shown: int, *names: str | None) -> Seen:
    """The rows of the table, those looked at, those shown, and the missing cells of the named columns."""
    unique = dict.fromkeys(name for name in names if name is not None)
    missing = tuple((name, int((~rows.known(name)).sum())) for name in unique)
    return Seen(rows.n_rows, rows.n_sampled, int(n_shown), missing)


def known_numbers(rows: Extract, name: str) -> Array:
    """The values of a column that can be drawn. Raises InputError when there is none."""
    values = rows.numbers(name)
    known = values[~np.isnan(values)]
    if not len(known):
        what = "date" if rows.is_date(name) else "number"
        raise InputError(
            f"None of the {rows.n_sampled:,} cells of {name} can be read as a {what}. Choose another column."
        )
    return known


def quartiles(known: Array) -> Quartiles:
    """Of at least one value, without a sum that could overflow."""
    low, middle, high = (float(q) for q in np.quantile(known, [0.25, 0.5, 0.75]))
    mean = float(np.mean(known))
    return Quartiles(float(known.min()), low, middle, high, float(known.max()), mean)
