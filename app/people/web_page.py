"""The pages before the app: sign in, set a password by a link. Plain HTML that needs no script."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from html import escape

from app.ui import theme

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
RULES = """
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--canvas);
  color: var(--ink); font: 15px/1.5 var(--font); }
main { width: 100%; max-width: 400px; background: var(--surface); border: 1px solid var(--line); border-radius: 14px;
  padding: 32px 32px 28px; overflow-wrap: anywhere; }
.brand { display: flex; gap: 10px; align-items: center; font-weight: 600; margin-bottom: 24px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 6px; font-weight: 600; }
p { margin: 0 0 20px; color: var(--muted); }
label { display: block; font-weight: 500; margin: 0 0 4px; }
input { width: 100%; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--muted);
  border-radius: 8px; padding: 9px 12px; margin: 0 0 16px; }
input[readonly] { background: var(--sunk); border-color: var(--line); }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button { width: 100%; font: inherit; font-weight: 600; color: #FFFFFF; background: var(--fill); border: 0;
  border-radius: 8px; padding: 10px 16px; cursor: pointer; margin-top: 4px; }
p.said { color: var(--bad); background: var(--bad-tint); border-radius: 8px; padding: 10px 12px; margin: 0 0 16px; }
p.small { font-size: 13px; margin: 18px 0 0; }
a { color: var(--accent); }
"""


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a form; `known`: shown, not to be changed."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    autocomplete: str = "off"
    known: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A page with one form; `said` is what was wrong the last time, `below` a remark."""

    title: str
    words: str
    action: str
    button: str
    fields: tuple[Field, ...]
    said: str = ""
    below: str = ""


def form_page(form: Form) -> str:
    """The whole page of a form."""
    said = f'<p class="said" role="alert">{escape(form.said)}</p>' if form.said else ""
    below = f'<p class="small">{escape(form.below)}</p>' if form.below else ""
    first = next((i for i, field in enumerate(form.fields) if not field.known and not field.value), 0)
    lines = "".join(_field(field, i == first) for i, field in enumerate(form.fields))
    return _page(
        form.title,
        f'<form method="post" action="{escape(form.action)}">{said}{lines}<button>{escape(form.button)}</button></form>'
        f"{below}",
        form.words,
    )


def said_page(title: str, words: str, link: str, label: str) -> str:
    """A page that only says something, with a way on."""
    return _page(title, f'<p><a href="{escape(link)}">{escape(label)}</a></p>', words)


def _field(field: Field, focused: bool) -> str:
    marks = " readonly" if field.known else " required"
    marks += " autofocus" if focused else ""
    return (
        f'<label for="{field.name}">{escape(field.label)}</label><input id="{field.name}" name="{field.name}" '
        f'type="{field.kind}" value="{escape(field.value)}" autocomplete="{field.autocomplete}" maxlength="1000"'
        f"{marks}>"
    )


def _page(title: str, body: str, words: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} · Easel</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="{_logo()}">'
        f'<style>{_style()}</style></head><body><main><div class="brand"><img src="{_logo()}" width="28" height="28" '
        f'alt=""><span>Easel</span></div><h1>{escape(title)}</h1><p>{escape(words)}</p>{body}</main></body></html>'
    )


@cache
def _style() -> str:
    """Fonts and colours of the app, and the few rules of these pages."""
    fonts = theme.font_faces().replace("url('app/", "url('/app/")
    return f"{fonts}:root{{color-scheme:light dark;{theme.variables()}--font:{theme.FONT_STACK}}}{RULES}"


@cache
def _logo() -> str:
    return f"data:image/svg+xml;base64,{b64encode(theme.FAVICON.read_bytes()).decode('ascii')}"
