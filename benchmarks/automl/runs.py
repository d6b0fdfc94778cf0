"""What benchmarks beside the peers share: the options, the loop over tables and systems, and a run from its split to
its score. Every run is one JSON line of a file of results; a run that stands there is passed over."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import scores
from benchmarks.automl import systems
from benchmarks.automl.processes import PeakMemory, end_family
from benchmarks.automl.standings import split_of
from benchmarks.tables import SEED, Case, catalogue, split

WORKSPACE = Path("build/automl")
RESAMPLES = "resampled_losses"

Line = dict[str, Any]
Run = Callable[[systems.System, Case, argparse.Namespace], Line]


@dataclass(frozen=True)
class Benchmark:
    """A benchmark: the module it is run as, what it says of itself, its tables and systems unless others are asked for,
    the folder of its results, and how one run is made."""

    module: str
    about: str | None
    tables: Sequence[str]
    systems: Sequence[str]
    results: Path
    run: Run

    def parser(self) -> argparse.ArgumentParser:
        """The options that all benchmarks have."""
        parser = argparse.ArgumentParser(prog=f"python -m {self.module}", description=self.about)
        parser.add_argument("tables", nargs="*", default=self.tables, help=f"default: the {len(self.tables)} tables")
        known = ", ".join(systems.ALL)
        parser.add_argument("--systems", nargs="+", type=named, default=[self.systems], help=f"some of: {known}")
        parser.add_argument("--budget", type=float, default=60, help="seconds of a build; default 60")
        parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="default: every core")
        parser.add_argument("--split", type=int, default=SEED, help=f"seed of the split into parts; default {SEED}")
        parser.add_argument("--out", type=Path, help=f"results; default {self.results}/DATE-BUDGETs.jsonl")
        parser.add_argument("--peers", type=Path, default=WORKSPACE / "peers", help="where the peers are installed")
        return parser

    def run_all(self, options: argparse.Namespace) -> None:
        """Runs every system on every table named that does not stand in the results yet, table by table."""
        cases = catalogue()
        unknown = [name for name in options.tables if name not in cases]
        if unknown:
            sys.exit(f"There is no table {', '.join(unknown)} in the catalogue. The tables are: {', '.join(cases)}.")
        out = options.out or self.results / f"{datetime.now(UTC):%Y-%m-%d}-{options.budget:g}s.jsonl"
        out.parent.mkdir(parents=True, exist_ok=True)
        done = finished(out, options.budget, options.split)
        for table in options.tables:
            for name in (name for names in options.systems for name in names):
                if (table, name) not in done:
                    case = replace(cases[table], seed=options.split)
                    _keep(self.run(systems.ALL[name], case, options), out)


def named(text: str) -> list[str]:
    """The names of systems in a text, with commas between them."""
    names = text.split(",")
    if unknown := [name for name in names if name not in systems.ALL]:
        known = ", ".join(systems.ALL)
        raise argparse.ArgumentTypeError(f"there is no system {', '.join(unknown)}; they are {known}")
    return names


def finished(out: Path, budget_s: float, seed: int = SEED) -> set[tuple[str, str]]:
    """(table, system) of the lines of a budget and a split that stand in a file of results, failures too: they are
    results."""
    lines = map(json.loads, out.read_text().splitlines() if out.exists() else [])
    return {(r["table"], r["system"]) for r in lines if r["budget_s"] == budget_s and split_of(r) == seed}


def parts_of(case: Case) -> Path:
    """The folder with train.csv and test.csv of a table, split when it is first asked for."""
    parts = WORKSPACE / "splits" / (case.name if case.seed == SEED else f"{case.name}-{case.seed}")
    if not (parts / "test.csv").exists():
        split(case, parts)
    return parts


def head_of(system: systems.System, case: Case, options: argparse.Namespace) -> Line:
    """How every line begins: what was run, when and on which machine."""
    return {
        "table": case.name,
        "system": system.name,
        "budget_s": options.budget,
        "split": case.seed,
        "metric": case.metric,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{platform.machine()}, {options.threads} threads, Python {platform.python_version()}",
    }


def answered(
    system: systems.System,
    case: Case,
    options: argparse.Namespace,
    command: Callable[[Path], list[str]],
    patience_s: float,
    more: Iterable[tuple[str, Any]] = (),
) -> Line:
    """What became of a run: the command, given the file of the request, fits and answers in its own environment; its
    score is worked out here. `more` is said in the request besides. What went wrong is a line too."""
    parts = parts_of(case)
    said = {"train": str((parts / "train.csv").resolve()), "test": str((parts / "test.csv").resolve())}
    said |= {"target": case.target, "problem": case.problem, "preset": system.preset}
    with tempfile.TemporaryDirectory() as folder:
        request = Path(folder) / "request.json"
        asked = {**said, "folder": folder, "budget_s": options.budget, "threads": options.threads, **dict(more)}
        request.write_text(json.dumps(asked))
        ended = drive(command(request), patience_s)
        return ended if "error" in ended else ended | judged(case, parts / "test.csv", Path(folder))


def drive(command: list[str], budget_s: float) -> Line:
    """Seconds and peak memory of a driver, or what went wrong."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | {"PYTHONPATH": "."})
        with PeakMemory(process.pid) as memory:
            try:
                process.wait(timeout=3 * budget_s + 300)
            except subprocess.TimeoutExpired:
                end_family(process.pid)
                return {"error": f"no end after {3 * budget_s + 300:g} s"}
        said.seek(0)
        if process.returncode:
            return {"error": " ".join(said.read()[-300:].split())}
    return {"seconds": round(time.perf_counter() - began, 1), "peak_mb": memory.peak_mb}


def judged(case: Case, test: Path, folder: Path) -> Line:
    """What a driver left in its folder: what it said, and the score of its answers."""
    saved = np.load(folder / "answers.npz")
    answers, classes = saved["answers"], [str(name) for name in saved["classes"]]
    actual = scores.actual_values(test, case.target, case.problem, classes)
    if case.problem != "regression" and (actual < 0).any():
        return {"error": "a class of the test rows has no probability"}
    value = scores.score(case.problem, actual, answers)
    told: Line = json.loads((folder / "result.json").read_text())
    return told | {
        "score": round(value, 6),
        "loss": round(scores.loss(case.problem, value), 6),
        "n_test": len(actual),
        RESAMPLES: scores.resampled_losses(case.problem, actual, answers),
    }


def _keep(line: Line, out: Path) -> None:
    with out.open("a") as file:
        file.write(json.dumps(line) + "\n")
    print(json.dumps({name: value for name, value in line.items() if name != RESAMPLES}), flush=True)
