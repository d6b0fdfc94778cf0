"""Analyze: how good the model is, what drives it, where it is right and wrong, and who is in the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import (
    charts,
    formats,
    model_candidate_cards,
    model_candidates,
    model_certainty,
    model_confusion,
    model_curves,
    model_decisions,
    model_errs,
    model_fairness,
    model_headline,
    model_impact,
    model_metrics,
    model_opened,
    model_pairs,
    model_team,
    model_watch,
    parts,
    state,
)
from app.ui.model_ready import ready_version
from app.ui.pages import Page
from app.ui.shell import model_shell
from app.ui.text import esc, listing, plural
from app.ui.theme import palette
from automl.record import BuildRecord

if TYPE_CHECKING:
    from automl.contracts import Metric

LESSONS = (
    parts.Lesson("verified", "A score you can defend", "Measured on rows the model never saw, with its uncertainty."),
    parts.Lesson("insights", "What drives the answer", "The share of every column, and how its values move it."),
    parts.Lesson("leaderboard", "Who won and why", "Every candidate that was tried, with its score and seconds."),
)


def render() -> None:
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
        record = model_decisions.in_use(built, state.service().threshold(version.id))
        part = st.segmented_control(
            "Part", tuple(PARTS), default="Overview", required=True, key="analyze_part", label_visibility="collapsed"
        )
        if part == "Advanced metrics":
            model_decisions.decision_card(built, here.model, version)
        if part == "Fairness":
            model_fairness.fairness_part(record, version.id, _measured_rows(record))
        PARTS[part or "Overview"](record)


def _overview(record: BuildRecord) -> None:
    with parts.card("headline"):
        parts.draw(model_headline.headline_html(record, best=_metric(record).best))
        parts.draw(parts.facts_html(model_headline.facts(record), "large"))
    key = f"effect_of_{record.created}"
    known = [impact.column for impact in record.impact]
    if state.widget(key) not in known and known:
        state.put(key, known[0])
    with st.grid(2, min_column_width=360, gap=16):
        model_impact.impact_card(record, key)
        model_impact.effect_card(record, key)
    model_pairs.pairs_card(record)
    model_watch.watch_card(record)
    _rows_and_columns(record)


def _rows_and_columns(record: BuildRecord) -> None:
    """Which rows and columns the score is about."""
    used, without = len(record.used_columns), list(record.left_out)
    words = [f"Learnt from {plural(record.n_train, 'row')} and {plural(used, 'column')}."]
    if without:
        words.append(f"Not used: {listing([f'{name} ({why})' for name, why in record.left_out.items()], 4)}.")
    words += [*record.set_aside, *record.notes]
    with parts.card("about"):
        parts.card_title("What it was built from")
        parts.draw("".join(f'<p class="subtitle">{esc(sentence)}</p>' for sentence in words))


def _scoring(record: BuildRecord) -> None:
    if record.problem == "binary":
        with st.grid(2, min_column_width=360, gap=16):
            _predicted_actual(record)
            _all_metrics(record)
        return
    _predicted_actual(record)
    _all_metrics(record)


def _predicted_actual(record: BuildRecord) -> None:
    measured = record.evaluation
    with parts.card("scoring", height="stretch"):
        where = _measured_rows(record)
        if record.problem == "regression":
            parts.card_title("Predicted against actual", f"{where}. On the dotted line an answer is exactly right.")
            charts.draw(model_curves.scatter(measured, palette(), record.target), key="scatter")
            low, high = formats.number(measured.low_offset, 3), formats.number(measured.high_offset, 3)
            parts.caption(f"The band holds 90{formats.SPACE}% of the answers: the truth is {low} to +{high} away.")
            _thinned(record)
        elif record.problem == "binary":
            parts.card_title("Predicted against actual", f"{where}. {_line(record)}")
            parts.draw(model_confusion.binary_html(record.classes, measured.confusion, record.positive))
            parts.draw(f'<p class="reading">{esc(_two_classes(record))}</p>')
        else:
            parts.card_title("Predicted against actual", f"{where}. Blue is right, orange is wrong.")
            _several(record)


def _line(record: BuildRecord) -> str:
    """Which class is said."""
    if record.threshold is None or record.threshold == 0.5:
        return "It says the class that is more likely."
    return f"It says {record.positive} from a probability of {model_decisions.share_text(record.threshold)} on."


def _thinned(record: BuildRecord) -> None:
    shown, n = len(record.evaluation.actual), record.evaluation.n_rows
    if shown < n:
        parts.caption(f"{formats.count(shown)} of {formats.count(n)} rows are drawn, by chance.")


def _two_classes(record: BuildRecord) -> str:
    return model_confusion.sentence(record.classes, record.evaluation.confusion, record.positive)


def _several(record: BuildRecord) -> None:
    classes, matrix = record.classes, record.evaluation.confusion
    if len(classes) <= model_confusion.MOST_CLASSES:
        parts.draw(model_confusion.grid_html(classes, matrix))
    else:
        parts.caption(f"{formats.count(len(classes))} classes are too many for a grid; here is what is mixed up most.")
    pairs = model_confusion.mixups(classes, matrix)
    if pairs:
        parts.draw(model_confusion.mixups_html(pairs))
    else:
        parts.notice("It made no mistake on these rows.", tone="good")


def _all_metrics(record: BuildRecord) -> None:
    with parts.card("metrics", height="stretch"):
        parts.card_title("Every score", f"With its 90{formats.SPACE}% interval, on the same rows.")
        ordered = sorted(record.metrics, key=lambda score: score.metric != record.metric)
        found = [
            parts.Fact(
                score.title, formats.score(score.value), f"{formats.score(score.low)} to {formats.score(score.high)}"
            )
            for score in ordered
        ]
        parts.draw(parts.facts_html(found))


def _advanced(record: BuildRecord) -> None:
    measured = record.evaluation
    if record.problem == "regression":
        with parts.card("residuals"):
            parts.card_title("How far answers are off", f"{_measured_rows(record)}. In full colour: nine in ten.")
            charts.draw(model_curves.residuals(measured, palette(), record.target), key="residuals")
            parts.caption(
                "A bar right of 0: the truth was higher than the answer. The outermost bars hold all beyond them."
            )
        model_certainty.bands_card(record, _measured_rows(record))
    elif record.problem == "binary":
        _two_curves(record)
    else:
        with st.grid(2, min_column_width=320, gap=16):
            with parts.card("per_class", height="stretch"):
                parts.card_title("Every class", f"{_measured_rows(record)}.")
                parts.draw(model_confusion.per_class_html(record.classes, measured.confusion))
            model_certainty.calibration_card(record)
    model_metrics.metrics_card(record, _measured_rows(record))


def _two_curves(record: BuildRecord) -> None:
    measured = record.evaluation
    if measured.roc is None or measured.precision_recall is None:
        return
    positive = record.positive or record.classes[1]
    values = {score.metric: score.value for score in record.metrics}
    there = sum(measured.confusion[record.classes.index(positive)]) / (measured.n_rows or 1)
    with st.grid(3, min_column_width=320, gap=16):
        with parts.card("roc", height="stretch"):
            parts.card_title(
                "ROC curve", f"Area {formats.score(values.get('roc_auc'))}; the dotted line is a coin toss."
            )
            charts.draw(model_curves.roc(measured.roc, palette(), positive), key="roc")
        with parts.card("pr", height="stretch"):
            average = f"Average precision {formats.score(values['pr_auc'])}; the" if "pr_auc" in values else "The"
            parts.card_title("Precision and recall", f"{average} dotted line is guessing.")
            charts.draw(
                model_curves.precision_recall(measured.precision_recall, palette(), positive, there),
                key="precision_recall",
            )
        model_certainty.calibration_card(record)


def _where_it_errs(record: BuildRecord) -> None:
    model_errs.errs_card(record, _measured_rows(record))


def _leaderboard(record: BuildRecord) -> None:
    higher = _metric(record).higher_is_better
    with parts.card("team"):
        title, sentence = model_team.why(record, higher=higher)
        votes = model_team.votes_html(model_team.voters(record))
        parts.draw(
            f'<div class="team"><div>{parts.label_html("Why the winner won")}<h2>{esc(title)}</h2>'
            f'<p class="subtitle">{esc(sentence)}</p></div>'
            f"<div>{parts.label_html('Who votes in the team')}{votes}</div></div>"
        )
    way = "" if higher else " Lower is better."
    parts.section_title(
        "All candidates", f"{record.score.title} in cross-validation, best first.{way} {_judges(record)}"
    )
    with parts.card("table_leaderboard", gap=None):
        parts.draw(model_candidates.leaderboard_html(record, higher=higher))
    model_candidate_cards.export_button(record)
    model_candidate_cards.experiments(record, higher=higher)


def _judges(record: BuildRecord) -> str:
    rows = plural(record.score.n_rows, "row")
    return f"The {rows} held out judge only the winner." if record.score.how == "holdout" else ""


def _measured_rows(record: BuildRecord) -> str:
    """ "1,409 rows the model never saw", or how the rows of a small table were answered."""
    held_out = record.score.how == "holdout"
    how = " the model never saw" if held_out else ", each answered by models that had not seen it"
    return plural(record.evaluation.n_rows, "row") + how


def _metric(record: BuildRecord) -> Metric:
    from automl import metrics  # imports scikit-learn, which the pages around this one do without

    return metrics.get(record.metric)


PARTS: Mapping[str, Callable[[BuildRecord], None]] = {
    "Overview": _overview,
    "Scoring": _scoring,
    "Advanced metrics": _advanced,
    "Where it errs": _where_it_errs,
    "Fairness": lambda _record: None,
    "Leaderboard": _leaderboard,
}
PAGE = Page(name="analyze", title="Analyze", url="analyze", render=render, order=43, tab=True, section="models")
