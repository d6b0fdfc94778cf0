"""The tables in a web page, or in the XML that spreadsheet programs write: their cells as text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from datasets.formats._grid import Table

_TAGS = {"row": "tr", "cell": "td"}
_SILENT = ("style", "script", "title", "comment")
# Most of a large table, read at once: cells of text that go over one row and column, and bare tags.
_CELL = re.compile(
    r"""<(td|th)(?:\s+(?!colspan|rowspan)[a-z-]+=(?:"[^"<>]*+"|[^\s"'<>=]++))*+>([^<]*+)</\1>\s*+""", re.IGNORECASE
)
_BARE = re.compile(r"</?(td|th|tr|cell|row|data)>", re.IGNORECASE)
_NONE: dict[str, str | None] = {}


class Tables(HTMLParser):
    """`found` are the tables that were closed, in order; one within another is a table of its own. A cell over several
    rows stands in each of them, one over several columns in the first.

    Feed it the whole page and do not close it: what is left then begins with a tag or a comment without an end
    (`is_cut`), and to look for the next one behind each of many such takes hours.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Table] = []
        self._open: list[Table] = []
        self._silent = 0

    @property
    def is_cut(self) -> bool:
        """Whether the page ends within a tag, a comment or a script, and with it a table that was not read."""
        rest = self.rawdata
        unread = rest.startswith("<") or self.cdata_elem is not None
        return unread and (bool(self._open) or "table" in rest.lower())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, given = self._named(tag), dict(attrs) if attrs else _NONE
        if name in _SILENT:
            self._silent += 1
        elif name == "table":
            self._open.append(Table())
        elif self._open and name == "tr":
            self._open[-1].begin_row()
        elif self._open and name in ("td", "th"):
            place, across = _number(given.get("ss:index"), 0), _number(given.get("ss:mergeacross"), 0) + 1
            down = _number(given.get("ss:mergedown"), 0) + 1
            across, down = _number(given.get("colspan"), across), _number(given.get("rowspan"), down)
            self._open[-1].begin_cell(name == "th", place, across, down)
        elif self._open and name in ("br", "p", "div"):
            self._open[-1].text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        name = self._named(tag)
        if name in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._open and name == "table":
            self.found.append(self._open.pop().closed())
        elif self._open and name in ("tr", "td", "th"):
            self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].text.append(data)

    def parse_starttag(self, i: int) -> int:
        if self._open and not self._silent and (cell := _CELL.match(self.rawdata, i)) is not None:
            self._open[-1].begin_cell(cell[1].lower() == "th", 0, 1, 1)
            self._open[-1].text.append(unescape(cell[2]))
            self._open[-1].end_cell()
            return cell.end()
        if (bare := _BARE.match(self.rawdata, i)) is not None:
            self.handle_starttag(bare[1].lower(), [])
            return bare.end()
        return super().parse_starttag(i)

    def parse_endtag(self, i: int) -> int:
        if (bare := _BARE.match(self.rawdata, i)) is None:
            return super().parse_endtag(i)
        self.handle_endtag(bare[1].lower())
        return bare.end()

    def updatepos(self, i: int, j: int) -> int:
        """The place; lines are not counted, nobody asks for them."""
        return max(i, j)

    @staticmethod
    def _named(tag: str) -> str:
        bare = tag.removeprefix("ss:")
        return _TAGS.get(bare, bare)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and len(text) < 6 and text.isdecimal() and int(text) else otherwise
