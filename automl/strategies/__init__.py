"""Ways to prepare raw columns for an algorithm: one Strategy record a module."""

from __future__ import annotations

import sys

from automl.contracts import Strategy
from datasets.registry import discover

ALL: dict[str, Strategy] = discover(sys.modules[__name__], Strategy)

__all__ = ["ALL"]
