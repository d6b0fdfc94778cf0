"""Short builds on real tables (only where EASEL_SHARED names them): the bundle answers every row as the engine does."""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
import onnx
import pytest

from automl.build import build
from automl.features import Features
from automl.graph.assemble import assemble
from automl.graph.reference import answers
from automl.spec import BuildSpec
from datasets.read import read
from datasets.table import Table
from inference.predictor import Model
from inference.quickscorer.parts import TREES
from inference.quickscorer.session import open_quick
from inference.sources import as_rows

TABLES = (
    *("telco_churn", "german_credit", "titanic", "stroke", "hr_attrition", "adult_income", "lending_club", "churn_mlc"),
    *("vehicle", "letter", "obesity", "car_evaluation", "zoo", "cnae9_wide"),
    *("ames_housing", "kc_house", "diamonds", "bike_hourly", "wine_quality", "melbourne_housing"),
)
BUDGET_S = 5.0
MOST_ROWS = 20_000
TOLERANCE = 1e-5


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_real_table_is_answered_as_the_engine_answers_it(shared, monkeypatch, name):
    with (shared / "data" / "CATALOG.csv").open(newline="", encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["name"] == name)
    table = read(shared / "data" / f"{name}.csv.gz")
    table = table.take(np.arange(min(table.n_rows, MOST_ROWS)))
    drop = tuple(column for column in row["drop_columns"].split("|") if column in table.names)
    engine: list[Any] = []

    def keeping(ensemble: Any, columns: Any, names: Any) -> bytes:
        engine.append(ensemble)
        return assemble(ensemble, columns, names)

    monkeypatch.setattr("automl.writing.assemble", keeping)
    built = build(table, BuildSpec(row["target"], problem=row["task"], budget_s=BUDGET_S, exclude=drop))

    expected = answers(engine[0], Features.from_table(table, built.record.used_columns))
    found = Model(built.bundle).predict_table(table)
    assert found.mismatched == {}
    if row["task"] == "regression":
        unit = np.maximum(np.abs(expected[:, 0]), engine[0].scale)
        difference = np.abs(np.asarray(found.values, dtype=float) - expected[:, 0]) / unit
    else:
        difference = np.abs(np.asarray(found.probabilities, dtype=float) - expected)
    assert np.isfinite(difference).all()
    assert difference.max() <= TOLERANCE
    bit_vectors_answer_alike(Model(built.bundle), table)


def bit_vectors_answer_alike(model: Model, table: Table) -> None:
    """Whatever trees a build exports, bit vectors take them and give the bits of the runtime."""
    values = model.read(as_rows(table), 0, table.n_rows)
    feed = {reader.column.input: values[reader.name].values for reader in model.readers}
    names, quick = list(model.manifest.outputs.values()), open_quick(model.bundle.model)
    nodes = onnx.load_from_string(model.bundle.model).graph.node
    assert (quick is not None) == any(node.op_type == TREES for node in nodes)
    if quick is not None:
        for got, expected in zip(quick.run(names, feed), model.session.run(names, feed), strict=True):
            np.testing.assert_array_equal(got, expected)
