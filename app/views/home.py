"""Home: the question, what is running, sample questions, and the latest models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.settings import settings
from app.ui import formats, import_table, model_cards, parts, pictures, running, starts, state
from app.ui.pages import Page
from app.ui.text import PROBLEM_TITLES, esc, in_words, plural

if TYPE_CHECKING:
    from datasets.samples import Sample

RECENT = 3


def render() -> None:
    _hero()
    running.strip("home")
    _samples()
    _recent()


def _hero() -> None:
    with st.container(horizontal=True, key="hero", vertical_alignment="center", wrap=False):
        with st.container(key="hero_words"):
            parts.draw(
                '<div class="hero"><h1>What do you want to predict?</h1>'
                "<p>Bring a table, point at the column to predict, and "
                "read what drives it. Nothing leaves this computer.</p></div>"
            )
            with parts.row("hero_import"):
                if st.button(
                    "Import a table",
                    type="primary",
                    icon=":material/upload:",
                    key="home_import",
                    **state.only("analyst"),
                ):
                    import_table.dialog()
                limit = f"{formats.count(settings().upload_mb)}\u00a0MB"
                parts.caption(f"CSV, Excel, Parquet, JSON and others. Larger than {limit}: give a path.")
        with st.container(key="hero_picture", width="content"):
            parts.draw_svg(pictures.table_with_target())


def _samples() -> None:
    samples = starts.in_order(state.service().samples())
    if not samples:
        return
    with st.container(key="home_samples"):
        number = in_words(len(samples)).capitalize()
        tables = "table" if len(samples) == 1 else "tables"
        parts.section_title("Start from a question", f"{number} sample {tables}, ready to build.")
        with st.grid(min(len(samples), 5), min_column_width=160, gap=14):
            for sample in samples:
                _sample_card(sample)


def _sample_card(sample: Sample) -> None:
    with parts.card(f"sample_{sample.name}", height="stretch", gap=None):
        parts.draw_svg(
            f'<div class="sample">{pictures.for_sample(sample.name, sample.problem)}<h3>{esc(sample.question)}</h3>'
            f'<p class="caption">{esc(sample.title)}, {plural(sample.n_rows, "row")}</p></div>'
        )
        st.space("stretch")
        kind = parts.chip_html(PROBLEM_TITLES.get(sample.problem, sample.problem))
        parts.draw(f'<div class="card-foot">{kind}{parts.icon_html("arrow_forward", "accent")}</div>')
        if parts.clickable(
            f"sample_{sample.name}", f"{sample.question} Build with {sample.title}", **state.only("analyst")
        ):
            starts.from_sample(sample)


def _recent() -> None:
    models = [model for model in state.service().models() if not model.archived][:RECENT]
    if not models:
        return
    with st.container(key="home_recent"):
        with parts.row("recent_title"):
            parts.section_title("Recent models")
        with st.grid(RECENT, min_column_width=260, gap=14):
            for model in models:
                model_cards.card(model, "recent")


PAGE = Page(name="home", title="Home", url="", render=render, order=0, nav=True)
