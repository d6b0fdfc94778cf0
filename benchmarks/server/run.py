"""Measures served models on loopback and prints a table in Markdown. See README.md beside this file."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server.client import Load, drive, http_request
from benchmarks.server.process import Served, served
from benchmarks.server.rows import drawn_rows, json_body

WARM_S = 1.0
N_ROWS = 500
TIMES = 8
HEADER = (
    *("model", "workers", "/ping after s", "rows/s, one client", "p50 ms", "p99 ms", "rows/s, sustained", "p50 ms"),
    *("p99 ms", f"offered at {TIMES}x, /s", "answered /s", "p99 ms", "503", "other errors", "MB", "MB after"),
)


@dataclass(frozen=True)
class Measured:
    """What was measured of one model: a single client; as many as keep the workers busy; TIMES as many requests a
    second as those were answered, at their own moments; the memory of all processes before and after, MB."""

    model: str
    workers: int
    started: float
    single: Load
    sustained: Load
    over: Load
    before: float
    after: float

    def cells(self) -> tuple[str, ...]:
        errors = sum(n for status, n in self.over.statuses.items() if status not in (200, 503))
        errors += sum(n for status, n in self.sustained.statuses.items() if status != 200)
        return (
            *(self.model, str(self.workers), f"{self.started:.2f}"),
            *_pace(self.single),
            *_pace(self.sustained),
            *(f"{self.over.rate:,.0f}", f"{self.over.answered:,.0f}", f"{self.over.percentile(99):,.0f}"),
            *(f"{self.over.statuses[503]:,}", f"{errors:,}", f"{self.before:.0f}", f"{self.after:.0f}"),
        )


def main() -> None:
    """Measures the models that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=10, help="of each load (default: 10)")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    print(_line(HEADER), _line(["---"] + ["---:"] * (len(HEADER) - 1)), sep="\n", flush=True)
    for model in options.models:
        print(_line(measure(model, options.seconds, options.workers).cells()), flush=True)


def measure(model: Path, seconds: float, workers: int) -> Measured:
    """One model under the three loads."""
    requests = [http_request(json_body([row])) for row in drawn_rows(model, N_ROWS)]
    with served(model, "--workers", str(workers)) as server:
        drive(server.port, requests, WARM_S, 4 * workers)
        before = server.memory_mb()
        single = drive(server.port, requests, seconds, 1)
        sustained = drive(server.port, requests, seconds, 8 * workers)
        over = drive(server.port, requests, seconds, 8 * workers, rate=TIMES * sustained.answered)
        after = _memory_at_rest(server)
        return Measured(model.stem, workers, server.started, single, sustained, over, before, after)


def _memory_at_rest(server: Served) -> float:
    time.sleep(1)
    return server.memory_mb()


def _pace(load: Load) -> tuple[str, str, str]:
    return f"{load.answered:,.0f}", f"{load.percentile(50):.2f}", f"{load.percentile(99):.2f}"


def _line(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
