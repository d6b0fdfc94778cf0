"""A finished build says what is true of its data: the planted signal first, planted noise last, and Shapley values of
the graph itself, ensemble and all, as brute force over all orders gives them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from app.verbs.reasons import Background, reasons
from automl import explaining
from automl.build import Built, build
from automl.explain import row_reasons
from automl.export import session_answers
from automl.shapley import shapley
from automl.spec import BuildSpec
from datasets.table import Table
from inference.predictor import Model
from tests.automl.tables import csv_table
from tests.automl.test_shapley import exact
from tests.automl.toy_answers import Feed, one

PROBLEMS = ("binary", "multiclass", "regression")
TEAMS = {"binary": (("linear", "extra_trees"), 2), "multiclass": (("linear",), 1), "regression": (("extra_trees",), 1)}


def table(problem: str) -> Table:
    """`signal` decides, `group` helps where `signal` is large, `weak` a little, `noise` never."""
    rng = np.random.default_rng(8)
    signal, weak, noise = rng.normal(size=(3, 300)).round(3)
    group = rng.choice(["a", "b", "c"], 300)
    value = 3 * signal + 1.5 * (group == "b") * (signal > 0) + 0.6 * weak + rng.normal(0, 0.3, 300)
    target = {
        "binary": np.where(value > 0.2, "Yes", "No"),
        "multiclass": np.asarray(["low", "mid", "high"])[np.digitize(value, [-1.5, 1.5])],
        "regression": value.round(3),
    }[problem]
    rows = zip(noise, weak, group, signal, target, strict=True)
    return csv_table("noise,weak,group,signal,target", [",".join(map(str, row)) for row in rows])


@cache
def built(problem: str) -> Built:
    algorithms, n = TEAMS[problem]
    spec = BuildSpec("target", problem=problem, candidates=n, algorithms=algorithms, quality="fast")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explaining, "MOST_EXPLAIN_S", 0.8)  # counted candidates leave all the time there is
        return build(table(problem), spec, findings=())


@pytest.mark.parametrize("problem", PROBLEMS)
def test_planted_signal_is_first_and_planted_noise_last(problem: str) -> None:
    impact = built(problem).record.impact
    names = [one.column for one in impact]
    assert names[0] == "signal"
    assert names[-1] == "noise"
    assert impact[0].share > 0.5 > 5 * impact[-1].share
    errors = [one.error for one in impact if one.error is not None]
    assert len(errors) == 4
    assert impact[0].share - impact[1].share > 2 * errors[0]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_values_of_the_graph_equal_brute_force(problem: str) -> None:
    model = Model(built(problem).bundle)
    names = {column.input: column.name for column in model.manifest.columns}
    of_inputs = session_answers(model.session, model.manifest.outputs)

    def answer(feed: Feed) -> Any:
        return of_inputs({name: feed[column] for name, column in names.items()})

    cells = {name: values.values for name, values in model.read_row({}).items()}
    read = Background.of(model, table(problem)).feed
    assert set(read) == set(cells)
    rows, background = ({name: read[name][some] for name in read} for some in (slice(0, 3), slice(40, 46)))
    found = shapley(answer, rows, background, rounds=60)
    unit = 1.0 if model.manifest.classes else float(np.std(table(problem).numbers("target")))
    for i in range(3):
        np.testing.assert_allclose(found.values[i], exact(one(rows, i), background, answer), atol=0.015 * unit)
        told = row_reasons(answer, one(rows, i), background, shown=0, label=None)
        said = float(answer(one(rows, i))[0, 0])
        assert told.base + sum(r.contribution for r in told.reasons) == pytest.approx(said, abs=1e-6 * max(1, unit))


@pytest.mark.parametrize("problem", PROBLEMS)
def test_reasons_for_a_row_add_up_to_what_the_model_says_of_it(problem: str) -> None:
    model, rows = Model(built(problem).bundle), table(problem)
    background = Background.of(model, rows)
    for i in (3, 77, 210):
        row = {name: rows.texts(name)[i].as_py() for name in model.manifest.names}
        told, answer = reasons(model, background, row), model.predict(row)
        said = answer.value if answer.probabilities is None else answer.probabilities[str(told.label)]
        assert told.base + sum(reason.contribution for reason in told.reasons) == pytest.approx(said, abs=1e-5)
        assert {reason.column for reason in told.reasons[:2]} & {"signal", "group"}
