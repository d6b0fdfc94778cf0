"""Learners: one Algorithm record a module. A learner whose library is not installed is hidden, with a reason."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from automl.contracts import Algorithm
from datasets.registry import discover

ALL: dict[str, Algorithm] = discover(sys.modules[__name__], Algorithm)


def available() -> dict[str, Algorithm]:
    """The algorithms whose libraries are installed, by name, best-known first."""
    ready = [algorithm for algorithm in ALL.values() if not _absent(algorithm)]
    return {algorithm.name: algorithm for algorithm in sorted(ready, key=lambda a: (a.order, a.name))}


def missing() -> dict[str, str]:
    """The other algorithms by name, each with a sentence that says what to install."""
    return {
        algorithm.name: f"{algorithm.title} needs {', '.join(absent)}, which is not installed in this environment."
        for algorithm in ALL.values()
        if (absent := _absent(algorithm))
    }


def _absent(algorithm: Algorithm) -> list[str]:
    return [name for name in algorithm.requires if find_spec(name) is None]


__all__ = ["ALL", "available", "missing"]
