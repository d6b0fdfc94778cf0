"""A number for every cell or row, the same for equal ones: counting what differs without comparing texts.

Two different texts share a 64-bit hash once in 2^64 pairs, so among a million rows hardly ever.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Keys = npt.NDArray[np.uint64]
# A column of so many rows is mostly different when this share of some rows, drawn evenly, are.
LONG = 100_000
MOSTLY = 0.9
_SOME = 4_000
_BLOCK = 100_000


def keys_of(cells: pa.Table) -> Keys:
    """(n,) a 64-bit hash of the cells of each row; they are scanned, not copied."""
    import duckdb

    if not cells.num_columns:
        return np.zeros(cells.num_rows, dtype=np.uint64)
    cells = cells.rename_columns([f"c{i}" for i in range(cells.num_columns)])
    with duckdb.connect() as connection:
        connection.register("cells", cells)
        found = connection.execute(f"select hash({', '.join(cells.column_names)}) as key from cells").fetchnumpy()
    return np.asarray(found["key"], dtype=np.uint64)


def mostly_different(cells: pa.ChunkedArray | pa.Array) -> bool:
    """Whether these are many texts of which hardly any stands twice, judged by some of them."""
    if len(cells) < LONG or not pa.types.is_string(cells.type):
        return False
    some = cells.take(pa.array(np.linspace(0, len(cells) - 1, _SOME).astype(np.int64)))
    return len(some.unique()) >= MOSTLY * _SOME


def n_different(keys: Keys) -> int:
    """How many different ones there are."""
    return n_runs(np.sort(keys))


def n_runs(ordered: Keys) -> int:
    """How many different ones there are among ordered ones."""
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + bool(len(ordered))


def commonest(keys: Keys, ordered: Keys, most: int) -> tuple[tuple[int, int], ...]:
    """The places where the most frequent ones stand first, with how often they do; ties in the order of the places.
    `ordered` are the same keys in order."""
    if not len(keys):
        return ()
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    counts = np.diff(np.append(starts, len(ordered)))
    most = min(most, len(counts))
    least = int(np.partition(counts, len(counts) - most)[len(counts) - most])
    above = _first_places(keys, ordered[starts[counts > least]], most)
    ties = _first_places(keys, ordered[starts[counts == least]], most - len(above))
    n_of = dict(zip(ordered[starts[counts > least]].tolist(), counts[counts > least].tolist(), strict=True))
    ranked = sorted(((place, n_of[int(keys[place])]) for place in above), key=lambda pair: (-pair[1], pair[0]))
    return (*ranked, *((place, least) for place in ties))


def _first_places(keys: Keys, wanted: Keys, most: int) -> list[int]:
    """Where the first `most` of these (in rising order) stand that stand first."""
    found: dict[int, int] = {}
    for start in range(0, len(keys), _BLOCK):
        if len(found) >= min(most, len(wanted)):
            break
        block = keys[start : start + _BLOCK]
        at = np.minimum(np.searchsorted(wanted, block), len(wanted) - 1)
        different, places = np.unique(np.where(wanted[at] == block, at, -1), return_index=True)
        new = sorted((place, one) for one, place in zip(different.tolist(), places.tolist(), strict=True) if one >= 0)
        for place, one in new:
            found.setdefault(one, start + place)
    return sorted(found.values())[:most]


__all__ = ["Keys", "commonest", "keys_of", "mostly_different", "n_different", "n_runs"]
