"""A plot's frame: round ticks, and where a value stands on the sheet."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.report.picture import Label, Point, Shape, Stroke
from app.ui import formats

Write = Callable[[float], str]


def number(value: float) -> str:
    """A tick's number; thousands and millions are shortened."""
    for size, unit in ((1e9, "bn"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return formats.number(value / (1e3 if unit == "k" else size), 5) + unit
    return formats.number(value, 6)


def share(value: float) -> str:
    """A tick's share (0..1) as per cent."""
    return formats.number(100 * value, 3) + formats.SPACE + "%"


def ticks(low: float, high: float, n: int = 5) -> tuple[float, ...]:
    """Round numbers within low..high, about n of them."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return (low,)
    rough = span / n
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((power * m for m in (1, 2, 2.5, 5) if power * m >= rough), power * 10)
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first + 1
    return tuple(round((first + i) * step, 12) for i in range(count))


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot within a sheet of `width` x `height`: x and y ranges in the data's units, and the margins."""

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    left: float = 46.0
    right: float = 16.0
    top: float = 8.0
    bottom: float = 34.0

    def at(self, x: float, y: float) -> Point:
        """Where a point of the data stands."""
        return self.px(x), self.py(y)

    def px(self, x: float) -> float:
        low, high = self.x
        return self.left + (self.width - self.left - self.right) * (x - low) / ((high - low) or 1.0)

    def py(self, y: float) -> float:
        low, high = self.y
        return self.height - self.bottom - (self.height - self.top - self.bottom) * (y - low) / ((high - low) or 1.0)

    def grid(self, write: Write = number, title: str = "", n: int = 4) -> list[Shape]:
        """Horizontal lines with their numbers, and the title of the y axis above them."""
        found: list[Shape] = []
        for value in ticks(*self.y, n):
            y = self.py(value)
            found.append(Stroke(((self.left, y), (self.width - self.right, y)), "line", 0.7))
            found.append(Label(self.left - 6, y + 3, write(value), "end"))
        if title:
            found.append(Label(2, 8, title))
        return found

    def marks(self, write: Write = number, title: str = "", n: int = 5) -> list[Shape]:
        """The numbers of the x axis, and its title below them."""
        bottom = self.height - self.bottom
        found: list[Shape] = [Label(self.px(value), bottom + 14, write(value), "middle") for value in ticks(*self.x, n)]
        return found + self.x_title(title)

    def x_title(self, title: str) -> list[Shape]:
        """What the x axis shows, centred below it."""
        middle = (self.left + self.width - self.right) / 2
        return [Label(middle, self.height - 4, title, "middle")] if title else []

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float = 1.8) -> Stroke:
        """A curve through points of the data."""
        return Stroke(tuple(self.at(x, y) for x, y in zip(xs, ys, strict=True)), color, width)


def padded(low: float, high: float, share_of: float = 0.06) -> tuple[float, float]:
    """A range with a little room on both sides; a single value gets a range around it."""
    room = share_of * (high - low) or 0.1 * abs(high) or 1.0
    return low - room, high + room
