"""How a learner stands in a notebook, one file each, by the name of its algorithm."""

from __future__ import annotations

import sys

from automl.notebook._parts import Learner
from datasets.registry import discover

ALL: dict[str, Learner] = discover(sys.modules[__name__], Learner)

__all__ = ["ALL"]
