"""Builds, predicts and checks real tables by command line; one JSON line a table. See README.md beside this file."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.path.plain import plain_answers
from benchmarks.scores import actual_values, score
from benchmarks.tables import Case, catalogue, split

TABLES = (
    "telco_churn",
    "bank_marketing",
    "kc_house",
    "obesity",
    "letter",
    "titanic",
    "wine_quality",
    "ames_housing",
    "melbourne_housing",
    "diabetes_readmission",
    "tissue_gene_wide",
    "zoo",
    "give_me_some_credit",
)


def main() -> None:
    """Runs the tables named, or all of TABLES."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", default=TABLES)
    parser.add_argument("--budget", type=float, default=60)
    parser.add_argument("--out", type=Path, default=Path("path.jsonl"))
    options = parser.parse_args()
    cases = catalogue()
    done = _done(options.out, options.budget)
    for table in options.tables:
        if table in done:
            continue
        with tempfile.TemporaryDirectory() as folder:
            result = measure(cases[table], options.budget, Path(folder))
        with options.out.open("a") as file:
            file.write(json.dumps(result) + "\n")
        print(json.dumps(result), flush=True)


def _done(out: Path, budget: float) -> set[str]:
    lines = out.read_text().splitlines() if out.exists() else []
    return {r["table"] for r in map(json.loads, lines) if r["budget_s"] == budget and "error" not in r}


def measure(case: Case, budget: float, folder: Path) -> dict[str, Any]:
    """One line of results; an error is a line too."""
    train, test = split(case, folder)
    bundle, scored = folder / "model.zip", folder / "scored.csv"
    start = time.perf_counter()
    built = _easel(
        folder,
        *("build", train, "--target", case.target, "--problem", case.problem, "--metric", case.metric),
        *("--budget", f"{budget:g}s", "--out", bundle, "--json"),
    )
    seconds = time.perf_counter() - start
    result: dict[str, Any] = {"table": case.name, "budget_s": budget, "seconds": round(seconds, 2)}
    if built.returncode:
        return result | {"error": built.stderr[-400:]}
    said = json.loads(built.stdout)
    start = time.perf_counter()
    predicted = _easel(folder, "predict", bundle, test, "--out", scored, "--json")
    if predicted.returncode:
        return result | {"error": predicted.stderr[-400:]}
    predict_s = time.perf_counter() - start
    actual, answers = _answers(scored, test, case)
    difference = np.abs(answers - plain_answers(bundle, test))
    scale = 1.0 if case.problem != "regression" else np.maximum(np.abs(answers), np.std(actual))
    return result | {
        "metric": case.metric,
        "score": round(score(case.problem, actual, answers), 5),
        "reported": [round(said["score"][k], 5) for k in ("value", "low", "high")],
        "how": said["score"]["how"],
        "candidates": said["candidates"],
        "parity": said["parity"]["largest_difference"],
        "plain_session_difference": float((difference / scale).max()),
        "predict_s": round(predict_s, 2),
        "peak_mb": built.peak_mb,
        "bundle_mb": round(bundle.stat().st_size / 1e6, 2),
    }


@dataclass(frozen=True)
class Ran:
    """A finished command and the most memory its process held, in MB."""

    returncode: int
    stdout: str
    stderr: str
    peak_mb: int


def _easel(folder: Path, *words: object) -> Ran:
    command = [sys.executable, "-m", "app.cli", *map(str, words)]
    said, complained = folder / "stdout", folder / "stderr"
    with said.open("w") as out, complained.open("w") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
    code = process.returncode = os.waitstatus_to_exitcode(status)
    return Ran(code, said.read_text(), complained.read_text(), usage.ru_maxrss // 1024)


def _answers(scored: Path, test: Path, case: Case) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    output = pd.read_csv(scored, low_memory=False)
    columns = [name for name in output.columns if name.startswith("probability_")]
    classes = [name.removeprefix("probability_") for name in columns]
    answers = output[columns or ["prediction"]].to_numpy(dtype=float)
    return actual_values(test, case.target, case.problem, classes), answers


if __name__ == "__main__":
    main()
