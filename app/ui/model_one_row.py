"""One row on Predict: the form left, the answer and its reasons right; everything follows each change at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import errors, model_filled, model_find_row, model_form, model_what_if, parts, state
from app.ui.in_notation import in_notation
from app.ui.model_answer import answer_html, shown_class
from app.ui.model_form import Fields
from app.ui.model_reasons import steps, waterfall_html
from app.ui.text import plural
from app.ui.units import of_column
from datasets.errors import InputError

if TYPE_CHECKING:
    from automl.explain import Reasons
    from inference.manifest import Manifest

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
    model_filled.begin(version_id, fields)
    with st.container(key="one_row"):
        left, right = st.columns([8, 9], gap="small")
        with left:
            row = _form(version_id, fields)
        with right:
            _answer(version_id, manifest, fields, row)


def _form(version_id: str, fields: Fields) -> dict[str, Any]:
    with parts.card("form"):
        with parts.row("form_title", align="top"):
            parts.card_title("The row", model_filled.origin(version_id))
            st.space("stretch")
            with st.container(horizontal=True, width="content", key="row_choice", gap="xsmall"):
                model_find_row.choose(version_id, fields)
        if model_filled.origin(version_id) == model_filled.TYPICAL:
            parts.caption(model_filled.EACH_ITS_OWN)
        shown, more = fields[: model_form.AT_FIRST], fields[model_form.AT_FIRST :]
        row = model_form.draw(version_id, shown)
        if more:
            row.update(_more(version_id, more))
        return row


def _more(version_id: str, fields: Fields) -> dict[str, Any]:
    """The columns that matter least, drawn only when asked for."""
    if st.toggle(f"Show {plural(len(fields), 'more column')}", key=f"more_of_{version_id}"):
        return model_form.draw(version_id, fields, place="more")
    values = model_filled.row(version_id)
    return {one.name: values.get(one.name) for one in fields}


def _answer(version_id: str, manifest: Manifest, fields: Fields, row: dict[str, Any]) -> None:
    answer = state.service().predict_one(version_id, row)
    averages: dict[str | None, float] = state.widget(f"averages_of_{version_id}", {})
    with parts.card("answer"):
        place = st.empty()
        place.html(answer_html(answer, manifest, averages.get(_explained(manifest, answer.label))))
        _unlike(version_id, manifest, row)
    model_what_if.before_and_now(version_id, manifest, fields, row, answer)
    with parts.card("why"):
        unit = of_column(manifest.target) if manifest.problem == "regression" else None
        what = "Percentage points" if unit is None else f"In {unit.sign or f'the unit of {manifest.target.name}'}"
        parts.card_title("Why", f"{what}, from the average to this answer", means="why")
        try:
            with st.spinner("Looking for the reasons"):
                reasons = _reasons(version_id, row)
        except InputError as error:
            parts.notice(in_notation(str(error)))
            return
        found = steps(reasons, texts=_texts(manifest, row, reasons))
        parts.draw(waterfall_html(found, unit=unit, up=_up(manifest, reasons), down=_down(manifest)))
    if averages.get(reasons.label) != reasons.base:
        state.put(f"averages_of_{version_id}", {**averages, reasons.label: reasons.base})
        place.html(answer_html(answer, manifest, reasons.base))


def _unlike(version_id: str, manifest: Manifest, row: dict[str, Any]) -> None:
    """A warning when the row is unlike anything seen; a remark when only one of its cells is."""
    from inference.strange import least_strange

    found = state.service().strange(version_id, row)
    words = " ".join(in_notation(strange.sentence, (strange.column,)) for strange in found[:MOST_STRANGE])
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


def _texts(manifest: Manifest, row: dict[str, Any], reasons: Reasons) -> dict[str, str]:
    """The numbers of the row as the reader writes them, those that have a unit as their columns do."""
    units = {
        column.name: of_column(column.column) for column in manifest.asks if column.column.unit or column.column.role
    }
    plain = {one.column: in_notation(one.value) for one in reasons.reasons if isinstance(row.get(one.column), float)}
    return plain | {name: unit.write(row[name]) for name, unit in units.items() if isinstance(row.get(name), float)}


def _up(manifest: Manifest, reasons: Reasons) -> str:
    return "makes it larger" if manifest.problem == "regression" else f"makes {reasons.label} more likely"


def _down(manifest: Manifest) -> str:
    return "makes it smaller" if manifest.problem == "regression" else "makes it less likely"
