"""The target as columns whose means are compared."""

from __future__ import annotations

import numpy as np

from automl.contracts import Array, Target


def plain(target: Target) -> Array:
    """T (n, q): the values, or one column a class (of two classes the second alone)."""
    if target.problem == "regression":
        return np.asarray(target.y, dtype=np.float64)[:, None]
    classes = np.asarray(np.eye(len(target.classes))[target.y], dtype=np.float64)
    return classes[:, 1:] if target.problem == "binary" else classes


__all__ = ["plain"]
