"""How a CSV file is written: delimiter, quote, escape, lines to skip."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import duckdb

from datasets.formats._text import TextFile
from datasets.record import ReadOptions

# Tried when DuckDB's sniffer gives no answer; of equally good ones the first is taken.
DELIMITERS = (",", ";", "\t", "|", ":", "~", "^", " ")
_SAMPLE_BYTES = 1 << 16


@dataclass(frozen=True)
class Dialect:
    """`skip` lines stand above the table; `n_columns` is None when it is not known yet."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    skip: int = 0
    n_columns: int | None = None


def find_dialect(text: TextFile, options: ReadOptions) -> Dialect:
    """The dialect by DuckDB's sniffer, or by counting delimiters where that gives up; options overrule both."""
    sniffed = _sniff(text, options) or _count(text, options)
    quote = sniffed.quote if options.quote is None else options.quote
    return Dialect(sniffed.delimiter, quote, sniffed.escape if quote else "", sniffed.skip, sniffed.n_columns)


def _sniff(text: TextFile, options: ReadOptions) -> Dialect | None:
    arguments: dict[str, str | bool] = {"all_varchar": True, "header": False}
    if options.delimiter:
        arguments["delim"] = options.delimiter
    if options.quote is not None:
        arguments["quote"] = options.quote
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
    delimiter, quote, escape, skip, n_columns = row
    quote = '"' if quote == "(empty)" else quote
    return Dialect(delimiter, quote, quote if escape == "(empty)" else escape, skip, n_columns)


def _count(text: TextFile, options: ReadOptions) -> Dialect:
    """The delimiter that stands equally often, and most often, in the first lines."""
    with text.path.open("rb") as file:
        lines = [line for line in file.read(_SAMPLE_BYTES).decode("utf-8", "ignore").splitlines() if line.strip()]
    if options.delimiter:
        return Dialect(options.delimiter)
    best, best_score = DELIMITERS[0], 0.0
    for delimiter in DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines[:200])
        times, lines_with = counts.most_common(1)[0] if counts else (0, 0)
        score = lines_with / max(len(lines[:200]), 1) * min(times, 3)
        if times and score > best_score:
            best, best_score = delimiter, score
    return Dialect(best)
