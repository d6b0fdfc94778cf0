"""Writing a table chunk by chunk, as CSV (comma, UTF-8) or Parquet by the file's name."""

from __future__ import annotations

import codecs
import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from datasets.cells import text_cells
from datasets.errors import InputError


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How a CSV file is written; an escape character equal to the quote means that a quote in a cell is doubled."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    encoding: str = "utf-8"

    @classmethod
    def like(cls, assumed: Mapping[str, Any]) -> CsvStyle:
        """The style of a file that was read, from what its ReadRecord assumed; the plain one if it was no CSV."""
        if "delimiter" not in assumed:
            return cls()
        quote = assumed["quote"] or '"'
        return cls(assumed["delimiter"], quote, assumed["escape"] or quote, assumed["encoding"])

    def cell(self, texts: pa.StringArray) -> pa.StringArray:
        """The texts (n,) as they stand in the file: quoted where they must be."""
        special = f"[{re.escape(self.delimiter + self.quote + self.escape)}\r\n]"
        must = pc.fill_null(pc.match_substring_regex(texts, special), False)
        if not pc.any(must).as_py():
            return texts
        safe = texts
        for mark in dict.fromkeys((self.escape, self.quote)):
            safe = pc.replace_substring(safe, mark, self.escape + mark)
        return pc.if_else(must, pc.binary_join_element_wise(self.quote, safe, self.quote, ""), texts)


PLAIN = CsvStyle()


class RowWriter(Protocol):
    """Takes the rows of a table in order."""

    def write(self, columns: Sequence[pa.Array]) -> None:
        """Appends rows: one array (n,) for each column."""
        ...


@contextmanager
def row_writer(file: BinaryIO, path: str | Path, names: Sequence[str], style: CsvStyle = PLAIN) -> Iterator[RowWriter]:
    """A writer to `file` in the format that the name `path` asks for: .parquet, .gz (packed CSV), else CSV."""
    suffix = Path(path).suffix.lower()
    if suffix == ".parquet":
        writer = ParquetRows(file, names)
        yield writer
        writer.close()
    elif suffix == ".gz":
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed:
            yield CsvRows(packed, names, style)
    else:
        yield CsvRows(file, names, style)


class CsvRows:
    """A header row, then the rows, "\n" after each; a missing cell is empty."""

    def __init__(self, file: BinaryIO | gzip.GzipFile, names: Sequence[str], style: CsvStyle = PLAIN) -> None:
        self._file = file
        self._style = style
        self._encoder = None if style.encoding == "utf-8" else codecs.getincrementalencoder(style.encoding)()
        self.write([pa.array([name], pa.string()) for name in names])

    def write(self, columns: Sequence[pa.Array]) -> None:
        texts = [self._style.cell(text_cells(column)) for column in columns]
        glue = {"null_handling": "replace", "null_replacement": ""}
        rows = pc.binary_join_element_wise(*texts, self._style.delimiter, **glue)
        lines = pc.binary_join_element_wise(rows, "", "\n")
        for array in lines.chunks if isinstance(lines, pa.ChunkedArray) else [lines]:
            self._file.write(self._encoded(_bytes(array)))

    def _encoded(self, content: memoryview) -> memoryview | bytes:
        if self._encoder is None:
            return content
        try:
            return self._encoder.encode(str(content, "utf-8"))
        except UnicodeEncodeError as error:
            text = error.object[error.start : error.end]
            raise InputError(
                f"The answers cannot be written in the input's encoding {self._style.encoding}, which has no {text!r}. "
                "Write them as plain UTF-8 instead (without --like-input)."
            ) from error


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


def _bytes(lines: pa.StringArray) -> memoryview:
    """The texts of an array without nulls, one after the other."""
    _, offsets, data = lines.buffers()
    ends = memoryview(offsets).cast("i") if offsets is not None else [0]
    start, stop = ends[lines.offset], ends[lines.offset + len(lines)]
    return memoryview(data or b"")[start:stop]
