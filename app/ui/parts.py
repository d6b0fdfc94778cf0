"""The parts that pages are made of: cards, chips, notices, titles, facts, empty states.

Functions whose name ends in `_html` return markup, to be put together and drawn once by `draw`; the others draw. Text
handed to a function is plain text and escaped inside; parameters called `markup` are HTML already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from app.ui.meanings import help_for
from app.ui.text import esc

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

Gap = Literal["xxsmall", "xsmall", "small", "medium", "large"] | int
Tone = Literal["plain", "accent", "good", "warn", "bad"]
TOGETHER = "\u2060"  # no line begins after it
TONE_ICONS: dict[str, str] = {
    "plain": "info",
    "accent": "info",
    "good": "check_circle",
    "warn": "warning",
    "bad": "error",
}


def draw(*markup: str) -> None:
    """Draw HTML (without SVG: Streamlit strips it here; see `draw_svg`)."""
    st.html("".join(markup))


def draw_svg(*markup: str) -> None:
    """Draw HTML that holds inline SVG; CSS variables work inside it. Keep it free of blank lines."""
    st.markdown(f'<div class="drawn">{"".join(markup)}</div>', unsafe_allow_html=True)


def icon_html(name: str, tone: Tone = "plain") -> str:
    """A Material Symbols icon; decorative, so a word always stands beside it."""
    return f'<span class="icon tone-{tone}" aria-hidden="true" translate="no">{esc(name)}</span>'


def chip_html(text: str, tone: Tone = "plain", icon: str = "") -> str:
    """A small rounded label."""
    return f'<span class="chip chip-{tone}">{icon_html(icon, tone) if icon else ""}{esc(text)}</span>'


def status_html(text: str, tone: Tone = "good") -> str:
    """A state as icon and word; "accent" is the pulsing dot of something that runs."""
    mark = '<span class="dot" aria-hidden="true"></span>' if tone == "accent" else icon_html(TONE_ICONS[tone], tone)
    return f'<span class="status">{mark}<span>{esc(text)}</span></span>'


def card(key: str, *, height: Literal["content", "stretch"] = "content", gap: Gap | None = "small") -> DeltaGenerator:
    """A white card to draw in (`with parts.card("target"):`); its style key is `card_<key>`."""
    return st.container(border=True, key=f"card_{key}", height=height, gap=gap)


def row(key: str, *, align: Literal["top", "center", "bottom"] = "center", wrap: bool = True) -> DeltaGenerator:
    """Things side by side; `st.space("stretch")` between them pushes the rest to the right."""
    return st.container(horizontal=True, key=f"row_{key}", vertical_alignment=align, wrap=wrap)


def clickable(key: str, label: str, **more: Any) -> bool:
    """Make the keyed container in which this is called one large button; True when it was pressed.

    The button lies invisibly over the whole container and keeps its name for the keyboard and for screen readers.
    `more` goes to the button.
    """
    with st.container(key=f"cover_{key}"):
        return st.button(label, key=f"press_{key}", width="stretch", **more)


def row_buttons(key: str, rows: Sequence[tuple[str, str]], on_press: Callable[[str], None] | None = None) -> str | None:
    """Make the rows of the table in a card `table_...` clickable: one invisible button a row, laid over it in order.

    `rows` are (id, what the button says); the id of the row that was pressed, or None. `on_press` is called with it
    before the page is drawn anew. Draw it after the table, in the same card; every row must be one line of text high.
    """
    pressed = None
    with st.container(key=f"rows_{key}", gap=None):
        for row_id, label in rows:
            if st.button(label, key=f"row_{key}_{row_id}", width="stretch", on_click=on_press, args=(row_id,)):
                pressed = row_id
    return pressed


def page_title(title: str, subtitle: str = "") -> None:
    """The h1 of a page and the sentence below it."""
    below = f'<p class="subtitle">{esc(subtitle)}</p>' if subtitle else ""
    draw(f'<div class="page-title"><h1>{esc(title)}</h1>{below}</div>')


def section_title(title: str, subtitle: str = "", aside_markup: str = "", *, means: str = "") -> None:
    """The h2 over a part of a page."""
    draw(title_html(title, subtitle, aside_markup, means=means, style="section-title"))


def card_title(
    title: str, subtitle: str = "", chips_markup: str = "", aside_markup: str = "", *, means: str = ""
) -> None:
    """The h3 of a card; chips stand right of it, the aside at the far right. `means` names its sentence in MEANINGS."""
    draw(title_html(title, subtitle, aside_markup, chips_markup, means=means, style="card-title"))


def title_html(
    title: str, subtitle: str = "", aside_markup: str = "", chips_markup: str = "", *, means: str = "", style: str = ""
) -> str:
    """A heading with its subtitle, chips and aside; its question mark stays on the line of its last word."""
    level = 2 if style == "section-title" else 3
    below = f'<p class="subtitle">{esc(subtitle)}</p>' if subtitle else ""
    aside = f'<div class="aside">{aside_markup}</div>' if aside_markup else ""
    heading = f"<h{level}>{esc(title)}</h{level}>"
    if means:
        heading = f'<div class="titled">{heading}{TOGETHER}{help_for(means, title)}</div>'
    head = f'<div class="head">{heading}{chips_markup}{aside}</div>'
    return f'<div class="{style}">{head}{below}</div>'


def label_html(text: str, help_markup: str = "") -> str:
    """A muted label over a value, with what it means where there is a sentence for it."""
    return f'<p class="label">{esc(text)}{help_markup}</p>'


def caption(text: str) -> None:
    """A small muted sentence."""
    draw(f'<p class="caption">{esc(text)}</p>')


def notice(sentence: str, tone: Tone = "plain", title: str = "", icon: str = "") -> None:
    """A sentence that must be read: what blocks ("bad"), what warns, what went well."""
    draw(notice_html(sentence, tone, title, icon))


def notice_html(sentence: str, tone: Tone = "plain", title: str = "", icon: str = "") -> str:
    head = f"<strong>{esc(title)}</strong> " if title else ""
    role = "alert" if tone == "bad" else "note"
    mark = icon_html(icon or TONE_ICONS[tone], tone)
    return f'<div class="notice notice-{tone}" role="{role}">{mark}<p>{head}{esc(sentence)}</p></div>'


@dataclass(frozen=True, slots=True)
class Fact:
    """A label, its value in words, a small line below, and what the label means (see app/ui/meanings.py)."""

    label: str
    value: str
    below: str = ""
    help_markup: str = ""


def facts_html(facts: Sequence[Fact], style: str = "") -> str:
    """Facts side by side, equally wide; they wrap on a narrow screen."""
    return f'<dl class="facts {style}">{"".join(map(_fact_html, facts))}</dl>'


def _fact_html(fact: Fact) -> str:
    below = f'<dd class="caption">{esc(fact.below)}</dd>' if fact.below else ""
    return f"<div><dt>{esc(fact.label)}{fact.help_markup}</dt><dd>{esc(fact.value)}</dd>{below}</div>"


def progress_html(share: float, label: str = "Progress") -> str:
    """A progress bar; `share` is cut to 0..1."""
    percent = 100 * min(max(share, 0.0), 1.0)
    return (
        f'<div class="progress" role="progressbar" aria-label="{esc(label)}" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{percent:.0f}"><span style="width:{percent:.1f}%"></span></div>'
    )


@dataclass(frozen=True, slots=True)
class Lesson:
    """One of the three things that an empty page teaches."""

    icon: str
    title: str
    sentence: str


def empty_state(
    key: str, picture: str, title: str, sentence: str, actions: Callable[[], None], lessons: Sequence[Lesson] = ()
) -> None:
    """An empty page that says what it will show. `picture` is inline SVG, `actions` draws the buttons."""
    with card(f"empty_{key}"):
        draw_svg(f'<div class="empty">{picture}<h2>{esc(title)}</h2><p>{esc(sentence)}</p></div>')
        with st.container(horizontal=True, horizontal_alignment="center", key=f"empty_actions_{key}"):
            actions()
        if lessons:
            draw('<div class="lessons">', *map(_lesson_html, lessons), "</div>")


def _lesson_html(lesson: Lesson) -> str:
    mark = icon_html(lesson.icon, "accent")
    return f'<div>{mark}<div><h3>{esc(lesson.title)}</h3><p class="caption">{esc(lesson.sentence)}</p></div></div>'
