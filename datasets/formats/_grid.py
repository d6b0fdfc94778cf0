"""The cells of a table in markup, each in its column, however many rows and columns it goes over."""

from __future__ import annotations

from dataclasses import dataclass, field

from datasets.formats._header import MIN_TITLED_COLUMNS

Rows = list[list[str]]
_MOST_SPAN = 200  # columns that a cell goes over, or that lie between two cells
# Cells that stand in no line of the markup, since others go over them or lie behind them: at most so many, and so many
# more for each that does. A page of two lines may ask for a thousand million of them.
MOST_MADE, MOST_MADE_EACH = 2_000_000, 50
_MOST_LINES = 5  # of a header


@dataclass
class _Line:
    """A row of header cells above the first row with another: what stands in each column, from how many cells."""

    names: dict[int, str] = field(default_factory=dict)
    n_cells: int = 0


class TooManyCellsError(Exception):
    """A table asks for more cells than it could have been meant to have."""


class Table:
    """A table, also one whose end was not seen yet; `text` is that of the cell that is open."""

    def __init__(self) -> None:
        self.rows: Rows = []
        self.text: list[str] = []
        self._due: dict[int, str] = {}  # by column: what a cell above puts into this row
        self._below: dict[int, tuple[int, str]] = {}  # the same for so many rows below
        self._span: tuple[int, int] | None = None
        self._lines: list[_Line] = []
        self._has_body = False
        self._n_made = self._n_written = 0

    def _make(self, n: int) -> None:
        """Counts cells that stand in no line of the markup."""
        self._n_made += n
        if self._n_made > MOST_MADE + MOST_MADE_EACH * self._n_written:
            raise TooManyCellsError

    def begin_row(self) -> None:
        self._end_row()
        held, self._below = self._below, {}
        if held:
            self._make(len(held))
        for column, (n, text) in held.items():
            self._due[column] = text if self._has_body else ""  # a name stands in one line of a header
            if n > 1:
                self._below[column] = (n - 1, text)
        self.rows.append([])
        if not self._has_body:
            self._lines.append(_Line(n_cells=len(held)))
        self._fill()

    def begin_cell(self, is_name: bool, place: int, across: int, down: int) -> None:
        self.end_cell()
        if not self.rows:
            self.begin_row()
        if not (is_name or self._has_body):
            self._has_body = True
            self._lines.pop()
        row = self.rows[-1]
        self._n_written += 1
        if place > len(row) + 1:
            self._make(min(place - 1 - len(row), _MOST_SPAN))
            row += [""] * (min(place - 1, len(row) + _MOST_SPAN) - len(row))
        self._span, self.text = (min(across, _MOST_SPAN), down), []

    def end_cell(self) -> None:
        if self._span is None:
            return
        (across, down), text, row = self._span, " ".join("".join(self.text).split()), self.rows[-1]
        self._span = None
        if not self._has_body:
            self._lines[-1].n_cells += 1
            self._lines[-1].names |= dict.fromkeys(range(len(row), len(row) + across), text)
        if down > 1:
            self._below |= {len(row) + i: (down - 1, "" if i else text) for i in range(across)}
        row.append(text)
        if across > 1:
            self._make(across - 1)
            row += [""] * (across - 1)
        if self._due:
            self._fill()

    def _fill(self) -> None:
        """The cells of rows above that reach down to the next places of this row."""
        row = self.rows[-1]
        while (text := self._due.pop(len(row), None)) is not None:
            row.append(text)

    def _end_row(self) -> None:
        """The cells of rows above that reach down beyond the last cell of the row."""
        self.end_cell()
        for column, text in sorted(self._due.items()):
            row = self.rows[-1]
            self._make(max(column + 1 - len(row), 0))
            row += [""] * (column + 1 - len(row))
            row[column] = row[column] or text
        self._due = {}

    def closed(self) -> Table:
        """The same without empty rows, nothing more to come."""
        self._end_row()
        lines = [line for line, row in zip(self._lines, self.rows, strict=False) if row]
        self._lines = lines if self._has_body else []
        self.rows = [row for row in self.rows if row]
        return self

    def join_header(self) -> int:
        """Makes one row of the lines of its header, below titles; says how many they were. A single cell is a title
        above them, and begins a part of the table below them."""
        width, above, n = max(map(len, self.rows)), 0, 0
        while above < len(self._lines) and self._lines[above].n_cells == 1 and width >= MIN_TITLED_COLUMNS:
            above += 1
        while above + n < len(self._lines) and (n == 0 or self._lines[above + n].n_cells > 1):
            n += 1
        if 1 < n <= _MOST_LINES:
            lines = [line.names for line in self._lines[above : above + n]]
            columns = [dict.fromkeys(line.get(i, "") for line in lines) for i in range(width)]
            self.rows[above : above + n] = [[" ".join(filter(None, column)) for column in columns]]
            self._lines = []
            return n
        return 1
