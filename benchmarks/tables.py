"""The real tables that benchmarks build on, found through EASEL_SHARED, never shipped, and how they are split."""

from __future__ import annotations

import csv
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sklearn.model_selection import train_test_split

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "space": " "}
METRICS = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}
TEST_SHARE = 0.25
SEED = 7


@dataclass(frozen=True)
class Case:
    """A table of the catalogue: where it lies, what is predicted, which columns are taken out first, and the seed that
    its rows are split by."""

    name: str
    path: Path
    target: str
    problem: str
    separator: str
    drop: tuple[str, ...]
    seed: int = SEED

    @property
    def metric(self) -> str:
        """The metric that results are compared by."""
        return METRICS[self.problem]


def catalogue() -> dict[str, Case]:
    """The cases by name. Ends the program with a sentence when EASEL_SHARED is not set."""
    shared = os.environ.get("EASEL_SHARED")
    if not shared:
        sys.exit("EASEL_SHARED must name the folder that holds data/CATALOG.csv; it is not set.")
    data = Path(shared) / "data"
    with (data / "CATALOG.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["task"] in METRICS]
    return {row["name"]: _case(row, data) for row in rows}


def _case(row: dict[str, str], data: Path) -> Case:
    return Case(
        name=row["name"],
        path=data / f"{row['name']}.csv.gz",
        target=row["target"],
        problem=row["task"],
        separator=SEPARATORS.get(row["sep"], ","),
        drop=tuple(name for name in row["drop_columns"].split("|") if name),
    )


def split(case: Case, folder: Path) -> tuple[Path, Path]:
    """Writes train.csv and test.csv into the folder: columns to drop and rows without a target removed, then a quarter
    of the rows for the test, stratified for classes, by the seed of the case."""
    data = pd.read_csv(case.path, sep=case.separator, low_memory=False)
    data = data.drop(columns=[name for name in case.drop if name in data.columns])
    data = data[data[case.target].notna()]
    classes = data[case.target] if case.problem != "regression" else None
    train, test = train_test_split(data, test_size=TEST_SHARE, random_state=case.seed, stratify=classes)
    folder.mkdir(parents=True, exist_ok=True)
    for part, name in ((train, "train.csv"), (test, "test.csv")):
        part.to_csv(folder / name, index=False)
    return folder / "train.csv", folder / "test.csv"
