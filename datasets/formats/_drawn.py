"""Tables drawn with bars and lines, as databases, SAP and Markdown write them: only their cells are kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from datasets.formats._anew import Anew, joined
from datasets.formats._drawing import Drawing, drawing_in, first_lines
from datasets.formats._ends import MAX_NOTES, NOTE
from datasets.formats._text import TextFile
from datasets.layout import DRAWN
from datasets.record import ReadOptions, SetAside

SAID = "The table is drawn with bars and lines; they were left out, with the blanks around its cells."


def undrawn(text: TextFile, options: ReadOptions, workspace: Path) -> Anew | None:
    """The same text with a delimiter between bare cells and nothing where a line is drawn; a quote is text where no
    other was asked for. None when the table is not drawn."""
    drawing = drawing_in(first_lines(text.path)) if options.delimiter in (None, "|") else None
    if drawing is None:
        return None
    is_literal = options.quote in (None, '"') and options.escape in (None, '"')
    options = replace(options, delimiter="|")
    if is_literal:
        options = replace(options, quote='"', escape='"')
    path = workspace / "undrawn.utf8"
    with text.path.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8", newline="") as out:
        bare = _Bare(drawing, is_literal, out)
        for line in lines:
            bare.add(line.strip(" \r\n"))
        notes = bare.end()
    text = replace(text, path=path, n_crlf=0, n_lf=bare.n_lines, n_cr=0, layout=DRAWN)
    return Anew(text, options, (SAID,), notes)


@dataclass
class _Bare:
    """Writes line after line to `out` without the drawing; `place` counts those that are not blank, and `below` are the
    lines without bars since the last row."""

    drawing: Drawing
    is_literal: bool
    out: TextIO
    n_lines: int = 0
    place: int = 0
    below: list[str] = field(default_factory=list)

    @property
    def gap(self) -> str:
        """What stands for a blank line; in one column it would be a row."""
        return "\n" if self.drawing.n_columns > 1 else ""

    def add(self, line: str) -> None:
        is_rule = self.drawing.is_rule(line, self.place)
        if line and not is_rule and self.drawing.bar.search(line):
            self.out.writelines(self._as_cell(other) for other in self.below)
            self.out.write(self._row(self.drawing.cells(line)))
            self.below = []
        elif self.place < self.drawing.header:
            self.out.write(self.gap if is_rule or not line else line + "\n")
        else:
            self.below.append("" if is_rule else line)
        self.place, self.n_lines = self.place + bool(line), self.n_lines + 1

    def end(self) -> tuple[SetAside, ...]:
        """The notes below the table; lines that are too many for that are written as rows."""
        first = self.n_lines - len(self.below) + 1
        notes = tuple(SetAside(NOTE, line, i) for i, line in enumerate(self.below, first) if line)
        is_noted = len(notes) <= MAX_NOTES
        self.out.writelines(self.gap if is_noted else self._as_cell(line) for line in self.below)
        return notes if is_noted else ()

    def _as_cell(self, line: str) -> str:
        return self._row([line]) if line else self.gap

    def _row(self, cells: list[str]) -> str:
        return joined(cells, "|") if self.is_literal else "|".join(cells) + "\n"
