"""From the letters of a formula to its words: numbers, texts, column names and signs, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from datasets.errors import InputError

MOST_LETTERS = 4_000
MOST_TOKENS = 1_000
TokenKind = Literal["number", "text", "quoted", "bracketed", "name", "sign", "end"]

_PATTERN = re.compile(
    r"""
    (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<text>'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"]|"")*")
  | (?P<bracketed>\[[^\[\]]*\])
  | (?P<name>[^\W\d][\w.]*)
  | (?P<sign><=|>=|<>|!=|==|[-+*/%^&=<>(),;×÷−≤≥≠])
    """,
    re.VERBOSE,
)
_SAME = {"×": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "<>", "!=": "<>", "==": "="}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a formula; `value` without its quotes, `at` the place of its first letter, from 1."""

    kind: TokenKind
    value: str
    at: int


def tokens(formula: str) -> list[Token]:
    """The words of a formula, the last of which is its end. Raises InputError at a letter that has no meaning."""
    if len(formula) > MOST_LETTERS:
        raise InputError(f"A formula may have {MOST_LETTERS:,} characters at most; this one has {len(formula):,}.")
    found, at = [], 0
    while at < len(formula):
        if formula[at].isspace():
            at += 1
            continue
        match = _PATTERN.match(formula, at)
        if match is None:
            raise InputError(_no_word(formula, at))
        found.append(_token(match, at + 1))
        at = match.end()
    if len(found) > MOST_TOKENS:
        raise InputError(f"A formula may have {MOST_TOKENS:,} words and signs at most; this one has {len(found):,}.")
    return [*found, Token("end", "", len(formula) + 1)]


def _token(match: re.Match[str], at: int) -> Token:
    kind, letters = match.lastgroup, match[0]
    if kind == "text":
        return Token("text", letters[1:-1].replace("''", "'"), at)
    if kind == "quoted":
        return Token("quoted", letters[1:-1].replace('""', '"'), at)
    if kind == "bracketed":
        return Token("bracketed", letters[1:-1], at)
    if kind == "sign":
        return Token("sign", _SAME.get(letters, letters), at)
    return Token("number" if kind == "number" else "name", letters, at)


def _no_word(formula: str, at: int) -> str:
    letter = formula[at]
    if letter in "'\"[":
        end = {"[": "]"}.get(letter, letter)
        return f"The {letter} at character {at + 1} must be followed by {end} somewhere; it is not. Add {end}."
    return (
        f"A formula is made of columns, numbers, texts in quotes, functions and + - * / ^ & = < > ( ) and commas; "
        f"{letter!r} at character {at + 1} is none. Take it out, or put the column's name in [brackets]."
    )
