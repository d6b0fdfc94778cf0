"""How a CSV file is written: delimiter, quote, escape, and the lines above the table.

DuckDB's sniffer speaks first. Where it gives up, sees one column only, or disagrees about the lines above the table
(it does so on files whose rows differ in length), the delimiter is the one that cuts most rows into equally many cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import duckdb

from datasets.formats._duckdb import connection
from datasets.formats._parser import Grammar, Parser, Row
from datasets.formats._text import TextFile
from datasets.record import ReadOptions, SetAside

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
COMMENT = "#"
ABOVE, REMARK = "above the header", "comment"
_SAMPLE_CHARACTERS = 1 << 17
_SAMPLE_ROWS = 500
_SAMPLE_SPAN = 200  # lines that a quoted cell may go over in the sample
_SNIFFED_ROWS = 2048  # a row that does not fit further down is found when all are read
_MAX_LINE_BYTES = 64 << 20
# A line of nothing but one number with marks between its thousands.
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Dialect:
    """`skip` lines stand above the table, and those of them that say something are `above`; `n_columns` is the length
    of most rows in a sample. With one column the delimiter says how such a file would be continued."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    skip: int = 0
    n_columns: int = 1
    chosen: bool = False
    above: tuple[SetAside, ...] = ()

    @property
    def cut(self) -> str:
        """The delimiter, or nothing when the file is one column of prose."""
        return self.delimiter if self.chosen or self.n_columns > 1 else ""

    @property
    def grammar(self) -> Grammar:
        return Grammar(self.cut, self.quote, self.escape if self.quote else "")

    @property
    def n_titles(self) -> int:
        """How many rows above the header are skipped as lines: they count when rows are counted from the top."""
        return sum(line.reason == ABOVE for line in self.above)


@dataclass(frozen=True)
class _Sample:
    """The first whole lines after `skip` others."""

    lines: list[str]
    skip: int

    def without(self, n: int) -> _Sample:
        return _Sample(self.lines[n:], self.skip + n)


def find_dialect(text: TextFile, options: ReadOptions) -> Dialect:
    """The dialect of a file; options overrule what was found."""
    lines = _first_lines(text)
    sample = _Sample(lines, 0).without(_n_remarks(lines))
    found = _sniff(text, options, sample)
    if found is None:
        found = _by_counting(sample, options)
    found = replace(found, chosen=options.delimiter is not None, above=_above(lines[: found.skip]))
    if options.quote is not None:
        found = replace(found, quote=options.quote, escape=options.quote)
    return found if options.escape is None else replace(found, escape=options.escape)


def _first_lines(text: TextFile) -> list[str]:
    with text.path.open(encoding="utf-8", newline="") as file:
        content = file.read(_SAMPLE_CHARACTERS)
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", content)
    return lines[:-1] if len(content) == _SAMPLE_CHARACTERS and len(lines) > 1 else lines


def _above(lines: Sequence[str]) -> tuple[SetAside, ...]:
    texts = [(number, line.rstrip("\r\n")) for number, line in enumerate(lines, 1)]
    return tuple(
        SetAside(REMARK if text.startswith(COMMENT) else ABOVE, text, number) for number, text in texts if text.strip()
    )


def _n_remarks(lines: list[str]) -> int:
    """The number of lines at the top that are remarks, or blank lines between them."""
    n = 0
    for i, line in enumerate(lines[:-1]):
        if line.startswith(COMMENT) and _is_remark(line, lines[i + 1 :]):
            n = i + 1
        elif line.strip():
            break
    return n


def _is_remark(line: str, after: list[str]) -> bool:
    """Whether a line that starts with # is a remark: a header such as "#id,name" has the delimiters of what follows,
    and in a file of one column a header has no blank after the # when only one line follows."""
    rest = [other for other in after if other.strip() and not other.startswith(COMMENT)]
    if not rest:
        return False
    here, there = ({d: text.count(d) for d in DELIMITERS} for text in (line, rest[0]))
    if any(here[d] == there[d] > 0 for d in DELIMITERS):
        return False
    return len(rest) > 1 or (line[1:2] in (" ", "\t", COMMENT) and any(c.isalpha() for c in line))


def _sniff(text: TextFile, options: ReadOptions, sample: _Sample) -> Dialect | None:
    """What DuckDB finds; None when it gives up, sees one column, or skips other lines than the remarks."""
    arguments: dict[str, str | bool | int] = {"all_varchar": True, "header": False, "sample_size": _SNIFFED_ROWS}
    if options.delimiter:
        arguments["delim"] = options.delimiter
    if options.quote is not None:
        arguments["quote"] = options.quote
    if sample.skip:
        arguments["skip"] = sample.skip
    if _is_long(sample.lines):
        return None
    placed = ", ".join(f"{name} := ${name}" for name in arguments)
    with connection() as database:
        try:
            row = database.execute(
                f"select Delimiter, Quote, Escape, SkipRows, len(Columns) from sniff_csv($path, {placed})",
                {"path": str(text.path), **arguments},
            ).fetchone()
        except duckdb.Error:
            return None
    if row is None or row[3] != sample.skip or row[4] == 1:
        return None
    delimiter, quote, escape, skip, n_columns = row
    quote = '"' if quote == "(empty)" else quote
    found = Dialect(delimiter, quote, quote if escape == "(empty)" else escape, skip, n_columns)
    longer = None if options.delimiter else _by_long_delimiter(sample)
    return longer or found


def _is_long(lines: list[str]) -> bool:
    """Whether the sample is one line, or less: nothing that rows could be compared in."""
    return len(lines) <= 1 and sum(map(len, lines)) >= _SAMPLE_CHARACTERS


def _by_counting(sample: _Sample, options: ReadOptions) -> Dialect:
    quotes = ('"',) if options.quote is None else (options.quote,)
    longer = None if options.delimiter else _by_long_delimiter(sample)
    if longer:
        return longer
    candidates = (options.delimiter,) if options.delimiter else DELIMITERS
    best, best_score = Dialect(candidates[0], quotes[0], quotes[0], sample.skip), 0.0
    for delimiter in candidates:
        for quote in quotes:
            for escape in dict.fromkeys((quote, "\\")):
                found, score = _tried(sample, delimiter, quote, escape)
                if found and score > best_score:
                    best, best_score = found, score
    if best_score or options.delimiter:
        return best if best_score else _one_column(sample, best)
    for delimiter, least in RARE_DELIMITERS.items():
        rows = _rows(sample, delimiter, '"', '"')
        widths = [len(row.cells) for row in rows]
        if len(widths) > 2 and min(widths) == max(widths) >= least:
            return Dialect(delimiter, skip=sample.skip, n_columns=widths[0])
    return _one_column(sample, best)


def _one_column(sample: _Sample, best: Dialect) -> Dialect:
    """One column whose quotes are escaped by a backslash, if that leaves fewer quotes unexplained."""
    if not best.quote:
        return best
    repaired = [
        sum(row.repaired for row in islice(Parser(sample.lines, Grammar("", best.quote, escape)), _SAMPLE_ROWS))
        for escape in (best.quote, "\\")
    ]
    return replace(best, escape="\\") if repaired[1] < repaired[0] else best


def _by_long_delimiter(sample: _Sample) -> Dialect | None:
    head = "".join(sample.lines[:50])
    for delimiter in LONG_DELIMITERS:
        if head.count(delimiter) < 2:
            continue
        widths = [len(row.cells) for row in _rows(sample, delimiter, '"', '"')]
        single = head.replace(delimiter, "").count(delimiter[0]) + head.replace(delimiter, "").count(delimiter[-1])
        if len(widths) > 1 and min(widths) == max(widths) > 1 and not single:
            return Dialect(delimiter, skip=sample.skip, n_columns=widths[0])
    return None


def _tried(sample: _Sample, delimiter: str, quote: str, escape: str) -> tuple[Dialect | None, float]:
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


def _rows(sample: _Sample, delimiter: str, quote: str, escape: str) -> list[Row]:
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
