"""Colour tokens and the one style sheet: `tokens` name -> (light, dark); everything else refers to a token by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parent
STATIC = FOLDER.parent / "static"
FAVICON = STATIC / "easel.svg"
FONT_STACK = "'Easel Sans', 'Inter', 'Segoe UI', system-ui, sans-serif"
CODE_STACK = "'Easel Mono', 'JetBrains Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace"

TOKENS: Mapping[str, tuple[str, str]] = {
    "canvas": ("#FAF9F7", "#141312"),
    "surface": ("#FFFFFF", "#1D1C1A"),
    "sunk": ("#F5F3EF", "#282623"),
    "line": ("#E7E3DC", "#36332E"),
    "line2": ("#EFECE6", "#2B2926"),
    "ink": ("#1C1B19", "#EFEDE8"),
    "muted": ("#68645C", "#A8A398"),
    "accent": ("#3348C5", "#A3B0FF"),
    "fill": ("#3348C5", "#5468E7"),
    "tint": ("#EEF0FB", "#282C4A"),
    "good": ("#0B6E52", "#6FD3B0"),
    "good-tint": ("#E7F4EF", "#17362C"),
    "warn": ("#9A4B06", "#F0B064"),
    "warn-tint": ("#FCF2E4", "#3D2B16"),
    "bad": ("#B3261E", "#FF9C92"),
    "bad-tint": ("#FCECEA", "#45211E"),
    "other": ("#E07B1A", "#F2A254"),
    "chart": ("#3348C5", "#8A9BFF"),
    "soft": ("#B9C2F0", "#3A437F"),
    "spread": ("#B9C2F0", "#5B69BC"),
    "band": ("rgba(51, 72, 197, 0.10)", "rgba(138, 155, 255, 0.16)"),
    "stone": ("#DAD5CA", "#4A463F"),
}
CATEGORIES: tuple[tuple[str, ...], tuple[str, ...]] = (
    ("#3348C5", "#E07B1A", "#0AA57E", "#7A1659", "#9484D6", "#4D3319"),
    ("#8A9BFF", "#F2A254", "#47E0C0", "#D9366B", "#EDE56A", "#9A4DB5"),
)
# The fonts that set-up may put into the static folder: (family, file, weights, characters).
_LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,"
    "U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
_LATIN_EXT = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,"
    "U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
)
FONTS = (
    ("Easel Sans", "easel-sans-latin.woff2", "100 900", _LATIN),
    ("Easel Sans", "easel-sans-latin-ext.woff2", "100 900", _LATIN_EXT),
    ("Easel Mono", "easel-mono-latin.woff2", "100 800", _LATIN),
    ("Easel Mono", "easel-mono-latin-ext.woff2", "100 800", _LATIN_EXT),
)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of the theme the reader sees now, for charts that need plain colours instead of CSS variables."""

    dark: bool

    def __getitem__(self, token: str) -> str:
        return TOKENS[token][int(self.dark)]

    @property
    def categories(self) -> tuple[str, ...]:
        return CATEGORIES[int(self.dark)]


def palette() -> Palette:
    """The palette of this reader's browser: dark when Streamlit reports a dark theme, otherwise light."""
    return Palette(dark=st.context.theme.type == "dark")


@cache
def style_sheet() -> str:
    """The whole style sheet: fonts that are there, tokens as CSS variables that follow light and dark, the rules."""
    root = f":root{{color-scheme:light dark;{variables()}--font:{FONT_STACK};--mono:{CODE_STACK}}}"
    sheets = sorted(FOLDER.glob("style*.css"))
    return font_faces() + root + "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def variables() -> str:
    """The tokens as CSS variables that follow light and dark."""
    return "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in TOKENS.items())


def font_faces(folder: Path = STATIC) -> str:
    """The @font-face rules of the font files that lie in `folder`; nothing is asked for that is not there."""
    return "".join(
        f"@font-face{{font-family:'{family}';src:url('app/static/{file}') format('woff2');font-weight:{weights};"
        f"font-display:swap;unicode-range:{characters}}}"
        for family, file, weights, characters in FONTS
        if (folder / file).is_file()
    )


def apply() -> None:
    """Send the style sheet; called once a run, before anything is drawn."""
    st.html(f"<style>{style_sheet()}</style>")
