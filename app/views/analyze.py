"""Analyze: how good the model is, what drives it, where it is right and wrong, and who is in the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from app.ui import (
    model_before,
    model_candidate_cards,
    model_candidates,
    model_decisions,
    model_effect,
    model_errs,
    model_facts,
    model_fairness,
    model_headline,
    model_impact,
    model_opened,
    model_pairs,
    model_team,
    model_watch,
    parts,
    state,
)
from app.ui.in_notation import in_notation
from app.ui.meanings import help_for
from app.ui.model_advanced import advanced_part
from app.ui.model_measured import measured_rows, metric_of
from app.ui.model_next import PART, next_steps
from app.ui.model_ready import ready_version
from app.ui.model_scoring import scoring_part
from app.ui.pages import Page
from app.ui.shell import model_shell
from app.ui.text import esc, listing, plural
from automl.record import BuildRecord

LESSONS = (
    parts.Lesson("verified", "A score you can defend", "Measured on rows the model never saw, with its uncertainty."),
    parts.Lesson("insights", "What drives the answer", "The share of every column, and how its values move it."),
    parts.Lesson("leaderboard", "Who won and why", "Every candidate that was tried, with its score and seconds."),
)


def render() -> None:
    from automl.decisions import at_threshold

    with model_shell("analyze") as here:
        version = ready_version(
            here, "Nothing to analyze yet", "Once a version is built, this page says how good it is and why.", LESSONS
        )
        if version is None:
            return
        if version.opened:
            model_opened.page(version.id)
            return
        built = state.service().record(version.id)
        record = at_threshold(built, state.service().threshold(version.id))
        if state.widget(PART) not in PARTS:
            state.put(PART, "Overview")
        part = st.segmented_control("Part", tuple(PARTS), required=True, key=PART, label_visibility="collapsed")
        if part == "Overview":
            model_before.before_line(here.model, version, record)
            model_watch.leakage_card(record, here.model)
        if part == "Advanced metrics":
            model_decisions.decision_card(built, here.model, version)
        if part == "Fairness":
            model_fairness.fairness_part(record, version.id, measured_rows(record))
        PARTS[part or "Overview"](record)


def _overview(record: BuildRecord) -> None:
    with parts.card("headline"):
        parts.draw(model_headline.headline_html(record, best=metric_of(record).best))
        parts.draw(parts.facts_html(model_facts.facts(record), "large"))
        next_steps(record.problem)
    key = f"effect_of_{record.created}"
    known = [impact.column for impact in record.impact]
    if state.widget(key) not in known and known:
        state.put(key, known[0])
    with st.grid(2, min_column_width=360, gap=16):
        model_impact.impact_card(record, key)
        model_effect.effect_card(record, key)
    model_pairs.pairs_card(record)
    model_watch.watch_card(record)
    _rows_and_columns(record)


def _rows_and_columns(record: BuildRecord) -> None:
    """Which rows and columns the score is about."""
    used, without = len(record.used_columns), list(record.left_out)
    words = [f"Learnt from {plural(record.n_train, 'row')} and {plural(used, 'column')}."]
    if without:
        words.append(
            f"Not used: {listing([f'{name} ({in_notation(why)})' for name, why in record.left_out.items()], 4)}."
        )
    own = (record.target, *record.used_columns, *record.left_out, *record.classes)
    words += [in_notation(sentence, own) for sentence in (*record.set_aside, *record.notes)]
    with parts.card("about"):
        parts.card_title("What it was built from")
        parts.draw("".join(f'<p class="subtitle">{esc(sentence)}</p>' for sentence in words))


def _where_it_errs(record: BuildRecord) -> None:
    model_errs.errs_card(record, measured_rows(record))


def _leaderboard(record: BuildRecord) -> None:
    higher = metric_of(record).higher_is_better
    with parts.card("team"):
        title, sentence = model_team.why(record, higher=higher)
        votes = model_team.votes_html(model_team.voters(record))
        label = parts.label_html("Why the winner won", help_for("team", "Why the winner won"))
        parts.draw(
            f'<div class="team"><div>{label}<h2>{esc(title)}</h2>'
            f'<p class="subtitle">{esc(sentence)}</p></div>'
            f"<div>{parts.label_html('Who votes in the team')}{votes}</div></div>"
        )
    way = "" if higher else " Lower is better."
    parts.section_title(
        "All candidates",
        f"{record.score.title} in cross-validation, best first.{way} {_judges(record)}",
        means="leaderboard",
    )
    with parts.card("table_leaderboard", gap=None):
        parts.draw(model_candidates.leaderboard_html(record, higher=higher))
    model_candidate_cards.export_button(record)
    model_candidate_cards.experiments(record, higher=higher)


def _judges(record: BuildRecord) -> str:
    rows = plural(record.score.n_rows, "row")
    return f"The {rows} held out judge only the winner." if record.score.how == "holdout" else ""


PARTS: Mapping[str, Callable[[BuildRecord], None]] = {
    "Overview": _overview,
    "Scoring": scoring_part,
    "Advanced metrics": advanced_part,
    "Where it errs": _where_it_errs,
    "Fairness": lambda _record: None,
    "Leaderboard": _leaderboard,
}
PAGE = Page(name="analyze", title="Analyze", url="analyze", render=render, order=43, tab=True, section="models")
