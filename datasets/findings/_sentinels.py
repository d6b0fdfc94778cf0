"""Values that stand for "not known": words, and numbers or dates written where nothing is known that stick out."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

# Compared in small letters, without surrounding blanks. "none" and "other" may be answers and are not among them.
WORDS = frozenset(
    """unknown|unk|not known|missing|missing value|not available|not provided|not recorded|not specified|unspecified|
    not stated|undefined|undisclosed|no data|no answer|no info|no information|no value|nil|n.a.|n.a|na|n/a|#n/a|#ref!|
    #value!|#div/0!|#name?|tbd|tba|to be determined|to be defined|nan|null|(null)|(blank)|blank|empty|(empty)|-|--|---|
    ?|??|???|.|..|...|unbekannt|keine angabe|k.a.|k. a.|fehlt|inconnu|inconnue|non renseigné|desconocido|desconocida|
    sin datos|sconosciuto|onbekend|okänd|ukjent|desconhecido""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
DAYS = (
    "0001-01-01", "1582-10-15", "1601-01-01", "1753-01-01", "1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01",
    "1901-01-01", "1970-01-01", "2099-12-31", "2100-01-01", "2999-12-31", "9999-12-31",
)  # fmt: skip
DAY_SECONDS = np.array([datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() for day in DAYS])
LEAST_OTHERS = 10  # different other numbers
LEAST_OTHERS_OF_ZERO = 20
LEAST_REPEATS = 3
LEAST_GAP = 0.2  # of the range of the others
MOST_PER_END = 3


def stands_out(values: Numbers) -> list[float]:
    """The numbers among the known `values` (n,) that look like words for "not known": an end of the range, repeated,
    and either nines (99, -999 ...), the only number below 0 (-1), or a 0. All but -1 lie further from the others than
    the middle half of those is wide, and than a fifth of their range."""
    different, counts = np.unique(values, return_counts=True)
    found: list[float] = []
    for _ in range(2 * MOST_PER_END):
        for end in (0, -1):
            if len(different) > LEAST_OTHERS and _is_one(different, counts, end):
                found.append(float(different[end]))
                different, counts = np.delete(different, end), np.delete(counts, end)
                break
        else:
            break
    return sorted(found)


def _is_one(different: Numbers, counts: npt.NDArray[np.int64], end: int) -> bool:
    value, repeats = float(different[end]), int(counts[end])
    others, rows = np.delete(different, end), np.delete(counts, end)
    if repeats < LEAST_REPEATS:
        return False
    if value == -1:
        return bool(
            end == 0 and others[0] >= 0 and (others == np.trunc(others)).all() and repeats >= 0.005 * rows.sum()
        )
    if value == 0 and (end != 0 or len(others) < LEAST_OTHERS_OF_ZERO or others[0] <= 0):
        return False
    if value != 0 and not _nines(value):
        return False
    gap = abs(value - float(others[end]))
    return gap >= max(_middle_half(others, rows), LEAST_GAP * _reach(others, rows)) > 0


def _nines(value: float) -> bool:
    text = f"{abs(value):.10g}"
    return len(text) >= 2 and set(text) == {"9"}


def _reach(different: Numbers, rows: npt.NDArray[np.int64]) -> float:
    """The range of all but a hundredth on each side."""
    low, high = _quantiles(different, rows, (0.01, 0.99))
    return float(high - low)


def _quantiles(different: Numbers, rows: npt.NDArray[np.int64], shares: tuple[float, float]) -> Numbers:
    upto = np.cumsum(rows)
    found: Numbers = different[np.searchsorted(upto, np.array(shares) * upto[-1])]
    return found


def _middle_half(different: Numbers, rows: npt.NDArray[np.int64]) -> float:
    """The distance between the quartiles; where they are equal, the whole range."""
    low, high = _quantiles(different, rows, (0.25, 0.75))
    return float(high - low) or float(different[-1] - different[0])


def odd_days(seconds: Numbers) -> list[float]:
    """The days (seconds UTC) among the known dates (n,) that programs write where there is none: repeated, an end of
    the range, and at least as far from the others as those reach."""
    different, counts = np.unique(seconds, return_counts=True)
    found: list[float] = []
    for end in (0, -1):
        while len(different) > 2 and counts[end] > 1 and different[end] in DAY_SECONDS:
            others, rows = np.delete(different, end), np.delete(counts, end)
            if abs(different[end] - others[end]) < _middle_half(others, rows):
                break
            found.append(float(different[end]))
            different, counts = others, rows
    return found
