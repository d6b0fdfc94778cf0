"""The rows a score was measured on and what the model said of each: what a later comparison needs.

Builds keep them with their cells (automl/held.py); builds of the first versions kept them in a file of their own.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Rows
from datasets.errors import EaselError


@dataclass(frozen=True)
class MeasuredRows:
    """`rows` (n,) are places in the table that was built from, ascending; `y` (n,) the truth, class indices or numbers;
    `answers` (n, c) of models that had not seen the row; `named` (n,) the class that was named (numbers: empty)."""

    rows: Rows
    y: npt.NDArray[Any]
    answers: Array
    named: npt.NDArray[np.int64]

    @classmethod
    def of(cls, rows: Rows, y: npt.NDArray[Any], answers: Array, named: npt.NDArray[np.int64]) -> MeasuredRows:
        """The same rows in ascending order."""
        order = np.argsort(rows, kind="stable")
        return cls(rows[order], y[order], answers[order], named[order] if len(named) else named)

    def at(self, places: Rows) -> MeasuredRows:
        """Some of the rows, by their places in these arrays."""
        return MeasuredRows(
            self.rows[places],
            self.y[places],
            self.answers[places],
            self.named[places] if len(self.named) else self.named,
        )

    @classmethod
    def load(cls, path: Path) -> MeasuredRows:
        """Those that a build of the first versions kept (measured.npz). Raises EaselError when the file is gone or
        damaged."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
                return cls(held["rows"], held["y"], held["answers"].astype(np.float64), held["named"])
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise EaselError(f"{path} cannot be read ({error}). Build the model again.") from error


__all__ = ["MeasuredRows"]
