"""Advanced metrics: curves for two classes, residuals for numbers, every class, and all metrics with what they mean."""

from __future__ import annotations

import streamlit as st

from app.ui import charts, formats, model_certainty, model_confusion, model_curves, model_metrics, parts
from app.ui.model_measured import measured_rows
from app.ui.theme import palette
from app.ui.units import of_target
from automl.record import BuildRecord


def advanced_part(record: BuildRecord) -> None:
    measured = record.evaluation
    if record.problem == "regression":
        with parts.card("residuals"):
            parts.card_title(
                "How far answers are off", f"{measured_rows(record)}. In full colour: nine in ten.", means="residuals"
            )
            charts.draw(model_curves.residuals(measured, palette(), record.target, of_target(record)), key="residuals")
            parts.caption(
                "A bar right of 0: the truth was higher than the answer. The outermost bars hold all beyond them."
            )
        model_certainty.bands_card(record, measured_rows(record))
    elif record.problem == "binary":
        _two_curves(record)
    else:
        with st.grid(2, min_column_width=320, gap=16):
            with parts.card("per_class", height="stretch"):
                parts.card_title("Every class", f"{measured_rows(record)}.", means="per_class")
                parts.draw(model_confusion.per_class_html(record.classes, measured.confusion))
            model_certainty.calibration_card(record)
    model_metrics.metrics_card(record, measured_rows(record))


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
                "ROC curve",
                f"Area {formats.score(values.get('roc_auc'))}; the dotted line is a coin toss.",
                means="roc",
            )
            charts.draw(model_curves.roc(measured.roc, palette(), positive), key="roc")
        with parts.card("pr", height="stretch"):
            average = f"Average precision {formats.score(values['pr_auc'])}; the" if "pr_auc" in values else "The"
            parts.card_title("Precision and recall", f"{average} dotted line is guessing.", means="precision_recall")
            charts.draw(
                model_curves.precision_recall(measured.precision_recall, palette(), positive, there),
                key="precision_recall",
            )
        model_certainty.calibration_card(record)
