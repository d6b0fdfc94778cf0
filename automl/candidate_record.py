"""What is told of a candidate while a build runs, and kept of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from automl.evaluation import Curve
from automl.from_json import tuples

CandidateStatus = Literal["running", "waiting", "done", "stopped early", "failed"]
CandidateOrigin = Literal["", "portfolio", "drawn", "tuned"]


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """One strategy x algorithm x settings. `score` is the objective in its own sign from out-of-fold predictions
    (None while running or when it failed); `seconds` its cost; `at_s` when it was done, seconds since the start of
    the build; `weight` its share in the ensemble (0: not in the team); `reused`: it was fitted by an earlier,
    interrupted try. Records of the first versions lack what follows, and their `settings` lack the defaults.

    fold_scores  the objective in its own sign on the rows of each fold that was fitted and scores; one whose
                 rows are of one class ranks no answers, and is left out where the objective is a rank
    origin       "portfolio": of the fixed list; "drawn": settings drawn at random; "tuned": proposed from what earlier
                 candidates of the algorithm had shown, of which `tuned_from` names the best, best first
    curve        the learner's own validation loss over the rounds of the first fold, lower is better, thinned but with
                 its lowest point; only in the record of a build that is over
    row_ms       about how many milliseconds it would take alone to answer a row; None: not measured
    bytes        about how large its graph would be; None: not measured
    """

    index: int
    strategy: str
    strategy_title: str
    algorithm: str
    algorithm_title: str
    settings: Mapping[str, Any]
    settings_text: str
    status: CandidateStatus
    score: float | None
    seconds: float
    at_s: float
    folds_done: int = 0
    weight: float = 0.0
    note: str = ""
    reused: bool = False
    fold_scores: tuple[float, ...] = ()
    origin: CandidateOrigin = ""
    tuned_from: tuple[int, ...] = ()
    curve: Curve | None = None
    row_ms: float | None = None
    bytes: int | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CandidateRecord:
        """What `dataclasses.asdict` and JSON made of one; names that this version does not know are ignored."""
        known = {field.name for field in fields(cls)}
        values = tuples({name: value for name, value in data.items() if name in known})
        return cls(**{**values, "curve": Curve.from_dict(values.get("curve"))})


__all__ = ["CandidateOrigin", "CandidateRecord", "CandidateStatus"]
