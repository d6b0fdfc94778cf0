"""Chunks are worked on by several threads: the same file whatever their number, and nothing is left behind."""

from __future__ import annotations

import os
import threading
import time
import zlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from datasets.errors import InputError
from datasets.read import read
from inference import load, predict_file
from inference.pool import AHEAD, in_order
from inference.sources import as_rows
from inference.unfinished import clear_unfinished, hold

GOLDEN = Path(__file__).parents[1] / "golden"


def rows_like(model, n, seed=1):
    """Made-up rows as texts: known and new words, numbers, dates, blanks and cells that cannot be read."""
    rng = np.random.default_rng(seed)
    columns = {}
    for column in model.manifest.columns:
        words = {
            "float32": [str(column.minimum), str(column.typical), "1e3", "", " ", "x"],
            "int64": [str(column.typical), "2020-05-01", "", "soon"],
            "string": [*column.categories[:4], "never seen", "", " "],
        }[column.dtype]
        columns[column.name] = pa.array(np.array(words, dtype=object)[rng.integers(0, len(words), n)], pa.string())
    return pa.table(columns)


@pytest.mark.parametrize("name", ["binary", "regression"])
def test_the_file_holds_the_answers_of_the_table_bit_by_bit(tmp_path, name):
    model = load(GOLDEN / f"format_1_{name}.zip")
    path, out = tmp_path / "rows.csv", tmp_path / "out.parquet"
    pa_csv.write_csv(rows_like(model, 5_000), path)
    expected = model.predict_table(read(path))
    whole = model.answers(model.read(as_rows(read(path)), 0, 5_000), 1)
    one = None
    for threads, chunk_rows in ((1, None), (2, 700), (5, 333)):
        report = predict_file(model, path, out, allow_missing=True, threads=threads, chunk_rows=chunk_rows)
        written = pq.read_table(out)
        answers = [written.column(name).to_numpy() for name in report.columns[len(model.manifest.columns) :]]
        for got, table, single in zip(answers, _arrays(expected), _arrays(whole), strict=True):
            assert np.array_equal(got, table)
            assert np.array_equal(got, single)
        one = one or (report.misfits, report.warnings)
        assert (report.misfits, report.warnings) == one


def _arrays(answers):
    if answers.probabilities is not None:
        return [answers.labels, *answers.probabilities.T]
    return [answers.values, answers.low, answers.high]


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_the_bytes_do_not_depend_on_the_threads(model, tmp_path, suffix):
    path, found = tmp_path / "rows.csv", set()
    pa_csv.write_csv(rows_like(model, 3_000), path)
    for threads in (1, 2, 7):
        out = tmp_path / f"out{suffix}"
        predict_file(model, path, out, allow_missing=True, threads=threads, chunk_rows=500)
        found.add(out.read_bytes())
    (content,) = found
    if suffix == ".csv.gz":
        unpacker = zlib.decompressobj(wbits=31)  # one gzip member, whole
        assert unpacker.decompress(content).count(b"\n") == 3_001
        assert unpacker.eof
        assert unpacker.unused_data == b""


def test_results_come_in_order_and_only_so_many_are_ahead():
    taken = []

    def pieces():
        for i in range(50):
            taken.append(i)
            yield i

    def work(i):
        time.sleep(0.002 if i % 3 else 0.01)
        return i * i

    made = in_order(work, pieces(), 3)
    for i in range(50):
        assert next(made) == i * i
        assert len(taken) <= i + 3 + AHEAD + 1


def test_an_error_comes_out_in_its_place_and_threads_end():
    def work(i):
        if i == 2:
            raise InputError("no")
        return i

    made = in_order(work, range(100), 2)
    assert [next(made), next(made)] == [0, 1]
    with pytest.raises(InputError):
        next(made)
    stopped = in_order(lambda i: i, range(100), 2)
    next(stopped)
    stopped.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("easel-predict")]


def test_what_a_killed_run_left_is_removed_and_said(model, tmp_path):
    path, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    pa_csv.write_csv(rows_like(model, 20), path)
    left, alive, new = (tmp_path / f".out.csv.{name}.part" for name in ("left", "alive", "new"))
    for part in (left, alive):
        part.write_text("half")
        os.utime(part, (0, 0))
    new.write_text("half")
    with alive.open("r+b") as file:
        hold(file)
        report = predict_file(model, path, out, allow_missing=True)
    assert report.warnings[0].startswith("An earlier run that wrote out.csv did not end")
    assert not left.exists()
    assert alive.exists()
    assert new.exists()
    os.utime(alive, (0, 0))
    assert clear_unfinished(out)
    assert clear_unfinished(out) == ()
