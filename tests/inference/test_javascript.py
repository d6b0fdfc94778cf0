"""inference/page/easel.js reads every cell as Python does and gives Python's answers, on real rows of five tables."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automl.build import build
from automl.spec import BuildSpec
from datasets import date_formats, samples, words
from datasets.date_codes import FULL_MONTHS, MONTHS, regex
from datasets.errors import InputError
from datasets.read import read
from datasets.schema import Column, Kind, NumberFormat
from inference import load
from inference.bundle import write_bundle
from inference.manifest import DTYPES, InputColumn
from inference.prediction import Predictions
from inference.readers import column_reader
from tests.inference import toy_models
from tests.inference.node import RUNTIMES, JavaScriptError, node

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("format_*.zip"))
FORMATS = (
    *(*date_formats._WHOLE, *date_formats._DATES),
    *("%s", "%Q", "%K", "%N", "%E", "%Y-%m-%d %H:%M:%S %z", "%d.%m.%y %I:%M%p"),
)
NUMBERS = (
    *(NumberFormat(), NumberFormat(",", "."), NumberFormat(".", ",", ("$", "US$", "%"))),
    *(NumberFormat(",", " ", ("€", "kr.")), NumberFormat(".", "'", ("CHF",))),
    *(NumberFormat(".", ",", ("$", "kr"), (("K", 3), ("M", 6), ("Mio.", 6), ("k", 3))), NumberFormat(clock=True)),
)
WORDS = ("NA", "-999", "?", "n.a.")
CATEGORIES = (
    *(("No", "Yes"), ("5.0", "10.0", " large ", "1e3"), ("ja", "nein", "vielleicht"), ("da", "nu"), ()),
    *(("0", "1"), ("😀", "</script>", "a b", "A B"), ("tak", "nie", "true"), ("hayır", "evet"), ("oui",)),
)
COLUMNS = (
    *(Column("x", Kind.NUMERIC, missing=WORDS, number=form) for form in NUMBERS),
    *(Column("x", Kind.DATETIME, missing=WORDS, datetime_formats=(form,)) for form in FORMATS),
)
READ_AS = (
    *(InputColumn(column, "x", DTYPES[column.kind]) for column in COLUMNS),
    *(InputColumn(Column("x", Kind.CATEGORY, missing=WORDS), "x", "string", texts) for texts in CATEGORIES),
)
blank = st.sampled_from(["", " ", "\u00a0", "\t", "\u2003", "\n"])
plain_text = st.one_of(
    st.text(st.sampled_from("0123456789.,-+−eE$€%() \u00a0'’akrCHF"), max_size=12),
    st.sampled_from(
        [
            *words.BOOLEAN_WORDS,
            *WORDS,
            "YES",
            "False",
            "1,234,567.8",
            "1.234,5",
            "-$3",
            "(5)",
            "1.234,5-",
            "5,0- EUR",
            "5-",
            "1e400",
            *("1.2M", "$3,400.5 Mio.", "5 k kr", "1e3K", "(2M)", "٣٫٥", "１，２３４", "-５K", "१२", "٢٠٢٤-٠٣-٠١"),
            *("08:15", "8:15:30.5", "24:00", "24:01", "8:15 PM", "12:00 a.m.", "13:00 PM", "8 pm", "8 h", "8:15 Uhr"),
            *("٠٨:١٥", "0:30am", "8:15 p", "8:15p.m", "１２：３０"),
        ]
    ),
    st.from_regex(re.compile(r"[0-9]{1,2}(:[0-9]{2}){0,2} ?([AaPp]\.?[Mm]\.?|h)?", re.ASCII), fullmatch=True),
    st.sampled_from([text for texts in CATEGORIES for text in texts] + ["5", "10", "1000", ".5e1", "large"]),
    st.floats().map(str),
    st.integers().map(str),
    st.dates().map(str),
    st.datetimes().map(str),
    st.text(max_size=8),
)
native = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(-1e15, 1e15).map(lambda x: round(x, 3)),
    st.floats(allow_nan=False, allow_infinity=False, min_value=1e-300),
    st.integers(1_000_000_000, 2_000_000_000),
)
month = st.sampled_from([word for names in (*MONTHS, *FULL_MONTHS) for word in names])


@pytest.fixture(scope="module")
def reading():
    with node() as running:
        running.ask("columns", [column.to_dict() for column in READ_AS])
        yield running, [column_reader(column) for column in READ_AS]


@st.composite
def _cells(draw):
    i = draw(st.integers(0, len(READ_AS) - 1))
    formats = READ_AS[i].column.datetime_formats
    text = st.tuples(blank, plain_text, blank).map("".join)
    if formats:
        loose = st.from_regex(re.compile(regex(formats[0]), re.ASCII), fullmatch=True)
        text = st.one_of(loose, loose, text, month.map(lambda word: f"3 {word} 2024"))
    return i, draw(st.lists(st.one_of(text, native), min_size=1, max_size=12))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(cells=_cells())
def test_every_value_is_read_as_python_reads_it(reading, cells):
    running, readers = reading
    i, values = cells
    for value, theirs in zip(values, running.ask("read", [i, values]), strict=True):
        assert _same(_ours(readers[i], value), theirs, readers[i].dtype), (READ_AS[i], value)


def _ours(reader, value):
    try:
        return {"value": reader.one(value)}
    except InputError as error:
        return {"error": str(error)}


def _same(ours, theirs, dtype):
    if "error" in ours or "error" in theirs:
        return set(ours) == set(theirs)
    ours, theirs = ours["value"], theirs["value"]
    if dtype is np.float32:
        return np.array_equal(np.float32(ours), np.float32(theirs), equal_nan=True)
    return ours == theirs


def test_a_refusal_is_pythons_sentence(reading):
    running, readers = reading
    for i, value in ((0, "many"), (len(NUMBERS), "yesterday")):
        assert running.ask("read", [i, [value]]) == [_ours(readers[i], value)]


def test_dates_of_a_program(reading):
    running, readers = reading
    when = dt.datetime(2024, 2, 29, 12, 30, 15, tzinfo=dt.UTC)
    for i in (len(NUMBERS), len(COLUMNS)):
        found = running.ask("read", [i, [{"date": when.isoformat()}]])
        assert found == [{"value": readers[i].one(when)}]


@pytest.mark.slow
@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_answers(path, tmp_path):
    manifest = _unpacked(path, tmp_path)
    with node("web") as running:
        running.ask("open", {"manifest": manifest, "onnx": str(tmp_path / "model.onnx")})
        for recorded in json.loads(path.with_suffix(".json").read_text()):
            _close(running.ask("predict", recorded["row"]), recorded["answer"])


@pytest.mark.slow
def test_what_it_refuses(tmp_path):
    path = tmp_path / "toy.zip"
    write_bundle(path, toy_models.bundle())
    manifest = _unpacked(path, tmp_path)
    onnx = str(tmp_path / "model.onnx")
    with node("web") as running:
        with pytest.raises(JavaScriptError, match="Easel can replay"):
            running.ask("open", {"manifest": {**manifest, "recipe": {"steps": []}}, "onnx": onnx})
        with pytest.raises(JavaScriptError, match="format 2"):
            running.ask("open", {"manifest": {**manifest, "format": 2}, "onnx": onnx})
        running.ask("open", {"manifest": manifest, "onnx": onnx})
        with pytest.raises(JavaScriptError, match=r"no column 'Tenure '\. Nearest name: tenure"):
            running.ask("predict", {"Tenure ": 3})
        with pytest.raises(JavaScriptError, match="'tenure' must hold a number; 'x' is not"):
            running.ask("predict", {"tenure": "x"})
        assert running.ask("predict", {"customerID": "7", "Churn": "Yes"}) == running.ask("predict", {})
        assert running.ask("predictAll", [{"tenure": "x"}, {}])["mismatched"] == {"tenure": 1}


TABLES = (  # a real table, or the sample that stands in for it where there are none
    ("", "", "loan_default", "default", "lightgbm"),
    ("telco_churn.csv.gz", "Churn", "telecom_churn", "Churn", "linear"),
    ("titanic.csv.gz", "survived", "machine_maintenance", "failure", "lightgbm"),
    ("obesity.csv.gz", "NObesity", "telecom_churn", "Contract", "linear"),
    ("kc_house.csv.gz", "price", "house_prices", "price", "lightgbm"),
)
N_ROWS = 500


@dataclass(frozen=True)
class Built:
    """A model and N_ROWS rows of its table with the answers of Python."""

    manifest: dict[str, Any]
    onnx: str
    rows: list[dict[str, Any]]
    ours: Predictions


@pytest.fixture(scope="module", params=TABLES, ids=lambda table: table[2] + "-" + table[3])
def built(request, tmp_path_factory):
    table, target, algorithm = _table(*request.param)
    folder = tmp_path_factory.mktemp("built")
    path = folder / "model.zip"
    write_bundle(path, build(table, BuildSpec(target, candidates=1, algorithms=(algorithm,), quality="fast")).bundle)
    rows = table.cells.slice(0, N_ROWS)
    return Built(_unpacked(path, folder), str(folder / "model.onnx"), rows.to_pylist(), load(path).predict_table(rows))


@pytest.mark.slow
@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_same_answers_on_five_hundred_rows(built, runtime):
    assert len(built.ours) == N_ROWS
    with node(runtime) as running:
        running.ask("open", {"manifest": built.manifest, "onnx": built.onnx})
        found = running.ask("predictAll", built.rows)
    assert found["mismatched"] == dict(built.ours.mismatched)
    for theirs, mine in zip(found["answers"], built.ours, strict=True):
        _close(theirs, mine.to_dict())


def _table(real, target, sample, its_target, algorithm):
    """The first rows of a table, with what is predicted and how."""
    shared = os.environ.get("EASEL_SHARED")
    if shared and (path := Path(shared) / "data" / real).is_file():
        return read(path, max_rows=700), target, algorithm
    return samples.all()[sample].load().head(700), its_target, algorithm


def _unpacked(path, folder):
    """The manifest of a bundle, whose graph is put into the folder."""
    with zipfile.ZipFile(path) as bundle:
        (folder / "model.onnx").write_bytes(bundle.read("model.onnx"))
        return json.loads(bundle.read("manifest.json"))


def _close(theirs, ours):
    if "label" in ours:
        assert theirs["label"] == ours["label"]
        assert list(theirs["probabilities"]) == list(ours["probabilities"])
        theirs, ours = theirs["probabilities"], ours["probabilities"]
    for name, value in ours.items():
        assert math.isclose(theirs[name], value, rel_tol=2e-5, abs_tol=2e-6), (name, theirs[name], value)
