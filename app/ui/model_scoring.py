"""Scoring: what was said against what was true, and every score with its interval."""

from __future__ import annotations

import streamlit as st

from app.ui import charts, formats, model_confusion, model_curves, parts
from app.ui.meanings import help_html, metric_meaning
from app.ui.model_measured import measured_rows
from app.ui.model_profit import share_text
from app.ui.text import SURE, esc
from app.ui.theme import palette
from app.ui.units import of_target
from automl.record import BuildRecord


def scoring_part(record: BuildRecord) -> None:
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
        where = measured_rows(record)
        if record.problem == "regression":
            parts.card_title(
                "Predicted against actual", f"{where}. On the dotted line an answer is exactly right.", means="scatter"
            )
            charts.draw(model_curves.scatter(measured, palette(), record.target, of_target(record)), key="scatter")
            unit = of_target(record)
            low, high = unit.change(measured.low_offset), unit.change(measured.high_offset)
            parts.caption(f"The band holds {SURE} of the answers: the truth lies {low} to {high} away.")
            _thinned(record)
        elif record.problem == "binary":
            parts.card_title("Predicted against actual", f"{where}. {_line(record)}", means="confusion")
            parts.draw(model_confusion.binary_html(record.classes, measured.confusion, record.positive))
            parts.draw(f'<p class="reading">{esc(_two_classes(record))}</p>')
        else:
            parts.card_title("Predicted against actual", f"{where}. Blue is right, orange is wrong.", means="mixups")
            _several(record)


def _line(record: BuildRecord) -> str:
    """Which class is said."""
    if record.threshold is None or record.threshold == 0.5:
        return "It says the class that is more likely."
    return f"It says {record.positive} from a probability of {share_text(record.threshold)} on."


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
        parts.card_title("Every score", f"With its {SURE} interval, on the same rows.", means="every_score")
        ordered = sorted(record.metrics, key=lambda score: score.metric != record.metric)
        found = [
            parts.Fact(
                score.title,
                formats.score(score.value),
                f"{formats.score(score.low)} to {formats.score(score.high)}",
                help_html(score.title, metric_meaning(score.metric), name=f"score_{score.metric}"),
            )
            for score in ordered
        ]
        parts.draw(parts.facts_html(found))
