"""Writing a table chunk by chunk, as CSV (comma, UTF-8) or Parquet by the file's name."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from datasets.cells import text_cells


class RowWriter(Protocol):
    """Takes the rows of a table in order."""

    def write(self, columns: Sequence[pa.Array]) -> None:
        """Appends rows: one array (n,) for each column."""
        ...


@contextmanager
def row_writer(file: BinaryIO, path: str | Path, names: Sequence[str]) -> Iterator[RowWriter]:
    """A writer to `file` in the format that the name `path` asks for: .parquet, .gz (packed CSV), else CSV."""
    suffix = Path(path).suffix.lower()
    if suffix == ".parquet":
        writer = ParquetRows(file, names)
        yield writer
        writer.close()
    elif suffix == ".gz":
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed:
            yield CsvRows(packed, names)
    else:
        yield CsvRows(file, names)


class CsvRows:
    """Comma, UTF-8, a header row, "\\n" after each row; a cell is quoted where it must be, a missing cell is empty."""

    def __init__(self, file: BinaryIO | gzip.GzipFile, names: Sequence[str]) -> None:
        self._file = file
        self.write([pa.array([name], pa.string()) for name in names])

    def write(self, columns: Sequence[pa.Array]) -> None:
        texts = [_quoted(text_cells(column)) for column in columns]
        rows = pc.binary_join_element_wise(*texts, ",", null_handling="replace", null_replacement="")
        lines = pc.binary_join_element_wise(rows, "", "\n")
        for array in lines.chunks if isinstance(lines, pa.ChunkedArray) else [lines]:
            self._file.write(_bytes(array))


class ParquetRows:
    """The columns in the types they come in; a file without rows has columns of text."""

    def __init__(self, file: BinaryIO, names: Sequence[str]) -> None:
        import pyarrow.parquet

        self._parquet = pyarrow.parquet
        self._file, self._names = file, list(names)
        self._writer: pyarrow.parquet.ParquetWriter | None = None

    def write(self, columns: Sequence[pa.Array]) -> None:
        table = pa.table(list(columns), names=self._names)
        if self._writer is None:
            self._writer = self._parquet.ParquetWriter(self._file, table.schema)
        self._writer.write_table(table)

    def close(self) -> None:
        if self._writer is None:
            self.write([pa.array([], pa.string()) for _ in self._names])
        assert self._writer is not None
        self._writer.close()


def _quoted(texts: pa.StringArray) -> pa.StringArray:
    must = pc.fill_null(pc.match_substring_regex(texts, '[",\r\n]'), False)
    if not pc.any(must).as_py():
        return texts
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(texts, '"', '""'), '"', "")
    return pc.if_else(must, quoted, texts)


def _bytes(lines: pa.StringArray) -> memoryview:
    """The texts of an array without nulls, one after the other."""
    _, offsets, data = lines.buffers()
    ends = memoryview(offsets).cast("i") if offsets is not None else [0]
    start, stop = ends[lines.offset], ends[lines.offset + len(lines)]
    return memoryview(data or b"")[start:stop]
