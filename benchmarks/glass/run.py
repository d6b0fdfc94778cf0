"""What a model says about itself, held against rows that nobody trained on; one JSON line a table. See README.md."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from automl.build import build
from automl.spec import BuildSpec
from benchmarks.glass.measure import SEED, Truth, coverage, held_intervals, largest_gap, probabilities_off
from benchmarks.tables import Case, catalogue, split
from datasets.read import read
from datasets.table import Table
from inference.predictor import Model

TABLES = (
    *("concrete", "boston", "insurance_charges", "abalone", "energy_efficiency", "power_plant"),
    *("wine_quality", "bike_hourly", "kc_house", "california_housing"),
    *("telco_churn", "german_credit", "stroke", "hr_attrition", "titanic", "bank_churn"),
    *("obesity", "vehicle", "car_evaluation", "mobile_price"),
)
RESULTS = Path(__file__).parent / "results.jsonl"
WORKSPACE = Path("build/glass")


def main() -> None:
    """Builds and holds to its word every table named that does not stand in the results yet."""
    options = _options()
    cases = catalogue()
    if unknown := [name for name in options.tables if name not in cases]:
        sys.exit(f"There is no table {', '.join(unknown)} in the catalogue. The tables are: {', '.join(cases)}.")
    asked = {"candidates": options.candidates, "budget_s": options.budget, "most_rows": options.rows}
    done = finished(options.out, asked)
    for name in options.tables:
        if name not in done:
            line = {"table": name, **asked, **measure(cases[name], options)}
            with options.out.open("a") as file:
                file.write(json.dumps(line) + "\n")
            print(json.dumps(line), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.glass.run", description=__doc__)
    parser.add_argument("tables", nargs="*", default=TABLES, help="tables of the catalogue; default: the twenty")
    parser.add_argument("--candidates", type=int, default=3, help="of each build; default 3")
    parser.add_argument("--budget", type=float, help="seconds of each build, in place of a number of candidates")
    parser.add_argument("--rows", type=int, default=2_000, help="that are learnt from, at most; default 2000")
    parser.add_argument("--reasons", type=int, default=20, help="rows whose reasons are added up; default 20")
    parser.add_argument("--out", type=Path, default=RESULTS, help=f"default {RESULTS.name} beside this file")
    options = parser.parse_args()
    if options.budget is not None:
        options.candidates = None
    return options


def finished(out: Path, asked: dict[str, Any]) -> set[str]:
    """The tables whose lines stand in a file of results, built as it is asked now."""
    lines = map(json.loads, out.read_text().splitlines() if out.exists() else [])
    return {line["table"] for line in lines if all(line.get(name) == value for name, value in asked.items())}


def measure(case: Case, options: argparse.Namespace) -> dict[str, Any]:
    """What came of one table."""
    parts = WORKSPACE / case.name
    train, test = (parts / "train.csv", parts / "test.csv") if parts.exists() else split(case, parts)
    table, rows = _some(read(train), options.rows), read(test)
    spec = BuildSpec(case.target, problem=case.problem, metric=case.metric, candidates=options.candidates)
    if options.budget is not None:
        spec = BuildSpec(case.target, problem=case.problem, metric=case.metric, budget_s=options.budget)
    started = time.perf_counter()
    built = build(table, spec, findings=())
    seconds = time.perf_counter() - started
    model = Model(built.bundle)
    truth = Truth.of(model, rows)
    gap, slowest = largest_gap(model, table, rows, options.reasons)
    return {
        "problem": case.problem,
        "how": built.record.score.how,
        "rows": table.n_rows,
        "test_rows": len(truth.y),
        "seconds": round(seconds, 1),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "reasons_gap": gap,
        "reasons_ms": slowest,
        "coverage": coverage(truth, built.record.evaluation.bands),
        "ece": probabilities_off(truth, built.record.evaluation.calibration),
        "intervals": held_intervals(truth, built.record.metrics),
    }


def _some(table: Table, most: int) -> Table:
    """At most so many rows, drawn by chance with a fixed seed."""
    if table.n_rows <= most:
        return table
    return table.take(np.sort(np.random.default_rng(SEED).choice(table.n_rows, most, replace=False)))


if __name__ == "__main__":
    main()
