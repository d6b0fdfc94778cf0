"""A dialect: how a CSV file is written, as plain data, and the first lines that it is told from."""

from __future__ import annotations

from dataclasses import dataclass

from datasets.formats._grammar import Grammar
from datasets.record import SetAside

COMMENT = "#"
ABOVE, REMARK = "above the header", "comment"


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
class Sample:
    """The first whole lines after `skip` others."""

    lines: list[str]
    skip: int

    def without(self, n: int) -> Sample:
        return Sample(self.lines[n:], self.skip + n)
