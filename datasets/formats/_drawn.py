"""Tables drawn with bars and lines, as databases, SAP and Markdown write them: only their cells are kept."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

from datasets.formats._text import TextFile

SAID = "The table is drawn with bars and lines; they were left out, with the blanks around its cells."
# At least this share of the lines that draw nothing must be rows, with the same number of bars.
MIN_SHARE = 0.8
MIN_ROWS = 3
_SAMPLE_LINES = 500
_BAR = re.compile("[|│┃║]")
_TIGHT = re.compile(r"\S[|│┃║]\S")
_WRITTEN = re.compile(r"[^\W_]|[\"']")
_DASHES = re.compile("[-=_]{3}|[─━═┄┈]{2}|:-|-:")


def undrawn(text: TextFile, workspace: Path) -> TextFile | None:
    """The same text, line by line, with | between bare cells and nothing where a line is drawn; None when the table is
    not drawn: its rows have bars at both ends, or blanks around every bar."""
    with text.path.open(encoding="utf-8") as lines:
        if not _is_drawn([line.strip() for line in islice(lines, _SAMPLE_LINES) if line.strip()]):
            return None
        path, n_lines = workspace / "undrawn.utf8", 0
        lines.seek(0)
        with path.open("w", encoding="utf-8", newline="") as out:
            for line in lines:
                out.write(_bare(line.strip()) + "\n")
                n_lines += 1
    return replace(text, path=path, n_crlf=0, n_lf=n_lines, n_cr=0)


def _is_drawn(lines: list[str]) -> bool:
    others = [line for line in lines if not _is_line(line)]
    rows = [line for line in others if _BAR.search(line)]
    if len(rows) < max(MIN_ROWS, MIN_SHARE * len(others)) or any('"' in line for line in rows):
        return False
    (_, n_alike), *_ = Counter(len(_BAR.findall(line)) for line in rows).most_common(1)
    framed = all(_BAR.match(line[0]) and _BAR.match(line[-1]) and len(line) > 1 for line in rows)
    return n_alike >= MIN_SHARE * len(rows) and (framed or not any(_TIGHT.search(line) for line in rows))


def _is_line(line: str) -> bool:
    return _DASHES.search(line) is not None and not _WRITTEN.search(line)


def _bare(line: str) -> str:
    if _is_line(line):
        return ""
    if not _BAR.search(line):
        return line
    cells = [cell.strip() for cell in _BAR.split(line)]
    first, last = int(bool(_BAR.match(line[0]))), len(cells) - bool(_BAR.match(line[-1]))
    return "|".join(cells[first:last])
