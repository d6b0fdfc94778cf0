"""How answers on held-out rows are judged: one score in the metric's own sign, one loss (less is better), and losses on
bootstrap resamples, from which any two systems can be compared on the same rows later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import log_loss, roc_auc_score, root_mean_squared_error

Array = npt.NDArray[np.float64]
RESAMPLES = 100


def actual_values(test: Path, target: str, problem: str, classes: list[str]) -> npt.NDArray[Any]:
    """The target of a test file: numbers, or the place of each row's class among `classes` (compared as text, then by
    value, since some libraries give the class 1 as "1.0"). Raises ValueError when a class is missing."""
    if problem == "regression":
        return pd.read_csv(test)[target].to_numpy(dtype=float)
    texts = pd.read_csv(test, dtype={target: str}, keep_default_na=False)[target]
    places = {name: i for i, name in enumerate(classes)}
    by_value = {_plain(name): i for name, i in places.items()}
    return np.asarray([places.get(text, by_value.get(_plain(text), -1)) for text in texts])


def _plain(name: str) -> str:
    try:
        return f"{float(name):g}"
    except ValueError:
        return {"true": "1", "false": "0"}.get(name.lower(), name)


def score(problem: str, actual: npt.NDArray[Any], answers: Array) -> float:
    """ROC AUC, log loss or RMSE; shares of a row are made to sum to 1 first."""
    if problem == "regression":
        return float(root_mean_squared_error(actual, answers[:, 0]))
    if problem == "binary":
        return float(roc_auc_score(actual == 1, answers[:, 1]))
    shares = answers / answers.sum(axis=1, keepdims=True)
    return float(log_loss(actual, shares, labels=range(answers.shape[1])))


def loss(problem: str, value: float) -> float:
    """What is to be small: 1 - AUC, log loss, RMSE."""
    return 1 - value if problem == "binary" else value


def resampled_losses(problem: str, actual: npt.NDArray[Any], answers: Array, seed: int = 0) -> list[float]:
    """Losses on RESAMPLES bootstrap resamples of the rows, the same resamples for every system: the standard deviation
    of the difference of two such lists is the paired bootstrap standard error of the difference."""
    rng = np.random.default_rng(seed)
    losses: list[float] = []
    while len(losses) < RESAMPLES:
        rows = rng.integers(0, len(actual), len(actual))
        if problem == "binary" and len(np.unique(actual[rows])) < 2:
            continue
        losses.append(float(f"{loss(problem, score(problem, actual[rows], answers[rows])):.7g}"))
    return losses
