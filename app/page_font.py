"""The letters of exported HTML pages: the app's own font, where set-up could make it."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"
FILE = "easel-sans-latin.woff2"


def page_font(folder: Path = STATIC) -> bytes | None:
    """The WOFF2 file that a page carries; None when it is not there, and the page uses the system's letters."""
    file = folder / FILE
    return file.read_bytes() if file.is_file() else None
