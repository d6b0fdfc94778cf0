"""Cells written as ="00001", with which programs keep Excel from taking noughts away: only their text is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from datasets.formats._anew import Anew
from datasets.formats._text import TextFile
from datasets.record import ReadOptions

# A file that writes cells so does it near its beginning.
_SAMPLE_CHARACTERS = 1 << 17
_BEGINS = '="'
_BARE = re.compile(r'(^|[,;\t|])="((?:[^"\r\n]|"")*)"(?=[,;\t|\r\n]|$)')
_QUOTED = re.compile(r'(^|[,;\t|])"=""((?:[^"\r\n]|"""")*)"""(?=[,;\t|\r\n]|$)')


def without_formulas(text: TextFile, options: ReadOptions, workspace: Path) -> Anew | None:
    """The same text with such cells as quoted ones; None when there are none."""
    if options.quote not in (None, '"') or (example := _first(text.path)) is None:
        return None
    path, n_cells = workspace / "bare.utf8", 0
    with text.path.open(encoding="utf-8", newline="") as lines, path.open("w", encoding="utf-8", newline="") as out:
        for line in lines:
            if _BEGINS in line:
                line, n = _without(line)
                n_cells += n
            out.write(line)
    cells = "1 cell is" if n_cells == 1 else f"{n_cells:,} cells are"
    said = f'{cells} written as a formula that gives a text, such as ="{example}"; only the text was read.'
    return Anew(replace(text, path=path), options, (said,))


def _first(path: Path) -> str | None:
    """The text of the first such cell at the beginning of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        head = file.read(_SAMPLE_CHARACTERS)
    if _BEGINS not in head:
        return None
    found = (match for line in head.split("\n") for one in (_BARE, _QUOTED) if (match := one.search(line)))
    return next((match[2] for match in found), None)


def _without(line: str) -> tuple[str, int]:
    line, n_bare = _BARE.subn(r'\1"\2"', line)
    line, n_quoted = _QUOTED.subn(_as_quoted, line)
    return line, n_bare + n_quoted


def _as_quoted(cell: re.Match[str]) -> str:
    return cell[1] + '"' + cell[2].replace('""""', '""') + '"'
