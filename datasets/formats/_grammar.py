"""Rows of a text with delimiters: how their cells are told apart, and the regular expressions that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple


class Row(NamedTuple):
    """A row of cells, none for a blank line; `line` counts from 1; `repaired` says that a quote was taken for text."""

    line: int
    cells: list[str]
    text: str
    repaired: bool


Line = tuple[int, str]  # its number, and its text with its end


@dataclass(frozen=True)
class Grammar:
    """How cells are told apart: `cut` is the delimiter ("" when a line is one cell), `escape` equals the quote when
    quotes within cells are doubled; "" for either says there is none."""

    cut: str
    quote: str
    escape: str

    @property
    def own_escape(self) -> bool:
        return bool(self.quote and self.escape) and self.escape != self.quote


@dataclass(frozen=True)
class Patterns:
    """What stands where in a grammar: `bare` is a cell without quotes, `opening` the first quote of one, `pair` a quote
    that is escaped, `mark` what may stand next within quotes (pair, doubled, end, stray), `careful_from` blanks before
    a quote."""

    bare: re.Pattern[str]
    opening: re.Pattern[str]
    pair: re.Pattern[str]
    mark: re.Pattern[str]
    careful_from: re.Pattern[str]

    @classmethod
    def of(cls, grammar: Grammar) -> Patterns:
        cut, quote, escape = (re.escape(mark) for mark in (grammar.cut, grammar.quote, grammar.escape))
        blanks = "" if not grammar.cut else "".join(b for b in " \t" if b not in grammar.cut)
        padding = f"[{blanks}]*" if blanks else ""
        end = f"(?={cut}|[\r\n]|\\Z)" if grammar.cut else "(?=[\r\n]|\\Z)"
        kept = f"(?P<kept>{quote}|{escape}|{cut or quote}|\r\n|[\r\n])"
        pair = f"{escape}{kept}" if grammar.own_escape else f"{quote}(?P<kept>{quote})"
        doubled = f"{quote}(?P<twice>{quote})(?!{end[3:-1]})" if grammar.own_escape else "(?!)"
        careful = f"{cut}[{blanks}]+{quote}|^[{blanks}]+{quote}" if blanks and cut and quote else "(?!)"
        return cls(
            bare=re.compile(_bare(grammar, cut, escape)),
            opening=re.compile(padding + quote) if quote else re.compile("(?!)"),
            pair=re.compile(pair),
            mark=re.compile(
                f"(?P<pair>{pair})|(?P<doubled>{doubled})|(?P<end>{quote}{padding}{end})|(?P<stray>{quote})"
            ),
            careful_from=re.compile(careful),
        )


def _bare(grammar: Grammar, cut: str, escape: str) -> str:
    if grammar.own_escape:
        return f"(?:{escape}[^\r\n]|(?!{cut or '(?!)'})[^\r\n])*"
    return f"(?:(?!{cut})[^\r\n])*" if len(grammar.cut) > 1 else f"[^{cut}\r\n]*"


__all__ = ["Grammar", "Line", "Patterns", "Row"]
