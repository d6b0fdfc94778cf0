"""Long columns block by block: what is made of a block stays in the cache, and its memory serves the next one again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

BLOCK_ROWS = 1 << 16
V = TypeVar("V", bound=np.generic)
# Bytes that may begin or end a blank: control characters, the blank, and all of letters beyond ASCII.
MAY_BE_BLANK = np.array([byte <= 32 or byte >= 127 for byte in range(256)])


def blocks_of(cells: pa.Array | pa.ChunkedArray) -> Iterator[pa.Array]:
    """The cells (n,) in order, not copied, at most BLOCK_ROWS at a time."""
    for chunk in cells.chunks if isinstance(cells, pa.ChunkedArray) else [cells]:
        for start in range(0, len(chunk), BLOCK_ROWS):
            yield chunk.slice(start, BLOCK_ROWS)


def converted(
    cells: pa.Array | pa.ChunkedArray, convert: Callable[[pa.Array], npt.NDArray[V]], kind: type[V]
) -> npt.NDArray[V]:
    """What `convert` makes of each block, as one array (n,)."""
    out = np.empty(len(cells), dtype=kind)
    start = 0
    for block in blocks_of(cells):
        out[start : start + len(block)] = convert(block)
        start += len(block)
    return out


def trimmed(texts: pa.StringArray) -> pa.StringArray:
    """The texts (n,) without blanks around them; where none has any, the very same."""
    return pc.utf8_trim_whitespace(texts) if _may_have_blanks(texts) else texts


def _may_have_blanks(texts: pa.StringArray) -> bool:
    """Whether the first or the last byte of some text may be that of a blank."""
    _, offsets, data = texts.buffers()
    letters = np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, dtype=np.uint8)
    if not len(letters) or not len(texts):
        return False
    ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    for start in range(0, len(texts), BLOCK_ROWS):
        some = ends[start : start + BLOCK_ROWS + 1]
        # an empty text has the byte of a neighbour looked at, which is looked at anyway
        firsts, lasts = letters[np.minimum(some[:-1], len(letters) - 1)], letters[some[1:] - 1]
        if MAY_BE_BLANK[firsts].any() or MAY_BE_BLANK[lasts].any():
            return True
    return False


__all__ = ["BLOCK_ROWS", "MAY_BE_BLANK", "blocks_of", "converted", "trimmed"]
