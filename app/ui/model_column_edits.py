"""What the analyst changes in the grid of columns: which are left out, which kind they have; kept with the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.ui import state
from app.ui.model_change import change

if TYPE_CHECKING:
    from app.records import ModelView

USE, KIND = "Use", "Kind"
UNUSED_KINDS = ("id", "constant")


@dataclass(frozen=True, slots=True)
class Mounted:
    """What the grid was drawn with when it appeared. Its edits count from there, so it is drawn anew (next `revision`)
    only when something else changes: `seen` is target, kinds and search; `expected` the exclusions that its own edits
    have led to."""

    seen: tuple[Any, ...]
    exclude: tuple[str, ...]
    expected: tuple[str, ...]
    revision: int


def mount(model: ModelView, search: str) -> Mounted:
    """How the grid is drawn now: as before while only its own edits changed anything."""
    slot = f"grid_{model.id}"
    before: Mounted | None = state.widget(slot)
    settings = model.settings
    seen = (model.dataset_version_id, settings.target, tuple(sorted(settings.kinds.items())), search)
    if before is not None and before.seen == seen and before.expected == settings.exclude:
        return before
    now = Mounted(seen, settings.exclude, settings.exclude, before.revision + 1 if before else 0)
    state.put(slot, now)
    return now


def edited(model_id: str, key: str, names: Sequence[str], kinds: Mapping[str, str]) -> None:
    """Keep what was changed in the grid whose widget has this key; `names` and `kinds` are those it was drawn with."""
    slot = f"grid_{model_id}"
    mounted: Mounted = state.widget(slot)
    found = edits(state.widget(key, {}).get("edited_rows", {}), names, kinds, mounted.exclude)
    if found.refused:
        name = found.refused[0]
        what = "only names rows" if kinds[name] == "id" else "has one value only"
        state.tell_next(f"{name} {what}, so no model uses it. Change its kind if you want it used.")
        state.put(slot, replace(mounted, expected=("",)))
    if found.kinds:
        before = state.service().model(model_id).settings.kinds
        change(model_id, exclude=found.exclude, kinds={**before, **found.kinds})
    elif found.exclude != mounted.expected and change(model_id, exclude=found.exclude) and not found.refused:
        state.put(slot, replace(mounted, expected=found.exclude))


@dataclass(frozen=True, slots=True)
class Edits:
    """What the analyst changed: columns left out, kinds chosen, ids or constants that cannot be used as they are."""

    exclude: tuple[str, ...]
    kinds: Mapping[str, str]
    refused: tuple[str, ...]


def edits(
    edited_rows: Mapping[int, Mapping[str, Any]],
    names: Sequence[str],
    kinds: Mapping[str, str],
    excluded: Sequence[str],
) -> Edits:
    """Turns the grid's edits (row position -> column of the grid -> value) into settings."""
    left_out, chosen, refused = list(excluded), dict[str, str](), []
    for position, values in edited_rows.items():
        name = names[int(position)]
        kind = values.get(KIND)
        if kind is not None and kind != kinds[name]:
            chosen[name] = str(kind)
        use = values.get(USE)
        if use is False and name not in left_out:
            left_out.append(name)
        elif use is True and name in left_out:
            left_out.remove(name)
        if use is True and chosen.get(name, kinds[name]) in UNUSED_KINDS:
            refused.append(name)
    return Edits(tuple(left_out), chosen, tuple(refused))
