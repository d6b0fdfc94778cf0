"""A recipe in a bundle: raw rows in, prepared as in training, by every way of predicting."""

from __future__ import annotations

import dataclasses

import numpy as np
import pyarrow as pa
import pytest

from datasets.errors import InputError
from datasets.infer import infer_schema
from datasets.read import read
from datasets.recipe import Recipe, apply, fit
from datasets.record import ReadRecord
from datasets.schema import Kind
from datasets.table import Table
from inference import Model, load, misfits, predict_file
from inference.bundle import read_bundle, write_bundle
from inference.recipe import with_recipe
from tests.inference import toy_models

STEPS = [
    {"step": "rename", "names": {"Months": "tenure"}},
    {"step": "fill", "columns": ["tenure"], "with": "median"},
    {"step": "formula", "into": "charges", "formula": "price * quantity"},
    {"step": "replace_values", "column": "Contract", "values": {"2y": "Two year", "m": "Month-to-month"}},
    {"step": "formula", "into": "joined", "formula": "add_days(signed, 1)"},
    {"step": "filter_rows", "condition": "charges > 100"},
    {"step": "drop", "columns": ["price", "quantity", "signed"]},
]
GROUPS = [
    {"step": "filter_rows", "condition": "not is_missing(customer)"},
    {"step": "group", "by": ["customer"], "values": [["Months", "mean", "tenure"], ["price", "sum", "charges"]]},
]


def raw_table(n_rows=40) -> Table:
    rng = np.random.default_rng(3)
    cells = pa.table(
        {
            "Months": rng.choice(["12", " 24", "", "NA", "3.5", "oops"], n_rows),
            "price": rng.choice(["$1,000.50", "$20", "", "$7"], n_rows),
            "quantity": rng.choice(["1", "2", "30"], n_rows),
            "Contract": rng.choice(["2y", "m", "", "Two year", "never seen"], n_rows),
            "signed": rng.choice(["31.01.2020", "15.06.2019", ""], n_rows),
            "customer": rng.choice(["ann", "bob", "cy", ""], n_rows),
            "churn": rng.choice(["Yes", "No"], n_rows),
        }
    )
    table = Table(cells, infer_schema(cells), ReadRecord("csv", n_rows=n_rows))
    return table.with_kind("Months", Kind.NUMERIC).with_kind("price", Kind.NUMERIC).with_kind("signed", Kind.DATETIME)


def model_of(steps, tmp_path, raw):
    """A toy model on the prepared columns, written and read back; and the same model without the recipe."""
    fitted = fit(Recipe.from_dict(steps), raw)
    prepared = apply(fitted, raw)
    columns = tuple(c for c in prepared.schema if c.name in ("tenure", "charges", "Contract", "joined"))
    bundle = toy_models.bundle("binary", columns)
    write_bundle(tmp_path / "model.zip", with_recipe(bundle, fitted, raw))
    return load(tmp_path / "model.zip"), Model(bundle), fitted


@pytest.fixture
def raw():
    return raw_table()


def test_every_way_of_predicting_prepares_alike(tmp_path, raw):
    model, plain, fitted = model_of(STEPS, tmp_path, raw)
    expected = plain.predict_table(apply(fitted, raw, "prediction")).probabilities
    assert np.array_equal(model.predict_table(raw).probabilities, expected)
    rows = raw.cells.to_pylist()
    ones = [list(model.predict({k: v for k, v in row.items() if v != "oops"}).probabilities.values()) for row in rows]
    assert np.array_equal(np.array(ones, dtype=np.float32), expected)
    source, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    from pyarrow import csv

    csv.write_csv(raw.cells, source)
    report = predict_file(model, source, out, chunk_rows=7, allow_missing=True)
    found = read(out)
    assert report.n_rows == found.n_rows == raw.n_rows
    assert found.names[: raw.n_columns] == raw.names
    assert np.allclose(found.numbers("probability_Yes"), expected[:, 1], atol=1e-6)


def test_the_manifest_names_the_raw_columns(tmp_path, raw):
    model, _, _ = model_of(STEPS, tmp_path, raw)
    manifest = model.manifest
    assert manifest.asked_names == ("Months", "price", "quantity", "Contract", "signed")
    assert manifest.spare >= {"customer", "churn"}
    price, signed = manifest.asks[1], manifest.asks[4]
    assert (price.typical, price.minimum, price.maximum) == (20.0, 7.0, 1000.5)
    assert signed.minimum == "2019-06-15T00:00:00Z"
    assert 0 < price.missing_share < 1
    assert manifest.asks[3].categories
    assert len(manifest.recipe.sentences) == len(STEPS)
    assert "Renames Months to tenure." in model.bundle.readme
    again = read_bundle(tmp_path / "model.zip").manifest
    assert again == manifest
    assert dataclasses.replace(manifest, recipe=None).to_dict().get("recipe") is None


def test_values_of_a_program_are_read_alike(tmp_path, raw):
    import datetime as dt

    model, _, _ = model_of(STEPS, tmp_path, raw)
    text = {"Months": "24", "price": "$20", "quantity": "2", "Contract": "2y", "signed": "31.01.2020"}
    native = {"Months": 24, "price": 20.0, "quantity": 2, "Contract": "2y", "signed": dt.date(2020, 1, 31)}
    assert model.predict(text) == model.predict(native)
    assert model.predict({}) == model.predict(dict.fromkeys(text))
    mixed = {"Months": [24, "24", None], "price": [20.0, "$20", "?"], "quantity": ["2", 2, 2.0]}
    found = model.predict_table({**mixed, "Contract": ["2y"] * 3, "signed": ["31.01.2020"] * 3})
    assert found[0] == found[1] == model.predict(native)


def test_what_does_not_fit_is_said_of_the_raw_columns(tmp_path, raw):
    model, _, _ = model_of(STEPS, tmp_path, raw)
    with pytest.raises(InputError, match="'Months' must hold a number; 'oops' is not"):
        model.predict({"Months": "oops"})
    with pytest.raises(InputError, match="no column 'tenure'"):
        model.predict({"tenure": 1})
    found = misfits(model, raw.drop(["price"]))
    assert [(m.rule, m.column) for m in found][:2] == [("missing_column", "price"), ("wrong_kind", "Months")]
    with pytest.raises(InputError, match="price is missing"):
        predict_file(model, raw.drop(["price"]), tmp_path / "out.csv")
    assert predict_file(model, raw.drop(["price"]), tmp_path / "out.csv", allow_missing=True).n_rows == raw.n_rows


def test_groups_have_one_answer_each(tmp_path, raw):
    model, plain, fitted = model_of(GROUPS, tmp_path, raw)
    groups = apply(fitted, raw, "prediction")
    assert groups.n_rows == 3
    expected = plain.predict_table(groups).probabilities
    assert np.array_equal(model.predict_table(raw).probabilities, expected)
    out = tmp_path / "out.csv"
    predict_file(model, raw, out, chunk_rows=7)
    found = read(out)
    assert found.names[:3] == ("customer", "tenure", "charges")
    assert found.texts("customer").to_pylist() == groups.texts("customer").to_pylist()
    assert np.allclose(found.numbers("probability_Yes"), expected[:, 1], atol=1e-6)
    assert model.predict({"customer": "ann", "Months": "24", "price": "$5"}).label in model.manifest.classes


def test_a_damaged_recipe_is_a_sentence(tmp_path, raw):
    _, _, _ = model_of(STEPS, tmp_path, raw)
    bundle = read_bundle(tmp_path / "model.zip")
    info = bundle.manifest.recipe
    assert info is not None
    wrong = dataclasses.replace(info, fitted={**info.fitted, "steps": [{"step": "explode"}]})
    write_bundle(
        tmp_path / "bad.zip",
        dataclasses.replace(bundle, manifest=dataclasses.replace(bundle.manifest, recipe=wrong)),
    )
    with pytest.raises(InputError, match="no step 'explode'"):
        load(tmp_path / "bad.zip")


def test_a_model_without_a_recipe_loads_no_sql(tmp_path):
    import subprocess
    import sys
    from pathlib import Path

    write_bundle(tmp_path / "plain.zip", toy_models.bundle())
    program = (
        f"import sys, inference; inference.load({str(tmp_path / 'plain.zip')!r}); assert 'sqlglot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
