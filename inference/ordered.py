"""Rows that are written in the order of their answers: put on disk first, sorted there, then handed to the writer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from datasets.errors import EaselError
from inference.manifest import Manifest
from inference.output import RowWriter

Order = Literal["file", "answer"]
MEMORY = "512MB"  # beyond which DuckDB puts what it sorts on disk
BLOCK_ROWS = 16_384
_PLACE = "place"


def ranked_by(manifest: Manifest, n_columns: int, n_answers: int) -> tuple[int, ...]:
    """The places of the columns whose largest value ranks a row: the probability of the class that is asked about, of
    several classes the largest one, of numbers the answer itself. The answers are the last `n_answers` columns."""
    first = n_columns - n_answers
    if manifest.problem == "regression":
        return (first,)
    if manifest.problem == "binary":
        return (first + 1 + manifest.classes.index(manifest.positive or manifest.classes[-1]),)
    return tuple(first + 1 + i for i in range(len(manifest.classes)))


@contextmanager
def in_order(writer: RowWriter, ranks: Sequence[int]) -> Iterator[RowWriter]:
    """A writer that hands its rows to `writer` when the block ends, those with the largest answer first, equal ones in
    the order in which they came. `ranks` are the places of the columns whose largest value is the answer.

    Memory stays bounded: rows wait in the folder for temporary files, and go with the block. Raises EaselError when
    they cannot be sorted there (disk full ...).
    """
    with tempfile.TemporaryDirectory(prefix="easel-order-") as folder:
        waiting = WaitingRows(Path(folder))
        yield waiting
        waiting.hand_over(writer, ranks)


class WaitingRows:
    """Rows on disk in the order in which they came."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / "rows.arrow"
        self._file: Any = None
        self._types: list[pa.DataType] = []
        self._n = 0

    def encoded(self, columns: Sequence[pa.Array]) -> list[pa.Array]:
        return list(columns)

    def write(self, encoded: list[pa.Array]) -> None:
        n = len(encoded[0])
        places = pa.array(range(self._n, self._n + n), pa.int64())
        names = [*(f"c{i}" for i in range(len(encoded))), _PLACE]
        rows = pa.record_batch([*map(_stored, encoded), places], names=names)
        if self._file is None:
            self._types = [column.type for column in encoded]
            self._file = pa.ipc.new_file(str(self._path), rows.schema)
        self._file.write_batch(rows)
        self._n += n

    def close(self) -> None:
        """Ends the file on disk."""
        if self._file is not None:
            self._file.close()

    def hand_over(self, writer: RowWriter, ranks: Sequence[int]) -> None:
        """All rows to `writer`, those with the largest answer first."""
        self.close()
        if self._n == 0:
            return
        for rows in self._sorted(ranks):
            columns = [_restored(column, kind) for column, kind in zip(rows.columns, self._types, strict=True)]
            writer.write(writer.encoded(columns))

    def _sorted(self, ranks: Sequence[int]) -> Iterator[pa.RecordBatch]:
        names = ", ".join(f"c{i}" for i in range(len(self._types)))
        largest = f"greatest({', '.join(f'c{i}' for i in ranks)})"
        settings: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(self._folder / "sorting")}
        try:
            with pa.OSFile(str(self._path)) as source, duckdb.connect(":memory:", config=settings) as connection:
                connection.register("waiting", _one_after_another(pa.ipc.open_file(source)))
                order = f"ORDER BY {largest} DESC NULLS LAST, {_PLACE}"
                rows: pa.RecordBatchReader = connection.sql(f"SELECT {names} FROM waiting {order}").to_arrow_reader(
                    BLOCK_ROWS
                )
                yield from rows
        except duckdb.Error as error:
            reason = (str(error).splitlines() or ["it did not say why"])[0]
            raise EaselError(f"The rows could not be put in order: {reason}. Nothing was written.") from error


def _one_after_another(file: Any) -> pa.RecordBatchReader:
    """What a file holds, of which one part is in memory at a time."""
    parts = (file.get_batch(i) for i in range(file.num_record_batches))
    return pa.RecordBatchReader.from_batches(file.schema, parts)


def _stored(column: pa.Array) -> pa.Array:
    """Times as whole numbers: a database keeps fewer of their digits, and no time zone of theirs."""
    kind = column.type
    if _is_time(kind):
        return column.view(pa.int32() if kind.bit_width == 32 else pa.int64())
    return column.cast(pa.float32()) if pa.types.is_float16(kind) else column


def _restored(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if column.type == kind:
        return column
    return column.view(kind) if _is_time(kind) else pc.cast(column, kind)


def _is_time(kind: pa.DataType) -> bool:
    return bool(pa.types.is_temporal(kind) and not pa.types.is_interval(kind))


__all__ = ["Order", "in_order", "ranked_by"]
