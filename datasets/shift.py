"""Do new rows look like those before? Column by column, by the population stability index (PSI).

Numbers and dates are cut at the tenths of the rows before; of texts the commonest values count one by one, the others
together; missing cells are a level of their own. PSI sums (q - p) ln(q / p) over the levels, p and q being their shares
before and now; what chance alone gives on so few rows, (levels - 1)(1/n + 1/m), is taken off (Yurdakul 2018). By custom
0.1 is a slight shift and 0.25 a large one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from datasets.cells import MISSING_SECONDS
from datasets.relation import sample
from datasets.schema import Kind, Schema
from datasets.table import Table

THRESHOLD = 0.25
LEAST_ROWS = 50
BINS = 10
LEVELS = 20
COMPARED = (Kind.NUMERIC, Kind.DATETIME, Kind.CATEGORY, Kind.BOOLEAN)
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shift:
    """A column that looks different now: `value` is its PSI, `sentence` says what changed, with numbers."""

    column: str
    value: float
    threshold: float
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def shifts(before: Table, now: Table, columns: tuple[str, ...] | None = None) -> tuple[Shift, ...]:
    """The columns that differ by THRESHOLD or more, the largest first; `columns` are those to compare (None: all that
    both tables have). Cells of `now` are read as those of `before`. At most 20,000 rows of each are looked at, and
    with fewer than 50 nothing is said."""
    names = [name for name in columns or before.names if name in before.names and name in now.names]
    names = [name for name in names if before.schema[name].kind in COMPARED]
    if min(before.n_rows, now.n_rows) < LEAST_ROWS or not names:
        return ()
    old = sample(before.select(names))
    new = sample(Table(now.cells.select(names), Schema(tuple(before.schema[name] for name in names)), now.record))
    found = [shift for name in names if (shift := _shift(old, new, name)) is not None]
    return tuple(sorted(found, key=lambda shift: -shift.value))


def stability_index(before: Counts, now: Counts) -> float:
    """PSI between the rows of each level (k,) before and now, less what chance gives; 0 and more."""
    k, n, m = len(before), int(before.sum()), int(now.sum())
    p, q = (before + 0.5) / (n + 0.5 * k), (now + 0.5) / (m + 0.5 * k)
    chance = (k - 1) * (1 / n + 1 / m)
    return max(0.0, float(((q - p) * np.log(q / p)).sum()) - chance)


def _shift(old: Table, new: Table, name: str) -> Shift | None:
    if old.schema[name].kind in (Kind.NUMERIC, Kind.DATETIME):
        before, now, said = _numbers(old, new, name)
    else:
        before, now, said = _texts(old, new, name)
    value = stability_index(before, now)
    if value < THRESHOLD:
        return None
    empty = [float(counts[0] / counts.sum()) for counts in (before, now)]
    if abs(empty[1] - empty[0]) >= 0.2:
        said = f"{100 * empty[1]:.0f} % of the cells are empty now, {100 * empty[0]:.0f} % were before"
    rows = f"{new.n_rows:,} rows compared with {old.n_rows:,}"
    return Shift(name, value, THRESHOLD, f"{name}: {said} (PSI {value:.2f}, {rows}).")


def _numbers(old: Table, new: Table, name: str) -> tuple[Counts, Counts, str]:
    before, now = _values(old, name), _values(new, name)
    known = before[~np.isnan(before)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if len(known) else np.zeros(0)
    counts = [_counted(_bin(values, edges), len(edges) + 2) for values in (before, now)]
    middles = [_middle(values, old.schema[name].kind) for values in (before, now)]
    return counts[0], counts[1], f"the middle value is {middles[1]} now, {middles[0]} before"


def _values(table: Table, name: str) -> npt.NDArray[np.float64]:
    if table.schema[name].kind is Kind.NUMERIC:
        return table.numbers(name)
    seconds = table.seconds(name)
    return np.where(seconds == MISSING_SECONDS, np.nan, seconds.astype(np.float64))


def _bin(values: npt.NDArray[np.float64], edges: npt.NDArray[np.float64]) -> Counts:
    codes = np.searchsorted(edges, values, side="left").astype(np.int64) + 1
    codes[np.isnan(values)] = 0
    return codes


def _counted(codes: Counts, levels: int) -> Counts:
    return np.bincount(codes, minlength=levels)


def _middle(values: npt.NDArray[np.float64], kind: Kind) -> str:
    known = values[~np.isnan(values)]
    if not len(known):
        return "not known"
    middle = float(np.median(known))
    return str(np.datetime64(int(middle), "s"))[:10] if kind is Kind.DATETIME else f"{middle:,.6g}"


def _texts(old: Table, new: Table, name: str) -> tuple[Counts, Counts, str]:
    """Level 0 is a missing cell, the last one every other text."""
    texts = [np.asarray(table.texts(name).to_pylist(), dtype=object) for table in (old, new)]
    different, rows = np.unique(texts[0][texts[0] != ""].astype(str), return_counts=True)
    words = ["", *different[np.argsort(-rows, kind="stable")[:LEVELS]].tolist()]
    place = {word: i for i, word in enumerate(words)}
    counts = [_counted(np.array([place.get(t, len(words)) for t in side]), len(words) + 1) for side in texts]
    shares = [side / side.sum() for side in counts]
    most = int(np.abs(shares[1] - shares[0])[1:].argmax()) + 1
    what = f'"{words[most]}"' if most < len(words) else "values that were rare or never seen"
    verb = "stands" if most < len(words) else "stand"
    said = f"{what} {verb} in {100 * shares[1][most]:.0f} % of the rows now, in {100 * shares[0][most]:.0f} % before"
    return counts[0], counts[1], said
