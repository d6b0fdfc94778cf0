"""How a CSV file is written: delimiter, quote, escape, comment lines above the table.

DuckDB's sniffer speaks first. Where it gives up, sees one column only, or would skip lines (it does both on files
whose rows differ in length), the delimiter is the one that cuts most rows into the same number of cells.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice

import duckdb

from datasets.formats._text import TextFile
from datasets.record import ReadOptions

# Tried in this order; of equally good ones the first is taken.
DELIMITERS = (",", ";", "\t", "|")
# Tried when none of the above fits; every row must then have the same number of cells, at least so many.
RARE_DELIMITERS = {":": 2, "~": 2, "^": 2, "\x01": 2, "\x1f": 2, " ": 3}
# A delimiter counts only when at least this share of the rows contain it.
MIN_SHARE = 0.5
# A first row without the delimiter is a title when at least this share of the other rows agree in length.
STEADY_SHARE = 0.8
COMMENT = "#"
_NOWHERE = "\x1e"
_SAMPLE_CHARACTERS = 1 << 17
_SAMPLE_ROWS = 500
_SNIFFED_ROWS = 2048  # a row that does not fit further down is found when all are read


@dataclass(frozen=True)
class Dialect:
    """`skip` comment lines stand above the table; `n_columns` is the length of most rows in a sample. With one column
    the delimiter says how such a file would be continued; `cut` is what the lines are cut at."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    skip: int = 0
    n_columns: int = 1
    chosen: bool = False

    @property
    def cut(self) -> str:
        """The delimiter, or a character that no text holds when the file is one column of prose."""
        return self.delimiter if self.chosen or self.n_columns > 1 else _NOWHERE


def find_dialect(text: TextFile, options: ReadOptions) -> Dialect:
    """The dialect of a file; options overrule what was found."""
    skip, sample = _sample(text)
    sniffed = _sniff(text, options, skip)
    if sniffed is None or sniffed.skip != skip or sniffed.n_columns == 1:
        sniffed = _by_counting(sample, options, skip)
    sniffed = replace(sniffed, chosen=options.delimiter is not None)
    return sniffed if options.quote is None else replace(sniffed, quote=options.quote, escape=options.quote)


def _sample(text: TextFile) -> tuple[int, list[str]]:
    """The number of comment lines at the top, and the first whole lines after them."""
    with text.path.open(encoding="utf-8", newline="") as file:
        content = file.read(_SAMPLE_CHARACTERS)
    lines = content.splitlines(keepends=True)
    if len(content) == _SAMPLE_CHARACTERS and len(lines) > 1:
        lines = lines[:-1]
    skip = 0
    while skip < len(lines) - 1 and lines[skip].startswith(COMMENT) and _is_remark(lines[skip], lines[skip + 1 :]):
        skip += 1
    return skip, lines[skip:]


def _is_remark(line: str, after: list[str]) -> bool:
    """Whether a line that starts with # is a remark: a header such as "#id,name" has the delimiters of what follows."""
    following = next((other for other in after if not other.startswith(COMMENT)), "")
    here, there = ({d: text.count(d) for d in DELIMITERS} for text in (line, following))
    return here != there or not any(there.values())


def _sniff(text: TextFile, options: ReadOptions, skip: int) -> Dialect | None:
    arguments: dict[str, str | bool | int] = {"all_varchar": True, "header": False, "sample_size": _SNIFFED_ROWS}
    if options.delimiter:
        arguments["delim"] = options.delimiter
    if options.quote is not None:
        arguments["quote"] = options.quote
    if skip:
        arguments["skip"] = skip
    placed = ", ".join(f"{name} := ${name}" for name in arguments)
    with duckdb.connect() as connection:
        try:
            row = connection.execute(
                f"select Delimiter, Quote, Escape, SkipRows, len(Columns) from sniff_csv($path, {placed})",
                {"path": str(text.path), **arguments},
            ).fetchone()
        except duckdb.Error:
            return None
    if row is None:
        return None
    delimiter, quote, escape, found_skip, n_columns = row
    quote = '"' if quote == "(empty)" else quote
    return Dialect(delimiter, quote, quote if escape == "(empty)" else escape, found_skip, n_columns)


def _by_counting(lines: list[str], options: ReadOptions, skip: int) -> Dialect:
    candidates = (options.delimiter,) if options.delimiter else DELIMITERS
    best, best_score = Dialect(candidates[0], skip=skip), 0.0
    for delimiter in candidates:
        for escape in ('"', "\\"):
            widths = _widths(lines, delimiter, escape)
            if _splits(widths) and (score := _steadiness(widths)) > best_score:
                best, best_score = Dialect(delimiter, '"', escape, skip, _usual(widths)), score
    if best_score or options.delimiter:
        return best
    for delimiter, least in RARE_DELIMITERS.items():
        widths = _widths(lines, delimiter, '"')
        if len(widths) > 2 and min(widths) == max(widths) >= least:
            return Dialect(delimiter, skip=skip, n_columns=widths[0])
    return best


def _widths(lines: list[str], delimiter: str, escape: str) -> list[int]:
    """Cells in each row that is not blank, if the sample is cut at this delimiter."""
    if len(delimiter) != 1:
        return []
    reader = csv.reader(
        lines, delimiter=delimiter, doublequote=escape == '"', escapechar=None if escape == '"' else escape
    )
    try:
        return [len(row) for row in islice(reader, _SAMPLE_ROWS) if row]
    except csv.Error:
        return []


def _splits(widths: list[int]) -> bool:
    """Whether the rows are really cut: most of them, and the first as well unless it looks like a title."""
    if not widths or sum(width > 1 for width in widths) < MIN_SHARE * len(widths):
        return False
    usual = _usual(widths)
    steady = widths.count(usual) >= STEADY_SHARE * (len(widths) - 1) and usual > 1
    return widths[0] > 1 or (steady and len(widths) > 2)


def _steadiness(widths: list[int]) -> float:
    """The pattern score of van den Burg, Nazabal and Sutton (2019): high when few row lengths explain many rows."""
    counts = Counter(widths)
    return sum(n * (width - 1) / width for width, n in counts.items()) / (len(counts) * len(widths))


def _usual(widths: list[int]) -> int:
    return Counter(widths).most_common(1)[0][0]
