"""Short builds on real tables (only where EASEL_SHARED names them): the bundle answers every row as the engine does."""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
import pytest

from automl.build import build
from automl.features import Features
from automl.graph.assemble import assemble
from automl.graph.reference import answers
from automl.spec import BuildSpec
from datasets.read import read
from inference.predictor import Model

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
