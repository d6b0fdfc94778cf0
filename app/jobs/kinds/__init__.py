"""The kinds of background work, one file each; `all_kinds()` maps names to records."""

from __future__ import annotations

import sys
from functools import cache

from app.jobs.kind import JobKind
from datasets.registry import discover


@cache
def all_kinds() -> dict[str, JobKind]:
    return discover(sys.modules[__name__], JobKind)
