"""What tells two tables apart by their names and cells: worked out once for every table that is imported."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.texts import text_cells


def fingerprint_of(cells: pa.Table) -> str:
    """sha256 (hex) over the names and the cells; chunks make no difference."""
    digest = hashlib.sha256()
    for name in cells.column_names:
        _digest_column(digest.update, name, cells.column(name))
    return digest.hexdigest()


def _digest_column(update: Callable[[Any], None], name: str, column: pa.ChunkedArray) -> None:
    """Name and type, then the lengths of all texts (-1: null), then their letters, chunk by chunk."""
    chunks = [text_cells(chunk) for chunk in column.chunks]
    update(json.dumps([name, str(column.type)]).encode())
    for texts in chunks:
        lengths = pc.fill_null(pc.cast(pc.binary_length(texts), pa.int64()), -1)
        update(np.ascontiguousarray(lengths))
    for texts in chunks:
        if len(texts):
            update(_letters(texts))


def _letters(texts: pa.StringArray) -> memoryview:
    """The letters of all texts that are not null, one after the other; without a copy where no null has letters."""
    filled = texts
    if texts.null_count and _span(texts) != (pc.sum(pc.binary_length(texts)).as_py() or 0):
        filled = pc.fill_null(texts, "")
    _, offsets, data = filled.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[[filled.offset, filled.offset + len(filled)]]
    return memoryview(data)[ends[0] : ends[1]] if data is not None else memoryview(b"")


def _span(texts: pa.StringArray) -> int:
    _, offsets, _ = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)
    return int(ends[texts.offset + len(texts)] - ends[texts.offset])


__all__ = ["fingerprint_of"]
