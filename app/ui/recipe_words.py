"""What a step of a recipe does, in a sentence with its numbers as the reader writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.ui import notation, typed_numbers
from app.ui.in_notation import in_notation
from datasets.schema import Kind

TYPED = ("edges", "value", "values")  # settings that hold numbers as texts; all other texts are names and formulas


def told(sentence: str, step: Mapping[str, Any], kinds: Mapping[str, Kind]) -> str:
    """The sentence of a step. Names of columns and formulas stay, and so does a value in quotes but in a column of
    numbers; `kinds` are those of the columns before the step."""
    if notation.current() == notation.ENGLISH:
        return sentence
    names = [text for key, held in step.items() if key not in TYPED for text in _texts(held)]
    names += [" ".join(name.split()) for name in names]
    said = in_notation(sentence, (*kinds, *map(str.strip, names)))
    shown = typed_numbers.shown(step["step"], step, kinds)
    for key in TYPED:
        for old, new in zip(_texts(step.get(key)), _texts(shown.get(key)), strict=True):
            said = said.replace(f'"{old}"', f'"{new}"')
    return said


def _texts(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, list | tuple):
        for one in held:
            yield from _texts(one)


__all__ = ["told"]
