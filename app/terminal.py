"""How commands speak: aligned tables and sentences on stdout, progress on stderr."""

from __future__ import annotations

import json
import math
import shutil
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TextIO

from app.job_records import Progress
from app.ui.formats import duration, pace, score
from automl.record import STAGE_TITLES

TICK_S = 0.5
BAR = 20


def print_json(document: Mapping[str, Any] | Sequence[Any]) -> None:
    """One JSON document on stdout; numbers that JSON does not know (NaN, infinity) become null."""
    print(json.dumps(_plain(document), ensure_ascii=False, indent=2, allow_nan=False))


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), indent: int = 2) -> str:
    """Aligned columns with a header; those whose position is in `right` are right-aligned; long texts are cut."""
    cells = [[_cut(text) for text in row] for row in (headers, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headers))]
    lines = []
    for row in cells:
        aligned = (
            text.rjust(w) if i in right else text.ljust(w) for i, (text, w) in enumerate(zip(row, widths, strict=True))
        )
        lines.append((" " * indent + "  ".join(aligned)).rstrip())
    return "\n".join(lines)


def paragraph(text: str, indent: int = 0, bullet: str = "") -> str:
    """Text wrapped to the terminal's width (at most 100)."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    start = " " * indent + bullet
    return textwrap.fill(
        text,
        width,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )


def section(title: str) -> None:
    """A heading, with an empty line before it."""
    print(f"\n{title}")


class ProgressLine:
    """Shows the progress of a job on stderr: one line that is drawn anew on a terminal, else a line per stage and for
    every better score. Use as a context manager; `tell` takes the newest progress."""

    def __init__(self, stream: TextIO | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self._now = now
        self._told: tuple[Progress, float] | None = None
        self._last: tuple[str, float | None] = ("", None)
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._tick_on, name="progress", daemon=True)

    def __enter__(self) -> ProgressLine:
        if self.live:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self.live:
            self._thread.join()
            self._draw("")

    def tell(self, progress: Progress) -> None:
        """The newest progress."""
        with self._lock:
            self._told = (progress, self._now())
        if not self.live:
            self._write_if_new(progress)

    def say(self, sentence: str) -> None:
        """A sentence on a line of its own."""
        self._draw("")
        print(sentence, file=self.stream, flush=True)

    def tick(self) -> None:
        """Draw the line anew, with the time that has gone by since."""
        with self._lock:
            told = self._told
        if told is not None:
            progress, since = told
            self._draw(live_text(progress.at(progress.elapsed_s + self._now() - since)))

    def _tick_on(self) -> None:
        while not self._done.wait(TICK_S):
            self.tick()

    def _draw(self, text: str) -> None:
        if self.live:
            width = shutil.get_terminal_size((100, 24)).columns - 1
            self.stream.write("\r" + text[:width].ljust(width) + ("" if text else "\r"))
            self.stream.flush()

    def _write_if_new(self, progress: Progress) -> None:
        state = (progress.stage, progress.best)
        if progress.rows_total is None and state != self._last:
            self._last = state
            print(plain_text(progress), file=self.stream, flush=True)


def live_text(progress: Progress) -> str:
    """The line that is drawn anew: bar, time, stage, best score, what is going on."""
    if progress.rows_total is not None:
        return "  ".join([f"{progress.rows_done:,} of {progress.rows_total:,} rows predicted", *pace(progress)])
    parts = [_clock(progress), STAGE_TITLES[progress.stage], _best(progress)]
    return "  ".join(part for part in (*parts, progress.now) if part)


def _clock(progress: Progress) -> str:
    """Bar and time of a budget, or the time alone."""
    if not progress.budget_s:
        return f"{progress.elapsed_s:.0f} s"
    share = min(1.0, progress.elapsed_s / progress.budget_s)
    bar = "█" * round(share * BAR) + "░" * (BAR - round(share * BAR))
    return f"{bar} {progress.elapsed_s:.0f} s of {duration(progress.budget_s)}"


def plain_text(progress: Progress) -> str:
    """The line for a log: time, stage, best score, number of candidates."""
    n_done = sum(candidate.status != "running" for candidate in progress.candidates)
    tried = f"{n_done} candidate{'s' * (n_done != 1)}" if n_done else ""
    parts = [f"{progress.elapsed_s:6.1f} s", STAGE_TITLES[progress.stage], _best(progress), tried]
    return "  ".join(part for part in parts if part)


def _best(progress: Progress) -> str:
    return "" if progress.best is None else f"best {progress.metric_title} {score(progress.best, 4)}"


def _cut(text: str, most: int = 40) -> str:
    flat = " ".join(text.split(" ")).replace("\n", " ").replace("\t", " ").replace("\r", " ")
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
