"""Numbers that are typed as text, in the settings of a recipe's step: shown and taken as the reader writes numbers, and
kept in plain notation, 1234.5."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.ui import notation
from datasets.schema import Kind

PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)
BLANKS = " \u00a0\u202f"
ALIKE = {"\u00a0": BLANKS, "\u202f": BLANKS, "\u2019": "\u2019'"}  # what keyboards have for it


def plain(typed: str) -> str:
    """A number in the reader's notation, or else in plain notation, as plain notation; any other text as it is. Where
    both can be meant, 1.234 in German, it is the reader's."""
    written = notation.current()
    text = typed.strip().replace("\u2212", "-")
    group = f"[{re.escape(ALIKE.get(written.group, written.group))}]"
    whole = rf"\d{{1,{written.other}}}(?:{group}\d{{{written.other}}})*{group}\d{{{written.last}}}|\d+"
    found = re.fullmatch(rf"([+-]?)({whole})(?:{re.escape(written.decimal)}(\d+))?(e[+-]?\d+)?", text)
    if not found:
        return text if PLAIN.fullmatch(text) else typed
    digits = re.sub(group, "", found[2])
    return f"{found[1]}{digits}" + (f".{found[3]}" if found[3] else "") + (found[4] or "")


def local(kept: str) -> str:
    """A number in plain notation as the reader writes it, without marks between thousands; any other text as it is."""
    return notation.current().number(kept) if PLAIN.fullmatch(kept) else kept


def shown(step: str, settings: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """The settings of a step as its form shows them."""
    return _changed(step, settings, kinds, local)


def taken(step: str, settings: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """The settings of a form as the step keeps them."""
    return _changed(step, settings, kinds, plain)


def _changed(
    step: str, settings: Mapping[str, Any], kinds: Mapping[str, Kind], write: Callable[[str], str]
) -> dict[str, Any]:
    found = dict(settings)
    if step == "bins" and found.get("edges"):
        found["edges"] = [write(edge) for edge in found["edges"]]
    numeric = all(kinds.get(name) is Kind.NUMERIC for name in found.get("columns") or ())
    if step == "fill" and found.get("value") and found.get("columns") and numeric:
        found["value"] = write(found["value"])
    if step == "replace_values" and kinds.get(found.get("column") or "") is Kind.NUMERIC:
        found["values"] = [[write(cell) for cell in pair] for pair in found.get("values") or ()] or None
    return found


__all__ = ["local", "plain", "shown", "taken"]
