"""The fixes of the data check, as settings of a model: what one click changes, and whether it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.records import ModelSettings
    from datasets.findings import Fix


def changed(settings: ModelSettings, fix: Fix) -> dict[str, Any]:
    """The settings that the fix changes, with their new values."""
    if fix.action == "drop_duplicates":
        return {"unique_rows": True}
    if fix.action == "split":
        return {"split": _split(fix)}
    if fix.action == "change_kind":
        return {"kinds": {**settings.kinds, **dict.fromkeys(fix.columns, fix.arguments["kind"])}}
    if fix.action == "missing_words":
        words = {name: (*settings.missing.get(name, ()), *more) for name, more in fix.arguments["words"].items()}
        return {"missing": {**settings.missing, **{name: tuple(dict.fromkeys(all_)) for name, all_ in words.items()}}}
    return {"exclude": tuple(dict.fromkeys((*settings.exclude, *fix.columns)))}


def is_done(settings: ModelSettings, fix: Fix) -> bool:
    """Whether the settings are as the fix would make them, or rows are kept apart by another column: there is one
    split."""
    if fix.action == "split":
        return settings.split != "random"
    if fix.action == "drop_columns":
        return set(settings.exclude).issuperset(fix.columns)
    return all(getattr(settings, name) == value for name, value in changed(settings, fix).items())


def _split(fix: Fix) -> str:
    return f"{fix.arguments['by']}:{fix.columns[0]}"
