"""The sections of a data report, one file each; each may leave itself out. A new file is a new section."""

from __future__ import annotations

import sys

from app.report.blocks import Section
from datasets.registry import discover

ALL: dict[str, Section] = discover(sys.modules[__name__], Section)

__all__ = ["ALL"]
