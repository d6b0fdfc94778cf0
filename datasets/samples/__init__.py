"""Tables to try things with, inside the package; one sample a file, `ALL` maps names to samples."""

from __future__ import annotations

import sys

from datasets.registry import discover
from datasets.samples._sample import Sample

ALL: dict[str, Sample] = discover(sys.modules[__name__], Sample)


def all() -> dict[str, Sample]:
    """The samples by name, in alphabetical order."""
    return dict(ALL)


__all__ = ["ALL", "Sample", "all"]
