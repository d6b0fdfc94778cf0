"""Files with another decimal mark than the rows that the model learnt from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from datasets.errors import InputError
from datasets.read import read
from datasets.recipe import Recipe, fit
from datasets.record import ReadOptions
from datasets.schema import Column, Kind, NumberFormat
from inference import Model, misfits, predict_file
from inference.other_mark import decimal_marks, with_decimal
from inference.recipe import with_recipe
from tests.inference.batch_rows import HEADER, ROWS, read_csv, write_csv

COMMA = ReadOptions(decimal=",")
SWAPPED = str.maketrans(",.", ".,")


def german(path):
    """The rows of the tests with semicolons, and their numbers with decimal commas."""
    rows = [[row[0], row[1], row[2].translate(SWAPPED), *row[3:]] for row in ROWS]
    return write_csv(path, rows=rows, delimiter=";")


def test_a_file_with_decimal_commas_gets_the_answers_of_one_with_points(model, tmp_path, out):
    predict_file(model, write_csv(tmp_path / "points.csv"), out)
    width = len(HEADER)
    expected = [row[width:] for row in read_csv(out)]
    commas = german(tmp_path / "commas.csv")
    assert [one.column for one in misfits(model, commas)] == ["charges"]
    assert misfits(model, commas, options=COMMA) == ()
    predict_file(model, commas, out, options=COMMA)
    written = read_csv(out)
    assert [row[width:] for row in written] == expected
    assert written[1][2] == "1.400,50"


def test_answers_like_the_input_have_its_commas(toy_bundle, tmp_path, out):
    predict_file(Model(toy_bundle("regression")), german(tmp_path / "commas.csv"), out, options=COMMA, like_input=True)
    assert "," in read_csv(out)[1][0].split(";")[-1] or ";" in out.read_text()
    assert all("." not in line.rsplit(";", 3)[-1] for line in out.read_text().splitlines()[1:])


def test_what_a_table_holds_is_read_with_the_mark_too(model, tmp_path, out):
    path = german(tmp_path / "commas.csv")
    table = read(path, options=ReadOptions(delimiter=";"))
    predict_file(model, table, out, options=COMMA)
    from_table = out.read_bytes()
    predict_file(model, path, out, options=COMMA)
    assert out.read_bytes() == from_table


@pytest.mark.parametrize(
    ("learnt", "mark", "read_as"),
    [
        (NumberFormat(), ",", {"1,5": 1.5, "1.234,5": 1234.5, "1.234": 1234.0}),
        (NumberFormat(".", "'"), ",", {"1'234,5": 1234.5}),
        (NumberFormat(",", "."), ".", {"1.5": 1.5, "1,234.5": 1234.5}),
        (NumberFormat(",", " ", ("€",)), ".", {"1 234.5 €": 1234.5}),
        (NumberFormat(clock=True), ",", {"08:15": 495.0}),
        (None, ",", {"1,5": 1.5}),
    ],
)
def test_what_stands_for_thousands(toy_bundle, learnt, mark, read_as):
    model = with_decimal(Model(toy_bundle(columns=(Column("tenure", Kind.NUMERIC, number=learnt),))), mark)
    (reader,) = model.readers
    assert list(reader.many(pa.chunked_array([list(read_as)])).values.ravel()) == list(read_as.values())


def test_a_model_with_that_mark_stays_as_it_is(model):
    assert decimal_marks(model.manifest) == {"."}
    assert with_decimal(model, ".") is model
    assert with_decimal(model, None) is model
    with pytest.raises(InputError, match="must be a point or a comma; this is ';'"):
        with_decimal(model, ";")


def test_a_recipe_reads_the_raw_columns_with_the_mark(toy_bundle, tmp_path, out):
    points = tmp_path / "points.csv"
    points.write_text("amount;more\n1.5;2.5\n2.5;3.5\n4.25;1.5\n")
    raw = read(points)
    steps = [
        {"step": "change_kind", "column": "more", "kind": "numeric"},
        {"step": "formula", "into": "tenure", "formula": "amount * 2 + more"},
    ]
    fitted = fit(Recipe.from_dict(steps), raw)
    toy = toy_bundle(columns=(Column("tenure", Kind.NUMERIC, number=NumberFormat()),))
    model = Model(with_recipe(replace(toy, manifest=replace(toy.manifest, unused=())), fitted, raw))
    predict_file(model, points, out)
    expected = [row[2:] for row in read_csv(out)]
    commas = tmp_path / "commas.csv"
    commas.write_text(points.read_text().replace(".", ","))
    predict_file(model, commas, out, options=COMMA)
    assert [row[2:] for row in read_csv(out)] == expected
    assert len(np.unique([row[-1] for row in expected[1:]])) == 3
