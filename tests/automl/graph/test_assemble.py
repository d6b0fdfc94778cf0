"""The whole model: members of every kind together equal the engine, merge where they can, and refuse to differ."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from automl.algorithms import ALL as ALGORITHMS
from automl.contracts import BagPart, Decision, Ensemble, FitRequest, Loss, Member, Pool, ProblemName
from automl.features import Features
from automl.graph import parity
from automl.graph.assemble import assemble
from automl.graph.builder import set_setting
from automl.graph.reference import answers, apply_link, labels
from automl.strategies import ALL as STRATEGIES
from datasets.errors import EaselError
from inference.session import open_session
from tests.automl.made_features import CLASSES, PROBLEMS, features, run, target

PAIRS = (
    ("lightgbm", "ordinal"),
    ("lightgbm", "target_encode"),
    ("xgboost", "target_encode"),
    ("catboost", "ordinal"),
    ("extra_trees", "ordinal"),
    ("linear", "scaled_onehot"),
    ("extra_trees", "crossed"),
    ("linear", "scaled_crossed"),
    ("neural_net", "scaled_crossed"),
)
FOLDS = 2


@cache
def member(problem: ProblemName, algorithm: str, strategy: str) -> Member:
    """A bag of two parts with few rounds."""
    rows = features(240)
    y = target(rows, problem)
    parts = []
    for fold in range(FOLDS):
        train = np.flatnonzero(np.arange(240) % FOLDS != fold)
        fitted, X = STRATEGIES[strategy].fit(rows.take(train), y.take(train), 0)
        settings = {**ALGORITHMS[algorithm].portfolio[0], "rounds": 12, "trees": 6, "epochs": 2}
        parts.append(BagPart(fitted, ALGORITHMS[algorithm].fit(FitRequest(X, y.y[train], y, settings, fold, 1))))
    return Member(f"{algorithm} {strategy}", 1.0, tuple(parts))


def ensemble(problem: ProblemName, pairs: tuple[tuple[str, str], ...], temperature: float = 1.0) -> Ensemble:
    members = tuple(replace(member(problem, *pair), weight=1 / len(pairs)) for pair in pairs)
    team = Ensemble(target(features(240), problem), members)
    if problem == "regression":
        return replace(team, shift=5000.0, scale=800.0, low_offset=-900.0, high_offset=1200.0)
    return replace(team, temperature=temperature)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_each_member_alone_equals_the_engine(problem: ProblemName, pair: tuple[str, str]) -> None:
    team = ensemble(problem, (pair,), temperature=1.9)
    model = assemble(team, features().columns, {})
    onnx.checker.check_model(model, full_check=True)
    found = parity.check(open_session(model, 1), team, features(100, seed=2), {}, 800.0)
    assert found.largest_difference < 1e-6
    assert found.n_rows > 300
    ops = [node.op_type for node in onnx.load_from_string(model).graph.node]
    assert ops.count("TreeEnsembleRegressor") == (pair[0] not in ("linear", "neural_net"))


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair[0] in ("linear", "neural_net")], ids="-".join)
def test_a_bag_takes_hardly_more_nodes_than_one_of_its_parts(pair: tuple[str, str]) -> None:
    team = ensemble("binary", (pair,))
    part = replace(team, members=(replace(team.members[0], parts=team.members[0].parts[:1]),))
    bag, one = (len(onnx.load_from_string(assemble(e, features().columns, {})).graph.node) for e in (team, part))
    assert bag <= one + 16


@pytest.mark.parametrize("problem", PROBLEMS)
def test_threads_that_share_the_rows_answer_as_one_does(problem: ProblemName) -> None:
    team, rows = ensemble(problem, PAIRS), features(900, seed=4)
    np.testing.assert_allclose(answers(team, rows, threads=3), answers(team, rows), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("temperature", [1.0, 0.6, 1.9])
@pytest.mark.parametrize("pool", ["mean", "log"])
@pytest.mark.parametrize("problem", ["binary", "multiclass"])
def test_all_members_together_with_temperature(problem: ProblemName, pool: Pool, temperature: float) -> None:
    team = replace(ensemble(problem, PAIRS, temperature), pool=pool)
    rows = features(100, seed=2)
    names = {"age": "input_age"}
    model = assemble(team, rows.columns, names)
    found = parity.check(open_session(model, 1), team, rows, names, 1.0)
    assert found.largest_difference < 1e-6
    session = ort.InferenceSession(model)
    label, probabilities = session.run(["label", "probabilities"], rows.inputs(names))
    assert probabilities.shape == (100, len(CLASSES[problem]))
    assert probabilities.dtype == np.float32
    assert label.shape == (100,)
    np.testing.assert_array_equal(label, labels(answers(team, rows), CLASSES[problem]))


def test_numbers_come_with_their_band() -> None:
    team = ensemble("regression", PAIRS)
    rows = features(100, seed=2)
    prediction, low, high = run(assemble(team, rows.columns, {}), rows)
    assert prediction.shape == low.shape == high.shape == (100,)
    np.testing.assert_allclose(prediction, answers(team, rows)[:, 0], rtol=1e-6)
    np.testing.assert_allclose(low, prediction - 900, rtol=1e-5)
    np.testing.assert_allclose(high, prediction + 1200, rtol=1e-5)


def test_one_row_answers_as_many_rows_do() -> None:
    team = ensemble("multiclass", PAIRS)
    rows = features(20, seed=2)
    model = assemble(team, rows.columns, {})
    whole = run(model, rows)[1]
    single = np.concatenate([run(model, rows.take(np.array([i])))[1] for i in range(20)])
    np.testing.assert_allclose(single, whole, atol=1e-7)


def test_columns_that_folds_share_are_read_once() -> None:
    model = onnx.load_from_string(assemble(ensemble("binary", PAIRS[:2]), features().columns, {}))
    ops = [node.op_type for node in model.graph.node]
    assert ops.count("LabelEncoder") == len({"colour", "town", "member"})
    joined = [list(node.input) for node in model.graph.node if node.op_type == "Concat" and "age" in node.input]
    assert len(joined) == len(PAIRS[:2])
    assert [tensors.count("age") for tensors in joined] == [1, 1]


def test_a_wrong_graph_is_refused_with_a_sentence() -> None:
    team = ensemble("binary", PAIRS[:1])
    rows = features(50, seed=2)
    other = ensemble("binary", PAIRS[1:2])
    with pytest.raises(EaselError, match=r"must answer as the engine does, within 1e-05; on .* rows"):
        parity.check(open_session(assemble(other, rows.columns, {}), 1), team, rows, {}, 1.0)
    numbers = ensemble("regression", PAIRS[:1])
    moved = assemble(replace(numbers, high_offset=numbers.high_offset + 1.0), rows.columns, {})
    with pytest.raises(EaselError, match="largest difference"):
        parity.check(open_session(moved, 1), numbers, rows, {}, 800.0)


def test_a_graph_that_answers_nan_is_refused() -> None:
    team = ensemble("regression", PAIRS[:1])
    rows = features(50, seed=2)
    broken = assemble(replace(team, shift=float("nan")), rows.columns, {})
    with pytest.raises(EaselError, match="largest difference is inf"):
        parity.check(open_session(broken, 1), team, rows, {}, 800.0)


def test_a_label_that_is_not_the_largest_probability_is_refused() -> None:
    team = ensemble("binary", PAIRS[:1])
    rows = features(50, seed=2)
    turned = replace(team, target=replace(team.target, classes=("Yes", "No")))
    with pytest.raises(EaselError, match="largest difference is inf"):
        parity.check(open_session(assemble(turned, rows.columns, {}), 1), team, rows, {}, 1.0)


def test_made_rows_hold_what_is_difficult() -> None:
    rows = features(50)
    made = parity.made_rows(rows, np.random.default_rng(0))
    values = made.inputs()
    assert all(len(column) == made.n_rows for column in values.values())
    missing = np.stack([_is_missing(made, column.name) for column in made.columns])
    assert missing.all(axis=0).any(), "a row where everything is missing"
    extremes = {float(np.float32(number)) for number in parity.EXTREME_NUMBERS}
    for name in rows.numbers:
        assert extremes <= set(made.numbers[name].astype(np.float64).tolist())
    for name, text in rows.texts.items():
        unseen = {made.texts[name].words[code] for code in made.texts[name].codes} - set(text.words) - {""}
        assert unseen == set(parity.UNSEEN_TEXTS)
    assert made.seconds["born"].max() == np.iinfo(np.int64).max
    assert not np.shares_memory(made.numbers["age"], rows.numbers["age"])


def _is_missing(made: Features, name: str) -> np.ndarray:
    if name in made.numbers:
        return np.isnan(made.numbers[name])
    if name in made.seconds:
        return np.asarray(made.seconds[name] == np.iinfo(np.int64).min)
    return np.array([made.texts[name].words[code] == "" for code in made.texts[name].codes])


def test_wide_tables_get_a_bounded_number_of_made_rows() -> None:
    rows = features(20)
    age = rows.numbers["age"]
    wide = replace(
        rows,
        columns=tuple(replace(rows.columns[0], name=f"x{i}") for i in range(2000)),
        numbers={f"x{i}": age for i in range(2000)},
        texts={},
        seconds={},
    )
    made = parity.made_rows(wide, np.random.default_rng(0))
    assert made.n_rows * 2000 < 2 * parity.MOST_EXTREME_CELLS


@pytest.mark.parametrize("scores", [[[-800.0], [800.0], [0.0]], [[-20.0], [1e-9], [30.0]]])
def test_sigmoid_keeps_small_probabilities(scores: list[list[float]]) -> None:
    given = np.array(scores)
    found = apply_link("sigmoid", given, target(features(20), "binary"))
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(found[:, 0], 1 / (1 + np.exp(given[:, 0])), rtol=1e-12)


@pytest.mark.parametrize("positive", [0, 1])
def test_the_graph_names_what_the_decision_names(positive: int) -> None:
    threshold = np.float32(0.37 if positive else 0.63)
    team = replace(ensemble("binary", PAIRS[:2]), decision=Decision(positive, float(threshold)))
    rows = features(100, seed=2)
    model = assemble(team, rows.columns, {})
    parity.check(open_session(model, 1), team, rows, {}, 1.0)
    label, shares = run(model, rows)[:2]
    named = CLASSES["binary"][positive]
    assert [one == named for one in label] == (shares[:, positive] >= threshold).tolist()
    assert len(set(label)) == 2

    moved = set_setting(model, "threshold", np.float32(0.0))
    assert moved is not None
    assert set(run(moved, rows)[0]) == {named}
    np.testing.assert_array_equal(run(moved, rows)[1], shares)
    with pytest.raises(EaselError, match="largest difference"):
        parity.check(open_session(moved, 1), team, rows, {}, 1.0)


def test_class_weights_are_part_of_the_graph() -> None:
    rows = features(100, seed=2)
    plain = ensemble("multiclass", PAIRS[:2])
    team = replace(plain, decision=Decision(class_weights=(0.1, 1.0, 3.0, 1.0)[: len(CLASSES["multiclass"])]))
    model = assemble(team, rows.columns, {})
    parity.check(open_session(model, 1), team, rows, {}, 1.0)
    assert list(run(model, rows)[0]) != list(run(assemble(plain, rows.columns, {}), rows)[0])
    assert set_setting(model, "threshold", np.float32(0.5)) is None


def test_values_learnt_as_logarithms_come_back_as_values() -> None:
    team = replace(ensemble("regression", PAIRS), shift=5.0, scale=1.5, logs=True)
    rows = features(100, seed=2)
    model = assemble(team, rows.columns, {})
    assert parity.check(open_session(model, 1), team, rows, {}, 800.0).largest_difference < 1e-6
    assert (run(model, rows)[0] >= 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("loss", ["absolute", "upper"])
@pytest.mark.parametrize("algorithm", ["lightgbm", "xgboost", "catboost"])
def test_trees_of_other_losses_equal_their_graph(algorithm: str, loss: Loss) -> None:
    rows = features(240)
    y = target(rows, "regression")
    fitted, X = STRATEGIES["ordinal"].fit(rows, y, 0)
    settings = {**ALGORITHMS[algorithm].portfolio[0], "rounds": 60}
    model = ALGORITHMS[algorithm].fit(FitRequest(X, y.y, y, settings, 0, 1, loss=loss))
    team = Ensemble(y, (Member(algorithm, 1.0, (BagPart(fitted, model),)),))
    graph = assemble(team, rows.columns, {})
    assert parity.check(open_session(graph, 1), team, features(100, seed=2), {}, 1.0).largest_difference < 1e-6
    below = float((y.y <= model.scores(X)[:, 0]).mean())
    assert below > 0.75 if loss == "upper" else 0.35 < below < 0.65


@pytest.mark.parametrize("algorithm", ["linear", "neural_net"])
@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_bag_that_reads_the_same_columns_becomes_one_model(problem: ProblemName, algorithm: str) -> None:
    rows = features(240)
    y = target(rows, problem)
    strategy, X = STRATEGIES["scaled_onehot"].fit(rows, y, 0)
    settings = {"epochs": 2, "width": 8, "layers": 2} if algorithm == "neural_net" else {}
    requests = (FitRequest(X[fold::3], y.y[fold::3], y, settings, fold, 1) for fold in range(3))
    parts = tuple(BagPart(strategy, ALGORITHMS[algorithm].fit(request)) for request in requests)
    bag, alone = (Ensemble(y, (Member("bag", 1.0, some),)) for some in (parts, parts[:1]))
    found = parity.check(open_session(assemble(bag, rows.columns, {}), 1), bag, features(100, seed=9), {}, 1.0)
    assert found.largest_difference < 1e-6
    n_nodes = [len(onnx.load_from_string(assemble(each, rows.columns, {})).graph.node) for each in (bag, alone)]
    assert n_nodes[0] <= n_nodes[1]


def test_networks_of_different_shapes_stay_apart() -> None:
    rows = features(240)
    y = target(rows, "binary")
    strategy, X = STRATEGIES["scaled_onehot"].fit(rows, y, 0)
    requests = [FitRequest(X, y.y, y, {"epochs": 2, "width": width}, 0, 1) for width in (8, 12)]
    bag = Ensemble(
        y, (Member("bag", 1.0, tuple(BagPart(strategy, ALGORITHMS["neural_net"].fit(r)) for r in requests)),)
    )
    assert parity.check(open_session(assemble(bag, rows.columns, {}), 1), bag, rows, {}, 1.0).largest_difference < 1e-6
