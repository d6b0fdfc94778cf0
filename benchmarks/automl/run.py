"""Easel and its peers on the same splits, cores, budget and metric; one JSON line a run. See README.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import scores
from benchmarks.automl import systems
from benchmarks.automl.processes import PeakMemory, end_family
from benchmarks.tables import Case, catalogue, split

TABLES = (
    *("telco_churn", "bank_marketing", "adult_income", "credit_default_taiwan", "german_credit", "hr_attrition"),
    *("stroke", "lending_club", "churn_mlc", "ai4i_maintenance", "titanic"),
    *("vehicle", "letter", "obesity", "diabetes_readmission"),
    *("ames_housing", "kc_house", "diamonds", "bike_hourly", "wine_quality", "melbourne_housing"),
)
WORKSPACE = Path("build/automl")


def main() -> None:
    """Runs every system on every table named that does not stand in the results yet, table by table."""
    options = _options()
    cases = catalogue()
    unknown = [name for name in options.tables if name not in cases]
    if unknown:
        sys.exit(f"There is no table {', '.join(unknown)} in the catalogue. The tables are: {', '.join(cases)}.")
    out = options.out or Path(f"benchmarks/automl/results/{datetime.now(UTC):%Y-%m-%d}-{options.budget:g}s.jsonl")
    out.parent.mkdir(parents=True, exist_ok=True)
    done = finished(out, options.budget)
    for table in options.tables:
        for name in options.systems:
            if (table, name) not in done:
                line = run(systems.ALL[name], cases[table], options)
                with out.open("a") as file:
                    file.write(json.dumps(line) + "\n")
                print(json.dumps({k: v for k, v in line.items() if k != "resampled_losses"}), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.automl.run", description=__doc__)
    parser.add_argument("tables", nargs="*", default=TABLES, help="tables of the catalogue; default: the twenty-one")
    parser.add_argument("--systems", nargs="+", default=systems.DEFAULT, choices=list(systems.ALL))
    parser.add_argument("--budget", type=float, default=60, help="seconds; default 60")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="default: every core")
    parser.add_argument("--out", type=Path, help="results; default benchmarks/automl/results/DATE-BUDGETs.jsonl")
    parser.add_argument("--peers", type=Path, default=WORKSPACE / "peers", help="where the peers are installed")
    return parser.parse_args()


def finished(out: Path, budget_s: float) -> set[tuple[str, str]]:
    """(table, system) of the lines that stand in a file of results, failures too: they are results."""
    lines = out.read_text().splitlines() if out.exists() else []
    return {(r["table"], r["system"]) for r in map(json.loads, lines) if r["budget_s"] == budget_s}


def run(system: systems.System, case: Case, options: argparse.Namespace) -> dict[str, Any]:
    """One line of results; what went wrong is a line too."""
    systems.install(system, options.peers)
    parts = WORKSPACE / "splits" / case.name
    if not (parts / "test.csv").exists():
        split(case, parts)
    line: dict[str, Any] = {
        "table": case.name,
        "system": system.name,
        "budget_s": options.budget,
        "metric": case.metric,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{platform.machine()}, {options.threads} threads, Python {platform.python_version()}",
    }
    with tempfile.TemporaryDirectory() as folder:
        request = Path(folder) / "request.json"
        said = {"train": str((parts / "train.csv").resolve()), "test": str((parts / "test.csv").resolve())}
        said |= {"target": case.target, "problem": case.problem, "preset": system.preset, "folder": folder}
        request.write_text(json.dumps(said | {"budget_s": options.budget, "threads": options.threads}))
        ended = drive(system.command(options.peers, request), options.budget)
        if "error" in ended:
            return line | ended
        return line | ended | judged(case, parts / "test.csv", Path(folder))


def drive(command: list[str], budget_s: float) -> dict[str, Any]:
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


def judged(case: Case, test: Path, folder: Path) -> dict[str, Any]:
    """What a driver left in its folder: what it said, and the score of its answers."""
    saved = np.load(folder / "answers.npz")
    answers, classes = saved["answers"], [str(name) for name in saved["classes"]]
    actual = scores.actual_values(test, case.target, case.problem, classes)
    if case.problem != "regression" and (actual < 0).any():
        return {"error": "a class of the test rows has no probability"}
    value = scores.score(case.problem, actual, answers)
    said: dict[str, Any] = json.loads((folder / "result.json").read_text())
    return said | {
        "score": round(value, 6),
        "loss": round(scores.loss(case.problem, value), 6),
        "n_test": len(actual),
        "resampled_losses": scores.resampled_losses(case.problem, actual, answers),
    }


if __name__ == "__main__":
    main()
