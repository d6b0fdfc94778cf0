"""Kinds of files that can be read; one format a file, `ALL` maps names to formats."""

from __future__ import annotations

import sys

from datasets.reading import Format
from datasets.registry import discover

ALL: dict[str, Format] = discover(sys.modules[__name__], Format)

__all__ = ["ALL", "Format"]
