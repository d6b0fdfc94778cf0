"""From the words of a formula to what it says, by precedence climbing (Pratt 1973).

The grammar is our own, and closed: what it has no rule for cannot be said, so there is no statement, subquery, comment
or setting to look for and refuse. A parser of SQL would take "quotes" for columns only, words such as order or date for
keywords, and swallow comments.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from datasets.errors import InputError
from datasets.formula.tokens import Token, tokens
from datasets.formula.tree import Call, Name, Node, Number, Text

MOST_DEPTH = 40
# How tightly a sign binds; all bind to the left but ^.
BINDING = {
    **{"or": 1, "and": 2},
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 4),
    **{"&": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7, "^": 9},
}
COMPARISON = 4
NOT, MINUS = 3, 8
PARTING = (",", ";")
DECIMALS = "Write numbers with a point: 1.5."


def parse(formula: str) -> Node:
    """What a formula says. Raises InputError with the place where it cannot be understood."""
    reader = _Reader(_meant(tokens(formula), formula))
    node = reader.expression(0, 0)
    if reader.next.kind != "end":
        raise InputError(_unexpected(reader.next, "the end of the formula or a sign such as +") + reader.hint())
    _check_depth(node)
    return node


def canonical(formula: str) -> str:
    """The formula without the = that a spreadsheet has in front, and with commas for its semicolons; letter for letter
    as it is where there are none, or where it cannot be understood."""
    try:
        words = tokens(formula)
        parse(formula)
    except InputError:
        return formula
    letters = list(formula)
    for word in words:
        if word.kind == "sign" and word.value == ";":
            letters[word.at - 1] = ","
    return "".join(letters[words[0].at :]).strip() if _is_led(words, formula) else "".join(letters)


def _is_led(words: list[Token], formula: str) -> bool:
    """Whether it begins with the = of a spreadsheet."""
    first = words[0]
    return first.kind == "sign" and formula[first.at - 1 : first.at + 1] != "==" and first.value == "="


def _meant(words: list[Token], formula: str) -> list[Token]:
    """The words without the = in front. Raises InputError when commas and semicolons are mixed: one of them would be
    the decimal mark of a number."""
    words = words[1:] if _is_led(words, formula) else words
    if words[0].kind == "end":
        raise InputError("A formula must not be blank. Write one, such as price * quantity.")
    first = {word.value: word.at for word in reversed(words) if word.kind == "sign"}
    if "," in first and ";" in first:
        raise InputError(
            "Values in brackets are parted by commas or by semicolons, not by both: there is a comma at character "
            f"{first[',']} and a semicolon at character {first[';']}. {DECIMALS}"
        )
    return words


@dataclass
class _Reader:
    words: list[Token]
    place: int = field(default=0)

    @property
    def next(self) -> Token:
        return self.words[self.place]

    def take(self) -> Token:
        token = self.next
        self.place += 1
        return token

    def expression(self, least: int, depth: int) -> Node:
        """Everything that binds more tightly than `least`."""
        if depth > MOST_DEPTH:
            raise InputError(_too_deep())
        left = self._start(depth)
        while (binding := BINDING.get(_sign(self.next), 0)) > least:
            sign = self.take()
            right = self.expression(binding - 1 if sign.value == "^" else binding, depth + 1)
            left = Call(_sign(sign), (left, right), sign.at)
            if binding == COMPARISON == BINDING.get(_sign(self.next), 0):
                raise InputError(
                    f"Two things can be compared at a time; a third follows at character {self.next.at}. "
                    "Write a < b and b < c."
                )
        return left

    def _start(self, depth: int) -> Node:
        token = self.take()
        if token.kind == "number":
            return _number(token)
        if token.kind in ("text", "quoted"):
            return Text(token.value, token.at, token.kind == "quoted")
        if token.kind == "bracketed":
            return Name(token.value, token.at, bare=False)
        if token.kind == "name":
            return self._word(token, depth)
        if token.value == "(":
            inside = self.expression(0, depth + 1)
            self._close(token)
            return inside
        if token.value in ("-", "+"):
            inside = self.expression(MINUS, depth + 1)
            return Call("negative", (inside,), token.at) if token.value == "-" else inside
        raise InputError(_unexpected(token, "a column, a number, a text or a function"))

    def _word(self, token: Token, depth: int) -> Node:
        if token.value.lower() == "not" and self.next.value != "(":
            return Call("not", (self.expression(NOT, depth + 1),), token.at)
        if self.next.kind != "sign" or self.next.value != "(":
            return Name(token.value, token.at, bare=True)
        opened = self.take()
        arguments: list[Node] = []
        while _sign(self.next) != ")":
            arguments.append(self.expression(0, depth + 1))
            if _sign(self.next) not in PARTING:
                break
            self.take()
        self._close(opened)
        return Call(token.value.lower(), tuple(arguments), token.at)

    def _close(self, opened: Token) -> None:
        if _sign(self.next) != ")":
            raise InputError(_unexpected(self.next, f"the ) for the ( at character {opened.at}") + self.hint())
        self.take()

    def hint(self) -> str:
        """What to do about a comma that stands between digits, where none can be."""
        around = self.words[max(self.place - 1, 0) : self.place + 2]
        kinds = [word.value if word.kind == "sign" else word.kind for word in around]
        return f" {DECIMALS}" if kinds == ["number", ",", "number"] else ""


def _sign(token: Token) -> str:
    """The sign that a word is, in small letters for and and or; "" for every other word."""
    if token.kind == "sign":
        return token.value
    return token.value.lower() if token.kind == "name" and token.value.lower() in ("and", "or") else ""


def _number(token: Token) -> Number:
    value = float(token.value)
    if math.isinf(value):
        raise InputError(f"A number must be below 1.8e308; {token.value[:40]} at character {token.at} is not.")
    return Number(value, token.at)


def _unexpected(token: Token, expected: str) -> str:
    came = "the formula ends" if token.kind == "end" else f"{token.value[:40]!r} came"
    return f"At character {token.at} there must be {expected}; {came}."


def _too_deep() -> str:
    return (
        f"A formula may be {MOST_DEPTH} levels deep at most; this one is deeper. Write parts of it as columns of their "
        "own, or use total() for a long sum."
    )


def _check_depth(node: Node) -> None:
    """A chain of signs is as deep as it is long."""
    level: list[Node] = [node]
    for _ in range(MOST_DEPTH + 1):
        level = [argument for call in level if isinstance(call, Call) for argument in call.arguments]
        if not level:
            return
    raise InputError(_too_deep())
