"""Writing a table chunk by chunk, as CSV (comma, UTF-8) or Parquet by the file's name."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from datasets.errors import InputError
from datasets.texts import text_cells

GROUP_ROWS = 100_000  # of a Parquet file
GROUP_BYTES = 64 << 20
PACKING = 6  # zlib's own middle between quick and small


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How a CSV file is written; an escape character equal to the quote means that a quote in a cell is doubled.
    `decimal` is the mark of numbers that are no texts yet: answers, and cells that came as numbers."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    encoding: str = "utf-8"
    decimal: str = "."

    @classmethod
    def like(cls, assumed: Mapping[str, Any], decimal: str = ".") -> CsvStyle:
        """The style of a file that was read, from what its ReadRecord assumed; the plain one if it was no CSV."""
        if "delimiter" not in assumed:
            return cls()
        quote = assumed["quote"] or '"'
        return cls(assumed["delimiter"], quote, assumed["escape"] or quote, assumed["encoding"], decimal)

    def has_letters(self, text: str) -> bool:
        """Whether the encoding has all letters of a text."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def number(self, column: pa.Array) -> pa.StringArray:
        """The cells (n,) as text; numbers with a fraction get the decimal mark, texts stay as they are."""
        texts = text_cells(column)
        fractions = pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)
        return pc.replace_substring(texts, ".", self.decimal) if fractions and self.decimal != "." else texts

    def cell(self, texts: pa.StringArray) -> pa.StringArray:
        """The texts (n,) as they stand in the file: quoted where they must be."""
        marks = (self.delimiter, self.quote, self.escape, "\r", "\n")
        content = bytes(_bytes(texts))
        if not any(mark.encode() in content for mark in marks):  # no cell needs to be looked at by itself
            return texts
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

    def encoded(self, columns: Sequence[pa.Array]) -> Any:
        """Rows, one array (n,) for each column, as `write` takes them; may be called by several threads at once."""
        ...

    def write(self, encoded: Any) -> None:
        """Appends what `encoded` made of the next rows."""
        ...

    def close(self) -> None:
        """Ends the file."""
        ...


@contextmanager
def row_writer(file: BinaryIO, path: str | Path, names: Sequence[str], style: CsvStyle = PLAIN) -> Iterator[RowWriter]:
    """A writer to `file` in the format that the name `path` asks for: .parquet, .gz (packed CSV), else CSV."""
    suffix = Path(path).suffix.lower()
    writer: RowWriter
    if suffix in (".parquet", ".pq"):
        writer = ParquetRows(file, names)
    elif suffix == ".gz":
        writer = PackedRows(file, names, style)
    else:
        writer = CsvRows(file, names, style)
    yield writer
    writer.close()


class CsvRows:
    """A header row, then the rows, "\n" after each; a missing cell is empty."""

    def __init__(self, file: BinaryIO, names: Sequence[str], style: CsvStyle = PLAIN) -> None:
        self._file, self._style = file, style
        self._mark = "".encode(style.encoding)  # what the encoding begins a file with
        self._file.write(self._mark)
        self.write(self.encoded([pa.array([name], pa.string()) for name in names]))

    def encoded(self, columns: Sequence[pa.Array]) -> bytes | memoryview:
        *texts, last = (self._style.cell(self._style.number(column)) for column in columns)
        glue = {"null_handling": "replace", "null_replacement": ""}
        ended = pc.binary_join_element_wise(last, "", "\n", **glue)
        lines = pc.binary_join_element_wise(*texts, ended, self._style.delimiter, **glue) if texts else ended
        arrays = lines.chunks if isinstance(lines, pa.ChunkedArray) else [lines]
        content = _bytes(arrays[0]) if len(arrays) == 1 else b"".join(map(_bytes, arrays))
        return content if self._style.encoding == "utf-8" else self._in_encoding(content)

    def write(self, encoded: bytes | memoryview) -> None:
        self._file.write(encoded)

    def close(self) -> None:
        """Nothing stands at the end of a CSV file."""

    def _in_encoding(self, content: bytes | memoryview) -> bytes:
        try:
            return str(content, "utf-8").encode(self._style.encoding)[len(self._mark) :]
        except UnicodeEncodeError as error:
            text = error.object[error.start : error.end]
            raise InputError(
                f"The answers cannot be written in the input's encoding {self._style.encoding}, which has no {text!r}. "
                "Write them as plain UTF-8 instead.",
                remedies={"like_input": (False,)},
            ) from error


class PackedRows:
    """CSV in one gzip member (RFC 1952). Chunks are packed by themselves, by several threads at once: each ends with a
    full flush, after which deflate refers to nothing before it, so they may stand one after the other."""

    def __init__(self, file: BinaryIO, names: Sequence[str], style: CsvStyle = PLAIN) -> None:
        self._file, self._style = file, style
        self._checksum = self._n_bytes = 0
        self._file.write(b"\x1f\x8b\x08" + bytes(6) + b"\xff")  # deflate, no name, no time, any system
        header = BytesIO()
        self._rows = CsvRows(header, names, style)
        self.write(_packed(header.getvalue()))

    def encoded(self, columns: Sequence[pa.Array]) -> tuple[bytes | memoryview, bytes]:
        return _packed(self._rows.encoded(columns))

    def write(self, encoded: tuple[bytes | memoryview, bytes]) -> None:
        content, packed = encoded
        self._checksum = zlib.crc32(content, self._checksum)
        self._n_bytes += len(content)
        self._file.write(packed)

    def close(self) -> None:
        self._file.write(zlib.compressobj(wbits=-zlib.MAX_WBITS).flush())
        self._file.write(struct.pack("<II", self._checksum, self._n_bytes & 0xFFFFFFFF))


def _packed(content: bytes | memoryview) -> tuple[bytes | memoryview, bytes]:
    packer = zlib.compressobj(PACKING, wbits=-zlib.MAX_WBITS)
    return content, packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)


class ParquetRows:
    """The columns in the types they come in, in groups of rows; a file without rows has columns of text."""

    def __init__(self, file: BinaryIO, names: Sequence[str]) -> None:
        import pyarrow.parquet

        self._parquet = pyarrow.parquet
        self._file, self._names = file, list(names)
        self._writer: pyarrow.parquet.ParquetWriter | None = None
        self._held: list[pa.Table] = []

    def encoded(self, columns: Sequence[pa.Array]) -> pa.Table:
        return pa.table(list(columns), names=self._names)

    def write(self, encoded: pa.Table) -> None:
        self._held.append(encoded)
        many = sum(table.num_rows for table in self._held) >= GROUP_ROWS
        if many or sum(table.nbytes for table in self._held) >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._writer is None:
            self._writer = self._parquet.ParquetWriter(self._file, self._held[0].schema)
        self._writer.write_table(pa.concat_tables(self._held))
        self._held = []

    def close(self) -> None:
        if self._writer is None and not self._held:
            self._held.append(self.encoded([pa.array([], pa.string()) for _ in self._names]))
        if self._held:
            self._flush()
        assert self._writer is not None
        self._writer.close()


def _bytes(lines: pa.StringArray) -> memoryview:
    """The texts of an array, one after the other."""
    _, offsets, data = lines.buffers()
    ends = memoryview(offsets).cast("i") if offsets is not None else [0]
    start, stop = ends[lines.offset], ends[lines.offset + len(lines)]
    return memoryview(data or b"")[start:stop]
