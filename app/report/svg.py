"""A picture as inline SVG; its colours are the page's, so that it is dark where the page is."""

from __future__ import annotations

from app.report.picture import Box, Dot, Label, Picture, Shape, Stroke
from app.ui.text import esc


def svg(picture: Picture, words: str) -> str:
    """The element, with what it shows in words for those who do not see it."""
    width, height = _n(picture.width), _n(picture.height)
    shapes = "".join(_shape(shape) for shape in picture.shapes)
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{esc(words)}" '
        f'style="max-width:{_n(1.7 * picture.width)}px;min-width:{_n(0.8 * picture.width)}px">{shapes}</svg>'
    )


def _shape(shape: Shape) -> str:
    color = f"var(--{shape.color})"
    if isinstance(shape, Box):
        return (
            f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}" rx="1.5" '
            f'fill="{color}"{_faint(shape.opacity)}/>'
        )
    if isinstance(shape, Stroke):
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
        dashes = ' stroke-dasharray="3 3"' if shape.dashed else ""
        return (
            f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="{_n(shape.width)}" '
            f'stroke-linejoin="round"{dashes}/>'
        )
    if isinstance(shape, Dot):
        faint = _faint(shape.opacity)
        return f'<circle cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}" fill="{color}"{faint}/>'
    return _label(shape, color)


def _label(label: Label, color: str) -> str:
    weight = ' font-weight="600"' if label.bold else ""
    return (
        f'<text x="{_n(label.x)}" y="{_n(label.y)}" text-anchor="{label.anchor}" font-size="{_n(label.size)}" '
        f'fill="{color}"{weight}>{esc(label.text)}</text>'
    )


def _faint(opacity: float) -> str:
    return "" if opacity == 1 else f' opacity="{_n(opacity)}"'


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
