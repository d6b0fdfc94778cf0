"""How a preparation stands in a notebook, one file each, by the name of its strategy."""

from __future__ import annotations

import sys

from automl.notebook._parts import Preparation
from datasets.registry import discover

ALL: dict[str, Preparation] = discover(sys.modules[__name__], Preparation)

__all__ = ["ALL"]
