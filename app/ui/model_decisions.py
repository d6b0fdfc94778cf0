"""Where to draw the line between yes and no: a threshold, what it finds and misses, and what that is worth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import charts, errors, formats, model_confusion, parts, state
from app.ui.model_change import attempt
from app.ui.model_curve import ticks
from app.ui.text import esc, plural
from app.ui.theme import Palette, palette
from automl.record import BuildRecord, Outcomes

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from app.records import ModelVersionView, ModelView
    from automl.decisions import Line, Worth

AMOUNTS = ("found", "missed", "alarm", "let_be")
HUNDRED = 100.0


def in_use(record: BuildRecord, threshold: float | None) -> BuildRecord:
    """The record with the counts that belong to a threshold which was chosen after the build (None: none was)."""
    seen = record.evaluation.outcomes
    if threshold is None or seen is None:
        return record
    from automl.decisions import line

    matrix = line(seen, threshold).matrix
    if record.positive == record.classes[0]:
        matrix = ((matrix[1][1], matrix[1][0]), (matrix[0][1], matrix[0][0]))
    return replace(record, threshold=threshold, evaluation=replace(record.evaluation, confusion=matrix))


def decision_card(record: BuildRecord, model: ModelView, version: ModelVersionView) -> None:
    """The card as a fragment, so that moving the slider draws nothing else anew."""
    if record.evaluation.outcomes is not None:
        st.fragment(errors.calm(_card))(record, record.evaluation.outcomes, model.id, version.id)


def _card(record: BuildRecord, seen: Outcomes, model_id: str, version_id: str) -> None:
    positive = record.positive or record.classes[-1]
    built, chosen = record.threshold or 0.5, state.service().threshold(version_id)
    slot = _slot(version_id)
    if state.widget(slot) is None:
        state.put(slot, HUNDRED * (built if chosen is None else chosen))
    with parts.card("decision"):
        parts.card_title(
            "Where to draw the line",
            f"A row counts as {positive} when its probability reaches the threshold. What each outcome brings decides "
            "where that should be.",
        )
        left, right = st.columns([1, 1.15], gap="large")
        with left:
            worth, currency = _amounts(record, model_id)
            share = st.slider("Threshold", 0.0, HUNDRED, step=0.1, format=f"%.1f{formats.SPACE}%%", key=slot) / HUNDRED
            at = _line(seen, share)
            parts.draw(model_confusion.binary_html(record.classes, _matrix(record, at), record.positive))
        with right:
            _profit(seen, at, worth, currency, version_id)
        _use(version_id, share, built, chosen, positive)


def _slot(version_id: str) -> str:
    return f"line_of_{version_id}"


def _line(seen: Outcomes, share: float) -> Line:
    from automl.decisions import line

    return line(seen, share)


def _matrix(record: BuildRecord, at: Line) -> tuple[tuple[int, int], tuple[int, int]]:
    """Counts in the order of the classes."""
    matrix = at.matrix
    if record.positive == record.classes[0]:
        return ((matrix[1][1], matrix[1][0]), (matrix[0][1], matrix[0][0]))
    return matrix


def _amounts(record: BuildRecord, model_id: str) -> tuple[Worth, str]:
    """What each outcome brings, as kept with the model; a change is kept at once."""
    from automl.decisions import Worth

    kept = state.service().model(model_id).settings
    worth = Worth.from_dict(kept.worth)
    yes = record.classes.index(record.positive) if record.positive in record.classes else 1
    names = {
        "found": f"A {record.classes[yes]} found brings",
        "missed": f"A {record.classes[yes]} missed brings",
        "alarm": "A false alarm brings",
        "let_be": f"A {record.classes[1 - yes]} let be brings",
    }
    for name in AMOUNTS:
        if state.widget(_key(name, model_id)) is None:
            state.put(_key(name, model_id), float(worth.to_dict()[name]))
    if state.widget(_key("currency", model_id)) is None:
        state.put(_key("currency", model_id), kept.currency)
    pairs = st.columns(2)
    for i, name in enumerate(AMOUNTS):
        with pairs[i // 2]:
            st.number_input(
                names[name],
                step=10.0,
                format="%.10g",
                key=_key(name, model_id),
                on_change=attempt,
                args=(_keep, model_id),
                **state.only("analyst", "Per row, in your currency. What costs you something is negative."),
            )
    st.text_input(
        "Currency",
        key=_key("currency", model_id),
        max_chars=4,
        width=110,
        on_change=attempt,
        args=(_keep, model_id),
        **state.only("analyst"),
    )
    return worth, kept.currency


def _key(name: str, model_id: str) -> str:
    return f"worth_{name}_of_{model_id}"


def _keep(model_id: str) -> None:
    from automl.decisions import Worth

    amounts = {name: state.widget(_key(name, model_id)) or 0.0 for name in AMOUNTS}
    state.service().set_worth(model_id, Worth.from_dict(amounts), state.widget(_key("currency", model_id)) or "")


def share_text(share: float) -> str:
    """A threshold (0..1) as per cent, to a tenth: "20 %", "33.4 %"."""
    return f"{round(HUNDRED * share, 1):g}{formats.SPACE}%"


def money(amount: float, currency: str) -> str:
    """€21,780; −€40; 1.5 without a currency."""
    text = formats.number(abs(amount), 6)
    sign = formats.MINUS if amount < 0 and text != "0" else ""
    return f"{sign}{currency}{formats.SPACE if len(currency) > 1 else ''}{text}"


def _profit(seen: Outcomes, at: Line, worth: Worth, currency: str, version_id: str) -> None:
    from automl.decisions import always, best_threshold, expected_threshold, profit, profits

    best = best_threshold(seen, worth)
    here, most = profit(at, worth), profit(_line(seen, best), worth)
    is_best = here >= most - 1e-9 * max(abs(most), 1.0)
    rows = seen.found[0] + seen.alarms[0]
    chip = parts.chip_html("Best threshold", "good", "check") if is_best else ""
    everyone, no_one = always(seen, worth)
    parts.draw(
        parts.label_html(f"Profit at {share_text(at.threshold)} on the {plural(rows, 'measured row')}"),
        f'<p class="big"><strong>{esc(money(here, currency))}</strong> {chip}</p>',
        f'<p class="subtitle">Saying it to every row brings {esc(money(everyone, currency))}; to none, '
        f"{esc(money(no_one, currency))}.</p>",
    )
    charts.draw(profit_curve(profits(seen, worth), at.threshold, here, currency, palette()), key="profit")
    words = f"Best on these rows: {share_text(best)}, which brings {money(most, currency)}."
    expected = expected_threshold(worth)
    if expected is not None:
        words += f" By the amounts alone, if the probabilities are right: {share_text(expected)}."
    parts.caption(words)
    if not is_best:
        st.button(
            f"Move to the best, {share_text(best)}",
            key="to_best_threshold",
            on_click=state.put,
            args=(_slot(version_id), round(HUNDRED * best, 1)),
        )


def profit_curve(values: object, threshold: float, here: float, currency: str, colors: Palette) -> go.Figure:
    """What all rows bring at every threshold, with the chosen one marked."""
    import numpy as np
    import plotly.graph_objects as go

    y = np.asarray(values)[::5]
    x = np.linspace(0, 1, len(y))
    low, high = min(float(y.min()), 0.0), max(float(y.max()), 0.0)
    made = charts.figure(
        go.Scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": colors["chart"], "width": 2.5},
            fill="tozeroy",
            fillcolor=colors["band"],
            hovertext=[
                f"from {share_text(float(a))} on<br>{money(float(b), currency)}" for a, b in zip(x, y, strict=True)
            ],
            hoverinfo="text",
        ),
        go.Scatter(
            x=[threshold],
            y=[here],
            mode="markers",
            marker={"size": 11, "color": colors["chart"], "line": {"color": colors["surface"], "width": 2}},
            hoverinfo="skip",
        ),
        height=300,
        colors=colors,
    )
    made.add_vline(x=threshold, line={"color": colors["ink"], "width": 1, "dash": "dot"})
    room = 0.06 * (high - low) or 1.0
    marks = ticks(low, high, 5) if high > low else (0.0,)
    made.update_layout(margin={"r": 26})
    made.update_xaxes(title_text="threshold", range=[-0.01, 1.01], **charts.percent_axis(0, 1, 6))
    made.update_yaxes(
        range=[low - room, high + room], tickvals=list(marks), ticktext=[money(mark, currency) for mark in marks]
    )
    return made


def _use(version_id: str, share: float, built: float, chosen: float | None, positive: str) -> None:
    """The buttons that keep the threshold, and take it back."""
    current = built if chosen is None else chosen
    same, pressed = abs(share - current) < 5e-4, False
    with parts.row("use_threshold"):
        if same:
            parts.draw(parts.status_html(f"Predictions say {positive} from {share_text(current)} on.", "good"))
        else:
            pressed = st.button(
                "Use this threshold",
                type="primary",
                key="use_threshold",
                on_click=attempt,
                args=(_keep_threshold, version_id, round(share, 4)),
                **state.only("analyst"),
            )
            parts.caption(f"Predictions still say {positive} from {share_text(current)} on.")
        st.space("stretch")
        if chosen is not None:
            pressed |= st.button(
                f"Undo: back to {share_text(built)}",
                icon=":material/undo:",
                key="undo_threshold",
                on_click=attempt,
                args=(_undo, version_id, built),
                **state.only("analyst"),
            )
    if pressed:
        st.rerun()  # the whole page: its headline and its tables are about the threshold in use


def _keep_threshold(version_id: str, share: float) -> None:
    state.service().use_threshold(version_id, share)
    state.tell_next(f"Single predictions, files and the download now use {share_text(share)}.")


def _undo(version_id: str, built: float) -> None:
    state.service().use_threshold(version_id, None)
    state.put(_slot(version_id), HUNDRED * built)
    state.tell_next(f"Back to {share_text(built)}, as it was built.")
