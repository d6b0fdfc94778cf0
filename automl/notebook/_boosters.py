"""The code of the boosters: parameters as the engine sets them, and a short training loop."""

from __future__ import annotations

from automl.algorithms import _lightgbm, _threads, catboost, xgboost
from automl.metrics import pinball
from automl.notebook._parts import code
from automl.notebook._source import pieces


def threads_code() -> str:
    """How many threads a fit gets, and the quantile of the pinball loss."""
    threads = pieces(_threads, "CELLS_PER_THREAD", "threads_for")
    return pieces(pinball, "QUANTILE") + "\n" + threads


def lightgbm_code() -> tuple[str, ...]:
    names = ("ROUNDS", "DEFAULTS", "OBJECTIVES", "LOSSES", "LOSS_METRICS", "METRICS", "MOST_IN_SET", "LEAST_IN_SET")
    return (
        threads_code(),
        pieces(_lightgbm, *names, "ROWS_PER_LEAF_ROW", "_parameters", prefix="lightgbm"),
        code("lightgbm"),
    )


def xgboost_code() -> tuple[str, ...]:
    names = ("DEFAULTS", "OBJECTIVES", "LOSSES", "METRICS", "_parameters")
    return (threads_code(), pieces(xgboost, *names, prefix="xgboost"), code("xgboost"))


def catboost_code() -> tuple[str, ...]:
    names = ("DEFAULTS", "LOSSES", "OBJECTIVES", "_parameters")
    return (threads_code(), pieces(catboost, *names, prefix="catboost"), code("catboost"))
