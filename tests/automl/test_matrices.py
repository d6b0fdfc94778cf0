"""Prepared matrices are made once, and the longest unused are let go when they take too much memory."""

from __future__ import annotations

from typing import Any

import numpy as np

from automl.matrices import Matrices, Prepared

FITTED: Any = object()


def prepared(n_rows: int) -> Prepared:
    return FITTED, np.zeros((n_rows, 1), dtype=np.float32), np.zeros((0, 1), dtype=np.float32)


def test_what_is_kept_is_not_made_again() -> None:
    kept = Matrices()
    first = kept.get(("ordinal", 0), lambda: prepared(3))
    assert kept.get(("ordinal", 0), lambda: prepared(4)) is first
    assert kept.get(("ordinal", 1), lambda: prepared(4)) is not first


def test_the_longest_unused_go_first_and_the_last_always_stays() -> None:
    kept = Matrices(most_bytes=40)
    for name in ("a", "b"):
        kept.get((name, 0), lambda: prepared(4))
    kept.get(("a", 0), lambda: prepared(4))
    kept.get(("c", 0), lambda: prepared(4))
    made: list[str] = []

    def noted(name: str) -> Prepared:
        made.append(name)
        return prepared(4)

    kept.get(("a", 0), lambda: noted("a"))
    kept.get(("b", 0), lambda: noted("b"))
    assert made == ["b"]
    kept.get(("large", 0), lambda: prepared(100))
    assert len(kept) == 1
