"""What the made-up samples share: drawing values, writing them as the cells of a CSV file, reading that file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets.read import read
from datasets.table import Table

Numbers = npt.NDArray[np.float64]
Texts = npt.NDArray[np.str_]
Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]


def read_back(name: str, columns: Mapping[str, Iterable[Any]]) -> Table:
    """Writes the columns (texts, all of the same length) as one CSV file in memory and reads it like any other."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return read(io.BytesIO(file.getvalue().encode()), name=f"{name}.csv")


def draw(rng: np.random.Generator, n: int, shares: Mapping[str, float]) -> Texts:
    """n texts, each with its share of the rows; the shares add up to 1."""
    return rng.choice(np.array(list(shares)), size=n, p=list(shares.values()))


def effect(texts: Texts, weights: Mapping[str, float]) -> Numbers:
    """The weight of each text (n,); texts that are not named weigh 0."""
    found = np.zeros(len(texts))
    for text, weight in weights.items():
        found[texts == text] = weight
    return found


def happens(rng: np.random.Generator, log_odds: Numbers) -> Mask:
    """One toss a row, with the chance that its log odds say."""
    return rng.random(len(log_odds)) < 1 / (1 + np.exp(-log_odds))


def yes_no(mask: Mask) -> Texts:
    """The words Yes and No."""
    return np.where(mask, "Yes", "No")


def written(values: npt.NDArray[Any], digits: int = 0, thousands: bool = False) -> Texts:
    """Numbers as text with this many decimals; NaN becomes an empty cell."""
    form = f"{{:{',' if thousands else ''}.{digits}f}}"
    return np.array(["" if value != value else form.format(value) for value in values.tolist()])


def blanked(texts: Texts, where: Mask) -> Texts:
    """The same cells, empty in these rows."""
    return np.where(where, "", texts)


def written_dates(first: date, days: Days, form: str = "%Y-%m-%d") -> Texts:
    """The days after the first as text."""
    return np.array([(first + timedelta(days=day)).strftime(form) for day in days.tolist()])


def numbered(rng: np.random.Generator, n: int, form: str, first: int, last: int) -> Texts:
    """n different ids, in no order: `form` with a number from first to last (exclusive)."""
    return np.array([form.format(first + number) for number in rng.permutation(last - first)[:n].tolist()])
