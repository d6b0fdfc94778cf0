"""When bit vectors are made and used: for many rows ahead, once, and only where they give the runtime's bits."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest

from automl.build import build
from automl.spec import BuildSpec
from datasets.read import read
from inference import load, predict_file
from inference.bundle import write_bundle
from inference.quickscorer import session as quick_session
from inference.quickscorer.session import LEAST_ROWS, Feed, QuickSession, Tables, open_quick
from inference.session import open_session
from tests.inference.quickscorer.made_trees import assert_same_bits, made_rows, made_trees, model_of

NAMES = ["y", "x0"]


def tables(monkeypatch: pytest.MonkeyPatch, worth: float = 0.0) -> Tables:
    monkeypatch.setattr(quick_session, "WORTH_S", worth)
    model = model_of(made_trees(9))
    return Tables(model, open_session(model, threads=1))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The models that bit vectors were made of."""
    found: list[bytes] = []

    def counted(model: bytes) -> QuickSession | None:
        found.append(model)
        return open_quick(model)

    monkeypatch.setattr(quick_session, "open_quick", counted)
    return found


def test_bit_vectors_are_made_for_many_rows_ahead(opened: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = made_rows(1, LEAST_ROWS - 1), made_rows(1, LEAST_ROWS)
    runs = tables(monkeypatch)
    runs.run(NAMES, {"X": many}, ahead=0)
    runs.run(NAMES, {"X": few}, ahead=10**6)
    assert not opened
    first = runs.run(NAMES, {"X": many}, ahead=1)
    assert len(opened) == 1
    used: list[Feed] = []
    real = QuickSession.run

    def run(self: QuickSession, names: Sequence[str], feed: Feed) -> list[Any]:
        used.append(feed)
        return real(self, names, feed)

    monkeypatch.setattr(QuickSession, "run", run)
    for got, wanted in zip(runs.run(NAMES, {"X": many}, ahead=0), first, strict=True):
        assert_same_bits(got, wanted)
    runs.run(NAMES, {"X": few}, ahead=10**6)
    assert len(used) == 1


def test_bit_vectors_are_not_made_for_little_work(opened: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    runs = tables(monkeypatch, worth=10_000.0)
    runs.run(NAMES, {"X": made_rows(1, LEAST_ROWS)}, ahead=10**6)
    assert not opened


@pytest.mark.parametrize("answer", ["wrong", "error"])
def test_answers_that_differ_or_fail_are_not_used(
    answer: str, opened: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def run(_self: QuickSession, _names: Sequence[str], feed: Feed) -> list[np.ndarray]:
        tried.append(answer)
        if answer == "error":
            raise RuntimeError("no such processor")
        return [np.zeros((LEAST_ROWS, 1)), feed["X"]]

    monkeypatch.setattr(QuickSession, "run", run)
    runs, X = tables(monkeypatch), made_rows(1, LEAST_ROWS)
    for _ in range(3):
        assert np.any(runs.run(NAMES, {"X": X}, ahead=10**9)[0] != 0)
    assert tried == [answer]
    assert len(opened) == 1


def test_bit_vectors_are_made_once_whoever_comes(opened: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    runs, X = tables(monkeypatch), made_rows(1, LEAST_ROWS)
    threads = [
        threading.Thread(target=lambda: [runs.run(NAMES, {"X": X}, ahead=10**9) for _ in range(5)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1


@pytest.fixture(scope="module")
def bundle_with_trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of one boosted candidate over numbers and words."""
    rng = np.random.default_rng(0)
    words, number = np.array(["red", "green", "blue", "gold"])[rng.integers(0, 4, 400)], rng.normal(size=400)
    folder = tmp_path_factory.mktemp("trees")
    y = np.where((words == "red") ^ (number > 0), "yes", "no")
    pa_csv.write_csv(pa.table({"word": words, "number": number, "y": y}), folder / "rows.csv")
    spec = BuildSpec("y", candidates=1, algorithms=("lightgbm",))
    write_bundle(folder / "model.zip", build(read(folder / "rows.csv"), spec).bundle)
    return folder


def test_a_file_and_a_table_are_the_same_with_them_and_without(
    bundle_with_trees: Path, opened: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_session, "WORTH_S", 0.0)
    folder, files = bundle_with_trees, []
    table = pa_csv.read_csv(folder / "rows.csv")
    pa_csv.write_csv(pa.concat_tables([table] * 10), folder / "many.csv")
    for quick_trees in (False, True):
        model, out = load(folder / "model.zip", quick_trees=quick_trees), folder / f"{quick_trees}.csv"
        predict_file(model, folder / "many.csv", out, chunk_rows=1_000)
        assert len(opened) == quick_trees
        files.append(out.read_bytes())
    assert files[0] == files[1]
    model = load(folder / "model.zip")
    model.predict_table(read(folder / "many.csv"))
    assert len(opened) == 2
