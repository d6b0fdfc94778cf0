"""Cells written as ="00001", with which programs keep Excel from taking noughts away: only their text is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from datasets.formats._anew import Anew
from datasets.formats._find_dialect import find_dialect
from datasets.formats._text import TextFile
from datasets.record import ReadOptions

# A file that writes cells so does it near its beginning.
_SAMPLE_CHARACTERS = 1 << 17
_BEGINS = '="'
# What stands in a bare cell, and in a quoted one.
_BARE = r'="((?:[^"\r\n]|"")*)"'
_QUOTED = r'"=""((?:[^"\r\n]|"""")*)"""'


@dataclass(frozen=True)
class _Cells:
    """How such cells are found between delimiters."""

    bare: re.Pattern[str]
    quoted: re.Pattern[str]

    @classmethod
    def between(cls, delimiter: str) -> _Cells:
        cut = f"|{re.escape(delimiter)}" if delimiter else ""
        bare, quoted = (re.compile(f"(^{cut}){cell}(?=[\r\n]|${cut})") for cell in (_BARE, _QUOTED))
        return cls(bare, quoted)

    def first(self, text: str) -> str | None:
        """The text of the first such cell."""
        found = (match for line in text.split("\n") for one in (self.bare, self.quoted) if (match := one.search(line)))
        return next((match[2] for match in found), None)

    def without(self, line: str) -> tuple[str, int]:
        line, n_bare = self.bare.subn(r'\1"\2"', line)
        line, n_quoted = self.quoted.subn(_as_quoted, line)
        return line, n_bare + n_quoted


def without_formulas(text: TextFile, options: ReadOptions, workspace: Path) -> Anew | None:
    """The same text with such cells as quoted ones; None when there are none."""
    head = _head(text.path) if options.quote in (None, '"') else ""
    if _BEGINS not in head:
        return None
    cells = _Cells.between(find_dialect(text, options).cut)
    if (example := cells.first(head)) is None:
        return None
    path, n_cells = workspace / "bare.utf8", 0
    with text.path.open(encoding="utf-8", newline="") as lines, path.open("w", encoding="utf-8", newline="") as out:
        for line in lines:
            if _BEGINS in line:
                line, n = cells.without(line)
                n_cells += n
            out.write(line)
    counted = "1 cell is" if n_cells == 1 else f"{n_cells:,} cells are"
    said = f'{counted} written as a formula that gives a text, such as ="{example}"; only the text was read.'
    return Anew(replace(text, path=path), options, (said,))


def _head(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read(_SAMPLE_CHARACTERS)


def _as_quoted(cell: re.Match[str]) -> str:
    return cell[1] + '"' + cell[2].replace('""""', '""') + '"'
