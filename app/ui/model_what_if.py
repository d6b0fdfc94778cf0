"""What if: the answer before the form was changed and the answer now, side by side, what was changed, and the way
back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.ui import formats, model_filled, model_form, parts, state
from app.ui.model_answer import shown_class
from app.ui.model_form import Field, Fields
from app.ui.text import esc, plural
from app.ui.units import of_column

if TYPE_CHECKING:
    from inference.manifest import Manifest
    from inference.prediction import Prediction


@dataclass(frozen=True, slots=True)
class Change:
    """A column whose value was changed in the form."""

    field: Field
    before: Any
    now: Any

    @property
    def words(self) -> tuple[str, str]:
        """Both values as the column writes them."""
        return _written(self.field, self.before), _written(self.field, self.now)


def before_and_now(
    version_id: str, manifest: Manifest, fields: Fields, row: Mapping[str, Any], answer: Prediction
) -> None:
    """A card once something differs from the row that was filled in; nothing before that."""
    found = changes(fields, model_filled.row(version_id), row)
    if not found:
        return
    before = state.service().predict_one(version_id, {**row, **{one.field.name: one.before for one in found}})
    with parts.card("what_if"):
        parts.card_title("What if", f"{plural(len(found), 'column')} changed; all others are as they were.")
        parts.draw(answers_html(before, answer, manifest), changes_html(found))
        st.button(
            "Back to the row before",
            icon=":material/undo:",
            key="what_if_back",
            on_click=model_filled.again,
            args=(version_id, fields),
        )


def changes(fields: Fields, before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """The columns that differ between the row that was filled in and the form, in the order of the form."""
    both = ((one, *(model_form.taken(one, row.get(one.name)) for row in (before, now))) for one in fields)
    return tuple(Change(one, first, second) for one, first, second in both if first != second)


def answers_html(before: Prediction, now: Prediction, manifest: Manifest) -> str:
    """Both answers, and by how much the second one is more or less."""
    first, second, by = compared(before, now, manifest)
    arrow = parts.icon_html("arrow_forward")
    return (
        f'<div class="what-if">{_side_html("Before", *first)}{arrow}{_side_html("Now", *second)}'
        f'<p class="by">{esc(by)}</p></div>'
    )


def compared(before: Prediction, now: Prediction, manifest: Manifest) -> tuple[tuple[str, str], tuple[str, str], str]:
    """(answer, what it is about) before and now, and the change: in the unit of a number, or in percentage points of
    the class that is shown; of several classes that is the one that is the answer now."""
    if before.value is not None and now.value is not None:
        unit = of_column(manifest.target)
        by = unit.change(now.value - before.value) if now.value != before.value else "No change"
        return (unit.write(before.value, 5), ""), (unit.write(now.value, 5), ""), by
    first, second = before.probabilities or {}, now.probabilities or {}
    if manifest.problem == "binary":
        shown = shown_class(manifest)
        sides = [(formats.percent(shares.get(shown, 0.0)), f"likely to be {shown}") for shares in (first, second)]
    else:
        shown = str(now.label)
        sides = [_of_several(one) for one in (before, now)]
    return sides[0], sides[1], _points(second.get(shown, 0.0) - first.get(shown, 0.0), shown)


def _of_several(answer: Prediction) -> tuple[str, str]:
    share = (answer.probabilities or {}).get(str(answer.label), 0.0)
    return str(answer.label), f"{formats.percent(share)} likely"


def _points(change: float, shown: str) -> str:
    by = formats.signed(100 * change)
    return f"{shown} as likely as before" if by == "0" else f"{by} percentage points for {shown}"


def _side_html(title: str, answer: str, about: str) -> str:
    below = f'<span class="caption">{esc(about)}</span>' if about else ""
    return f"<div>{parts.label_html(title)}<strong>{esc(answer)}</strong>{below}</div>"


def changes_html(found: tuple[Change, ...]) -> str:
    """One line for each changed column: its name, the value before, the value now."""
    arrow = '<span class="muted" aria-label="became">\u2192</span>'
    lines = "".join(
        f"<li><span>{esc(one.field.name)}</span>"
        f"<span><b>{esc(one.words[0])}</b> {arrow} <b>{esc(one.words[1])}</b></span></li>"
        for one in found
    )
    return f'<ul class="changed">{lines}</ul>'


def _written(one: Field, value: Any) -> str:
    if value is None:
        return model_form.NOT_KNOWN
    return one.unit.write(value, 7) if isinstance(value, float) else str(value)


__all__ = ["before_and_now"]
