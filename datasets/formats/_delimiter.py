"""Finding the delimiter of a CSV file: the one that cuts most rows into equally many cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice

from datasets.formats._dialect import Dialect, Sample
from datasets.formats._grammar import Grammar, Row
from datasets.formats._number_commas import are_in_numbers
from datasets.formats._parser import Parser
from datasets.record import ReadOptions

# Tried in this order; of equally good ones the first is taken.
DELIMITERS = (",", ";", "\t", "|")
# Delimiters of several characters: taken where they cut every row into the same number of cells.
LONG_DELIMITERS = (
    "\t\t",
    "|~|",
    "~|~",
    "^|^",
    "|;|",
    "|#|",
    "||",
    "::",
    ";;",
    "~~",
    "^^",
    "@@",
    "##",
    "$$",
    "&&",
    "<>",
)
# Tried when none of the above fits; every row must then have the same number of cells, at least so many.
RARE_DELIMITERS = {":": 2, "~": 2, "^": 2, "\x01": 2, "\x1f": 2, "§": 2, "¦": 2, "#": 2, "!": 2, "*": 2, "/": 3, " ": 3}
# A delimiter counts only when at least this share of the rows contain it.
MIN_SHARE = 0.5
# Lines without the delimiter above the others are titles when at least this share of the others agree in length.
STEADY_SHARE = 0.8
MAX_TITLE_LINES = 20
_SAMPLE_ROWS = 500
_SAMPLE_SPAN = 200  # lines that a quoted cell may go over in the sample
# A line of nothing but one number with marks between its thousands.
_MOMENT = re.compile(r"(?<![\d,.])(?:\d{1,2}:[0-5]\d(?::[0-5]\d)?|\d{1,4}/\d{1,2}/\d{1,4})(?=,)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")


def by_counting(sample: Sample, options: ReadOptions) -> Dialect:
    """The dialect that cuts the rows of a sample most evenly; one column where nothing does."""
    quotes = ('"',) if options.quote is None else (options.quote,)
    candidates = (options.delimiter,) if options.delimiter else DELIMITERS
    best, best_score = Dialect(candidates[0], quotes[0], quotes[0], sample.skip), 0.0
    even: dict[float, Dialect] = {}
    for delimiter in candidates:
        for quote in quotes:
            for escape in dict.fromkeys((quote, "\\")):
                found, score = _tried(sample, delimiter, quote, escape)
                if found and found.skip == sample.skip and score == _steadiness([found.n_columns]):
                    even.setdefault(score, found)
                if found and score > best_score:
                    best, best_score = found, score
    if best.skip > sample.skip and even:
        return even[max(even)]  # no line is a title where another delimiter cuts it as the rows
    if best_score or options.delimiter:
        return best if best_score else _one_column(sample, best)
    return by_rare_delimiter(sample) or _one_column(sample, best)


def by_rare_delimiter(sample: Sample, *, has_commas: bool = False) -> Dialect | None:
    """The dialect with a delimiter that few files have, where one cuts every row alike; with `has_commas`, which could
    cut the rows, too, each of them must stand within a number then."""
    for delimiter, least in RARE_DELIMITERS.items():
        if has_commas and delimiter in ":/" and all(_MOMENT.search(line) for line in sample.lines[1:] if line.strip()):
            continue  # times and dates between commas, below a title
        rows = _rows(sample, delimiter, '"', '"')
        widths = [len(row.cells) for row in rows]
        is_even = len(widths) > 2 and min(widths) == max(widths) >= least
        if is_even and (not has_commas or all(are_in_numbers(row.cells) for row in rows)):
            return Dialect(delimiter, skip=sample.skip, n_columns=widths[0])
    return None


def _one_column(sample: Sample, best: Dialect) -> Dialect:
    """One column whose quotes are escaped by a backslash, if that leaves fewer quotes unexplained."""
    if not best.quote:
        return best
    repaired = [
        sum(row.repaired for row in islice(Parser(sample.lines, Grammar("", best.quote, escape)), _SAMPLE_ROWS))
        for escape in (best.quote, "\\")
    ]
    return replace(best, escape="\\") if repaired[1] < repaired[0] else best


def by_long_delimiter(sample: Sample) -> Dialect | None:
    """The dialect with a delimiter of several characters, where one cuts every row alike."""
    head = "".join(sample.lines[:50])
    for delimiter in LONG_DELIMITERS:
        if head.count(delimiter) < 2:
            continue
        widths = [len(row.cells) for row in _rows(sample, delimiter, '"', '"')]
        single = head.replace(delimiter, "").count(delimiter[0]) + head.replace(delimiter, "").count(delimiter[-1])
        if len(widths) > 1 and min(widths) == max(widths) > 1 and not single:
            return Dialect(delimiter, skip=sample.skip, n_columns=widths[0])
    return None


def _tried(sample: Sample, delimiter: str, quote: str, escape: str) -> tuple[Dialect | None, float]:
    """The dialect with this delimiter and its score; None when it does not really cut the rows."""
    rows = _rows(sample, delimiter, quote, escape)
    n_titles = _n_title_lines([len(row.cells) for row in rows])
    rows = rows[n_titles:]
    widths = [len(row.cells) for row in rows]
    if not _splits(widths) or (delimiter == "," and _is_column_of_thousands(widths, [row.text for row in rows])):
        return None, 0.0
    skip = sample.skip if not n_titles else rows[0].line - 1
    repaired = sum(row.repaired for row in rows) / len(rows)
    return Dialect(delimiter, quote, escape, skip, _usual(widths)), _steadiness(widths) * (1 - repaired / 2)


def _rows(sample: Sample, delimiter: str, quote: str, escape: str) -> list[Row]:
    """The rows that are not blank, if the sample is cut at this delimiter."""
    grammar = Grammar(delimiter, quote, escape)
    parser = Parser(sample.lines, grammar, first_line=sample.skip + 1, most=_SAMPLE_SPAN)
    found = islice(parser, _SAMPLE_ROWS)
    return [row for row in found if row.cells]


def _n_title_lines(widths: list[int]) -> int:
    """How many rows without the delimiter stand above the table: titles, when what follows is steady."""
    n = next((i for i, width in enumerate(widths) if width > 1), 0)
    below = widths[n:]
    if not 0 < n <= MAX_TITLE_LINES or len(below) < 2:
        return 0
    return n if below.count(_usual(below)) >= STEADY_SHARE * len(below) else 0


def _splits(widths: list[int]) -> bool:
    """Whether the rows are really cut: most of them, and the first as well."""
    return len(widths) > 0 and widths[0] > 1 and sum(width > 1 for width in widths) >= MIN_SHARE * len(widths)


def _is_column_of_thousands(widths: list[int], texts: list[str]) -> bool:
    """Whether the commas stand within numbers such as 1,234,567.00: every line is one, and they differ in length."""
    return min(widths) != max(widths) and all(_THOUSANDS.fullmatch(text.strip()) for text in texts)


def _steadiness(widths: list[int]) -> float:
    """The pattern score of van den Burg, Nazabal and Sutton (2019): high when few row lengths explain many rows."""
    counts = Counter(widths)
    return sum(n * (width - 1) / width for width, n in counts.items()) / (len(counts) * len(widths))


def _usual(widths: list[int]) -> int:
    return Counter(widths).most_common(1)[0][0]
