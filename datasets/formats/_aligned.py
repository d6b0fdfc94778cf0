"""Tables whose columns are aligned by blanks, as databases, mainframes and statistics programs print them.

The places where columns begin are told by a line of dashes under the header, or by blanks at the same places of all
lines. Every line of the file must agree, else the text is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from datasets.formats._agreed import cut, do_agree, have_names, n_even_fields
from datasets.formats._anew import Anew, joined
from datasets.formats._ends import MAX_NOTES, NOTE
from datasets.formats._gaps import common_gaps, gaps_of_few
from datasets.formats._number_commas import are_in_numbers, may_cut_nothing
from datasets.formats._text import TextFile
from datasets.layout import ALIGNED, FIELDS, WIDE, Gap, aligned_at, gaps_of
from datasets.record import ReadOptions, SetAside

SAID = "The columns are aligned by blanks; every line was cut at the same places."
SAID_OF_FIELDS = "The columns are aligned by blanks; every line was cut at its blanks."
MAX_LINES_ABOVE = 20
_SAMPLE_LINES, _SAMPLE_CHARACTERS = 500, 1 << 18
_RULER = re.compile(r" *-{2,}(?: +-+)+ *| *={2,}(?: +=+)+ *")
# What a database says below a table: "(3 rows affected)".
_FOOTER = re.compile(
    r" *\(?[0-9][0-9,.]* +(?:rows?|records?|record\(s\)|tuples?|Zeilen?|lignes?|filas?)\b", re.IGNORECASE
)
_RULE = re.compile(r"[-=_ ]*(?:-{3}|={3}|_{3})[-=_ ]*")


@dataclass(frozen=True)
class Aligned:
    """The blanks between columns, as places in a line; the header is line `header` of those that are not blank, and
    notes may stand below the table where a line is drawn under it. With `n_fields` every line has so many fields
    between blanks, wherever they stand."""

    gaps: tuple[Gap, ...]
    header: int = 0
    is_ruled: bool = False
    n_fields: int = 0

    def cells(self, line: str) -> list[str] | None:
        """The bare cells of a line; None when it goes on over a gap, or has another number of fields."""
        if not self.n_fields:
            return cut(line, self.gaps)
        fields = line.split()
        return fields if len(fields) == self.n_fields else None


def unaligned(
    text: TextFile, options: ReadOptions, workspace: Path, *, is_ruled: bool, has_commas: bool = False
) -> Anew | None:
    """The same text with tabs between bare cells; None when the columns are not aligned. One with a line of dashes
    under its header is asked for, or one without. With `has_commas`, which could cut the rows, too, each of them must
    stand within a number then."""
    if options.delimiter not in (None, "\t") or options.quote not in (None, '"'):
        return None
    lines = _first_lines(text.path)
    if has_commas and not may_cut_nothing(lines):
        return None
    found = (_ruled(lines) if is_ruled else _blank_between(lines)) if lines else None
    if found is None or (has_commas and not all(are_in_numbers(found.cells(line) or ()) for line in lines)):
        return None
    return _anew(text, options, workspace, found)


def unaligned_as(text: TextFile, options: ReadOptions, workspace: Path) -> Anew | None:
    """The same where the layout is asked for, as it was in an earlier file: also of few lines, which show it to nobody
    who does not know it."""
    lines = _first_lines(text.path)
    found = _ways(lines, options.layout or ALIGNED, options.header_row != 0) if lines else ()
    written = (_anew(text, options, workspace, way) for way in found)
    return next((anew for anew in written if anew is not None), None)


def _ways(lines: list[str], layout: str, has_header: bool) -> Iterator[Aligned]:
    """How lines may be cut that have a layout, the likeliest first."""
    if layout == FIELDS:
        yield Aligned((), n_fields=len(lines[0].split()))
    elif gaps := gaps_of(layout):
        if not has_header or have_names(lines[0], gaps):
            yield Aligned(gaps)
    else:
        least = 2 if layout == WIDE else 1
        few = gaps_of_few([line for line in lines if not _RULE.fullmatch(line)], least, has_header=has_header)
        found = [] if layout == WIDE else [_ruled(lines), _blank_between(lines)]
        yield from filter(None, [*found, Aligned(few) if few else None])


def _anew(text: TextFile, options: ReadOptions, workspace: Path, found: Aligned) -> Anew | None:
    path = workspace / "unaligned.utf8"
    written = _write(text.path, found, path)
    if written is None:
        return None
    n_lines, notes = written
    said, layout = (SAID_OF_FIELDS, FIELDS) if found.n_fields else (SAID, aligned_at(found.gaps))
    options = replace(options, delimiter="\t", quote='"', escape='"')
    text = replace(text, path=path, n_crlf=0, n_lf=n_lines, n_cr=0, layout=layout)
    return Anew(text, options, (said,), notes)


def _first_lines(path: Path) -> list[str]:
    """The first lines that are not blank; none where there is a tab among them."""
    with path.open(encoding="utf-8") as file:
        content = file.read(_SAMPLE_CHARACTERS)
    lines = content.split("\n")[: -1 if len(content) == _SAMPLE_CHARACTERS else None]
    return [] if "\t" in content else [line for line in lines[:_SAMPLE_LINES] if line.strip(" ")]


def _ruled(lines: list[str]) -> Aligned | None:
    """What a line of dashes in several groups says that stands below another line."""
    for i, line in enumerate(lines[1 : MAX_LINES_ABOVE + 2]):
        if _RULER.fullmatch(line):
            groups = [group.span() for group in re.finditer(r"[-=]+", line)]
            found = Aligned(tuple((end, start) for (_, end), (start, _) in pairwise(groups)), i, True)
            names = found.cells(lines[i])
            return found if names and all(names) and len(lines) > i + 2 else None
    return None


def _blank_between(lines: list[str]) -> Aligned | None:
    lines = [line for line in lines if not _RULE.fullmatch(line)]
    gaps = common_gaps(lines)
    if gaps and (n_fields := n_even_fields(lines, gaps)):
        return Aligned((), n_fields=n_fields)
    return Aligned(gaps) if gaps and do_agree(lines, gaps) else None


def _write(source: Path, aligned: Aligned, path: Path) -> tuple[int, tuple[SetAside, ...]] | None:
    """Writes the cells line by line; the number of lines and the notes below the table, None when a line of it goes on
    over a gap."""
    n_lines = place = 0
    below: list[SetAside] = []
    with source.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8", newline="") as out:
        is_after_gap = False
        for n_lines, line in enumerate((line.rstrip("\r\n") for line in lines), 1):
            is_blank = not line.strip(" ") or _RULE.fullmatch(line) is not None
            cells = aligned.cells(line)
            if is_blank or place < aligned.header:
                out.write("\n" if is_blank else line + "\n")
            elif aligned.is_ruled and (below or is_after_gap) and (cells is None or _FOOTER.match(line)):
                below.append(SetAside(NOTE, line.strip(" "), n_lines))
            elif cells is None or below or "\t" in line:
                return None
            else:
                out.write(joined(cells, "\t"))
            place += bool(line.strip(" "))
            is_after_gap = not line.strip(" ")
    return None if len(below) > MAX_NOTES else (n_lines, tuple(below))
