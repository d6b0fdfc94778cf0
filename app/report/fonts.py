"""Fonts of a PDF: Helvetica, which every reader has, and for letters it lacks DejaVu (where matplotlib brings it) or
the Asian fonts of the PDF standard."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

from app.report.letters import clean

PLAIN, BOLD, CODE = "Helvetica", "Helvetica-Bold", "Courier"
DEJAVU = {PLAIN: "DejaVuSans", BOLD: "DejaVuSans-Bold", CODE: "DejaVuSansMono"}
CHINESE, KOREAN, JAPANESE = "STSong-Light", "HYGothic-Medium", "HeiseiKakuGo-W5"
UNKNOWN = "?"


def runs(text: str, font: str = PLAIN) -> list[tuple[str, str]]:
    """The text as (font, piece): every letter in the first font that has it, an unknown one as a question mark."""
    found = [_font_of(letter, font) for letter in clean(text)]
    return [(name, "".join(letter for _, letter in group)) for name, group in groupby(found, key=lambda pair: pair[0])]


def markup(text: str, font: str = PLAIN) -> str:
    """The text as the library's markup, in as many fonts as it needs."""
    pieces = ((name, escape(piece).replace("\n", "<br/>")) for name, piece in runs(text, font))
    return "".join(piece if name == font else f'<font name="{name}">{piece}</font>' for name, piece in pieces)


@cache
def _font_of(letter: str, font: str) -> tuple[str, str]:
    if _is_western(letter):
        return font, letter
    other = _dejavu(DEJAVU[font])
    if other is not None and ord(letter) in other:
        return DEJAVU[font], letter
    asian = _asian(ord(letter))
    return (asian, letter) if asian else (font, UNKNOWN)


def _is_western(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _dejavu(name: str) -> frozenset[int] | None:
    """The letters of the font, which is registered; None when it is not there."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" / f"{name}.ttf"
    if not path.is_file():
        return None
    font = TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


def _asian(code: int) -> str:
    if 0x3040 <= code <= 0x30FF:
        name = JAPANESE
    elif 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
        name = KOREAN
    elif 0x3000 <= code <= 0x303F or 0x4E00 <= code <= 0x9FFF or 0xFF00 <= code <= 0xFFEF:
        name = CHINESE
    else:
        return ""
    _register(name)
    return name


@cache
def _register(name: str) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(name))


__all__ = ["BOLD", "CODE", "PLAIN", "markup", "runs"]
