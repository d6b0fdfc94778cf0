"""Tells what a build is doing, to whoever listens."""

from __future__ import annotations

from collections.abc import Callable

from automl.clock import Clock
from automl.insights import Alert
from automl.record import CandidateRecord, Event

OnEvent = Callable[[Event], object]


class Teller:
    """Tells what is going on, and keeps every candidate's last state."""

    def __init__(self, clock: Clock, on_event: OnEvent | None) -> None:
        self.clock = clock
        self.candidates: dict[int, CandidateRecord] = {}
        self._on_event: OnEvent = on_event or id

    def stage(self, stage: str) -> None:
        """A stage begins (see record.STAGES)."""
        self._on_event(Event("stage", self.clock.elapsed(), stage=stage))

    def now(self, text: str) -> None:
        """One line about what is being done."""
        self._on_event(Event("now", self.clock.elapsed(), text=text))

    def alert(self, alert: Alert) -> None:
        """A rule of the training watch speaks up."""
        self._on_event(Event("alert", self.clock.elapsed(), alert=alert))

    def candidate(self, record: CandidateRecord) -> None:
        """A candidate has changed its state."""
        self.candidates[record.index] = record
        self._on_event(Event("candidate", self.clock.elapsed(), candidate=record))
        if record.status == "running":
            text = f"{record.strategy_title} with {record.algorithm_title}, {record.settings_text}"
            self.now(f"{text}, fold {record.folds_done + 1}")

    def last_failure(self) -> str:
        """The sentence about the last candidate that failed, or nothing."""
        notes = [c.note for c in self.candidates.values() if c.status == "failed"]
        return f"The last one said: {notes[-1]}" if notes else ""
