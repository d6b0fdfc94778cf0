"""Whether a table is drawn with bars and lines, and how: what is a bar, where the header is, which lines are rules."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from datasets.formats._ends import MAX_NOTES

# At least this share of the lines from the header on must be rows with the header's number of bars.
MIN_SHARE = 0.8
MAX_LINES_ABOVE = 20
_SAMPLE_LINES, _SAMPLE_CHARACTERS = 500, 1 << 18
_BAR, _UNESCAPED_BAR = re.compile("[|│┃║]"), re.compile(r"(?<!\\)\|")
# A line across the table, as +---+---+, ---+--- or only dashes; bars stand at its ends at most.
_ACROSS = re.compile("[|│┃║]?[-+=_]{3,}[|│┃║]?|[─━═┄┈\u250c-\u254b\u2550-\u256c]{2,}")
_OPENS, _CLOSES = re.compile("[|│┃║+┌├└┏┣┗╔╠╚╒╞╘╓╟╙]"), re.compile("[|│┃║+┐┤┘┓┫┛╗╣╝╕╡╛╖╢╜]")
_CROSSING = re.compile("[|│┃║+┬┼┴┳╋┻╦╬╩╤╪╧╥╫╨]")
_DASHES = re.compile(":?[-=_]+:?")
_LONG_DASHES = re.compile(":?[-=_]{3,}:?|:[-=_]+:?|[-=_]+:")


@dataclass(frozen=True)
class Drawing:
    """How a table is drawn: what is a bar, how many a row has, whether they stand at its `left` and `right` end; the
    header is line `header` of those that are not blank, and `rules` says which lines with bars are rules."""

    bar: re.Pattern[str]
    n_bars: int
    left: bool
    right: bool
    header: int = 0
    rules: frozenset[str] = frozenset()
    under: int = -1

    @property
    def n_columns(self) -> int:
        return self.n_bars + 1 - self.left - self.right

    def is_rule(self, line: str, place: int) -> bool:
        """Whether a line, the `place`-th that is not blank, draws something: dashes in cells are a rule only under the
        header, or where a line like it stands above the header."""
        return place == self.under or line in self.rules or _is_across(line)

    def cells(self, line: str) -> list[str]:
        """The bare cells of a row."""
        cells = [cell.strip(" ") for cell in self.bar.split(line)]
        cells = cells[self.left and not cells[0] :]
        cells = cells[: len(cells) - (self.right and len(cells) > 1 and not cells[-1])]
        return cells if self.bar is _BAR else [cell.replace(r"\|", "|") for cell in cells]


def first_lines(path: Path) -> list[str]:
    """The first lines that are not blank."""
    with path.open(encoding="utf-8") as file:
        content = file.read(_SAMPLE_CHARACTERS)
    lines = content.split("\n")
    lines = lines[:-1] if len(content) == _SAMPLE_CHARACTERS else lines
    return [bare for line in lines[:_SAMPLE_LINES] if (bare := line.strip(" \r"))]


def drawing_in(lines: list[str]) -> Drawing | None:
    for i, (header, under) in enumerate(pairwise(lines[: MAX_LINES_ABOVE + 2])):
        if (found := _ruled(header, under)) is not None:
            above = {line for line in lines[:i][-1:] if _all_dashes(line, _DASHES)}
            found = replace(found, header=i, under=i + 1, rules=frozenset(above))
            return found if _is_steady(found, lines) else None
    return _framed(lines)


def _ruled(header: str, under: str) -> Drawing | None:
    """The drawing of a header with a line under it that has as many cells."""
    if not _BAR.search(header) or _is_across(header) or _all_dashes(header, _DASHES):
        return None
    framed = all(_BAR.match(mark) for mark in (header[0], header[-1])) and len(_BAR.findall(header)) > 1
    if _is_across(under):
        left, right = bool(_OPENS.match(under[0])), bool(_CLOSES.match(under[-1]))
        n_bars = len(_CROSSING.findall(under[left : len(under) - right])) + left + right
        if n_bars == 2 * left or left != right:  # dashes alone say nothing of cells
            left, right, n_bars = framed, framed, len(_BAR.findall(header))
        bar = _BAR
    elif _all_dashes(under, _DASHES if framed else _LONG_DASHES):
        left, right = bool(_BAR.match(under[0])), bool(_BAR.match(under[-1]))
        bar, n_bars = _UNESCAPED_BAR if "|" in under else _BAR, len(_BAR.findall(under))
    else:
        return None
    fits = left <= bool(_BAR.match(header[0])) and right <= bool(_BAR.match(header[-1]))
    found = Drawing(bar, n_bars, left, right)
    return found if fits and len(bar.findall(header)) == n_bars > left + right - 1 else None


def _is_steady(drawing: Drawing, lines: list[str]) -> bool:
    """Whether nearly all lines from the header on have its bars, none above is the begin of a quoted cell, and no other
    delimiter cuts them all where no frame says that bars are meant."""
    if any(line.count('"') % 2 for line in lines[: drawing.header]):
        return False
    found = [line for i, line in enumerate(lines) if i >= drawing.header and not drawing.is_rule(line, i)]
    n_below = next(i for i, line in enumerate(reversed(found)) if drawing.bar.search(line))
    rows = found[: len(found) - n_below]
    n_alike = sum(len(drawing.bar.findall(line)) == drawing.n_bars for line in rows)
    is_cut = not (drawing.left and drawing.right) and _cut_evenly(rows)
    return n_below <= MAX_NOTES and n_alike >= MIN_SHARE * len(rows) and not is_cut


def _framed(lines: list[str]) -> Drawing | None:
    """The drawing of rows without a line under their header: all have bars at both ends, and equally many."""
    rows = [line for line in lines if not _is_across(line)]
    n_bars = len(_BAR.findall(rows[0])) if len(rows) > 1 else 0
    framed = n_bars > 2 and all(
        _BAR.match(line[0]) and _BAR.match(line[-1]) and len(_BAR.findall(line)) == n_bars and '"' not in line
        for line in rows
    )
    return Drawing(_BAR, n_bars, True, True) if framed and not _cut_evenly(rows) else None


def _cut_evenly(rows: list[str]) -> bool:
    """Whether a comma, a semicolon or a tab cuts all of these lines into equally many cells."""
    for delimiter in ",;\t":
        widths = {len(cells) for cells in csv.reader(rows, delimiter=delimiter)}
        if len(widths) == 1 and widths != {1}:
            return True
    return False


def _is_across(line: str) -> bool:
    return _ACROSS.fullmatch(line) is not None


def _all_dashes(line: str, dashes: re.Pattern[str]) -> bool:
    """Whether bars and dashes are all there is in a line, as |:---|---:| or --- | ---."""
    cells = [cell.strip(" ") for cell in _BAR.split(line)]
    cells = cells[not cells[0] : len(cells) - (not cells[-1])]
    return _BAR.search(line) is not None and len(cells) > 0 and all(dashes.fullmatch(cell) for cell in cells)
