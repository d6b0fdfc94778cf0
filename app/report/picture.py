"""A drawing as plain shapes in points, y downwards, so that SVG and PDF show the same; colours are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
# name -> (on paper and by day, by night): the app's own (app/ui/theme.py)
COLORS: Mapping[str, tuple[str, str]] = {
    "canvas": ("#FAF9F7", "#141312"),
    "surface": ("#FFFFFF", "#1D1C1A"),
    "sunk": ("#F5F3EF", "#282623"),
    "line": ("#E7E3DC", "#36332E"),
    "line2": ("#EFECE6", "#2B2926"),
    "ink": ("#1C1B19", "#EFEDE8"),
    "muted": ("#68645C", "#A8A398"),
    "accent": ("#3348C5", "#A3B0FF"),
    "tint": ("#EEF0FB", "#282C4A"),
    "good": ("#0B6E52", "#6FD3B0"),
    "good-tint": ("#E7F4EF", "#17362C"),
    "warn": ("#9A4B06", "#F0B064"),
    "warn-tint": ("#FCF2E4", "#3D2B16"),
    "other": ("#E07B1A", "#F2A254"),
    "chart": ("#3348C5", "#8A9BFF"),
    "soft": ("#B9C2F0", "#3A437F"),
    "stone": ("#DAD5CA", "#4A463F"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle from (x, y), its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    color: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    color: str
    width: float = 1.5
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    color: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text whose baseline starts, is centred or ends at (x, y)."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    color: str = "muted"
    size: float = 9.0
    bold: bool = False


Shape = Box | Stroke | Dot | Label


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes on a sheet of `width` x `height` points."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def short(text: str, most: int) -> str:
    """The text on one line, at most so many letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
