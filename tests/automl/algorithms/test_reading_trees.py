"""Trees read from the libraries' own models: the traps of each library, and the public converters as second opinion."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from automl.algorithms import ALL, _lightgbm, catboost, xgboost
from automl.algorithms._forest import ForestModel
from automl.contracts import FitRequest, ProblemName, Target
from automl.graph.builder import Graph
from automl.graph.reference import apply_link

N, K = 300, 4
NAMES = ("lightgbm", "xgboost", "catboost", "extra_trees", "random_forest")


def table(problem: ProblemName, gaps: float = 0.2, seed: int = 0) -> tuple[np.ndarray, Target]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, K)).astype(np.float32)
    X[:, 3] = rng.integers(0, 3, N)
    signal = X[:, 0] + X[:, 1] ** 2 + X[:, 3]
    X[rng.random(X.shape) < gaps] = np.nan
    if problem == "regression":
        return X, Target("regression", ((signal - signal.mean()) / signal.std()).astype(np.float64))
    n_classes = 2 if problem == "binary" else 3
    cuts = np.quantile(signal, np.arange(1, n_classes) / n_classes)
    return X, Target(problem, np.digitize(signal, cuts), tuple("abc"[:n_classes]))


def fit(name: str, problem: ProblemName, gaps: float = 0.2, **settings: Any) -> tuple[Any, np.ndarray, Target]:
    X, target = table(problem, gaps)
    settings = {**ALL[name].portfolio[0], "rounds": 15, "trees": 10, **settings}
    return ALL[name].fit(FitRequest(X, target.y, target, settings, 0, 1)), X, target


def answers_of(model: Any, X: np.ndarray) -> np.ndarray:
    """The answers of a converted model: probabilities (n, c), or values (n, 1)."""
    session = ort.InferenceSession(model if isinstance(model, bytes) else model.SerializeToString())
    found = session.run(None, {session.get_inputs()[0].name: X})[-1]
    if isinstance(found, list):
        return np.array([[row[key] for key in sorted(row)] for row in found])
    return np.asarray(found).reshape(len(X), -1)


def converted(name: str, fitted: Any, tmp_path: Any) -> Any:
    """The model as the public converter of its library writes it."""
    if name == "catboost":
        fitted.model.save_model(str(tmp_path / "model.onnx"), format="onnx")
        return (tmp_path / "model.onnx").read_bytes()
    from onnxmltools.convert import convert_lightgbm, convert_xgboost
    from onnxmltools.convert.common.data_types import FloatTensorType

    convert = convert_lightgbm if name == "lightgbm" else convert_xgboost
    zipmap = {"zipmap": False} if name == "lightgbm" else {}
    return convert(fitted.booster, initial_types=[("X", FloatTensorType([None, K]))], target_opset=15, **zipmap)


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("name", ["lightgbm", "xgboost", "catboost"])
def test_boosters_equal_their_converters(name: str, problem: ProblemName, tmp_path: Any) -> None:
    fitted, X, target = fit(name, problem)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the converters' own
        model = converted(name, fitted, tmp_path)
    ours = apply_link(fitted.link, fitted.trees.scores(X), target)
    np.testing.assert_allclose(answers_of(model, X), ours, atol=2e-6)


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("gaps", [0.0, 0.2])
@pytest.mark.parametrize("name", ["extra_trees", "random_forest"])
def test_forests_equal_scikit_learn_and_without_gaps_its_converter(
    name: str, gaps: float, problem: ProblemName, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown: list[Any] = []
    module = __import__(f"automl.algorithms.{name}", fromlist=["grow"])
    monkeypatch.setattr(module, "grow", lambda request, make, *rest: _spied(grown, request, make, *rest))
    fitted, X, target = fit(name, problem, gaps)
    forest = grown[0]
    expected = forest.predict(X)[:, None] if problem == "regression" else forest.predict_proba(X)
    if not gaps:  # the converter forgets where missing values go
        np.testing.assert_allclose(_by_skl2onnx(forest, X, problem), expected, atol=2e-6)
    if problem != "regression":  # the class shares count as one more tree
        counts = np.bincount(target.y) + 1
        expected = (len(forest.estimators_) * expected + counts / counts.sum()) / (len(forest.estimators_) + 1)
    np.testing.assert_allclose(apply_link(fitted.link, fitted.scores(X), target), expected, atol=1e-12)
    np.testing.assert_allclose(fitted.trees.scores(X), fitted.scores(X), atol=1e-12)


def _by_skl2onnx(forest: Any, X: np.ndarray, problem: str) -> np.ndarray:
    from skl2onnx import to_onnx

    options = {} if problem == "regression" else {id(forest): {"zipmap": False}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the converter's own
        return answers_of(to_onnx(forest, X[:1], options=options, target_opset=15), X)


def _spied(grown: list[Any], request: FitRequest, make: Any, *rest: Any) -> ForestModel:
    from automl.algorithms._forest import grow

    def keeping(**common: Any) -> Any:
        grown.append(make(**common))
        return grown[-1]

    return grow(request, keeping, *rest)


@pytest.mark.parametrize("name", NAMES)
def test_missing_only_when_answering(name: str) -> None:
    fitted, _, _ = fit(name, "binary", gaps=0.0)
    X, _ = table("binary", gaps=0.5, seed=1)
    np.testing.assert_allclose(fitted.trees.scores(X), fitted.scores(X), atol=1e-6)
    if name == "lightgbm":
        zeros = np.nan_to_num(X)
        np.testing.assert_array_equal(fitted.scores(X), fitted.scores(zeros))  # missing type none reads gaps as 0


def test_lightgbm_zero_as_missing_is_refused() -> None:
    import lightgbm as lgb

    X, target = table("binary")
    data = lgb.Dataset(np.nan_to_num(X), target.y)
    booster = lgb.train({"verbosity": -1, "min_data_in_leaf": 5, "zero_as_missing": True}, data, 5)
    with pytest.raises(ValueError, match="cannot be read"):
        _lightgbm.read_trees(booster.model_to_string(), 1)


@pytest.mark.parametrize("n_levels", [3, 40, 700])
def test_lightgbm_sets_of_categories(n_levels: int) -> None:
    rng = np.random.default_rng(n_levels)
    X = np.column_stack([rng.integers(0, n_levels, 9000), rng.normal(size=9000)]).astype(np.float32)
    y = rng.normal(size=n_levels)[X[:, 0].astype(int)] + X[:, 1]
    target = Target("regression", y)
    settings = {"rounds": 20, "min_leaf": 5, "smooth": 1.0}
    fitted = ALL["lightgbm_sets"].fit(FitRequest(X, y, target, settings, 0, 1, categories=(0,)))
    assert fitted.trees is not None
    assert fitted.trees.n_nodes > 20 * 61  # 31 leaves and 30 branches a tree, and the searches of their sets
    unseen = np.column_stack([[-1, n_levels, n_levels + 1, 2 * n_levels, 1e6, np.nan], np.zeros(6)]).astype(np.float32)
    for rows in (X, unseen):
        np.testing.assert_allclose(fitted.trees.scores(rows), fitted.scores(rows), atol=1e-6)
        graph = Graph(())
        graph.output("scores", fitted.emit(graph, "X"), onnx.TensorProto.DOUBLE, 1)
        proto = onnx.load_from_string(graph.to_bytes())
        proto.graph.input.append(onnx.helper.make_tensor_value_info("X", onnx.TensorProto.FLOAT, ["n", 2]))
        found = ort.InferenceSession(proto.SerializeToString()).run(None, {"X": rows})[0]
        np.testing.assert_allclose(found, fitted.scores(rows), atol=2e-6)


def test_lightgbm_trees_of_one_leaf() -> None:
    X, target = table("regression")
    fitted = ALL["lightgbm"].fit(FitRequest(np.zeros_like(X[:, :1]), target.y, target, {"rounds": 3}, 0, 1))
    assert fitted.trees is not None
    np.testing.assert_allclose(fitted.trees.scores(X[:, :1]), fitted.scores(X[:, :1]), atol=1e-12)


def test_xgboost_categories_are_refused() -> None:
    import json

    import xgboost as xgb

    X, target = table("binary")
    matrix = xgb.DMatrix(np.nan_to_num(X), target.y, feature_types=["q", "q", "q", "c"], enable_categorical=True)
    booster = xgb.train({"objective": "binary:logistic", "verbosity": 0, "max_cat_to_onehot": 1}, matrix, 8)
    model = bytes(booster.save_raw("json"))
    assert any(tree["categories"] for tree in json.loads(model)["learner"]["gradient_booster"]["model"]["trees"])
    with pytest.raises(ValueError, match="cannot be read"):
        xgboost.read_trees(model, 1)


@pytest.mark.parametrize(
    ("text", "objective", "n_scores", "expected"),
    [
        ("[5E-1]", "binary:logistic", 1, [0.0]),
        ("2E-1", "binary:logistic", 1, [np.log(0.25)]),
        ("[1E-1,2E-1,-3E-1]", "multi:softprob", 3, [0.1, 0.2, -0.3]),
        ("5E-1", "multi:softprob", 3, [0.5, 0.5, 0.5]),
        ("[-1.5E0]", "reg:squarederror", 1, [-1.5]),
    ],
)
def test_xgboost_start_of_the_margins(text: str, objective: str, n_scores: int, expected: list[float]) -> None:
    np.testing.assert_allclose(xgboost.base_margin(text, objective, n_scores), expected, atol=1e-6)


def test_xgboost_below_means_below() -> None:
    borders = np.array([0.0, 1.0, -1.0, 1e-45, -3.4e38], np.float32)
    below = xgboost.just_below(borders)
    assert np.all(below < borders)
    assert np.all(np.nextafter(below, np.float32(np.inf)) == borders)


def test_catboost_says_why_it_refuses() -> None:
    X, target = table("binary")
    with pytest.raises(ValueError, match="constant"):
        ALL["catboost"].fit(FitRequest(np.zeros_like(X), target.y, target, {}, 0, 1))


def test_catboost_symmetric_trees_of_mixed_depth() -> None:
    tree = {
        "splits": [{"float_feature_index": 0, "border": 0.5}, {"float_feature_index": 1, "border": -1.0}],
        "leaf_values": [1.0, 2.0, 3.0, 4.0],
    }
    leaf = {"splits": None, "leaf_values": [10.0]}
    trees = catboost.read_trees({"oblivious_trees": [tree, leaf], "scale_and_bias": [0.5, [100.0]]}, 1)
    X = np.array([[0, -2], [1, -2], [0, 0], [1, 0], [0.5, -1], [np.nan, 0]], np.float32)
    np.testing.assert_allclose(trees.scores(X)[:, 0], [105.5, 106, 106.5, 107, 105.5, 106.5])
