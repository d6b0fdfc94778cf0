"""How near predicting comes to what bounds it, measured in one run: python -m benchmarks.inference.limits MODEL TABLE

One row: the call against the bare session. A file: Easel from file to file against the session over ready tensors on
all cores plus DuckDB copying the same file in and out. Memory: the most that `easel predict` holds on a large file.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks.automl.processes import PeakMemory
from benchmarks.automl.report import markdown_table
from benchmarks.inference.repeated import repeat_rows
from inference import Model, load, predict_file
from inference.opening import open_rows
from inference.pool import in_order, processors
from inference.predictor import PIECE_ROWS
from inference.sources import as_rows

CALLS, RUNS, LEAST = 1_000, 5, 10
READY_ROWS = 100_000  # tensors that are held in memory; the time for the file is worked out from them
FACTOR, SPARE_MS, MOST_MB = 1.5, 0.05, 1_000


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of the processor."""

    wall: float
    cpu: float

    def times(self, factor: float) -> Spent:
        """So many times as much."""
        return Spent(self.wall * factor, self.cpu * factor)


def main() -> None:
    """Prints the three tables; ends with 1 when a limit is passed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inference.limits", description=__doc__)
    parser.add_argument("model", type=Path, help="a bundle (.zip)")
    parser.add_argument("table", type=Path, help="a CSV file with the target, such as the one it was built from")
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the file that is timed; default 1000000")
    parser.add_argument("--repeat", type=int, default=3, help="the least of so many is told; default 3")
    parser.add_argument("--memory-rows", type=int, default=10_000_000, help="of the large file; 0: not measured")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="for the large files")
    options = parser.parse_args()
    model = load(options.model)
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        folder = Path(scratch)
        print(f"{options.model.name}, {processors()} cores, load {os.getloadavg()[0]:.1f} at the start\n")
        kept = single_row(model, options.table)
        kept &= whole_file(model, options.table, folder, options.rows, options.repeat)
        if options.memory_rows:
            kept &= peak_memory(options.model, model, options.table, folder, options.memory_rows)
    sys.exit(0 if kept else 1)


def single_row(model: Model, table: Path) -> bool:
    """Calls one after the other, session and whole call in turn, so that both meet the same machine."""
    row = _first_row(model, table)
    values = model.read_row(row)
    feed = {reader.column.input: values[reader.name].values for reader in model.readers}
    names = list(model.manifest.outputs.values())
    session, call = _in_turn(lambda: model.session.run(names, feed), lambda: model.predict(row))
    limit = FACTOR * session[0] + SPARE_MS
    rows = [
        ["the ONNX session alone", f"{session[0]:.3f}", f"{session[1]:.3f}"],
        ["`model.predict(dict)`", f"{call[0]:.3f}", f"{call[1]:.3f}"],
        [f"limit: {FACTOR} times the session + {SPARE_MS} ms", f"{limit:.3f}", ""],
    ]
    print(markdown_table(["one row, ms (best of five runs of 1,000)", "median", "99 %"], rows), end="\n\n", flush=True)
    return call[0] <= limit


def _first_row(model: Model, table: Path) -> dict[str, Any]:
    with open_rows(model.manifest, table, None, None, LEAST) as rows:
        first = next(iter(rows.chunks)).slice(0, 1).to_pylist()[0]
    return {name: first.get(name) for name in model.manifest.asked_names}


def _in_turn(*calls: Callable[[], object]) -> list[tuple[float, float]]:
    """Median and 99th percentile in ms of every call, of its best run."""
    best = [(float("inf"), float("inf"))] * len(calls)
    for _ in range(RUNS):
        seconds: list[list[float]] = [[] for _ in calls]
        for _ in range(CALLS):
            for call, spent in zip(calls, seconds, strict=True):
                began = time.perf_counter()
                call()
                spent.append(time.perf_counter() - began)
        found = [tuple(float(1e3 * q) for q in np.percentile(spent, (50, 99))) for spent in seconds]
        best = [min(old, (new[0], new[1])) for old, new in zip(best, found, strict=True)]
    return best


def whole_file(model: Model, table: Path, folder: Path, n_rows: int, repeat: int) -> bool:
    """The least of `repeat` turns of all three."""
    big = folder / "big.csv"
    n_rows = repeat_rows(table, model.manifest.target.name, big, n_rows)
    feeds = ready(model, big)
    share = n_rows / sum(len(next(iter(feed.values()))) for feed in feeds)
    steps: dict[str, Callable[[], object]] = {
        "session": lambda: run_all(model, feeds),
        "copy": lambda: _copy(big, folder / "copied.csv"),
        "easel": lambda: predict_file(model, big, folder / "scored.csv"),
    }
    spent: dict[str, list[Spent]] = {name: [] for name in steps}
    for _ in range(repeat):
        for name, step in steps.items():
            spent[name].append(_timed(step))
    least = {name: Spent(min(s.wall for s in found), min(s.cpu for s in found)) for name, found in spent.items()}
    session, copy, easel = least["session"].times(share), least["copy"], least["easel"]
    both = Spent(session.wall + copy.wall, session.cpu + copy.cpu)
    rows = [
        _spent_row("the ONNX session over ready tensors, all cores", session, n_rows),
        _spent_row("DuckDB: COPY of the file in and out", copy, n_rows),
        _spent_row("their sum", both, n_rows),
        _spent_row("Easel, file to file", easel, n_rows),
        ["Easel / sum (limit 1.5)", f"{easel.wall / both.wall:.2f}", f"{easel.cpu / both.cpu:.2f}", ""],
    ]
    head = [f"{n_rows:,} rows, {big.stat().st_size / 1e6:,.0f} MB", "seconds", "of processor", "rows a second"]
    print(markdown_table(head, rows), end="\n\n", flush=True)
    return easel.wall <= FACTOR * both.wall


def ready(model: Model, big: Path) -> list[dict[str, Any]]:
    """The inputs of the graph for the first READY_ROWS rows of a file, in pieces as Easel feeds them."""
    feeds: list[dict[str, Any]] = []
    with open_rows(model.manifest, big, None, None, PIECE_ROWS) as rows:
        for chunk in rows.chunks:
            values = model.read(as_rows(chunk), 0, chunk.num_rows)
            feeds.append({reader.column.input: values[reader.name].values for reader in model.readers})
            if len(feeds) * PIECE_ROWS >= READY_ROWS:
                break
    return feeds


def run_all(model: Model, feeds: list[dict[str, Any]]) -> None:
    """The ONNX session over all of them, on every core."""
    names = list(model.manifest.outputs.values())
    for _ in in_order(lambda feed: model.session.run(names, feed), feeds, processors()):
        pass


def _copy(big: Path, out: Path) -> None:
    with duckdb.connect() as database:
        database.execute("set enable_progress_bar = false")
        database.execute(f"copy (from read_csv('{big}')) to '{out}' (header)")


def _timed(step: Callable[[], object]) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    step()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def _spent_row(name: str, spent: Spent, n_rows: int) -> list[str]:
    return [name, f"{spent.wall:.2f}", f"{spent.cpu:.2f}", f"{n_rows / spent.wall:,.0f}"]


def peak_memory(path: Path, model: Model, table: Path, folder: Path, n_rows: int) -> bool:
    """`easel predict` on a large file, its own process watched."""
    big = folder / "large.csv"
    n_rows = repeat_rows(table, model.manifest.target.name, big, n_rows)
    command = [sys.executable, "-m", "app.cli", "predict", str(path), str(big), "--out", str(folder / "large.out.csv")]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    with PeakMemory(process.pid) as memory:
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    peak = usage.ru_maxrss >> 10
    row = [f"{n_rows:,}", f"{big.stat().st_size / 1e6:,.0f}", f"{seconds:,.1f}", f"{n_rows / seconds:,.0f}"]
    print(
        markdown_table(
            ["rows of `easel predict`", "file MB", "seconds", "rows a second", "peak MB (limit 1,000)", "sampled MB"],
            [[*row, f"{peak:,}", f"{memory.peak_mb:,}"]],
        ),
        flush=True,
    )
    return process.returncode == 0 and peak <= MOST_MB


if __name__ == "__main__":
    main()
