"""What every part speaks of: arrays, the kinds of question, and the target that is learned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float32]
ProblemName = Literal["binary", "multiclass", "regression"]
Loss = Literal["squared", "absolute", "upper", "relative"]


@dataclass(frozen=True)
class Target:
    """The encoded target: `y` (n,) int64 class indices, or float64 values for regression; `classes` in answer order."""

    problem: ProblemName
    y: npt.NDArray[Any]
    classes: tuple[str, ...] = ()

    @property
    def n_scores(self) -> int:
        """m: scores per row of a model."""
        return len(self.classes) if self.problem == "multiclass" else 1

    def take(self, rows: npt.NDArray[Any]) -> Target:
        return Target(self.problem, self.y[rows], self.classes)
