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
import pandas as pd
from sklearn.metrics import log_loss, roc_auc_score, root_mean_squared_error
from sklearn.model_selection import train_test_split

from benchmarks.path.plain import plain_answers

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
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "space": " "}
METRICS = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}


def main() -> None:
    """Runs the tables named, or all of TABLES."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", default=TABLES)
    parser.add_argument("--budget", type=float, default=60)
    parser.add_argument("--out", type=Path, default=Path("path.jsonl"))
    options = parser.parse_args()
    shared = os.environ.get("EASEL_SHARED")
    if not shared:
        sys.exit("EASEL_SHARED must name the folder that holds data/CATALOG.csv; it is not set.")
    catalog = pd.read_csv(Path(shared) / "data" / "CATALOG.csv").set_index("name")
    done = _done(options.out, options.budget)
    for table in options.tables:
        if table in done:
            continue
        with tempfile.TemporaryDirectory() as folder:
            result = measure(table, catalog.loc[table], Path(shared) / "data", options.budget, Path(folder))
        with options.out.open("a") as file:
            file.write(json.dumps(result) + "\n")
        print(json.dumps(result), flush=True)


def _done(out: Path, budget: float) -> set[str]:
    lines = out.read_text().splitlines() if out.exists() else []
    return {r["table"] for r in map(json.loads, lines) if r["budget_s"] == budget and "error" not in r}


def split(row: Any, path: Path, folder: Path) -> tuple[Path, Path]:
    """Writes train.csv and test.csv of a table of the catalogue."""
    data = pd.read_csv(path, sep=SEPARATORS[row["sep"]], low_memory=False)
    data = data.drop(columns=[c for c in str(row["drop_columns"]).split("|") if c in data.columns])
    data = data[data[row["target"]].notna()]
    classes = data[row["target"]] if row["task"] != "regression" else None
    train, test = train_test_split(data, test_size=0.25, random_state=7, stratify=classes)
    for part, name in ((train, "train.csv"), (test, "test.csv")):
        part.to_csv(folder / name, index=False)
    return folder / "train.csv", folder / "test.csv"


def measure(table: str, row: Any, data: Path, budget: float, folder: Path) -> dict[str, Any]:
    """One line of results; an error is a line too."""
    train, test = split(row, data / f"{table}.csv.gz", folder)
    bundle, scored = folder / "model.zip", folder / "scored.csv"
    target, problem = str(row["target"]), str(row["task"])
    start = time.perf_counter()
    built = _easel(
        folder,
        *("build", train, "--target", target, "--problem", problem, "--metric", METRICS[problem]),
        *("--budget", f"{budget:g}s", "--out", bundle, "--json"),
    )
    seconds = time.perf_counter() - start
    result: dict[str, Any] = {"table": table, "budget_s": budget, "seconds": round(seconds, 2)}
    if built.returncode:
        return result | {"error": built.stderr[-400:]}
    said = json.loads(built.stdout)
    start = time.perf_counter()
    predicted = _easel(folder, "predict", bundle, test, "--out", scored, "--json")
    if predicted.returncode:
        return result | {"error": predicted.stderr[-400:]}
    predict_s = time.perf_counter() - start
    actual, answers = _answers(scored, test, target, problem)
    difference = np.abs(answers - plain_answers(bundle, test))
    scale = 1.0 if problem != "regression" else np.maximum(np.abs(answers), np.std(actual))
    return result | {
        "metric": METRICS[problem],
        "score": round(_score(problem, actual, answers), 5),
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


def _answers(scored: Path, test: Path, target: str, problem: str) -> tuple[Any, np.ndarray[Any, Any]]:
    output = pd.read_csv(scored, low_memory=False)
    if problem == "regression":
        return pd.read_csv(test)[target].to_numpy(), output[["prediction"]].to_numpy()
    columns = [c for c in output.columns if c.startswith("probability_")]
    actual = pd.read_csv(test, dtype={target: str}, keep_default_na=False)[target].to_numpy()
    classes = [c.removeprefix("probability_") for c in columns]
    return np.asarray([classes.index(text) for text in actual]), output[columns].to_numpy()


def _score(problem: str, actual: Any, answers: np.ndarray[Any, Any]) -> float:
    if problem == "regression":
        return float(root_mean_squared_error(actual, answers[:, 0]))
    if problem == "binary":
        return float(roc_auc_score(actual, answers[:, 1]))
    shares = answers / answers.sum(axis=1, keepdims=True)
    return float(log_loss(actual, shares, labels=range(answers.shape[1])))


if __name__ == "__main__":
    main()
