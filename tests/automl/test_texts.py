"""A build that has only texts to go by."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from automl.build import build
from automl.spec import BuildSpec
from datasets.schema import Kind
from inference.predictor import Model
from tests.automl.strategies.test_topics import letters
from tests.automl.tables import csv_table


@pytest.mark.slow
def test_a_question_about_texts_is_answered_from_their_words() -> None:
    features, subject = letters()
    text = features.texts["letter"]
    answers = np.where(subject == 1, "bill", "parcel")
    rows = [f'{i},"{text.words[text.codes[i]]}",{answers[i]}' for i in range(features.n_rows)]
    table = csv_table("row_id,letter,subject", rows)
    assert table.schema["letter"].kind is Kind.TEXT
    built = build(table, BuildSpec("subject", candidates=2, algorithms=("linear", "lightgbm")))
    assert built.record.score.value > 0.97
    assert [impact.column for impact in built.record.impact] == ["letter"]

    model = Model(built.bundle)
    assert model.predict({"letter": "My invoice was CHARGED twice, refund please"}).label == "bill"
    assert model.predict({"letter": "the driver left the (broken) parcel in the street"}).label == "parcel"
    many = model.predict_table({"letter": ["refund my money"] * 5_000 + ["", None]})
    one = model.predict({"letter": "refund my money"})
    assert many.probabilities is not None
    assert one.probabilities is not None
    np.testing.assert_allclose(many.probabilities[:5_000, 0], one.probabilities["bill"], atol=1e-6)
    assert onnx.load_from_string(built.bundle.model).opset_import[0].version == 20
