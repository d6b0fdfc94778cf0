"""Whether lines agree with the gaps found between their columns: a wrong cut would tear cells, or join two columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from datasets.formats._written import are_numbers
from datasets.layout import Gap

# At least this share of the lines below the first have as many cells as fields between two blanks or more.
MIN_AGREED = 0.9
_WIDE = re.compile(r" {2,}")


def cut(line: str, gaps: Sequence[Gap]) -> list[str] | None:
    """The bare cells of a line; None when it goes on over a gap."""
    if any(line[first:end].strip(" ") for first, end in gaps):
        return None
    ends = [(0, 0), *gaps, (len(line), len(line))]
    return [line[start:end].strip(" ") for (_, start), (end, _) in pairwise(ends)]


def have_names(line: str, gaps: Sequence[Gap]) -> bool:
    """Whether a line has a name between all gaps, as far as its blanks tell; the first column may have none."""
    names = cut(line, gaps)
    return names is not None and all(names[1:]) and not any(map(_WIDE.search, names))


def n_even_fields(lines: Sequence[str], gaps: Sequence[Gap]) -> int:
    """How many fields every line has between blanks where the gaps leave columns of numbers together, each with the
    same number of fields in all lines; else 0."""
    counts = {tuple(len(cell.split()) for cell in cells) for cells in _cut_all(lines, gaps)}
    if len(counts) != 1:
        return 0
    (fields,) = counts
    joined = [i for i, n in enumerate(fields) if n > 1]
    first_row = cut(lines[1], gaps) or []
    is_even = bool(joined) and all(are_numbers(first_row[i].split()).any() for i in joined)
    return sum(fields) if is_even and min(fields) > 0 else 0


def do_agree(lines: Sequence[str], gaps: Sequence[Gap]) -> bool:
    """Whether the first line has a word for every column but the first, which may have none; where names have several
    words, blanks must part the cells of nearly all lines as the gaps do."""
    rows = _cut_all(lines, gaps)
    if not rows or len(lines[0].split()) < 2:
        return False
    names, *others = rows
    if not all(names[1:]):
        return False
    has_numbers = any(_are_several_numbers(cell) for row in rows for cell in row)
    if all(len(name.split()) <= 1 for name in names):
        return not (has_numbers and are_numbers(names).any())
    if has_numbers or any(map(_WIDE.search, names)) or _may_be_joined(rows):
        return False
    agreed = sum(_n_parted(line) == sum(map(bool, row)) for line, row in zip(lines[1:], others, strict=True))
    return agreed >= MIN_AGREED * len(others)


def _cut_all(lines: Sequence[str], gaps: Sequence[Gap]) -> list[list[str]]:
    """The cells of all lines; none where a line goes on over a gap."""
    rows = [cells for line in lines if (cells := cut(line, gaps)) is not None]
    return rows if len(rows) == len(lines) else []


def _may_be_joined(rows: Sequence[Sequence[str]]) -> bool:
    """Whether some column has the same number of words in all rows, its name included, and more than one."""
    return any(min(counts) == max(counts) > 1 for counts in zip(*_n_words(rows), strict=True))


def _n_words(rows: Sequence[Sequence[str]]) -> list[list[int]]:
    return [[len(cell.split()) for cell in row] for row in rows]


def _n_parted(line: str) -> int:
    return len(_WIDE.split(line.strip(" ")))


def _are_several_numbers(cell: str) -> bool:
    fields = cell.split() if " " in cell else []
    return bool(fields) and bool(are_numbers(fields).all())
