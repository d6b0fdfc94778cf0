"""The hostile files of public test suites: shapes and verdicts that a person agreed to, in 5 s and 1 GB a file."""

from __future__ import annotations

import csv
import resource
import sys
import time
from pathlib import Path

import pytest

from datasets.errors import InputError
from datasets.read import read

GOLDEN = Path(__file__).parents[1] / "golden" / "messy_files.csv"
MOST_SECONDS = 5.0
MOST_BYTES = 1 << 30
RIGHT_SHARE = 0.98
REFUSED = "refused"
# right: what a person would have made of the file; doubtful: more than one reading is fair, and the one the suite had
# in mind needs a setting; wrong: a person would have read it otherwise; not a table: the suite expects an error.
VERDICTS = {"right", "doubtful", "wrong", "not a table"}

pytestmark = pytest.mark.slow


def golden():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def listed(folder):
    with (folder / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["expected"] for row in csv.DictReader(file)}


def shape_of(path):
    """ "rows x columns", or "refused"; anything but a table or a sentence is an error of the test."""
    try:
        table = read(path)
    except InputError as error:
        return REFUSED if str(error).endswith(".") else f"no sentence: {error}"
    return f"{table.n_rows}x{table.n_columns}"


def memory():
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def test_every_file_reads_as_it_did_when_a_person_looked(shared):
    known, slow, before = golden(), [], memory()
    found = {}
    for name in listed(shared / "messy"):
        started = time.process_time()
        found[name] = shape_of(shared / "messy" / name)
        if time.process_time() - started > MOST_SECONDS:
            slow.append(name)
    assert slow == []
    assert memory() - before < MOST_BYTES
    assert {name: row["shape"] for name, row in known.items()} == found


def test_verdicts(shared):
    known, expected = golden(), listed(shared / "messy")
    assert known.keys() == expected.keys()
    assert {row["verdict"] for row in known.values()} <= VERDICTS
    readable = [known[name] for name, word in expected.items() if word == "ok"]
    right = [row for row in readable if row["verdict"] == "right"]
    assert all(row["shape"] != REFUSED for row in right)
    assert len(right) >= RIGHT_SHARE * len(readable)
