"""What the browser shows while Streamlit's scripts load, which takes a second or two: the top bar and the shapes of a
page, in the first answer of the server.

Streamlit answers every page with the same file, an empty element that its scripts fill later. That answer, and no
other, is replaced by the same file with a picture behind the element, which style rules put away when a page is drawn.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.middleware import Middleware

from app.ui import theme

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
EMPTY = '<div id="root"></div>'
TITLE = "<title>Streamlit</title>"
# An answer that is packed, or that says "as before", cannot be compared and replaced.
PASSED_OVER = (b"accept-encoding", b"if-none-match", b"if-modified-since")
OF_THE_FILE = (b"content-length", b"etag", b"last-modified")
DRAWN = (
    'body:has(.brand:not(.behind *), [data-testid="stMain"] :is([data-testid="stMarkdown"], [data-testid="stAlert"], '
    '[data-testid="stException"], [data-testid="stHtml"] :not(style)))'
)
BEFORE = DRAWN.replace("body:has(", "body:not(:has(") + ")"
LATE_S = 8  # after which what there is is shown, whatever it is
RULES = f"""
body {{ margin: 0; }}
.behind {{ position: fixed; inset: 0; z-index: -1; background: var(--canvas); color: var(--ink);
  font: 15px/1.5 var(--font); }}
.first {{ max-width: 1264px; margin: 0 auto; padding: 0 32px; box-sizing: border-box; }}
.first .brand {{ height: 56px; border-bottom: 1px solid var(--line); box-sizing: border-box; margin: 0; }}
.first .shapes {{ display: grid; gap: 16px; padding-top: 54px; animation: first-there 0.3s ease-out 0.15s both; }}
.first .shapes div {{ height: 20px; border-radius: 8px; background: var(--sunk); }}
.first .shapes .title {{ height: 36px; width: min(420px, 70%); margin-bottom: 16px; }}
.first .shapes .line {{ width: min(560px, 90%); }}
.first .shapes .card {{ height: 220px; border-radius: 12px; margin-top: 16px; }}
@keyframes first-there {{ from {{ opacity: 0; }} }}
@media (max-width: 640px) {{ .first {{ padding: 0 16px; }} .first .shapes {{ padding-top: 28px; }} }}
@media (prefers-reduced-motion: reduce) {{ .first .shapes {{ animation: none; }} }}
@keyframes first-late {{ to {{ visibility: visible; }} }}
@keyframes first-gone {{ to {{ visibility: hidden; }} }}
.behind {{ animation: first-gone 0s {LATE_S}s forwards; }}
{DRAWN} .behind {{ display: none; }}
{BEFORE} :is([data-testid="stApp"], [data-testid="stAppViewContainer"]) {{ background: transparent; }}
{BEFORE} [data-testid="stMain"] {{ visibility: hidden; animation: first-late 0s {LATE_S}s forwards; }}
"""


class FirstPaint:
    """Puts the first picture into the file that Streamlit answers pages with; passes all else on as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _wants_page(scope):
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in PASSED_OVER]
        held: list[Message] = []

        async def look(message: Message) -> None:
            if message["type"] == "http.response.start" and _may_be_the_file(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body", False):
                    await _answer(held, send)
                    held.clear()

        await self.app({**scope, "headers": headers}, receive, look)


def middleware() -> list[Middleware]:
    """The first picture, where this Streamlit's file has a place for it."""
    return [Middleware(FirstPaint)] if page() is not None else []


@cache
def page() -> tuple[bytes, bytes] | None:
    """(the file as it is, the file with the first picture); None where it has no empty element."""
    index = INDEX.read_bytes().decode()
    if EMPTY not in index:
        return None
    drawn = index.replace(TITLE, "<title>Easel</title>").replace(
        "</head>", f"<style>{theme.style_sheet()}{RULES}</style></head>"
    )
    return index.encode(), drawn.replace(EMPTY, _picture() + EMPTY).encode()


def _wants_page(scope: Scope) -> bool:
    """Whether a browser asks for something that it would show as a page."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _may_be_the_file(start: Message) -> bool:
    """Whether an answer is as long as Streamlit's file."""
    headers = {name.lower(): value for name, value in start["headers"]}
    known = page()
    is_html = b"text/html" in headers.get(b"content-type", b"")
    return known is not None and is_html and headers.get(b"content-length") == str(len(known[0])).encode()


async def _answer(held: list[Message], send: Send) -> None:
    """Sends what was held, or the file with the first picture where it is Streamlit's file."""
    start, *bodies = held
    known = page()
    if start["status"] != 200 or known is None or b"".join(each.get("body", b"") for each in bodies) != known[0]:
        for message in held:
            await send(message)
        return
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in OF_THE_FILE]
    await send({**start, "headers": [*headers, (b"content-length", str(len(known[1])).encode())]})
    await send({"type": "http.response.body", "body": known[1]})


def _picture() -> str:
    logo = b64encode(theme.FAVICON.read_bytes()).decode("ascii")
    return (
        '<div class="behind"><div class="first"><div class="brand">'
        f'<img class="logo" src="data:image/svg+xml;base64,{logo}" width="28" height="28" alt="">'
        '<span>Easel</span></div><div class="shapes" role="status" aria-label="Easel is opening">'
        '<div class="title"></div><div class="line"></div><div class="card"></div></div></div></div>'
    )


__all__ = ["FirstPaint", "middleware", "page"]
