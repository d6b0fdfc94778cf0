"""One row: the answer of each problem in its own words, and what a row must be."""

from __future__ import annotations

import pandas as pd
import pytest

from datasets.errors import EaselError, InputError
from inference import Model
from inference.bundle import Bundle
from tests.inference import toy_models


def test_a_number(models, row):
    answer = models["regression"].predict(row)
    assert answer.label is None
    assert answer.probabilities is None
    assert answer.low == pytest.approx(answer.value - 10)
    assert answer.high == pytest.approx(answer.value + 15)
    assert set(answer.to_dict()) == {"value", "low", "high"}


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_the_manifest_s_own_values_can_be_predicted(models, problem):
    model = models[problem]
    for field in ("typical", "minimum", "maximum"):
        row = {column.name: getattr(column, field) for column in model.manifest.columns}
        assert model.predict(row) == model.predict_table({name: [value] for name, value in row.items()})[0]


def test_several_classes_are_spelt_as_in_the_file(models, row):
    answer = models["multiclass"].predict(row)
    assert list(answer.probabilities) == ["1.0", "2.0", "a,b"]
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    assert answer.label == max(answer.probabilities, key=answer.probabilities.get)


def test_unknown_columns_are_named_with_the_nearest(model):
    with pytest.raises(InputError, match=r"no column 'Tenur'. Nearest names: tenure"):
        model.predict({"Tenur": 1})
    with pytest.raises(InputError, match=r"It reads: tenure, charges"):
        model.predict({"xyzzy": 1})


def test_the_target_and_unused_columns_may_be_there(model, row):
    assert model.predict({**row, "Churn": "Yes", "customerID": "0001"}) == model.predict(row)


@pytest.mark.parametrize("bad", [None, 3, "tenure", [1, 2]])
def test_a_row_is_a_mapping(model, bad):
    with pytest.raises(InputError, match="must be a mapping"):
        model.predict(bad)


def test_a_pandas_row(model, row):
    assert model.predict(pd.Series(row)) == model.predict(row)


def test_a_failing_runtime_is_a_sentence(toy_bundle):
    whole = toy_bundle()
    broken = Bundle(whole.manifest, toy_models.bundle("multiclass").model, whole.readme)
    model = Model(broken)
    model._output_names = ["nothing"]
    with pytest.raises(EaselError, match="could not run"):
        model.predict({})
