"""What a kind of background work must offer, and what it is given while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.job_records import Progress
from app.store.engine import Store


class Run(Protocol):
    """A job that is running, as its kind sees it. All methods are cheap and may be called often."""

    @property
    def job_id(self) -> str: ...

    @property
    def payload(self) -> Mapping[str, Any]: ...

    @property
    def store(self) -> Store: ...

    @property
    def attempt(self) -> int:
        """1 for the first try of the job, 2 where one before did not end."""
        ...

    def spent_s(self) -> float:
        """Seconds that were spent on the job, by this worker and those before it; what it waited between is not in."""
        ...

    def report(self, progress: Progress) -> None:
        """Tell how far it is; written to the store at most every half second."""
        ...

    def should_stop(self) -> bool:
        """True from about a second after somebody pressed Stop; the job then ends early and keeps its best."""
        ...

    def count(self, evaluated: int, reused: int) -> None:
        """Tell how many candidates were evaluated, and how many of them by earlier tries; written with the progress."""
        ...

    def log(self, text: str) -> None:
        """Write a line to the job's log, which outlives the job."""
        ...

    def kept_folder(self) -> Path:
        """The folder for what the next try may go on from. It stays when the worker dies or the job fails, and is
        removed when the job is done or cancelled."""
        ...

    def share_kept(self, path: Path) -> None:
        """Tell that a file in the kept folder was written or removed, so that workers on other machines see it."""
        ...

    def folder(self) -> str:
        """A new, empty folder for what the job leaves, relative to the home folder. The files in it that the result
        names, each as a value of its own, go into the store when the job is done; what else is in it is removed."""
        ...


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of background work.

    name       name of its module, stored with every job
    title      in words
    priority   lower is taken first
    run        does the work and returns the job's result, a JSON object; an error that it raises fails the job
    warm       makes the first job as fast as the later ones; called once when a worker starts
    heavy      takes cores and memory for minutes: only so many at once on a machine (EASEL_BUILDS)
    """

    name: str
    title: str
    priority: int
    run: Callable[[Run], Mapping[str, Any]]
    warm: Callable[[], object] | None = None
    heavy: bool = False
