"""A notebook file: cells of Markdown and code, as JSON of format 4.5."""

from __future__ import annotations

import json
import pprint
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Cell:
    """A cell; its text has no blank lines at the ends."""

    kind: Literal["markdown", "code"]
    text: str


@dataclass(frozen=True)
class Notebook:
    """The notebook's content, and files that belong beside it, by name."""

    text: str
    beside: dict[str, bytes]


def notebook_json(cells: Sequence[Cell]) -> str:
    """The file's content; the same cells give the same bytes."""
    document = {
        "cells": [_cell(place, cell) for place, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _cell(place: int, cell: Cell) -> dict[str, object]:
    made: dict[str, object] = {"cell_type": cell.kind, "id": f"cell-{place:02d}", "metadata": {}}
    if cell.kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made | {"source": cell.text.strip("\n").splitlines(keepends=True)}


def as_markdown(text: str) -> str:
    """A name that Markdown shows as it is."""
    return "".join("\\" + c if c in "\\`*_{}[]<>#" else " " if c in "\r\n" else c for c in text)


def constants(values: Mapping[str, object]) -> str:
    """Assignments, one a line or more."""
    return "\n".join(
        f"{name} = {pprint.pformat(value, width=110, compact=True, sort_dicts=False)}" for name, value in values.items()
    )


__all__ = ["Cell", "Notebook", "as_markdown", "constants", "notebook_json"]
