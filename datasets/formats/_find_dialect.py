"""Finding out how a CSV file is written: delimiter, quote, escape, and the lines above the table.

A delimiter of several characters is looked for first, then DuckDB's sniffer speaks. Where it gives up, sees one column
only, or disagrees about the lines above the table (it does so on files whose rows differ in length), the delimiter is
the one that cuts most rows into equally many cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from datasets.formats._delimiter import DELIMITERS, by_counting, by_long_delimiter, by_rare_delimiter
from datasets.formats._dialect import ABOVE, COMMENT, REMARK, Dialect, Sample
from datasets.formats._duckdb import connection
from datasets.formats._lead import n_lead_lines
from datasets.formats._marked import delimiter_said, is_mark
from datasets.formats._number_commas import may_cut_nothing_below
from datasets.formats._text import TextFile
from datasets.record import ReadOptions, SetAside

_SAMPLE_CHARACTERS = 1 << 17
_QUOTED = re.compile(r'(?:^|(?<=[,;\t|]))"(?:[^"]|"")*"(?=[,;\t|\r\n]|$)')  # a cell in which a delimiter is text
_SNIFFED_ROWS = 2048  # a row that does not fit further down is found when all are read


def find_dialect(text: TextFile, options: ReadOptions) -> Dialect:
    """The dialect of a file; options overrule what was found."""
    lines = _first_lines(text)
    if options.delimiter is None:
        options = replace(options, delimiter=delimiter_said(lines))
    sample = Sample(lines, 0).without(1 if is_mark(lines) else _n_remarks(lines))
    sample = sample.without(n_lead_lines(sample, options.delimiter))
    longer = None if options.delimiter else by_long_delimiter(sample)
    found = longer or _sniff(text, options, sample) or by_counting(sample, options)
    if found.cut == "," and options.delimiter is None and may_cut_nothing_below(sample.lines):
        found = by_rare_delimiter(sample, has_commas=True) or found
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
    for here, there in ((line, rest[0]), (_QUOTED.sub("", line), _QUOTED.sub("", rest[0]))):
        if any(here.count(d) == there.count(d) > 0 for d in DELIMITERS):
            return False
    return len(rest) > 1 or (line[1:2] in (" ", "\t", COMMENT) and any(c.isalpha() for c in line))


def _sniff(text: TextFile, options: ReadOptions, sample: Sample) -> Dialect | None:
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
    return Dialect(delimiter, quote, quote if escape == "(empty)" else escape, skip, n_columns)


def _is_long(lines: list[str]) -> bool:
    """Whether the sample is one line, or less: nothing that rows could be compared in."""
    return len(lines) <= 1 and sum(map(len, lines)) >= _SAMPLE_CHARACTERS
