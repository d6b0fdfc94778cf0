"""What the scores of a margin model mean for each kind of problem."""

from __future__ import annotations

from automl.contracts import Link

MARGIN_LINKS: dict[str, Link] = {"binary": "sigmoid", "multiclass": "softmax", "regression": "identity"}
EVERY_PROBLEM = frozenset(MARGIN_LINKS)

__all__ = ["EVERY_PROBLEM", "MARGIN_LINKS"]
