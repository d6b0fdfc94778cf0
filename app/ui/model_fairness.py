"""Fairness: how the groups of a column fare, before (in the data) and after (in the model's decisions)."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.ui import errors, formats, parts, state
from app.ui.in_notation import in_notation, label
from app.ui.tables import Col, Row, table_html
from app.ui.text import SURE, esc, plural
from automl.fairness import sensitive
from automl.fairness_words import FIGURES, FOUR_FIFTHS, LIMITS
from automl.insights import Estimate, Fairness, GroupFigures
from automl.record import BuildRecord
from datasets.errors import EaselError

TITLES = {
    "base_rate": "Before: really {chosen}",
    "selection_rate": "After: the answer is {chosen}",
    "true_positive_rate": "Found: true positive rate",
    "false_positive_rate": "False alarms: false positive rate",
    "error_rate": "Errors: a wrong answer",
    "mean_actual": "Before: mean of {target}",
    "mean_answer": "After: mean answer",
    "mean_error": "Too high or too low",
    "absolute_error": "How far off",
}
OF_CLASSES = ("base_rate", "selection_rate", "true_positive_rate", "false_positive_rate", "error_rate")
OF_NUMBERS = ("mean_actual", "mean_answer", "mean_error", "absolute_error")


def fairness_part(record: BuildRecord, version_id: str, measured_on: str) -> None:
    """The whole part, as a fragment: another column draws nothing else anew."""
    st.fragment(errors.calm(_part))(record, version_id, measured_on)


def _part(record: BuildRecord, version_id: str, measured_on: str) -> None:
    try:
        names = state.service().held(version_id).table.names
    except EaselError as error:
        parts.notice(in_notation(str(error)))
        return
    if not names:
        parts.notice("This table has no column whose groups could be compared: only ids, constants or free texts.")
        return
    with parts.card("fairness"):
        parts.card_title(
            "Does it treat groups alike?",
            f"{measured_on}. Choose the column whose groups to compare.",
            means="fairness",
        )
        column, chosen = _chosen(record, names)
        found = state.service().fairness(version_id, column, chosen)
        kind = str(state.service().held(version_id).table.schema[found.column].kind)
        parts.draw(sentences_html(found, kind))
        if found.n_rows < found.n_of:
            parts.caption(
                f"{formats.count(found.n_rows)} of {formats.count(found.n_of)} measured rows, drawn by chance, were "
                "looked at."
            )
    _figures(found, record, kind)
    with parts.card("fairness_limits"):
        parts.card_title("What these figures do not say")
        parts.draw("".join(f'<p class="subtitle">{esc(sentence)}</p>' for sentence in LIMITS))
        parts.caption(
            f"Every figure has its {SURE} interval. A difference is told in words only where its interval, "
            "widened for the number of groups, leaves no room for none."
        )


def _chosen(record: BuildRecord, names: Sequence[str]) -> tuple[str, str | None]:
    """The column whose groups are compared, and the answer that is looked at, None of numbers; both can be changed."""
    with parts.row("fairness_choice", align="bottom"):
        column = st.selectbox("Groups by", names, index=_first(names), key="fairness_column", width=260)
        if record.problem == "regression":
            return column or names[0], None
        classes = list(record.classes)
        at = classes.index(record.positive) if record.positive in classes else len(classes) - 1
        chosen = st.selectbox("The answer to look at", classes, index=at, key="fairness_class", width=220)
    return column or names[0], chosen


def _figures(found: Fairness, record: BuildRecord, kind: str) -> None:
    """A card for each figure, and of classes one with the ratios."""
    shown = OF_NUMBERS if record.problem == "regression" else OF_CLASSES
    with st.grid(2, min_column_width=360, gap=16):
        for name in shown:
            with parts.card(f"fairness_{name}", height="stretch"):
                title = TITLES[name].format(chosen=found.chosen, target=record.target)
                parts.card_title(title, in_notation(FIGURES[name]))
                parts.draw(lanes_html(found, name, kind))
        if record.problem != "regression":
            with parts.card("fairness_ratios", height="stretch"):
                parts.card_title("Against the group that gets it most often", in_notation(FIGURES["impact_after"]))
                parts.draw(ratios_html(found, kind))


def _first(names: Sequence[str]) -> int:
    """The column shown first: one that people are often treated by, where there is one."""
    likely = sensitive(names)
    return list(names).index(likely[0]) if likely else 0


def sentences_html(found: Fairness, kind: str) -> str:
    labels = [group.label for group in found.groups]
    own = (found.chosen, *(one for one in labels if label(one, kind) == one))
    return "".join(f'<p class="reading">{esc(in_notation(sentence, own))}</p>' for sentence in found.sentences)


def lanes_html(found: Fairness, name: str, kind: str) -> str:
    """One lane a group: the figure as a dot on its interval, all on the same scale."""
    figures = [group.figures[name] for group in found.groups]
    low, high = _scale(figures, shares=name in OF_CLASSES)
    rows = "".join(_lane_html(label(group.label, kind), group.figures[name], low, high, name) for group in found.groups)
    return f'<div class="lanes" role="img" aria-label="{esc(_spoken(found, name, kind))}">{rows}</div>'


def _scale(figures: Sequence[Estimate], *, shares: bool) -> tuple[float, float]:
    known = [figure for figure in figures if figure.value is not None]
    if shares or not known:
        return 0.0, max([0.05, *(min(figure.high * 1.05, 1.0) for figure in known)])
    low, high = min(0.0, *(figure.low for figure in known)), max(0.0, *(figure.high for figure in known))
    room = 0.05 * (high - low) or 1.0
    return low - (room if low < 0 else 0.0), high + (room if high > 0 else 0.0)


def _lane_html(said: str, figure: Estimate, low: float, high: float, name: str) -> str:
    def at(value: float) -> float:
        return 100 * min(max((value - low) / (high - low), 0.0), 1.0)

    marks = ""
    if low < 0:
        marks += f'<i class="zero" style="left:{at(0.0):.1f}%"></i>'
    if figure.value is not None:
        left, right = at(figure.low), at(figure.high)
        marks += f'<i class="band" style="left:{left:.1f}%;width:{right - left:.1f}%"></i>'
        marks += f'<i class="point" style="left:{at(figure.value):.1f}%"></i>'
    ends = f"{_value(figure.low, name)} to {_value(figure.high, name)}, {plural(figure.n_rows, 'row')}"
    title = f"{said}: {ends if figure.n_rows else 'no such row'}"
    return (
        f'<div class="lane-row" title="{esc(title)}">'
        f'<span class="name">{esc(said)}</span><span class="rows">{formats.count(figure.n_rows)}</span>'
        f'<span class="lane">{marks}</span><span class="value">{esc(_value(figure.value, name))}</span></div>'
    )


def _value(value: float | None, name: str) -> str:
    if value is None:
        return ""
    if name in OF_CLASSES:
        return formats.percent(value)
    text = formats.number(value, 3)
    return f"+{text}" if name == "mean_error" and value > 0 else text


def _spoken(found: Fairness, name: str, kind: str) -> str:
    return "; ".join(f"{label(group.label, kind)} {_value(group.figures[name].value, name)}" for group in found.groups)


def ratios_html(found: Fairness, kind: str) -> str:
    """Ratios of base and selection rates, and the difference of true positive rates, against the reference group."""
    columns = (
        Col("Group", cut=True, width="24%"),
        Col("Before", "right"),
        Col("After", "right"),
        Col("Found, points", "right"),
    )
    rows = [Row(_ratio_cells(group, kind), group.label == found.reference) for group in found.groups]
    return table_html(columns, rows, label="Against the group that gets it most often", style="compact fair")


def _ratio_cells(group: GroupFigures, kind: str) -> tuple[str, ...]:
    if "impact_after" not in group.figures:
        return (esc(label(group.label, kind)), "1", "1", "0")
    before, after, gap = (group.figures[name] for name in ("impact_before", "impact_after", "opportunity_gap"))
    low = after.value is not None and after.high < FOUR_FIFTHS
    said = _with_ends(after, 1)
    return (
        esc(label(group.label, kind)),
        _with_ends(before, 1),
        f'<span class="tone-warn">{said}</span>' if low else said,
        _with_ends(gap, 100),
    )


def _with_ends(figure: Estimate, unit: float) -> str:
    if figure.value is None:
        return ""
    write = formats.decimals
    if unit == 1:
        return f"{write(figure.value, 2)} <small>{write(figure.low, 2)} to {write(figure.high, 2)}</small>"
    low, high = formats.count(unit * figure.low), formats.count(unit * figure.high)
    return f"{formats.signed(unit * figure.value, 0)} <small>{low} to {high}</small>"
