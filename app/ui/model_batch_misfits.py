"""On Predict, before rows are predicted: what does not fit what the model knows, each misfit by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui import formats, parts, state
from app.ui.in_notation import in_notation
from app.ui.text import esc, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records import ModelVersionView
    from inference.misfits import Misfit

MOST_MISFITS = 12
ICONS = {
    "missing_column": "do_not_disturb_on",
    "renamed_column": "swap_horiz",
    "extra_column": "add_circle",
    "wrong_kind": "sync_problem",
    "unseen_values": "help",
    "new_gaps": "data_array",
}
TITLES = {
    "missing_column": "{} is missing",
    "renamed_column": "{} goes by another name",
    "extra_column": "{} is new",
    "wrong_kind": "{} holds something else",
    "unseen_values": "{} has new values",
    "new_gaps": "{} has gaps",
}


def compared(version: ModelVersionView, found: Sequence[Misfit]) -> None:
    """How many columns fit, and every misfit."""
    manifest = state.service().predictor(version.id).manifest
    odd = {misfit.column for misfit in found if misfit.rule != "extra_column"}
    fit = len(manifest.asks) - len(odd)
    parts.draw(f'<div class="compared"><h4>Compared with what the model knows</h4>{chips_html(fit, found)}</div>')
    if not found:
        parts.caption("Every column the model reads is there, of the right kind, with values it has seen.")
        return
    impact = state.service().shares(version.id)
    parts.draw(misfits_html(found[:MOST_MISFITS], impact))
    if len(found) > MOST_MISFITS:
        parts.caption(f"And {formats.count(len(found) - MOST_MISFITS)} more differences of the same kinds.")


def chips_html(fit: int, found: Sequence[Misfit]) -> str:
    """ "16 columns fit", "4 differ"."""
    chips = [parts.chip_html(f"{plural(fit, 'column')} {'fits' if fit == 1 else 'fit'}", "good", "check")]
    if found:
        chips.append(
            parts.chip_html(f"{formats.count(len(found))} {'differs' if len(found) == 1 else 'differ'}", "warn")
        )
    return "".join(chips)


def misfits_html(found: Sequence[Misfit], impact: dict[str, float]) -> str:
    """Every misfit with its icon, its sentence, and how much the column matters."""
    items = "".join(_misfit_html(misfit, impact.get(misfit.column)) for misfit in found)
    return f'<div class="misfits">{items}</div>'


def _misfit_html(misfit: Misfit, share: float | None) -> str:
    tone: parts.Tone = "plain" if misfit.rule == "extra_column" else "warn"
    weight = ""
    if share is not None and misfit.blocking:
        weight = f" The column carries {formats.percent(share)} of the impact, so answers get less sure."
    mark = parts.icon_html(ICONS.get(misfit.rule, "help"), tone)
    title = TITLES.get(misfit.rule, "{}").format(misfit.column)
    return (
        f'<div class="finding">{mark}<div><h4>{esc(title)}</h4>'
        f'<p class="caption">{esc(in_notation(body(misfit), (misfit.column,)))}{esc(weight)}</p></div></div>'
    )


def body(misfit: Misfit) -> str:
    """The misfit's sentence without what its title says already."""
    _, _, rest = misfit.sentence.removeprefix(misfit.column).partition(": ")
    if misfit.rule == "wrong_kind" or not rest:
        return misfit.sentence
    return rest[:1].upper() + rest[1:]
