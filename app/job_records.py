"""What the service says of background work: plain, frozen data. Times are UTC, sizes bytes, durations seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

from automl.insights import Alert
from automl.record import STAGES, CandidateRecord

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
FINAL_STATES: tuple[JobState, ...] = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. For builds: `stage` is one of automl.record.STAGES, `stages_done` those before it, `now` says
    what is going on, `best` the best score so far (its metric's own sign), `first` the first score and the second at
    which it was there, `alerts` what the training watch has said. For batches: `rows_done` of `rows_total`. For
    imports: the `share` that is done (0..1). `left_s` is None when it cannot be known."""

    stage: str = STAGES[0]
    stages_done: tuple[str, ...] = ()
    now: str = ""
    elapsed_s: float = 0.0
    budget_s: float | None = None
    left_s: float | None = None
    candidates: tuple[CandidateRecord, ...] = ()
    best: float | None = None
    metric: str = ""
    metric_title: str = ""
    higher_is_better: bool = True
    baseline: float | None = None
    first: tuple[float, float] | None = None
    rows_done: int = 0
    rows_total: int | None = None
    alerts: tuple[Alert, ...] = ()
    share: float | None = None

    @classmethod
    def of_rows(cls, done: int, total: int, elapsed_s: float) -> Progress:
        """How far a batch is, `elapsed_s` seconds after its start: what is left will take as long as what was done."""
        left = elapsed_s * (total - done) / done if done else None
        return cls(rows_done=done, rows_total=total, elapsed_s=elapsed_s, left_s=left)

    def at(self, elapsed_s: float) -> Progress:
        """The same progress as the clock goes on: `elapsed_s` seconds since the start, time left accordingly."""
        left = self.left_s if self.budget_s is None else max(0.0, self.budget_s - elapsed_s)
        return replace(self, elapsed_s=elapsed_s, left_s=left)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Progress:
        values = dict(data)
        values["stages_done"] = tuple(values["stages_done"])
        values["candidates"] = tuple(CandidateRecord.from_dict(candidate) for candidate in values["candidates"])
        values["first"] = tuple(values["first"]) if values["first"] else None
        values["alerts"] = tuple(Alert.from_dict(alert) for alert in values.get("alerts", ()))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class JobView:
    """A piece of background work. `kind` is a module of app/jobs/kinds (build, batch_predict, preview); `payload` is
    what was asked, `result` what a finished job says (a batch: its report), `error` the sentence why it failed;
    `stopping` is true from the moment that somebody asked it to stop, keeping its best, or to be cancelled; `attempts`
    counts the workers that took it; `evaluated` are the candidates of a build that were evaluated, `reused` those of
    them that it did not evaluate again after a restart; `asked_by` the user who asked for it."""

    id: str
    kind: str
    state: JobState
    title: str
    progress: Progress | None
    error: str | None
    created: datetime
    started: datetime | None
    ended: datetime | None
    model_id: str | None
    model_version_id: str | None
    payload: Mapping[str, Any]
    result: Mapping[str, Any] | None = None
    stopping: bool = False
    attempts: int = 0
    evaluated: int = 0
    reused: int = 0
    asked_by: str | None = None

    @property
    def is_over(self) -> bool:
        return self.state in FINAL_STATES
