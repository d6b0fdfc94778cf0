"""The program in docs/manifest.md, which knows nothing of Easel, gives the answers of `predict_file`."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets import date_formats
from datasets.cells import FLOAT32_MAX, MISSING_SECONDS, to_seconds
from datasets.date_codes import FULL_MONTHS, MONTHS, regex
from datasets.schema import Column, Kind, NumberFormat
from datasets.words import BOOLEAN_WORDS
from inference import predict_file
from inference.manifest import InputColumn
from inference.read_numbers import NumberReader

PAGE = (Path(__file__).parents[2] / "docs" / "manifest.md").read_text()
(PROGRAM,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
HEADER = ["tenure", "charges", "Contract", "size", "Senior", "joined", "label", "customerID"]
ROWS = [
    ["29", "1,400.50", "Two year", "5.0", "No", "2020-05-01", "red", "1"],
    ["", "NA", "", "", "", "", "", "2"],
    [" -7.5 ", "$ 3", "One, year", "5", "TRUE", "2020-05-01 10:00:59", "blue", "3"],
    ["1e400", "-$1,234,567.8e-2", "Two year ", "large", "0", "2020-02-30", "never\nseen", "4"],
    ["+.5e1", "12,34", "two year", "010.00", "ja", "1-2-3", " ", "5"],
    ["−3", "1 000", " NA ", "1e1", "maybe", "1969-7-2 1:00:00", "RED", "6"],
    ["", "", "", "", "", "2020-05-01T10:00:00+02:30", "", "8"],
    ["", "", "", "", "", "2020-05-01T10:00:00Z", "", "9"],
    ["3e39", "- 5", "Month-to-month", " large ", "Y", "9999-12-31", "red", "7"],
]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    path = tmp_path_factory.mktemp("standalone") / "predict.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def functions():
    """The functions of the program."""
    namespace = {"__name__": "program"}
    exec(compile(PROGRAM, "docs/manifest.md", "exec"), namespace)
    return namespace


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_the_same_answers(models, bundle_paths, program, tmp_path, problem):
    path = tmp_path / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    done = subprocess.run(
        [sys.executable, program, bundle_paths[problem], path], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    alone = list(csv.reader(done.stdout.splitlines()))
    predict_file(models[problem], path, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        ours = [row[len(HEADER) :] for row in csv.reader(file)]
    assert len(alone) == len(ours) == len(ROWS) + 1
    for mine, other in zip(ours[1:], alone[1:], strict=True):
        if problem != "regression":
            assert mine[0] == other[0]
            mine, other = mine[1:], other[1:]
        assert np.allclose(np.asarray(mine, dtype=float), np.asarray(other, dtype=float), rtol=1e-6, atol=1e-7)


def test_the_page_names_the_same_words_and_limits(functions):
    assert set(functions["YES"]) == {word for word, truth in BOOLEAN_WORDS.items() if truth}
    assert set(functions["NO"]) == {word for word, truth in BOOLEAN_WORDS.items() if not truth}
    for word in BOOLEAN_WORDS:
        assert f"`{word}`" in PAGE
    assert functions["MISSING_SECONDS"] == MISSING_SECONDS
    assert str(FLOAT32_MAX)[:17] in PROGRAM


cell = st.one_of(
    st.sampled_from([text for row in ROWS for text in row]),
    st.text(st.sampled_from("0123456789.,-+−eE$() \u00a0'’"), max_size=10),
    st.dates().map(str),
    st.floats(allow_nan=False).map(str),
    st.integers().map(str),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(HEADER[:-1], cell)), min_size=1, max_size=4))
def test_every_cell_is_read_alike(model, functions, rows):
    alone = functions["feed"](rows, model.manifest.to_dict())
    table = {name: [row[name] for row in rows] for name in HEADER[:-1]}
    for reader in model.readers:
        ours = reader.each(table[reader.name])
        assert np.array_equal(ours.values, alone[reader.column.input], equal_nan=reader.dtype is np.float32), (
            reader.name
        )


FORMATS = (
    *(*date_formats._WHOLE, *date_formats._DATES),
    *("%s", "%Q", "%K", "%N", "%E", "%Y-%m-%d %H:%M:%S %z", "%d.%m.%y %I:%M%p"),
)
ANY_MONTH = st.sampled_from([word for month in (*MONTHS, *FULL_MONTHS) for word in month])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=st.sampled_from(FORMATS), data=st.data())
def test_every_code_of_a_date_is_read_alike(functions, form, data):
    loose = st.from_regex(re.compile(regex(form), re.ASCII), fullmatch=True)
    text = data.draw(st.one_of(loose, ANY_MONTH.map(lambda word: f"3 {word} 2024")))
    column = Column("when", Kind.DATETIME, datetime_formats=(form,))
    ours = int(to_seconds(pa.array([text]), column)[0])
    assert functions["read_seconds"](text, column.to_dict()) == ours


NOTATIONS = (
    NumberFormat(".", ",", ("$", "kr"), (("K", 3), ("M", 6), ("Mio.", 6), ("k", 3))),
    *(NumberFormat(clock=True), NumberFormat(",", " ")),
)


@given(
    cell=st.one_of(
        st.sampled_from(
            ["1.2M", "$3,400.5 Mio.", "5 k kr", "1e3K", "(2M)", "٣٫٥", "１，２３４", "-５K", "8:15 p.m", "8 h"]
        ),
        st.from_regex(re.compile(r"[0-9]{1,2}(:[0-9]{2}){0,2} ?([AaPp]\.?[Mm]\.?|h|Uhr)?", re.ASCII), fullmatch=True),
        st.text(st.sampled_from("0123456789.,:-KMkioapmAPM $r٣５"), max_size=9),
    ),
    form=st.sampled_from(NOTATIONS),
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_for_noughts_times_and_digits_are_read_alike(functions, cell, form):
    column = Column("x", Kind.NUMERIC, number=form)
    ours = NumberReader(InputColumn(column, "x", "float32")).each([cell]).values
    alone = functions["feed"]([{"x": cell}], {"columns": [{**column.to_dict(), "dtype": "float32", "input": "x"}]})
    assert np.array_equal(ours, alone["x"], equal_nan=True)


@given(cell=st.one_of(st.sampled_from(["-999", "-999.0", " -9.99e2", "-1", "NA", "7", "$-999"]), st.floats().map(str)))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_that_mean_not_known_are_read_alike(functions, cell):
    column = Column("x", Kind.NUMERIC, missing=("NA", "-999", "-1"), number=NumberFormat(affixes=("$",)))
    ours = NumberReader(InputColumn(column, "x", "float32")).each([cell]).values
    alone = functions["feed"]([{"x": cell}], {"columns": [{**column.to_dict(), "dtype": "float32", "input": "x"}]})
    assert np.array_equal(ours, alone["x"], equal_nan=True)
