"""Every algorithm: quick, complete, repeatable, row by row, in time, and equal to what its graph computes."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import onnx
import optuna
import pytest

from automl.algorithms import ALL, available, missing
from automl.contracts import Algorithm, FitRequest, FittedModel, Matrix, ProblemName, Target
from automl.graph.builder import Graph
from automl.graph.parity import made_rows
from automl.graph.reference import apply_link
from automl.strategies import ALL as STRATEGIES
from inference.quickscorer.session import open_quick
from inference.session import open_session
from tests.automl.made_features import PROBLEMS, features, target

ALGORITHMS = [pytest.param(algorithm, id=name) for name, algorithm in ALL.items()]
TRAIN, VALID = np.arange(200), np.arange(200, 300)
DOUBLE = onnx.TensorProto.DOUBLE


@dataclass(frozen=True)
class Data:
    """A prepared training table: 200 rows to learn from, 100 to stop on, and difficult rows to answer."""

    request: FitRequest
    difficult: Matrix


@cache
def data(needs: str, problem: ProblemName, gaps: bool) -> Data:
    rows = features(300, missing=gaps)
    y = target(rows, problem)
    strategy = next(s for s in STRATEGIES.values() if s.provides == needs)
    fitted, X = strategy.fit(rows.take(TRAIN), y.take(TRAIN), 0)
    difficult = fitted.transform(made_rows(features(seed=1), np.random.default_rng(0)))
    valid = fitted.transform(rows.take(VALID))
    request = FitRequest(X, y.y[TRAIN], y, {}, seed=3, threads=1, X_valid=valid, y_valid=y.y[VALID])
    request = replace(request, categories=fitted.categories)
    return Data(request, difficult)


@cache
def model(name: str, problem: ProblemName, gaps: bool) -> tuple[FittedModel, float]:
    """A model with the first settings of the portfolio, and the processor seconds it took."""
    algorithm = ALL[name]
    request = replace(data(algorithm.needs, problem, gaps).request, settings=algorithm.portfolio[0])
    algorithm.fit(replace(request, time_left=lambda: 0.0))  # loads the library
    before = time.process_time()
    return algorithm.fit(request), time.process_time() - before


def graph_scores(fitted: FittedModel, X: Matrix, m: int) -> np.ndarray:
    """The scores as the graph computes them, which bit vectors give as well, bit for bit, if there are trees."""
    graph = Graph(())
    graph.output("scores", fitted.emit(graph, "X"), DOUBLE, m)
    proto = onnx.load_from_string(graph.to_bytes())
    proto.graph.input.append(onnx.helper.make_tensor_value_info("X", onnx.TensorProto.FLOAT, ["n", X.shape[1]]))
    onnx.checker.check_model(proto, full_check=True)
    whole = proto.SerializeToString()
    found = np.asarray(open_session(whole, threads=1).run(None, {"X": X})[0])
    quick = open_quick(whole)
    assert (quick is not None) == any(node.op_type == "TreeEnsembleRegressor" for node in proto.graph.node)
    if quick is not None:
        np.testing.assert_array_equal(quick.run(["scores"], {"X": X})[0], found)
    return found


def seen_by(request: FitRequest) -> Matrix:
    """The validation rows, which every request of this file has."""
    assert request.X_valid is not None
    return request.X_valid


@pytest.mark.parametrize("gaps", [False, True], ids=["complete", "gaps"])
@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_fits_quickly_and_answers_properly(algorithm: Algorithm, problem: ProblemName, gaps: bool) -> None:
    prepared = data(algorithm.needs, problem, gaps)
    fitted, seconds = model(algorithm.name, problem, gaps)
    assert seconds < 2.0
    scores = fitted.scores(seen_by(prepared.request))
    assert scores.shape == (len(VALID), prepared.request.target.n_scores)
    assert scores.dtype == np.float64
    answers = apply_link(fitted.link, scores, prepared.request.target)
    y = prepared.request.y_valid
    assert y is not None
    if problem == "regression":
        assert np.mean((answers[:, 0] - y) ** 2) < 0.8 * np.mean((y - y.mean()) ** 2)
        return
    np.testing.assert_allclose(answers.sum(axis=1), 1.0, atol=1e-9)
    assert answers.min() >= 0.0
    shares = np.bincount(y, minlength=answers.shape[1]) / len(y)
    dull = -np.sum(shares * np.log(shares))
    assert -np.log(np.clip(answers[np.arange(len(y)), y], 0.005, 1)).mean() < 0.95 * dull


@pytest.mark.parametrize("gaps", [False, True], ids=["complete", "gaps"])
@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_graph_equals_model(algorithm: Algorithm, problem: ProblemName, gaps: bool) -> None:
    prepared = data(algorithm.needs, problem, gaps)
    fitted, _ = model(algorithm.name, problem, gaps)
    for X in (prepared.request.X, prepared.difficult):
        expected = fitted.scores(X)
        assert np.isfinite(expected).all()
        np.testing.assert_allclose(graph_scores(fitted, X, expected.shape[1]), expected, rtol=1e-6, atol=2e-6)
        if fitted.trees is not None:
            np.testing.assert_allclose(fitted.trees.scores(X), expected, rtol=1e-6, atol=2e-6)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_same_seed_same_answer_and_rows_are_answered_one_by_one(algorithm: Algorithm, problem: ProblemName) -> None:
    prepared = data(algorithm.needs, problem, True)
    first, _ = model(algorithm.name, problem, True)
    request = replace(prepared.request, settings=algorithm.portfolio[0])
    scores = first.scores(prepared.difficult)
    np.testing.assert_array_equal(algorithm.fit(request).scores(prepared.difficult), scores)
    some = np.random.default_rng(0).permutation(len(scores))[:20]
    np.testing.assert_allclose(first.scores(prepared.difficult[some]), scores[some], rtol=2e-6, atol=2e-6)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_keeps_what_it_has_when_the_time_is_up(algorithm: Algorithm, problem: ProblemName) -> None:
    prepared = data(algorithm.needs, problem, True)
    asked = iter(range(10**6))
    request = replace(prepared.request, settings={**algorithm.portfolio[-1], "rounds": 500, "trees": 500})
    hurried = algorithm.fit(replace(request, time_left=lambda: 0.0))
    assert hurried.effort.get("rounds", 1) == 1
    cut = algorithm.fit(replace(request, time_left=lambda: 3.0 - next(asked)))
    for fitted in (hurried, cut):
        scores = fitted.scores(prepared.difficult)
        assert np.isfinite(scores).all()
        answers = graph_scores(fitted, prepared.difficult, scores.shape[1])
        np.testing.assert_allclose(answers, scores, rtol=1e-6, atol=2e-6)


@pytest.mark.slow
@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_recorded_effort_gives_the_same_model_again(algorithm: Algorithm, problem: ProblemName) -> None:
    prepared = data(algorithm.needs, problem, True)
    asked = iter(range(10**6))
    settings = {**algorithm.portfolio[-1], "rounds": 500, "trees": 500}
    request = replace(prepared.request, settings=settings, time_left=lambda: 200.0 - next(asked))
    hurried = algorithm.fit(request)
    effort = json.loads(json.dumps(hurried.effort))
    again = algorithm.fit(replace(request, time_left=lambda: 0.0, effort=effort))
    assert again.effort == hurried.effort
    np.testing.assert_array_equal(again.scores(prepared.difficult), hurried.scores(prepared.difficult))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_without_validation_rows_all_rounds_are_used(algorithm: Algorithm) -> None:
    request = data(algorithm.needs, "binary", True).request
    settings = {**algorithm.portfolio[0], "rounds": 7}
    fitted = algorithm.fit(replace(request, settings=settings, X_valid=None, y_valid=None))
    assert fitted.effort.get("rounds", 7) == 7


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_class_without_training_rows_keeps_its_place(algorithm: Algorithm) -> None:
    request = data(algorithm.needs, "multiclass", True).request
    four = Target("multiclass", request.y, ("a", "b", "none", "c"))
    y = np.where(request.y == 2, 3, request.y)
    few = replace(request, y=y, target=four, settings=algorithm.portfolio[0], X_valid=None, y_valid=None)
    fitted = algorithm.fit(replace(few, settings={**few.settings, "rounds": 20}))
    answers = apply_link(fitted.link, fitted.scores(request.X), four)
    assert answers.shape == (len(y), 4)
    assert answers[:, 2].max() < 0.2
    assert (answers.argmax(axis=1) == y).mean() > 0.6


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_defaults_name_every_setting_and_rounds_are_told(algorithm: Algorithm) -> None:
    assert {name for settings in algorithm.portfolio for name in settings} <= set(algorithm.defaults)
    request, heard = data(algorithm.needs, "binary", True).request, dict[int, float]()
    algorithm.fit(replace(request, settings={"rounds": 12, "epochs": 4, "trees": 5}, told=heard.__setitem__))
    goes_by_rounds = {"rounds", "epochs"} & set(algorithm.defaults)
    assert bool(heard) == bool(goes_by_rounds)
    assert list(heard) == sorted(heard)
    if heard:
        assert min(heard) == 1 or "epochs" in algorithm.defaults
        assert np.isfinite(list(heard.values())).all()
        assert min(heard.values()) < 0.7  # a coin's log loss is 0.693


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_row_weights_count(algorithm: Algorithm) -> None:
    request = data(algorithm.needs, "regression", True).request
    heavy = np.where(request.y > 0, 20.0, 1.0)
    settings = {**algorithm.portfolio[0], "rounds": 30, "epochs": 4}
    plain = algorithm.fit(replace(request, settings=settings, X_valid=None, y_valid=None))
    pulled = algorithm.fit(replace(request, settings=settings, X_valid=None, y_valid=None, weight=heavy))
    valid = seen_by(request)
    assert pulled.scores(valid).mean() > plain.scores(valid).mean() + 0.05


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_setting_can_be_drawn_said_and_fitted(algorithm: Algorithm) -> None:
    request = data(algorithm.needs, "binary", True).request
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    drawn = [algorithm.space(study.ask(), request.target) for _ in range(2)]
    for settings in (*algorithm.portfolio, *drawn):
        assert algorithm.settings_text(settings)
        fitted = algorithm.fit(replace(request, settings={**settings, "rounds": 5, "trees": 5, "epochs": 3}))
        assert np.isfinite(fitted.scores(seen_by(request))).all()
    assert len({str(sorted(settings.items())) for settings in algorithm.portfolio}) == len(algorithm.portfolio)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_nothing_is_printed(algorithm: Algorithm, capfd: pytest.CaptureFixture[str]) -> None:
    request = data(algorithm.needs, "multiclass", True).request
    algorithm.fit(replace(request, settings={**algorithm.portfolio[0], "rounds": 10, "trees": 5, "epochs": 3}))
    assert capfd.readouterr() == ("", "")


def test_an_algorithm_without_its_library_is_hidden_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(available()) == set(ALL)
    assert missing() == {}
    monkeypatch.setitem(ALL, "lightgbm", replace(ALL["lightgbm"], requires=("no_such_library",)))
    assert set(available()) == set(ALL) - {"lightgbm"}
    assert missing() == {"lightgbm": "LightGBM needs no_such_library, which is not installed in this environment."}
