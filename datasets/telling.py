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


def rising(tell: Tell) -> Tell:
    """Tells only what is more than was told before: what is begun anew is not heard until it is further than that."""
    furthest = -1.0

    def tell_more(share: float) -> None:
        nonlocal furthest
        if share > furthest:
            furthest = share
            tell(share)

    return tell_more


def telling(items: Iterable[A], n: int, tell: Tell) -> Iterator[A]:
    """The `n` items; tells after each that was dealt with."""
    for i, item in enumerate(items, start=1):
        yield item
        tell(i / n)


__all__ = ["Tell", "nobody", "rising", "telling", "within"]
