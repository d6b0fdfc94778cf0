from __future__ import annotations

import csv
from dataclasses import replace

import pandas as pd
import pytest

from benchmarks.automl.runs import finished
from benchmarks.tables import catalogue, split


@pytest.fixture
def shared(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    table = pd.DataFrame({"id": range(40), "x": range(40), "y": ["a", "b", "b", None] * 10})
    table.to_csv(data / "small.csv.gz", index=False, sep=";")
    with (data / "CATALOG.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "task", "target", "sep", "drop_columns"])
        writer.writerow(["small", "binary", "y", "semicolon", "id"])
        writer.writerow(["words", "text", "y", "comma", ""])
    monkeypatch.setenv("EASEL_SHARED", str(tmp_path))


@pytest.mark.usefixtures("shared")
def test_a_split_drops_columns_and_rows_without_a_target_and_is_the_same_twice(tmp_path):
    case = catalogue()["small"]
    train, test = split(case, tmp_path / "once")
    assert list(pd.read_csv(train).columns) == ["x", "y"]
    assert (len(pd.read_csv(train)), len(pd.read_csv(test))) == (22, 8)
    again, _ = split(case, tmp_path / "twice")
    assert again.read_bytes() == train.read_bytes()
    other, _ = split(replace(case, seed=1), tmp_path / "other")
    assert other.read_bytes() != train.read_bytes()


@pytest.mark.usefixtures("shared")
def test_tables_without_one_of_the_three_problems_are_passed_over():
    assert list(catalogue()) == ["small"]


def test_without_the_tables_it_says_what_is_missing(monkeypatch):
    monkeypatch.delenv("EASEL_SHARED", raising=False)
    with pytest.raises(SystemExit, match="EASEL_SHARED"):
        catalogue()


def test_what_stands_in_the_results_is_not_run_again(tmp_path):
    out = tmp_path / "r.jsonl"
    assert finished(out, 60) == set()
    out.write_text(
        '{"table": "a", "system": "easel", "budget_s": 60.0}\n{"table": "b", "system": "x", "budget_s": 10}\n'
    )
    assert finished(out, 60) == {("a", "easel")}
    assert finished(out, 60, seed=1) == set()
