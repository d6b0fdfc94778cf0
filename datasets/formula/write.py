"""From what a formula says to SQL: columns are looked up, functions allowed by the list, types checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Protocol

from sqlglot import exp

from datasets import duck
from datasets.errors import InputError
from datasets.formula.functions import FUNCTIONS, NAMED, Function, Takes
from datasets.formula.parse import parse
from datasets.formula.tree import Call, Name, Node, Number, Text
from datasets.formula.values import Value, ValueType, as_text, common, needed
from datasets.schema import Column, Kind, unknown_column
from datasets.wording import plural

MOST_GROWTH = 1_000.0  # times that replace() may make a text longer
WORDS: dict[str, tuple[exp.Expression, ValueType]] = {
    "true": (exp.Boolean(this=True), "truth"),
    "false": (exp.Boolean(this=False), "truth"),
    "missing": (exp.Null(), "nothing"),
}


class Columns(Protocol):
    """The columns that a formula may name."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def column(self, name: str) -> Column: ...

    def sql(self, name: str) -> exp.Column: ...


@dataclass(frozen=True)
class Formula:
    """A formula that holds: its SQL, the type that it gives, and the columns that it reads."""

    sql: exp.Expression
    type: ValueType
    reads: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """The kind of a column that holds its values."""
        kinds = {"number": Kind.NUMERIC, "date": Kind.DATETIME, "truth": Kind.BOOLEAN}
        return kinds.get(self.type, Kind.CATEGORY)

    @property
    def cells(self) -> exp.Expression:
        """The SQL of a column that holds its values: true and false are the words."""
        return duck.cast(self.sql, "VARCHAR") if self.type in ("truth", "nothing") else self.sql


def read_formula(formula: str, columns: Columns, *, condition: bool = False) -> Formula:
    """A formula over these columns, as SQL; with `condition` it must be true or false.

    Raises InputError with a sentence: what cannot be understood, what there is no column or function for (with the
    nearest names), which type does not fit.
    """
    try:
        writer = _Writer(columns)
        value = writer.value(parse(formula))
        sql = needed(value, "truth", "A condition") if condition else value.sql
    except RecursionError:
        raise InputError("This formula has too many levels. Write parts of it as columns of their own.") from None
    return Formula(sql, "truth" if condition else value.type, tuple(dict.fromkeys(writer.reads)))


@dataclass
class _Writer:
    columns: Columns
    reads: list[str] = field(default_factory=list)
    growth: float = 1.0

    def value(self, node: Node) -> Value:
        if isinstance(node, Number):
            return Value(duck.number(node.value), "number", f"{node.value:g}")
        if isinstance(node, Text):
            return self._text(node)
        if isinstance(node, Name):
            return self._name(node)
        return self._call(node)

    def _text(self, node: Text) -> Value:
        if node.doubly and node.value in self.columns.names:
            return self._column(node.value)
        return Value(duck.text(node.value), "text", f'"{node.value[:40]}"', literal=node.value)

    def _name(self, node: Name) -> Value:
        if node.value in self.columns.names:
            return self._column(node.value)
        word = WORDS.get(node.value.lower()) if node.bare else None
        if word is not None:
            return Value(word[0].copy(), word[1], node.value.lower())
        raise InputError(self._unknown(node))

    def _unknown(self, node: Name) -> str:
        if node.bare and node.value.lower() in FUNCTIONS:
            return f"{node.value} is a function: write {FUNCTIONS[node.value.lower()].call}."
        hint = " A name with blanks or signs stands in [brackets]." if node.bare else ""
        return unknown_column(node.value[:100], self.columns.names) + hint

    def _column(self, name: str) -> Value:
        self.reads.append(name)
        column = self.columns.column(name)
        truth = column.kind is Kind.BOOLEAN
        return Value(self.columns.sql(name), duck.type_of(column.kind), f"[{name[:60]}]", is_truth_column=truth)

    def _call(self, node: Call) -> Value:
        function = FUNCTIONS.get(node.function)
        if function is None:
            raise InputError(_no_function(node.function))
        takes = _takes(function, len(node.arguments))
        self._check_growth(node)
        values = [self.value(argument) for argument in node.arguments]
        where = f"{_shown(function)} at character {node.at}"
        alike = [value for value, wanted in zip(values, takes, strict=True) if wanted == "alike"]
        shared: ValueType = common(alike, where) if alike else "text"
        sqls = [_argument(value, wanted, shared, where) for value, wanted in zip(values, takes, strict=True)]
        if function.name == "is_missing":
            sqls = [values[0].sql]
        gives = shared if function.gives == "alike" else function.gives
        return Value(function.write(*sqls), gives, where)

    def _check_growth(self, node: Call) -> None:
        """replace() inside replace() must not make a short text a very long one."""
        if node.function != "replace":
            return
        old, new = node.arguments[1:]
        before = len(old.value) if isinstance(old, Text) else 1
        after = len(new.value) if isinstance(new, Text) else 50
        self.growth *= max(1.0, after / max(before, 1))
        if self.growth > MOST_GROWTH:
            raise InputError("replace() makes the texts too long here. Use it less often, or with shorter texts.")


def _argument(value: Value, wanted: Takes, shared: ValueType, where: str) -> exp.Expression:
    if wanted == "any":
        return as_text(value)
    if wanted == "alike":
        return needed(value, shared, where)
    return needed(value, wanted, where)


def _takes(function: Function, n: int) -> tuple[Takes, ...]:
    """What each of n arguments must be. Raises InputError when that is not the right number."""
    most = 200 if function.repeats else len(function.takes)
    least = len(function.takes) - function.optional
    if not least <= n <= most:
        raise InputError(f"It is {function.call}: {_arguments(least, most)}, not {n}.")
    more = (function.takes[-1],) * (n - len(function.takes))
    return (*function.takes, *more)[:n]


def _arguments(least: int, most: int) -> str:
    if least == most:
        return f"{plural(least, 'value')} in the brackets"
    return f"{least} to {most} values in the brackets"


def _shown(function: Function) -> str:
    if function.name == "negative":
        return "-"
    return function.name if function.group == "Signs" else f"{function.name}()"


def _no_function(name: str) -> str:
    known = [function.name for function in NAMED]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(f'{one}()' for one in near)}?" if near else f"There are: {', '.join(known)}."
    return f"There is no function {name[:40]}(). {hint}"
