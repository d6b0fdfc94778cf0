"""Any table written in any of 50 dialects comes back cell for cell."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.read import ReadOptions, read

DELIMITERS = (",", ";", "\t", "|", "^")
QUOTING = (('"', '"', "all"), ('"', '"', "where needed"), ("'", "'", "where needed"), ('"', "\\", "all"))
LINE_ENDS = ("\n", "\r\n", "\r")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32")


@dataclass(frozen=True)
class Dialect:
    delimiter: str
    quote: str
    escape: str
    quoting: str
    line_end: str
    encoding: str
    header: bool

    def cell(self, text: str) -> str:
        special = (self.delimiter, self.quote, self.escape, "\n", "\r", " ", "#")
        if self.quoting == "where needed" and not any(mark in text for mark in special):
            return text
        for mark in dict.fromkeys((self.escape, self.quote)):
            text = text.replace(mark, self.escape + mark)
        return f"{self.quote}{text}{self.quote}"

    def write(self, names: list[str], rows: list[list[str]]) -> bytes:
        lines = [names, *rows] if self.header else rows
        text = "".join(self.delimiter.join(map(self.cell, line)) + self.line_end for line in lines)
        return text.encode(self.encoding)

    @property
    def options(self) -> ReadOptions:
        return ReadOptions(
            delimiter=self.delimiter,
            quote=self.quote,
            escape=self.escape,
            encoding=self.encoding,
            header_row=int(self.header),
        )


def fifty() -> list[Dialect]:
    """Fifty of all combinations, every value of every part among them."""
    ends = itertools.cycle(itertools.product(LINE_ENDS, ENCODINGS, (True, False)))
    written = [*itertools.product(DELIMITERS, QUOTING)] * 3
    return [Dialect(delimiter, *quoting, *next(ends)) for delimiter, quoting in written[:50]]


DIALECTS = fifty()
# Letters, numbers and marks of every script; quotes, delimiters and line ends within cells; empty cells.
WILD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\"',;|^\t\n\r\\# "), max_size=8
)
PLAIN_WORDS = st.sampled_from(
    ["Oslo", "Rome, Italy", "Ærø", 'say "hi"', "東京", "", "two\nlines", "a;b", "it's", "x|y"]
)


def wild_tables(max_rows: int) -> st.SearchStrategy[list[list[str]]]:
    return st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(WILD, min_size=width, max_size=width), min_size=1, max_size=max_rows)
    )


def comes_back(dialect: Dialect, rows: list[list[str]], options: ReadOptions | None) -> None:
    rows = [*rows, ["the end"] * len(rows[0])]  # empty rows below a table are set aside
    names = [f"name {i}" for i in range(len(rows[0]))]
    table = read(io.BytesIO(dialect.write(names, rows)), name="x.csv", options=options)
    if dialect.header:
        assert table.names == tuple(names)
    assert [list(row.values()) for row in table.cells.to_pylist()] == [[cell or None for cell in row] for row in rows]
    assert table.record.n_aside == table.record.n_repaired == 0


def test_there_are_fifty_dialects():
    assert len(set(DIALECTS)) == 50
    for name, values in {"delimiter": DELIMITERS, "line_end": LINE_ENDS, "encoding": ENCODINGS}.items():
        assert {getattr(dialect, name) for dialect in DIALECTS} == set(values)


@settings(max_examples=12)
@given(st.sampled_from(DIALECTS), wild_tables(3))
def test_what_was_written_comes_back(dialect, rows):
    comes_back(dialect, rows, dialect.options)


@pytest.mark.slow
@pytest.mark.parametrize("dialect", DIALECTS, ids=str)
def test_any_table_comes_back_in_every_dialect(dialect):
    @settings(max_examples=15)
    @given(wild_tables(12))
    def holds(rows):
        comes_back(dialect, rows, dialect.options)

    holds()


@pytest.mark.slow
@pytest.mark.parametrize("dialect", [d for d in DIALECTS if d.header and d.quote == '"'], ids=str)
def test_ordinary_tables_come_back_when_nothing_is_said_about_the_dialect(dialect):
    @settings(max_examples=8)
    @given(st.lists(st.tuples(st.integers(0, 10**6), PLAIN_WORDS, st.floats(0, 99)), min_size=8, max_size=20))
    def holds(rows):
        comes_back(dialect, [[str(a), b or "none", f"{c:.2f}"] for a, b, c in rows], None)

    holds()
