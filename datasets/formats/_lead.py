"""A first line that tells of the file and not of its columns, as DATEV writes one: it has another number of cells."""

from __future__ import annotations

from itertools import islice

from datasets.formats._delimiter import DELIMITERS
from datasets.formats._dialect import Sample
from datasets.formats._parser import Grammar, Parser
from datasets.formats._written import is_word

# The table below has at least so many columns, and its header so many cells more or fewer than the line above it.
MIN_COLUMNS = 4
MIN_DIFFERENCE = 2
MIN_ROWS = 3  # the header among them
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
    """Whether the first line has a number and another length than all the rows below, which begin with one of names."""
    parser = Parser(sample.lines, Grammar(delimiter, '"', '"'), most=_SAMPLE_SPAN)
    lead, *rows = [row.cells for row in islice(parser, _SAMPLE_ROWS) if row.cells] or [[]]
    if len(rows) < MIN_ROWS or len(lead) < 2 or len({len(row) for row in rows}) > 1:
        return False
    names, width = [name.strip() for name in rows[0]], len(rows[0])
    is_header = all(map(is_word, names)) and len(set(names)) == width
    is_other = width >= MIN_COLUMNS and abs(width - len(lead)) >= MIN_DIFFERENCE
    has_numbers = any(cell.strip() and not is_word(cell) for cell in lead)
    return is_other and is_header and has_numbers and not all(map(is_word, filter(None, rows[1])))
