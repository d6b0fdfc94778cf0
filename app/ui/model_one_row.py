"""One row on Predict: the form left, the answer and its reasons right; everything follows each change at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import errors, formats, model_form, parts, state
from app.ui.model_answer import answer_html, shown_class
from app.ui.model_change import attempt
from app.ui.model_reasons import steps, waterfall_html
from app.ui.text import plural
from app.ui.units import of_column
from datasets.errors import InputError

if TYPE_CHECKING:
    from automl.explain import Reasons
    from inference.manifest import Manifest

Fields = tuple[model_form.Field, ...]
ABSENT = object()
TYPICAL = "A typical row, most important columns first"
DRAWN = "Filled in from a row drawn by chance"
MOST_STRANGE = 4


def one_row(version_id: str) -> None:
    """The whole part as a fragment: a change draws it anew, and nothing else of the page."""
    st.fragment(errors.calm(_body))(version_id)


def _body(version_id: str) -> None:
    service = state.service()
    with st.spinner("Opening the model"):
        manifest = service.predictor(version_id).manifest
        impact = list(service.shares(version_id))
    fields = model_form.fields(manifest, impact)
    _prefill(version_id, fields)
    with st.container(key="one_row"):
        left, right = st.columns([8, 9], gap="small")
        with left:
            row = _form(version_id, fields)
        with right:
            _answer(version_id, manifest, row)


def _prefill(version_id: str, fields: Fields) -> None:
    """A widget that is new on the page gets the value of the row that was last filled in, at first a typical one."""
    slot = _row_slot(version_id)
    if state.widget(slot) is None:
        state.put(slot, state.service().typical_row(version_id))
    new = [one for one in fields if state.widget(model_form.key_of(version_id, one.name), ABSENT) is ABSENT]
    model_form.fill(version_id, new, state.widget(slot))


def _row_slot(version_id: str) -> str:
    return f"row_of_{version_id}"


def _form(version_id: str, fields: Fields) -> dict[str, Any]:
    with parts.card("form"):
        with parts.row("form_title", align="top"):
            parts.card_title("The row", state.widget(_origin_slot(version_id), TYPICAL))
            st.space("stretch")
            with st.container(horizontal=True, width="content", key="row_choice", gap="xsmall"):
                _choose_row(version_id, fields)
        shown, more = fields[: model_form.AT_FIRST], fields[model_form.AT_FIRST :]
        row = model_form.draw(version_id, shown)
        if more:
            row.update(_more(version_id, more))
        return row


def _more(version_id: str, fields: Fields) -> dict[str, Any]:
    """The columns that matter least, drawn only when asked for."""
    if st.toggle(f"Show {plural(len(fields), 'more column')}", key=f"more_of_{version_id}"):
        return model_form.draw(version_id, fields, place="more")
    values: dict[str, Any] = state.widget(_row_slot(version_id))
    return {one.name: values.get(one.name) for one in fields}


def _choose_row(version_id: str, fields: Fields) -> None:
    """A row of the training table: by chance, or by its number, such as the one that somebody asks about."""
    service = state.service()
    st.button(
        "Random row",
        icon=":material/casino:",
        key="random_row",
        on_click=attempt,
        args=(lambda: _fill(version_id, fields, service.random_row(version_id), DRAWN),),
    )
    n_rows = service.training_table(version_id).n_rows
    if n_rows == 0:
        return
    with st.popover("Row no.", icon=":material/pin:"):
        key = f"row_number_{version_id}"
        st.number_input(
            f"Row of the table it learnt from, 1 to {formats.count(n_rows)}", 1, n_rows, key=key, step=1, format="%d"
        )
        st.button(
            "Fill in this row",
            key="fill_row",
            type="primary",
            on_click=attempt,
            args=(lambda: _fill_number(version_id, fields, int(state.widget(key))),),
        )


def _origin_slot(version_id: str) -> str:
    return f"origin_of_{version_id}"


def _fill_number(version_id: str, fields: Fields, number: int) -> None:
    row, truth = state.service().row_at(version_id, number), state.service().truth_at(version_id, number)
    target = state.service().predictor(version_id).manifest.target.name
    where = f", where {target} is {truth}" if truth else ""
    _fill(version_id, fields, row, f"Filled in from row {formats.count(number)}{where}")


def _fill(version_id: str, fields: Fields, row: dict[str, Any], origin: str) -> None:
    state.put(_origin_slot(version_id), origin)
    state.put(_row_slot(version_id), row)
    model_form.fill(version_id, fields, row)


def _answer(version_id: str, manifest: Manifest, row: dict[str, Any]) -> None:
    answer = state.service().predict_one(version_id, row)
    averages: dict[str | None, float] = state.widget(f"averages_of_{version_id}", {})
    with parts.card("answer"):
        place = st.empty()
        place.html(answer_html(answer, manifest, averages.get(_explained(manifest, answer.label))))
        _unlike(version_id, manifest, row)
    with parts.card("why"):
        unit = of_column(manifest.target) if manifest.problem == "regression" else None
        what = "Percentage points" if unit is None else f"In {unit.sign or f'the unit of {manifest.target.name}'}"
        parts.card_title("Why", f"{what}, from the average to this answer", means="why")
        try:
            with st.spinner("Looking for the reasons"):
                reasons = _reasons(version_id, row)
        except InputError as error:
            parts.notice(str(error))
            return
        found = steps(reasons, texts=_texts(manifest, row))
        parts.draw(waterfall_html(found, unit=unit, up=_up(manifest, reasons), down=_down(manifest)))
    if averages.get(reasons.label) != reasons.base:
        state.put(f"averages_of_{version_id}", {**averages, reasons.label: reasons.base})
        place.html(answer_html(answer, manifest, reasons.base))


def _unlike(version_id: str, manifest: Manifest, row: dict[str, Any]) -> None:
    """A warning when the row is unlike anything seen; a remark when only one of its cells is."""
    from inference.strange import least_strange

    found = state.service().strange(version_id, row)
    words = " ".join(strange.sentence for strange in found[:MOST_STRANGE])
    if len(found) >= least_strange(len(manifest.asks)):
        parts.notice(f"{words} Take the answer with care.", "warn", "This row is unlike anything seen in training.")
    elif found:
        parts.caption(words)


def _explained(manifest: Manifest, label: str | None) -> str | None:
    """The class whose probability the reasons explain."""
    return shown_class(manifest) if manifest.problem == "binary" else label


def _reasons(version_id: str, row: dict[str, Any]) -> Reasons:
    inputs = (version_id, tuple(sorted((name, str(value)) for name, value in row.items())))
    return state.remembered("reasons", inputs, lambda: state.service().reasons(version_id, row))


def _texts(manifest: Manifest, row: dict[str, Any]) -> dict[str, str]:
    """The numbers of the row that have a unit, as their columns write them."""
    units = {
        column.name: of_column(column.column) for column in manifest.asks if column.column.unit or column.column.role
    }
    return {name: unit.write(row[name]) for name, unit in units.items() if isinstance(row.get(name), float)}


def _up(manifest: Manifest, reasons: Reasons) -> str:
    return "makes it larger" if manifest.problem == "regression" else f"makes {reasons.label} more likely"


def _down(manifest: Manifest) -> str:
    return "makes it smaller" if manifest.problem == "regression" else "makes it less likely"
