"""Preparation steps before a model learns: one kind a file, `ALL` maps names to kinds.

A `Recipe` is a tuple of steps. `fit` learns its statistics on the training table, `apply` replays it, `as_sql` writes
it down. Cells that no step touches stay to the letter as they were read.
"""

from __future__ import annotations

import sys

from datasets.recipe._export import as_sql
from datasets.recipe._fit import fit
from datasets.recipe._fitted import FittedRecipe, Purpose
from datasets.recipe._lookup import embedded
from datasets.recipe._recipe import Recipe, Step
from datasets.recipe._replay import Prepared, Typed, apply, replay, typed_values
from datasets.recipe._statement import Statement
from datasets.recipe._step import Effect, Parameter, Settings, StepKind
from datasets.registry import discover

ALL: dict[str, StepKind] = discover(sys.modules[__name__], StepKind)

__all__ = [
    "ALL",
    "Effect",
    "FittedRecipe",
    "Parameter",
    "Prepared",
    "Purpose",
    "Recipe",
    "Settings",
    "Statement",
    "Step",
    "StepKind",
    "Typed",
    "apply",
    "as_sql",
    "embedded",
    "fit",
    "replay",
    "typed_values",
]
