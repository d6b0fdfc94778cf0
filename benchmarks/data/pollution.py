"""Files as they should not be: one clean table written in many wrong ways, each with the table a person would read.

The kinds of pollution are those that Vitagliano et al. (Pollock: A Data Loading Benchmark, PVLDB 16(8), 2023) counted
in 3,712 real files; the tables and the code are our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

Row = tuple[str, ...]


@dataclass(frozen=True)
class Clean:
    """A table of texts."""

    header: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Polluted:
    """`content` is the file called `file`; `truth` is what should be read from it."""

    name: str
    content: bytes
    truth: Clean
    file: str = "source.csv"


@dataclass(frozen=True)
class Style:
    """How a row is written: everything quoted, as in the source file of the benchmark."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    end: str = "\r\n"

    def line(self, row: Row) -> str:
        return self.delimiter.join(self.cell(text) for text in row) + self.end

    def cell(self, text: str) -> str:
        if not self.quote:
            return text
        for mark in dict.fromkeys((self.escape, self.quote)):
            text = text.replace(mark, self.escape + mark)
        return f"{self.quote}{text}{self.quote}"

    def lines(self, table: Clean) -> list[str]:
        return [self.line(table.header), *map(self.line, table.rows)]


PLAIN = Style()
PLACES = ("first", "middle", "last")
WORDS = "This report was put together by hand"


def variants(table: Clean) -> Iterator[Polluted]:
    """Every pollution of a table, the clean file first."""
    yield Polluted("clean", _joined(PLAIN.lines(table)), table)
    yield from _files(table)
    yield from _sizes(table)
    yield from _dialects(table)
    yield from _around(table)
    yield from _headers(table)
    for place in PLACES:
        yield from _rows(table, place)


def _joined(lines: list[str], encoding: str = "utf-8") -> bytes:
    return "".join(lines).encode(encoding)


def _files(table: Clean) -> Iterator[Polluted]:
    content = _joined(PLAIN.lines(table))
    for file in ("source", "\u00a0.csv", "$.csv", "source.tsv", "source.pdf", "source.loremipsum"):
        yield Polluted(f"file name {file!r}", content, table, file)
    for encoding in ("latin-1", "utf-8-sig", "utf-16", "utf-16-be"):
        yield Polluted(f"encoding {encoding}", _joined(PLAIN.lines(table), encoding), table)


def _sizes(table: Clean) -> Iterator[Polluted]:
    yield Polluted("no line end at the end", _joined(PLAIN.lines(table)).removesuffix(b"\r\n"), table)
    yield Polluted("two line ends at the end", _joined([*PLAIN.lines(table), "\r\n"]), table)
    one = Clean(table.header, table.rows[:1])
    yield Polluted("one row", _joined(PLAIN.lines(one)), one)
    yield Polluted("header only", _joined(PLAIN.lines(Clean(table.header, ()))), Clean(table.header, ()))
    yield Polluted("no header", _joined(PLAIN.lines(table)[1:]), Clean((), table.rows))
    narrow = Clean(table.header[:1], tuple(row[:1] for row in table.rows))
    yield Polluted("one column", _joined(PLAIN.lines(narrow)), narrow)
    wide = Clean(tuple(f"{name} {i}" for i in range(20) for name in table.header), tuple(r * 20 for r in table.rows))
    yield Polluted("very many columns", _joined(PLAIN.lines(wide)), wide)
    long = Clean(table.header, table.rows * 20)
    yield Polluted("many rows", _joined(PLAIN.lines(long)), long)


def _dialects(table: Clean) -> Iterator[Polluted]:
    for delimiter in (";", "|", "\t", " ", ":", "\t\t", ", ", "~", "^"):
        style = replace(PLAIN, delimiter=delimiter)
        yield Polluted(f"delimiter {delimiter!r}", _joined(style.lines(table)), table)
    for end in ("\n", "\r"):
        yield Polluted(f"line end {end!r}", _joined(replace(PLAIN, end=end).lines(table)), table)
    yield Polluted('quote "\'"', _joined(replace(PLAIN, quote="'", escape="'").lines(table)), table)
    yield Polluted("escape '\\\\'", _joined(replace(PLAIN, escape="\\").lines(table)), table)
    bare = Clean(table.header, tuple(tuple(_without_marks(text) for text in row) for row in table.rows))
    yield Polluted("no quotes", _joined(replace(PLAIN, quote="").lines(bare)), bare)


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if letter not in ",\"'\r\n\\")


def _around(table: Clean) -> Iterator[Polluted]:
    width, lines = len(table.header), PLAIN.lines(table)
    text = [WORDS + "\r\n"] * 3
    cells = [PLAIN.line((WORDS, *[""] * (width - 1)))] * 3
    for how, extra in (("cells", cells), ("lines", text)):
        yield Polluted(f"preamble of {how}", _joined([*extra, *lines]), table)
        yield Polluted(f"preamble of {how}, then a gap", _joined([*extra, "\r\n", *lines]), table)
        yield Polluted(f"footnote of {how}", _joined([*lines, *extra]), table)
        yield Polluted(f"footnote of {how} after a gap", _joined([*lines, "\r\n", *extra]), table)
    yield Polluted("remarks above", _joined(["# made by hand\r\n", "# for 2024\r\n", *lines]), table)
    yield Polluted("empty lines above", _joined(["\r\n", "\r\n", *lines]), table)
    yield Polluted("empty lines between", _joined([one for line in lines for one in (line, "\r\n")]), table)


def _headers(table: Clean) -> Iterator[Polluted]:
    for place, where in ((0, "first"), (2, "third"), (-1, "last")):
        for said, name in (("empty", ""), ("odd", "HEAD/%R"), ("very long", "HEADER" * 10_000)):
            names = list(table.header)
            names[place] = name
            changed = Clean(tuple(names), table.rows)
            yield Polluted(f"{said} name, {where} column", _joined(PLAIN.lines(changed)), changed)
    double = Clean((table.header[0], *table.header[:1], *table.header[2:]), table.rows)
    yield Polluted("two equal names", _joined(PLAIN.lines(double)), double)


def _rows(table: Clean, place: str) -> Iterator[Polluted]:
    at = {"first": 0, "middle": len(table.rows) // 2, "last": len(table.rows) - 1}[place]
    lines, row, where = PLAIN.lines(table), table.rows[at], f", {place} row"

    def with_line(name: str, line: str, truth: Clean = table) -> Polluted:
        return Polluted(name + where, _joined([*lines[: at + 1], line, *lines[at + 2 :]]), truth)

    def with_row(read: Row) -> Clean:
        return Clean(table.header, (*table.rows[:at], read, *table.rows[at + 1 :]))

    yield with_line("two cells too many", PLAIN.line((*row, "", "")))
    short = (*row[:-3], "", "", "")
    yield with_line("three cells too few", PLAIN.line(row[:-3]), with_row(short))
    gap = Clean(table.header, table.rows[:at] + table.rows[at + 1 :])
    yield with_line("no cells", "\r\n", gap)
    yield with_line("another line end", replace(PLAIN, end="\n").line(row))
    yield with_line("another delimiter", replace(PLAIN, delimiter=";").line(row))
    yield with_line("another quote", replace(PLAIN, quote="'", escape="'").line(row))
    yield with_line(
        "another escape", replace(PLAIN, escape="\\").line((*row[:-1], 'say "so"')), with_row((*row[:-1], 'say "so"'))
    )
    for j, column in ((0, "first"), (len(row) // 2, "middle"), (len(row) - 1, "last")):
        text = f'{row[j]}" x'
        cells = [PLAIN.cell(cell) for cell in row]
        cells[j] = f'"{text}"'
        read = with_row((*row[:j], text, *row[j + 1 :]))
        yield with_line(f"a lone quote, {column} column", ",".join(cells) + "\r\n", read)
        cells[j] = row[j]
        yield with_line(f"a cell without quotes, {column} column", ",".join(cells) + "\r\n")
