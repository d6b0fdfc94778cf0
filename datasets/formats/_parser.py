"""Rows of a text with delimiters, read forgivingly, with the line each row begins in.

A quote opens a cell at its beginning only, and closes it only before a delimiter or a line end; others are text.
A quote that never closes is text as well, and so is one whose row has the right length only without it: a lost quote
would swallow the rows after it. Rows read in this way are marked as repaired.
"""

from __future__ import annotations

import csv
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from datasets.formats._grammar import Grammar, Line, Patterns, Row

# A quoted cell may go on over so many lines; after each that did not close, over half as many, but at least the second.
MOST_LINES = 10_000
FEWEST_LINES = 100
# More quotes than this within the cells of a row: the row is cut at the wrong places.
MOST_STRAYS = 100
_ENDS = "\r\n"


@dataclass
class _Attempt:
    """One way to read a row: `taken` are the lines it needed beyond its first; `unclosed` is the place of a quote that
    never closes, `spanning` that of the first quote whose cell goes over several lines."""

    cells: list[str] = field(default_factory=list)
    taken: list[Line] = field(default_factory=list)
    strays: int = 0
    unclosed: tuple[int, int] | None = None
    spanning: tuple[int, int] | None = None


class Parser:
    """Iterates over the rows of `lines` (each with its line end); `width` is the usual number of cells, if known;
    a quoted cell goes over `most` further lines."""

    def __init__(
        self, lines: Iterable[str], grammar: Grammar, width: int = 0, first_line: int = 1, most: int = MOST_LINES
    ) -> None:
        csv.field_size_limit(sys.maxsize)
        self._lines = enumerate(lines, first_line)
        self._back: deque[Line] = deque()
        self._width = width
        self._early = False
        self._most = most
        self._grammar = grammar
        self._read_by = Patterns.of(grammar)

    def __iter__(self) -> Iterator[Row]:
        back, lines, read = self._back, self._lines, self._row
        while True:
            line = back.popleft() if back else next(lines, None)
            if line is None:
                return
            yield read(line)

    def _next(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def _give_back(self, lines: list[Line]) -> None:
        self._back.extendleft(reversed(lines))

    def _row(self, line: Line) -> Row:
        grammar = self._grammar
        number, text = line
        body = text.rstrip(_ENDS)
        if not body:
            return Row(number, [], text, False)
        if grammar.own_escape and grammar.escape in body:
            return self._careful(line)
        if not grammar.quote or grammar.quote not in body:
            return Row(number, body.split(grammar.cut) if grammar.cut else [body], text, False)
        if grammar.own_escape or len(grammar.cut) != 1 or self._read_by.careful_from.search(body):
            return self._careful(line)
        try:
            cells = next(csv.reader([text], delimiter=grammar.cut, quotechar=grammar.quote, strict=True))
        except (csv.Error, ValueError):
            return self._careful(line)
        return Row(number, cells, text, False)

    def _careful(self, line: Line) -> Row:
        plain: set[tuple[int, int]] = set()
        while (found := self._attempt(line, plain)).unclosed is not None:
            self._give_back(found.taken)
            self._most = min(self._most, max(FEWEST_LINES, self._most // 2))
            plain.add(found.unclosed)
        if found.taken and found.spanning and (found.strays or self._wrong(len(found.cells))):
            found = self._without_quote(line, found, plain)
        text = line[1] + "".join(text for _, text in found.taken)
        return Row(line[0], found.cells, text, bool(plain or found.strays))

    def _without_quote(self, line: Line, found: _Attempt, plain: set[tuple[int, int]]) -> _Attempt:
        """The same row with the quote that spans lines taken for text, if it is whole so; where it has the right length
        with the quote too, the lines after it must be whole rows as well."""
        assert found.spanning is not None
        if not self._wrong(len(found.cells)) and any(self._wrong(self._n_cuts(text) + 1) for _, text in found.taken):
            return found
        self._give_back(found.taken)
        other = self._attempt(line, plain | {found.spanning})
        if not other.taken and other.unclosed is None and not self._wrong(len(other.cells)):
            plain.add(found.spanning)
            return other
        self._give_back(other.taken)
        return self._closed_early(line, plain) or self._attempt(line, plain)

    def _closed_early(self, line: Line, plain: set[tuple[int, int]]) -> _Attempt | None:
        """The row when a quote that ends a cell after a line break may be followed by more text, if that is whole."""
        self._early = True
        other = self._attempt(line, plain)
        self._early = False
        if other.unclosed is None and not self._wrong(len(other.cells)):
            return other
        self._give_back(other.taken)
        return None

    def _wrong(self, n_cells: int) -> bool:
        return self._width > 0 and n_cells != self._width

    def _n_cuts(self, text: str) -> int:
        return text.count(self._grammar.cut) if self._grammar.cut else 0

    def _attempt(self, line: Line, plain: set[tuple[int, int]]) -> _Attempt:
        """Reads one row; the quotes at the places in `plain` (lines taken, position) are text."""
        found = _Attempt()
        cut = self._grammar.cut
        text, at = line[1], 0
        while True:
            place = (len(found.taken), at)
            opening = self._read_by.opening.match(text, at) if place not in plain else None
            if opening:
                closed = self._quoted(text, opening.end(), found)
                if closed is None:
                    found.unclosed = place
                    return found
                text, at = closed
                if len(found.taken) > place[0] and found.spanning is None:
                    found.spanning = place
            else:
                text, at = self._plain(text, at, found)
            if not cut or not text.startswith(cut, at):
                return found
            at += len(cut)

    def _plain(self, text: str, at: int, found: _Attempt) -> tuple[str, int]:
        """Reads a cell without quotes; an escape at the end of a line makes the next one part of the cell."""
        pieces: list[str] = []
        while True:
            cell = self._read_by.bare.match(text, at)
            assert cell is not None
            pieces.append(cell[0])
            at = cell.end()
            escape = self._grammar.escape
            if not self._grammar.own_escape or text[at : at + 1] not in ("\r", "\n"):
                break
            if (len(cell[0]) - len(cell[0].rstrip(escape))) % 2 == 0 or (more := self._next()) is None:
                break
            pieces.append(text[at:])
            found.taken.append(more)
            text, at = more[1], 0
        whole = "".join(pieces)
        found.cells.append(self._read_by.pair.sub(r"\g<kept>", whole) if self._grammar.own_escape else whole)
        return text, at

    def _quoted(self, text: str, at: int, found: _Attempt) -> tuple[str, int] | None:
        """Reads a cell to its closing quote: the line it ends in and the place after it; None where there is none."""
        pieces: list[str] = []
        start, strays = at, found.strays
        while True:
            mark = self._read_by.mark.search(text, at)
            if mark is None:
                pieces.append(text[start:])
                more = self._next() if len(found.taken) < self._most else None
                if more is None:
                    return None
                found.taken.append(more)
                text, at, start = more[1], 0, 0
            elif mark["end"] is not None and (found.strays == strays or len(mark["end"]) == 1):
                pieces.append(text[start : mark.start()])
                found.cells.append("".join(pieces))
                return text, mark.end()
            elif mark["stray"] is not None or mark["end"] is not None:
                found.strays += 1
                at = mark.end()
                if self._early and start == 0 and pieces:
                    rest = self._read_by.bare.match(text, at)
                    assert rest is not None
                    found.cells.append("".join([*pieces, text[: mark.start()], rest[0]]))
                    return text, rest.end()
                if found.strays > MOST_STRAYS:
                    return None
            else:
                pieces += [text[start : mark.start()], mark["kept"] or mark["twice"]]
                at = start = mark.end()
