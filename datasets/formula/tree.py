"""What a formula says: numbers, texts, columns, and functions of them. Signs are functions, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text; in double quotes it may be the name of a column as well."""

    value: str
    at: int
    doubly: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A column; one that is not in brackets may be a word such as true."""

    value: str
    at: int
    bare: bool


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]
    at: int


Node: TypeAlias = Number | Text | Name | Call
