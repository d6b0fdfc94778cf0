"""Loads the learners' libraries while the table is still being read: imports take seconds, and a first fit whose time
went into an import would be cut short."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from threading import Thread

from automl.contracts import Algorithm


def load_in_background(algorithms: Iterable[Algorithm]) -> Thread:
    """Starts importing what the algorithms require, in their order; `join` the thread to wait for it."""
    names = list(dict.fromkeys(name for algorithm in algorithms for name in algorithm.requires))

    def load() -> None:
        for name in names:
            import_module(name)

    thread = Thread(target=load, name="loading learners", daemon=True)
    thread.start()
    return thread
