"""CSV: with a header, or without one in the order of the manifest.

The first line is a header when it holds the names of the model's columns in order, or when it has names of columns,
numbers aside, at least half as many as it has cells; case, blanks and punctuation are set aside for that, but then
every name must be right to the letter. The parameter `header` of the content type (RFC 4180: present or absent) decides
instead where it is given. The delimiter is the first of comma, semicolon and tab with which the first line is a header
or has one cell for each column. Empty lines are passed over.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from inference.manifest import Manifest
from inference.names import fold
from inference.server.asked import Asked, no_rows, too_many_rows, unknown_column, wrong_width
from inference.server.errors import RefusalError

DELIMITERS = (",", ";", "\t")
ENCODINGS = frozenset(
    {"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii"}
    | {"iso8859-1", "iso8859-2", "iso8859-15", "koi8-r", "koi8-u"}
    | {f"cp125{n}" for n in range(9)}
    | {"shift_jis", "cp932", "euc_jp", "gb2312", "gbk", "gb18030", "big5", "euc_kr"}
)


class CsvReader:
    """Reads csv texts for one model."""

    def __init__(self, manifest: Manifest, most_rows: int) -> None:
        self.manifest = manifest
        self.most_rows = most_rows
        self._names = list(manifest.asked_names)
        self._known = frozenset((*self._names, *manifest.spare))
        self._words = frozenset(fold(name) for name in self._known if not _is_number(name))

    def read(self, body: bytes, parameters: Mapping[str, str]) -> Asked:
        """The rows of a text; `parameters` are those of its content type. Raises RefusalError naming the row."""
        text = _decoded(body, parameters.get("charset", "utf-8"))
        first, delimiter = self._first_line(text)
        header = self._has_header(first, parameters.get("header"))
        names = self._checked_names(first) if header else self._names
        rows: list[Mapping[str, str]] = []
        for number, cells in enumerate(_lines(text, delimiter), 1 - header):
            if number > self.most_rows:
                raise too_many_rows(self.most_rows)
            if len(cells) != len(names):
                raise _ragged(len(cells), len(names), number) if header else self._wrong_width(cells, number)
            if number:
                rows.append(dict(zip(names, cells, strict=True)))
        if not rows:
            raise no_rows()
        return Asked(rows, header, delimiter)

    def _first_line(self, text: str) -> tuple[list[str], str]:
        lines = [(next(_lines(text, DELIMITERS[0]), []), DELIMITERS[0])]
        if not lines[0][0]:
            raise no_rows()
        for delimiter in DELIMITERS:
            cells = next(_lines(text, delimiter))
            if self._looks_like_header(cells) or len(cells) == len(self._names):
                return cells, delimiter
        return lines[0]

    def _has_header(self, first: list[str], said: str | None) -> bool:
        if said is None:
            return self._looks_like_header(first)
        if said not in ("present", "absent"):
            raise RefusalError(415, f"The parameter header of text/csv must be present or absent; it is {said[:40]!r}.")
        return said == "present"

    def _looks_like_header(self, cells: list[str]) -> bool:
        if cells == self._names:
            return True
        return 2 * len(self._words.intersection(map(fold, cells))) >= len(cells)

    def _checked_names(self, cells: Sequence[str]) -> list[str]:
        names = [cell if cell in self._known else cell.strip() for cell in cells]
        for name in names:
            if name not in self._known:
                raise unknown_column(name, self.manifest)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise RefusalError(400, f"Every column must have a name of its own; {twice!r} is there twice.", twice)
        return names

    def _wrong_width(self, cells: Sequence[str], row: int) -> RefusalError:
        return wrong_width(len(cells), self.manifest, row)


def _decoded(body: bytes, charset: str) -> str:
    try:
        encoding = codecs.lookup(charset).name
    except (LookupError, ValueError):
        encoding = ""
    if encoding not in ENCODINGS:
        raise RefusalError(415, f"The charset {charset[:40]!r} is not read here. Send UTF-8.")
    try:
        return body.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise RefusalError(
            400,
            f"The text must be {encoding}; the byte at position {error.start:,} is not. "
            "Send UTF-8, or name the encoding: text/csv; charset=...",
        ) from error


def _lines(text: str, delimiter: str) -> Iterator[list[str]]:
    """The cells of every line that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise RefusalError(400, f"Line {reader.line_num:,} is not CSV: {error}.") from error
        if cells is None:
            return
        if cells:
            yield cells


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _ragged(n_cells: int, n_names: int, row: int) -> RefusalError:
    sentence = f"Row {row:,} must have {n_names:,} cells, as the header has; it has {n_cells:,}."
    return RefusalError(400, sentence, row=row)
