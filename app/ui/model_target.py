"""Panel 1 of Build: the column to predict, with what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import formats, parts, state
from app.ui.model_change import change
from app.ui.tables import counts_html
from app.ui.text import KIND_TITLES, esc, plural
from datasets.words import usual_yes

if TYPE_CHECKING:
    from app.records import Detection, ModelView
    from datasets.profile import ColumnProfile, Profile
    from datasets.table import Table

MOST_CLASSES = 6
BARS = 24


def panel(model: ModelView, table: Table, profile: Profile, detection: Detection) -> None:
    """Choose the column; below it, its values or its spread."""
    target = model.settings.target
    with parts.card("target", height="stretch"):
        parts.draw(parts.label_html("1\u2002Column to predict"))
        key = f"target_{model.id}"
        names = list(table.names)
        state.put(key, target if target in names else None)
        st.selectbox(
            "Column to predict",
            names,
            key=key,
            placeholder="Choose a column",
            label_visibility="collapsed",
            on_change=lambda: choose(model.id, state.widget(key)),
        )
        if target is None or target not in names:
            parts.caption("Click here and choose the column whose values the model shall find by itself.")
            return
        column = profile[target]
        values = values_html(column, profile.n_rows, detection, model.settings.positive)
        words = summary_html(column, profile.n_rows, detection, model.settings.positive)
        parts.draw(f'{values}<p class="caption target-says">{words}</p>')


def choose(model_id: str, target: str | None) -> None:
    """Store the chosen column."""
    if target is not None:
        change(model_id, target=target)


def values_html(column: ColumnProfile, n_rows: int, detection: Detection, positive: str | None) -> str:
    """Bars for the values of a column of classes, a histogram for numbers."""
    if detection.problem == "regression" or (detection.problem is None and column.histogram.edges):
        return histogram_html(column)
    pairs = _two_numbers(column, detection) or list(zip(column.histogram.labels, column.histogram.counts, strict=False))
    if not pairs:
        return histogram_html(column)
    labels, counts = [name for name, _ in pairs[:MOST_CLASSES]], [n for _, n in pairs[:MOST_CLASSES]]
    if len(pairs) > MOST_CLASSES:
        labels.append(f"{formats.count(max(column.n_unique, len(pairs)) - MOST_CLASSES)} more")
        counts.append(sum(n for _, n in pairs[MOST_CLASSES:]))
    chosen = shown_class(detection, positive) or ""
    return counts_html(labels, counts, n_rows, chosen=chosen, label=f"How often each value of {column.name} occurs")


def _two_numbers(column: ColumnProfile, detection: Detection) -> list[tuple[str, int]]:
    """The two values of a yes / no question that is written in numbers, as they stand in the cells, with their counts,
    the smaller number first; else nothing. The commoner text is the first example."""
    counts, words, numeric = column.histogram.counts, column.examples, str(column.kind) == "numeric"
    if detection.problem != "binary" or not numeric or not len(counts) == len(words) == len(detection.classes) == 2:
        return []
    return list(zip(words if counts[0] >= counts[1] else words[::-1], counts, strict=True))


def histogram_html(column: ColumnProfile) -> str:
    """The spread of a column of numbers or dates, with both ends named."""
    counts, edges = column.histogram.counts, column.histogram.edges
    if not counts or len(edges) < 2:
        return ""
    largest = max(counts) or 1
    bars = "".join(f'<span style="height:{max(72 * n / largest, 1 if n else 0):.1f}px"></span>' for n in counts)
    write = formats.date_of if str(column.kind) == "datetime" else formats.number
    ends = f"<span>{esc(write(edges[0]))}</span><span>{esc(write(edges[-1]))}</span>"
    label = f"How the values of {column.name} spread from {write(edges[0])} to {write(edges[-1])}"
    return f'<div class="spread" role="img" aria-label="{esc(label)}"><div>{bars}</div><p>{ends}</p></div>'


def shown_class(detection: Detection, positive: str | None) -> str | None:
    """The class a yes / no question asks for: the chosen one, else the usual one."""
    if detection.problem != "binary" or len(detection.classes) != 2:
        return None
    return positive if positive in detection.classes else usual_yes(detection.classes)


def summary_html(column: ColumnProfile, n_rows: int, detection: Detection, positive: str | None) -> str:
    """ "7,043 rows, none missing. Predicting Yes."."""
    words = f"{esc(plural(n_rows, 'row'))}, {esc(_gone(column, detection))}."
    shown = shown_class(detection, positive)
    if shown is not None:
        return f"{words} Predicting <strong>{esc(shown)}</strong>."
    if detection.problem == "multiclass":
        return f"{words} {esc(plural(len(detection.classes), 'class', 'classes'))}."
    if column.mean is not None and str(column.kind) == "numeric":
        return f"{words} Mean {esc(formats.number(column.mean))}, median {esc(formats.number(column.median))}."
    kind = KIND_TITLES.get(str(column.kind), str(column.kind)).lower()
    return f"{words} {esc(plural(column.n_unique, 'different value'))}, read as {esc(kind)}."


def _gone(column: ColumnProfile, detection: Detection) -> str:
    """The rows that no model learns from: "12 without a value and 2 without a finite number, set aside"."""
    unreadable = column.n_mismatched if detection.problem == "regression" else 0
    counts = ((column.n_missing, "without a value"), (unreadable, "without a finite number"))
    said = [f"{formats.count(n)} {words}" for n, words in counts if n]
    return f"{' and '.join(said)}, set aside" if said else "none missing"
