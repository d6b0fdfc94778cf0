"""A picture as a drawing of a PDF: the same shapes as in SVG, in the colours of the day."""

from __future__ import annotations

from reportlab.graphics.shapes import Circle, Drawing, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.report.fonts import BOLD, PLAIN, runs
from app.report.picture import COLORS, Box, Dot, Label, Picture, Stroke


def drawing(picture: Picture, width: float) -> Drawing:
    """The picture as wide as asked for, upside down as PDF counts."""
    scale = width / picture.width
    made = Drawing(width, picture.height * scale)
    made.scale(scale, scale)
    for shape in picture.shapes:
        match shape:
            case Box():
                made.add(_box(shape, picture.height))
            case Stroke():
                made.add(_stroke(shape, picture.height))
            case Dot():
                fill = _color(shape.color, shape.opacity)
                made.add(Circle(shape.x, picture.height - shape.y, shape.radius, fillColor=fill, strokeColor=None))
            case Label():
                for string in _strings(shape, picture.height):
                    made.add(string)
    return made


def _box(box: Box, height: float) -> Rect:
    made = Rect(box.x, height - box.y - box.height, box.width, box.height)
    made.fillColor, made.strokeColor = _color(box.color, box.opacity), None
    return made


def _stroke(stroke: Stroke, height: float) -> PolyLine:
    points = [value for x, y in stroke.points for value in (x, height - y)]
    made = PolyLine(points, strokeColor=_color(stroke.color), strokeWidth=stroke.width, strokeLineJoin=1)
    if stroke.dashed:
        made.strokeDashArray = [3, 3]
    return made


def _strings(label: Label, height: float) -> list[String]:
    """One string for each font that the text needs, one after the other."""
    pieces = runs(label.text, BOLD if label.bold else PLAIN)
    widths = [stringWidth(piece, font, label.size) for font, piece in pieces]
    x = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * sum(widths)
    found = []
    for (font, piece), width in zip(pieces, widths, strict=True):
        fill = _color(label.color)
        found.append(String(x, height - label.y, piece, fontName=font, fontSize=label.size, fillColor=fill))
        x += width
    return found


def _color(name: str, opacity: float = 1.0) -> Color:
    """The colour by day, mixed with white rather than see-through, so that every printer shows it."""
    color = HexColor(COLORS[name][0])
    mixed = [opacity * part + 1 - opacity for part in (color.red, color.green, color.blue)]
    return Color(*mixed)
