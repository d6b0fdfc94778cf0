"""Where to draw the line between yes and no: a threshold, what it finds and misses, and what that is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.ui import errors, formats, model_confusion, notation, parts, state
from app.ui.model_change import attempt
from app.ui.model_profit import HUNDRED, profit_part, share_text
from app.ui.text import md
from automl.record import BuildRecord, Outcomes

if TYPE_CHECKING:
    from app.records import ModelVersionView, ModelView
    from automl.decisions import Line, Worth

AMOUNTS = ("found", "missed", "alarm", "let_be")


def decision_card(record: BuildRecord, model: ModelView, version: ModelVersionView) -> None:
    """The card as a fragment, so that moving the slider draws nothing else anew."""
    if record.evaluation.outcomes is not None:
        st.fragment(errors.calm(_card))(record, record.evaluation.outcomes, model.id, version.id)


def _card(record: BuildRecord, seen: Outcomes, model_id: str, version_id: str) -> None:
    positive = record.positive or record.classes[-1]
    built, chosen = 0.5 if record.threshold is None else record.threshold, state.service().threshold(version_id)
    slot = _slot(version_id)
    if state.widget(slot) is None:
        state.put(slot, HUNDRED * (built if chosen is None else chosen))
    with parts.card("decision"):
        parts.card_title(
            "Where to draw the line",
            f"A row counts as {positive} when its probability reaches the threshold. What each outcome brings decides "
            "where that should be.",
            means="decision",
        )
        left, right = st.columns([1, 1.15], gap="large")
        with left:
            worth, currency = _amounts(record, model_id)
            share = _threshold(slot)
            at = _line(seen, share)
            parts.draw(model_confusion.binary_html(record.classes, _counts(record, at), record.positive))
        with right:
            profit_part(seen, at, worth, currency, positive, slot)
            _use(version_id, share, built, chosen, positive)


def _threshold(slot: str) -> float:
    """The slider; Streamlit writes a decimal comma, but then no sign behind it."""
    label, written = "Threshold", f"%.1f{formats.SPACE}%%"
    if notation.current().decimal != ".":
        label, written = "Threshold, %", "localized"
    return float(st.slider(label, 0.0, HUNDRED, step=0.1, format=written, key=slot)) / HUNDRED


def _slot(version_id: str) -> str:
    return f"line_of_{version_id}"


def _line(seen: Outcomes, share: float) -> Line:
    from automl.decisions import line

    return line(seen, share)


def _counts(record: BuildRecord, at: Line) -> tuple[tuple[int, int], tuple[int, int]]:
    from automl.decisions import counts

    return counts(record, at)


def _amounts(record: BuildRecord, model_id: str) -> tuple[Worth, str]:
    """What each outcome brings, as kept with the model; a change is kept at once."""
    from automl.decisions import Worth

    kept = state.service().model(model_id).settings
    worth, names = Worth.from_dict(kept.worth), _amount_names(record)
    start = {**{name: float(worth.to_dict()[name]) for name in AMOUNTS}, "currency": kept.currency}
    for name, value in start.items():
        if state.widget(_key(name, model_id)) is None:
            state.put(_key(name, model_id), value)
    pairs = st.columns(2)
    for i, name in enumerate(AMOUNTS):
        with pairs[i // 2]:
            st.number_input(
                md(f"{names[name]}, {kept.currency}" if kept.currency else names[name]),
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
    if not kept.worth:
        parts.caption("These amounts are examples. Put in yours, and profit and best threshold follow.")
    return worth, kept.currency


def _amount_names(record: BuildRecord) -> dict[str, str]:
    yes = record.classes.index(record.positive) if record.positive in record.classes else 1
    return {
        "found": f"Each {record.classes[yes]} found brings",
        "missed": f"Each {record.classes[yes]} missed brings",
        "alarm": "Each false alarm brings",
        "let_be": f"Each {record.classes[1 - yes]} left alone brings",
    }


def _key(name: str, model_id: str) -> str:
    return f"worth_{name}_of_{model_id}"


def _keep(model_id: str) -> None:
    from automl.decisions import Worth

    amounts = {name: state.widget(_key(name, model_id)) or 0.0 for name in AMOUNTS}
    state.service().set_worth(model_id, Worth.from_dict(amounts), state.widget(_key("currency", model_id)) or "")


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
