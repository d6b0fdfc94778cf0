"""How the cost of a build grows with the rows: made-up tables of any size, one JSON line a build.

python -m benchmarks.automl.growth --rows 1000 10000 100000 1000000 --columns 50 --budget 300
python -m benchmarks.automl.growth --report          # the table of docs/benchmarks.md
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv

from benchmarks.automl.processes import PeakMemory
from benchmarks.automl.report import PAGE, between, markdown_table
from benchmarks.scores import actual_values, score

RESULTS = Path(__file__).parent / "results" / "growth.jsonl"
TEST_ROWS = 20_000


def main() -> None:
    """Builds on a table of each size, with every algorithm and with the linear model alone, and writes the lines."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.automl.growth", description=__doc__)
    parser.add_argument("--rows", nargs="+", type=int, default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--columns", type=int, default=50)
    parser.add_argument("--budget", type=float, default=300)
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--report", action="store_true", help="make the table from the lines, build nothing")
    options = parser.parse_args()
    if options.report:
        lines = [json.loads(text) for text in options.out.read_text().splitlines()]
        PAGE.write_text(between(PAGE.read_text(), "growth", report(lines)))
        return
    for rows in options.rows:
        line = measure(rows, options.columns, options.budget)
        with options.out.open("a") as file:
            file.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)


def made_up(n_rows: int, n_columns: int, seed: int) -> pa.Table:
    """A yes / no question over numbers (a fifth of the cells missing in some), categories of 3 to 2,000 levels and one
    date; what decides is curved, and in part a product of two columns, so that a linear model falls short."""
    rng, levels = np.random.default_rng([seed, n_rows]), np.random.default_rng(0)
    columns: dict[str, Any] = {}
    signal = np.zeros(n_rows)
    n_texts = n_columns // 4
    for j in range(n_columns - n_texts - 1):
        values = rng.normal(size=n_rows) if j % 2 else rng.lognormal(size=n_rows)
        if j < 8:
            signal += np.sin(2 * values) if j % 2 else np.minimum(values, 2) * (-1) ** (j // 2) / 2
        gaps = rng.random(n_rows) < (0.2 if j % 5 == 4 else 0)
        columns[f"number {j}"] = pa.array(values.round(4), mask=gaps)
    for j in range(n_texts):
        n_levels = int(3 * (2000 / 3) ** (j / max(n_texts - 1, 1)))
        codes = np.minimum(rng.exponential(n_levels / 4, n_rows).astype(np.int64), n_levels - 1)
        signal += levels.normal(0, 0.6, n_levels)[codes] if j % 3 == 0 else 0
        columns[f"category {j}"] = pa.DictionaryArray.from_arrays(codes, [f"level {i}" for i in range(n_levels)])
    days = rng.integers(15_000, 19_000, n_rows)
    signal += 0.5 * np.cos(days / 365.25 * 2 * np.pi)
    columns["day"] = pa.array(days.astype("datetime64[D]"))
    if n_columns > 12:
        signal += columns["number 1"].to_numpy() * columns["number 3"].to_numpy()
    yes = rng.random(n_rows) < 1 / (1 + np.exp(1.0 - signal))
    columns["answer"] = np.where(yes, "yes", "no")
    return pa.table(columns)


def measure(n_rows: int, n_columns: int, budget_s: float) -> dict[str, Any]:
    """One line: seconds, the largest memory, AUC on new rows, and that of the linear model alone."""
    with tempfile.TemporaryDirectory() as folder:
        train, test = Path(folder) / "train.csv", Path(folder) / "test.csv"
        pa_csv.write_csv(made_up(n_rows, n_columns, 1), train)
        pa_csv.write_csv(made_up(TEST_ROWS, n_columns, 2), test)
        line: dict[str, Any] = {"rows": n_rows, "columns": n_columns, "budget_s": budget_s}
        line |= {"date": f"{datetime.now(UTC):%Y-%m-%d}", "file_mb": round(train.stat().st_size / 1e6, 1)}
        line |= _build(train, test, budget_s, "all")
        return line | {"linear_auc": _build(train, test, budget_s, "linear").get("auc")}


def _build(train: Path, test: Path, budget_s: float, algorithms: str) -> dict[str, Any]:
    bundle, scored = train.parent / f"{algorithms}.zip", train.parent / f"{algorithms}.csv"
    command = [sys.executable, "-m", "app.cli", "build", str(train), "--target", "answer", "--json"]
    command += ["--budget", f"{budget_s:g}s", "--out", str(bundle)]
    command += ["--algorithms", algorithms] if algorithms != "all" else []
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        with PeakMemory(process.pid) as memory:
            process.wait()
        seconds = time.perf_counter() - began
        said.seek(0)
        if process.returncode:
            return {"error": said.read()[-300:]}
    predict = [sys.executable, "-m", "app.cli", "predict", str(bundle), str(test), "--out", str(scored)]
    subprocess.run(predict, check=True, capture_output=True)
    answers = pd.read_csv(scored)[["probability_no", "probability_yes"]].to_numpy(dtype=float)
    auc = score("binary", actual_values(test, "answer", "binary", ["no", "yes"]), answers)
    bundle_mb = round(bundle.stat().st_size / 1e6, 2)
    return {"seconds": round(seconds, 1), "peak_mb": memory.peak_mb, "auc": round(auc, 5), "bundle_mb": bundle_mb}


def report(lines: list[dict[str, Any]]) -> str:
    """The table of docs/benchmarks.md."""
    head = [
        "rows x columns",
        "file MB",
        "budget s",
        "seconds",
        "peak MB",
        "bundle MB",
        "AUC",
        "AUC of the linear model",
    ]
    rows = [
        [
            *(f"{r['rows']:,} x {r['columns']}", f"{r['file_mb']:,.0f}", f"{r['budget_s']:g}", f"{r['seconds']:.1f}"),
            *(f"{r['peak_mb']:,}", f"{r['bundle_mb']:.1f}", f"{r['auc']:.4f}", f"{r['linear_auc']:.4f}"),
        ]
        for r in lines
    ]
    return markdown_table(head, rows)


if __name__ == "__main__":
    main()
