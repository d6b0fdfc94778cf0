"""What a build says while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from automl.candidate_record import CandidateRecord
from automl.insights import Alert

STAGES = ("read", "baseline", "portfolio", "search", "ensemble", "measure", "explain", "export")
STAGE_TITLES: Mapping[str, str] = {
    "read": "Read",
    "baseline": "Baseline",
    "portfolio": "Portfolio",
    "search": "Search",
    "ensemble": "Join the best",
    "measure": "Measure",
    "explain": "Explain",
    "export": "Write the bundle",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened at `at_s` seconds since the start of the build.

    kind "stage": `stage` begins (one of STAGES); "now": `text` says what is going on; "candidate": `candidate` is a
    candidate whose state changed (same index: same candidate); "alert": a rule of the training watch speaks up."""

    kind: Literal["stage", "now", "candidate", "alert"]
    at_s: float
    stage: str = ""
    text: str = ""
    candidate: CandidateRecord | None = None
    alert: Alert | None = None


__all__ = ["STAGES", "STAGE_TITLES", "Event"]
