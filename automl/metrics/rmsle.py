"""Root of the mean squared error of the logarithms, log(1 + y)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.metrics._rows import root_of, roots_of


def _costs(y: npt.NDArray[Any], answers: Array) -> Array:
    """A negative answer counts as 0; a negative y has no such error (NaN)."""
    known = np.where(y >= 0, y, np.nan)
    return np.asarray((np.log1p(known) - np.log1p(np.maximum(answers[:, 0], 0.0))) ** 2)


def _refuses(y: npt.NDArray[Any]) -> str | None:
    if (below := int((y < 0).sum())) == 0:
        return None
    return f"RMSLE needs values of 0 or more, and {below:,} of {len(y):,} rows are below 0."


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"Answers are off by a factor of {np.exp(value):.2f} on a typical row; always the mean is off by a factor of "
        f"{np.exp(context['baseline']):.2f}."
    )


METRIC = Metric(
    name="rmsle",
    title="RMSLE",
    problems=frozenset({"regression"}),
    higher_is_better=False,
    best=0.0,
    score=root_of(_costs),
    sentence=_sentence,
    meaning="The typical error of the logarithm: twice as much and half as much are equally wrong, for small and for "
    "large values alike. A negative answer counts as 0.",
    resampled=roots_of(_costs),
    logs=True,
    refuses=_refuses,
)
