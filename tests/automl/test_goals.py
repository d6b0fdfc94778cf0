"""Any metric can be the goal of a build, and is then what the model is made for."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest

from automl.build import Built, build
from automl.export import at_threshold
from automl.record import BuildRecord
from automl.spec import BuildSpec
from datasets.errors import InputError
from datasets.read import read
from datasets.table import Table
from inference.manifest import Manifest
from inference.predictor import Model

COUNT = 600


def table(target: str) -> Table:
    """Rows with a rare yes, three unevenly common classes, and an amount with a long tail."""
    rng = np.random.default_rng(3)
    x, z = rng.normal(size=COUNT), rng.normal(size=COUNT)
    yes = rng.random(COUNT) < 1 / (1 + np.exp(2.2 - 1.3 * x))
    kinds = np.select([z + rng.normal(0, 1, COUNT) > 2.6, x + z > 0.3], ["rare", "some"], "usual")
    amounts = np.round(np.exp(3 + 0.8 * x + rng.normal(0, 0.7, COUNT)), 2)
    columns = {"yes": np.where(yes, "Yes", "No"), "kind": kinds, "amount": amounts}
    rows = zip(np.round(x, 3), np.round(z, 3), columns[target], strict=True)
    text = "x,z,target\n" + "".join(f"{a},{b},{c}\n" for a, b, c in rows)
    return read(io.BytesIO(text.encode()), name="made.csv")


def built(target: str, metric: str, algorithm: str = "linear") -> Built:
    return build(table(target), BuildSpec("target", metric=metric, candidates=1, algorithms=(algorithm,)))


def test_a_goal_of_named_classes_moves_the_line() -> None:
    made = built("yes", "f1")
    record, manifest = made.record, made.bundle.manifest
    assert record.threshold is not None
    assert 0.1 < record.threshold < 0.45  # yes is rare
    assert record.threshold == manifest.threshold == manifest.plan["threshold"]
    f1 = record.score
    assert (f1.metric, f1.baseline) == ("f1", record.baseline.value)
    confusion = np.asarray(record.evaluation.confusion)
    found, said, there = confusion[1, 1], confusion[:, 1].sum(), confusion[1].sum()
    assert f1.value == pytest.approx(2 * found / (said + there))

    model = Model(made.bundle)
    answers = model.predict_table(table("yes"))
    assert answers.probabilities is not None
    assert answers.labels is not None
    reached = answers.probabilities[:, 1] >= np.float32(record.threshold)
    assert answers.labels.tolist() == ["Yes" if one else "No" for one in reached]
    again = BuildRecord.from_dict(json.loads(json.dumps(record.to_dict())))
    assert again == record
    assert Manifest.from_dict(json.loads(json.dumps(manifest.to_dict()))) == manifest


def test_the_line_of_a_finished_model_can_be_moved() -> None:
    made = built("yes", "roc_auc")
    assert made.record.threshold == 0.5
    moved = at_threshold(made.bundle, 0.2)
    before, after = (Model(bundle).predict_table(table("yes")) for bundle in (made.bundle, moved))
    assert before.probabilities is not None
    assert after.probabilities is not None
    assert after.labels is not None
    np.testing.assert_array_equal(before.probabilities, after.probabilities)
    assert (after.labels == "Yes").tolist() == (after.probabilities[:, 1] >= np.float32(0.2)).tolist()
    assert "from a probability of 20 % on" in moved.readme
    with pytest.raises(InputError, match="a yes / no question"):
        at_threshold(built("amount", "rmse").bundle, 0.2)


@pytest.mark.slow
@pytest.mark.parametrize("metric", ["balanced_accuracy", "macro_f1"])
def test_a_goal_over_several_classes_weighs_them(metric: str) -> None:
    made, plain = built("kind", metric), built("kind", "log_loss")
    assert len(made.record.class_weights) == 3
    assert made.bundle.manifest.class_weights == made.record.class_weights
    unweighed = {score.metric: score.value for score in plain.record.metrics}[metric]
    assert made.record.score.value > unweighed + (0.02 if metric == "balanced_accuracy" else -0.01)


@pytest.mark.slow
@pytest.mark.parametrize("algorithm", ["linear", "lightgbm", "xgboost", "catboost"])
def test_goals_of_amounts_shape_the_answers(algorithm: str) -> None:
    by_goal = {goal: built("amount", goal, algorithm) for goal in ("rmse", "mae", "rmsle", "mape", "pinball")}
    values = {goal: {s.metric: s.value for s in made.record.metrics} for goal, made in by_goal.items()}
    for goal in ("mae", "rmsle", "mape", "pinball"):
        assert values[goal][goal] < values["rmse"][goal], goal
    amounts = table("amount").numbers("target")

    def below(goal: str) -> float:
        answers = Model(by_goal[goal].bundle).predict_table(table("amount")).values
        assert answers is not None
        return float((amounts <= answers).mean())

    assert 0.42 < below("mae") < 0.58  # a median
    assert below("pinball") > 0.82  # nine in ten


def test_a_goal_that_means_nothing_for_a_table_is_refused() -> None:
    text = "x,target\n" + "".join(f"{i},{i % 7 - 1}.5\n" if i % 5 else f"{i},0\n" for i in range(60))
    rows = read(io.BytesIO(text.encode()), name="made.csv")
    with pytest.raises(InputError, match="MAPE divides by the true value, and 12 of 60 rows are 0"):
        build(rows, BuildSpec("target", metric="mape", problem="regression"))
    with pytest.raises(InputError, match="RMSLE needs values of 0 or more"):
        build(rows, BuildSpec("target", metric="rmsle", problem="regression"))
