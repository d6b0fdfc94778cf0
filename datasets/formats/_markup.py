"""The tables in a web page, or in the XML that spreadsheet programs write: their cells as text."""

from __future__ import annotations

from html.parser import HTMLParser

Rows = list[list[str]]
_TAGS = {"row": "tr", "cell": "td", "th": "td"}
_SILENT = ("style", "script", "title", "comment")
_MOST_SPAN = 200  # columns that a cell goes over, or that lie between two cells


class Tables(HTMLParser):
    """`found` are the tables that were closed, in order; one within another is a table of its own. A cell over several
    rows stands in each of them, one over several columns in the first."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Rows] = []
        self._open: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, given = self._named(tag), dict(attrs)
        if name in _SILENT:
            self._silent += 1
        elif name == "table":
            self._open.append(_Table())
        elif self._open and name == "tr":
            self._open[-1].begin_row()
        elif self._open and name == "td":
            place, across = _number(given.get("ss:index"), 0), _number(given.get("ss:mergeacross"), 0) + 1
            self._open[-1].begin_cell(place, _number(given.get("colspan"), across), _number(given.get("rowspan"), 1))
        elif self._open and name in ("br", "p", "div"):
            self._open[-1].text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        name = self._named(tag)
        if name in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._open and name == "table":
            self.found.append(self._open.pop().closed())
        elif self._open and name in ("tr", "td"):
            self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].text.append(data)

    @staticmethod
    def _named(tag: str) -> str:
        bare = tag.removeprefix("ss:")
        return _TAGS.get(bare, bare)


class _Table:
    """A table whose end was not seen yet; `text` is that of the cell that is open."""

    def __init__(self) -> None:
        self._rows: Rows = []
        self._below: dict[int, tuple[int, str]] = {}  # by column: rows that a cell above still fills, and its text
        self._span: tuple[int, int] | None = None
        self.text: list[str] = []

    def begin_row(self) -> None:
        self.end_cell()
        self._rows.append([])
        self._fill()

    def begin_cell(self, place: int, across: int, down: int) -> None:
        self.end_cell()
        if not self._rows:
            self.begin_row()
        row = self._rows[-1]
        row.extend("" for _ in range(len(row), min(place - 1, len(row) + _MOST_SPAN)))
        self._span, self.text = (min(across, _MOST_SPAN), down), []

    def end_cell(self) -> None:
        if self._span is None:
            return
        (across, down), text, row = self._span, " ".join("".join(self.text).split()), self._rows[-1]
        if down > 1:
            self._below[len(row)] = (down - 1, text)
        row += [text, *[""] * (across - 1)]
        self._span = None
        self._fill()

    def _fill(self) -> None:
        """The cells of rows above that reach down to the next place of this row."""
        row = self._rows[-1]
        while (held := self._below.pop(len(row), None)) is not None:
            if held[0] > 1:
                self._below[len(row)] = (held[0] - 1, held[1])
                row.append(held[1])
                break
            row.append(held[1])

    def closed(self) -> Rows:
        self.end_cell()
        return [row for row in self._rows if row]


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and len(text) < 6 and text.isdecimal() and int(text) else otherwise
