"""How far a long piece of work is, told while it goes on as a share from 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Tell = Callable[[float], object]
A = TypeVar("A")


def nobody(_share: float) -> None:
    """Where nobody wants to know."""


def within(tell: Tell, start: float, end: float) -> Tell:
    """For a part of the work, which goes from `start` to `end` of the whole."""
    return lambda share: tell(start + (end - start) * share)


def telling(items: Iterable[A], n: int, tell: Tell) -> Iterator[A]:
    """The `n` items; tells after each that was dealt with."""
    for i, item in enumerate(items, start=1):
        yield item
        tell(i / n)


__all__ = ["Tell", "nobody", "telling", "within"]
