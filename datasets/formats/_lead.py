"""A first line that tells of the file and not of its columns, as DATEV writes one: it has another number of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from datasets.formats._delimiter import DELIMITERS
from datasets.formats._dialect import Sample
from datasets.formats._grammar import Grammar
from datasets.formats._parser import Parser
from datasets.formats._written import is_word

# The table below has at least so many columns, and its header so many cells more or fewer than the line above it.
MIN_COLUMNS = 4
MIN_DIFFERENCE = 2
MIN_ROWS = 3  # the header among them
MIN_NUMBERS = 2  # numbers, dates and the like: one of them may be the name of a column
_MARKER = re.compile(r'"(?:EXTF|DTVF)"')
_YEAR = re.compile(r"(?:19|20)\d\d")
_SAMPLE_ROWS = 50
_SAMPLE_SPAN = 200


def n_lead_lines(sample: Sample, delimiter: str | None) -> int:
    """1 where the first line of a sample is none of its table, else 0."""
    first = sample.lines[0] if sample.lines else ""
    if not any(letter.isdigit() for letter in first):
        return 0
    likely = (one for one in (DELIMITERS if delimiter is None else (delimiter,)) if one in first)
    return int(any(_has_lead(sample, one) for one in likely))


def _has_lead(sample: Sample, delimiter: str) -> bool:
    """Whether the first line is none of names and has another length than all the rows below, which begin with such."""
    parser = Parser(sample.lines, Grammar(delimiter, '"', '"'), most=_SAMPLE_SPAN)
    lead, *rows = [row.cells for row in islice(parser, _SAMPLE_ROWS) if row.cells] or [[]]
    if len(rows) < MIN_ROWS or len(lead) < 2 or len({len(row) for row in rows}) > 1:
        return False
    names, width = [name.strip() for name in rows[0]], len(rows[0])
    is_header = all(map(is_word, names)) and len(set(names)) == width
    is_other = width >= MIN_COLUMNS and abs(width - len(lead)) >= MIN_DIFFERENCE
    is_lead = _MARKER.match(sample.lines[0]) is not None or _are_no_names([cell.strip() for cell in lead])
    return is_other and is_header and is_lead and not all(map(is_word, filter(None, rows[1])))


def _are_no_names(cells: Sequence[str]) -> bool:
    """Whether cells hold a number, and show that they name no columns: by several numbers that are neither years nor
    counted on (1, 2, 3), by an empty cell between others, or by the same cell twice."""
    filled = [cell for cell in cells if cell]
    others = [cell for cell in filled if not is_word(cell)]
    numbers = [cell for cell in others if not _YEAR.fullmatch(cell)]
    if len(numbers) >= MIN_NUMBERS and not _are_counted(numbers):
        return True
    return bool(others) and (("" in cells[1:-1] and all((cells[0], cells[-1]))) or len(set(filled)) < len(filled))


def _are_counted(cells: Sequence[str]) -> bool:
    if not all(cell.isdecimal() for cell in cells):
        return False
    first = int(cells[0])
    return [int(cell) for cell in cells] == list(range(first, first + len(cells)))
