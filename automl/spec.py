"""What a build is asked to do: a frozen description that goes into the record and the manifest."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

from automl import quality
from datasets.errors import InputError

QUICK_S = 60.0
STANDARD_S = 600.0
PREVIEW_S = 5.0
LARGEST_SEED = 2**31 - 1  # learners hold it in 32 bits, one of them the sign


@dataclass(frozen=True, slots=True)
class BuildSpec:
    """A build's order.

    target      name of the column to predict
    problem     name of a problem in automl/problems, or None: detected from the target
    metric      name of the objective in automl/metrics, or None: the problem's default
    budget_s    wall-clock seconds for everything, reading excluded when the table is already open; default 60
    seed        the seed of every random choice, from 0 to LARGEST_SEED; default 7
    exclude     names of columns the model must not see
    algorithms  names of the algorithms allowed, or None: all that are installed
    split       how rows are kept apart: "random" (stratified), "date:COLUMN" or "group:COLUMN"
    candidates  how many candidates are tried, instead of a time: the same table and seed then give the same model, bit
                for bit, on the same machine; None: as many as the budget allows
    quality     "fast", "balanced" or "best": how much answers may cost, see automl/quality.py
    row_ms      milliseconds that answering one row may take on one thread of this machine; None: no limit
    positive    of two classes, the one that counts as "yes"; None: the word for yes, else the second
    """

    target: str
    problem: str | None = None
    metric: str | None = None
    budget_s: float = QUICK_S
    seed: int = 7
    exclude: tuple[str, ...] = ()
    algorithms: tuple[str, ...] | None = None
    split: str = "random"
    positive: str | None = None
    quality: str = "balanced"
    row_ms: float | None = None
    candidates: int | None = None

    def __post_init__(self) -> None:
        if not self.budget_s > 0:
            raise InputError(f"The budget must be more than 0 seconds; it is {self.budget_s:g}. Give it 60 or more.")
        if self.candidates is not None and self.candidates < 1:
            raise InputError(
                f"A build tries at least 1 candidate; {self.candidates} was asked for. Give a larger number."
            )
        if self.row_ms is not None and not self.row_ms > 0:
            raise InputError(
                f"The time for answering a row must be more than 0 ms; it is {self.row_ms:g}. Give it 1 or more."
            )
        if not 0 <= self.seed <= LARGEST_SEED:
            raise InputError(f"The seed must be a whole number from 0 to {LARGEST_SEED}; it is {self.seed}.")
        quality.named(self.quality)
        if self.split != "random":
            from automl import splits  # imports what reading tables needs, which asking for help does not

            splits.named(self.split)

    @property
    def time_s(self) -> float:
        """The seconds that the build may take: its budget, or any number where candidates are counted."""
        return math.inf if self.candidates is not None else self.budget_s

    def to_dict(self) -> dict[str, Any]:
        """JSON types only; `from_dict` reads it back."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> BuildSpec:
        """The spec that `to_dict` wrote; keys that this version does not know are an InputError."""
        known = {field.name for field in fields(cls)}
        if strange := sorted(set(data) - known):
            raise InputError(
                f"A build spec has no field {', '.join(strange)}; the fields are {', '.join(sorted(known))}."
            )
        values = dict(data)
        for name in ("exclude", "algorithms"):
            if values.get(name) is not None:
                values[name] = tuple(values[name])
        return cls(**values)
