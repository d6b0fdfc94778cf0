"""A number for every cell or row, the same for equal ones: counting what differs without comparing texts.

Two different texts share a 64-bit hash once in 2^64 pairs, so among a million rows hardly ever.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.blocks import BLOCK_ROWS, blocks_of

Keys = npt.NDArray[np.uint64]
# A column of so many rows is mostly different when this share of some rows, drawn evenly, are.
LONG = 100_000
MOSTLY = 0.9
_SOME = 4_000
# Where something stands first is looked for in blocks that grow: it is often near the beginning.
_FIRST_BLOCK = 1000
_SIGN = np.uint64(1 << 63)  # without it, negative numbers would come behind the others


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


def keys_of_texts(texts: pa.ChunkedArray | pa.Array) -> Keys:
    """(n,) a number for each text, none of them null: whole numbers that rise from row to row stand for themselves, all
    other texts have a 64-bit hash."""
    rising = _rising(texts)
    return keys_of(pa.table({"text": texts})) if rising is None else rising


def _rising(texts: pa.ChunkedArray | pa.Array) -> Keys | None:
    """The texts as whole numbers where each is larger than the one before; different ones were
    written differently."""
    found = np.empty(len(texts), dtype=np.uint64)
    start = 0
    for block in blocks_of(texts):
        try:
            numbers = np.asarray(pc.cast(block, pa.int64()))
        except pa.ArrowInvalid:
            return None
        end = start + len(block)
        found[start:end] = numbers.view(np.uint64) ^ _SIGN
        if not in_order(found[max(start - 1, 0) : end]):
            return None
        start = end
    return found


def in_order(keys: Keys) -> bool:
    """Whether each is larger than the one before."""
    return bool((keys[1:] > keys[:-1]).all())


def mostly_different(cells: pa.ChunkedArray | pa.Array) -> bool:
    """Whether these are many texts of which hardly any stands twice, judged by some of them."""
    if len(cells) < LONG or not pa.types.is_string(cells.type):
        return False
    return len(_spread(cells).unique()) >= MOSTLY * _SOME


def _spread(cells: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray:
    """_SOME of the cells, drawn evenly; each taken from its chunk, since taking from all of them copies them first."""
    chunks = cells.chunks if isinstance(cells, pa.ChunkedArray) else [cells]
    places = np.linspace(0, len(cells) - 1, _SOME).astype(np.int64)
    ends = np.cumsum([0, *map(len, chunks)])
    cuts = np.searchsorted(places, ends)
    parts = zip(chunks, ends[:-1], pairwise(cuts), strict=True)
    return pa.chunked_array(
        [chunk.take(pa.array(places[first:last] - start)) for chunk, start, (first, last) in parts], cells.type
    )


def n_different(keys: Keys) -> int:
    """How many different ones there are; they are put in order where they are, which spares a copy."""
    if not in_order(keys):
        keys.sort()
    return n_runs(keys)


def n_runs(ordered: Keys) -> int:
    """How many different ones there are among ordered ones."""
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + bool(len(ordered))


def commonest(keys: Keys, ordered: Keys, most: int) -> tuple[tuple[int, int], ...]:
    """The places where the most frequent ones stand first, with how often they do; ties in the order of the places.
    `ordered` are the same keys in order."""
    equal = np.concatenate(([False], ordered[1:] == ordered[:-1], [False]))  # to the one before, past both ends
    firsts, lasts = np.flatnonzero(~equal[:-1] & equal[1:]), np.flatnonzero(equal[:-1] & ~equal[1:])
    repeated, counts = ordered[firsts], lasts - firsts + 1
    least = _nth_largest(counts, most) if len(counts) >= most else 1
    above = repeated[counts > least]
    n_of = dict(zip(above.tolist(), counts[counts > least].tolist(), strict=True))
    places = _first_places(keys, above, most)
    ranked = sorted(((place, n_of[int(keys[place])]) for place in places), key=lambda pair: (-pair[1], pair[0]))
    rest = most - len(ranked)
    ties = _first_places(keys, repeated[counts == least], rest) if least > 1 else _first_others(keys, above, rest)
    return (*ranked, *((place, least) for place in ties))


def _nth_largest(counts: npt.NDArray[np.int64], n: int) -> int:
    n_of_count = np.bincount(counts)
    return len(n_of_count) - 1 - int(np.searchsorted(np.cumsum(n_of_count[::-1]), n))


def _first_places(keys: Keys, wanted: Keys, most: int) -> list[int]:
    """Where the first `most` of these (in rising order) stand that stand first."""
    found: dict[int, int] = {}
    start, size = 0, _FIRST_BLOCK
    while start < len(keys) and len(found) < min(most, len(wanted)):
        block = keys[start : start + size]
        at = np.minimum(np.searchsorted(wanted, block), len(wanted) - 1)
        hits = np.flatnonzero(wanted[at] == block)
        different, firsts = np.unique(at[hits], return_index=True)
        for one, place in zip(different.tolist(), hits[firsts].tolist(), strict=True):
            found.setdefault(one, start + place)
        start, size = start + size, min(2 * size, BLOCK_ROWS)
    return sorted(found.values())[:most]


def _first_others(keys: Keys, repeated: Keys, most: int) -> list[int]:
    """The first `most` places of those that are not among the repeated ones (in rising order)."""
    found: list[int] = []
    for start in range(0, len(keys), BLOCK_ROWS):
        if len(found) >= most:
            break
        block = keys[start : start + BLOCK_ROWS]
        if len(repeated):
            at = np.minimum(np.searchsorted(repeated, block), len(repeated) - 1)
            found += (start + np.flatnonzero(repeated[at] != block)).tolist()
        else:
            found += range(start, start + len(block))
    return found[:most]


__all__ = ["Keys", "commonest", "in_order", "keys_of", "keys_of_texts", "mostly_different", "n_different", "n_runs"]
