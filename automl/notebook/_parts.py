"""What a learner and a preparation must offer to stand in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automl.contracts import FittedStrategy

CODE = Path(__file__).parent / "code"


def code(name: str) -> str:
    """The code that stands in notebooks under this name."""
    return (CODE / f"{name}.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Learner:
    """An algorithm in a notebook. `code()` gives pieces that define the function `call`, which takes a case (with the
    fields of automl.contracts.FitRequest) and gives a function from X (n, k) to scores (n, m); `imports` are the lines
    it needs. `link` overrides what scores mean ("identity": they are shares)."""

    name: str
    call: str
    code: Callable[[], tuple[str, ...]]
    imports: tuple[str, ...] = ()
    link: str | None = None


@dataclass(frozen=True)
class Preparation:
    """A strategy in a notebook. `code()` gives pieces that define the function `call(train, target, new, seed,
    decided)`, which gives (training matrix, matrix of new rows, places of categories); `decided(fitted, texts)` is what
    the fit decided from the rows it saw, as constants; `texts` are the columns of texts."""

    name: str
    call: str
    code: Callable[[], tuple[str, ...]]
    decided: Callable[[FittedStrategy, frozenset[str]], Mapping[str, Any]]
    imports: tuple[str, ...] = ()


def on_blocks(call: str, *formulas: Callable[[], str]) -> Callable[[], tuple[str, ...]]:
    """The pieces of a preparation: the blocks of columns, the formulas it needs, the blocks of levels, `call`."""
    return lambda: (code("blocks"), *(formula() for formula in formulas), code("levels"), call)


__all__ = ["CODE", "Learner", "Preparation", "code", "on_blocks"]
