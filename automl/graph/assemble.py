"""The whole model as one graph: raw columns, preparation, members, weights, temperature, outputs.

Scores and everything after them are float64 inside the graph; the outputs are float32.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from onnx import TensorProto

from automl.calibrate import SMALLEST
from automl.contracts import Averaging, BagPart, Decision, Ensemble, Link, Member, Target
from automl.graph.builder import Graph
from automl.graph.columns import Cell
from automl.graph.trees import Trees
from automl.target import LARGEST_LOG
from datasets.schema import Column

LABEL, PROBABILITIES = "label", "probabilities"
PREDICTION, LOW, HIGH = "prediction", "low", "high"
THRESHOLD = "threshold"


def assemble(ensemble: Ensemble, columns: tuple[Column, ...], input_names: Mapping[str, str]) -> bytes:
    """The ONNX model. Inputs: every column as [n, 1]; outputs: `label` [n] and `probabilities` [n, c] float32, or
    `prediction`, `low` and `high` [n] float32. `input_names`: column name -> input name."""
    graph = Graph(columns, input_names)
    answers = [_member(graph, m, ensemble.target) for m in ensemble.members]
    if ensemble.logs:
        answers = [_from_logs(graph, answer, ensemble) for answer in answers]
    if ensemble.pool == "log":
        answers = [_log(graph, answer) for answer in answers]
    weighted = [_times(graph, answer, m.weight) for answer, m in zip(answers, ensemble.members, strict=True)]
    mixed = weighted[0] if len(weighted) == 1 else graph.node("Sum", *weighted)
    if ensemble.target.problem == "regression":
        _numbers(graph, mixed, ensemble)
    else:
        _classes(graph, mixed, ensemble)
    return graph.to_bytes()


def without_trees(parts: tuple[BagPart, ...], columns: tuple[Column, ...]) -> tuple[int, int]:
    """(nodes, bytes of constants that every row reads) that a bag takes in a graph beside its trees."""
    graph = Graph(columns)
    trees = [part for part in parts if part.model.trees is not None]
    tensors = [graph.gather([_cells(graph, part) for part in trees])[0]] if trees else []
    return graph.size_of([*tensors, *([_mean(graph, parts)] if parts[0].model.trees is None else [])])


def _classes(graph: Graph, mixed: str, ensemble: Ensemble) -> None:
    classes = ensemble.target.classes
    if ensemble.temperature != 1.0 or ensemble.pool == "log":
        logs = mixed if ensemble.pool == "log" else _log(graph, mixed)
        mixed = graph.node("Softmax", _times(graph, logs, 1.0 / ensemble.temperature), axis=1)
    probabilities = graph.node("Cast", mixed, to=TensorProto.FLOAT)
    place = _named(graph, probabilities, ensemble.decision, len(classes))
    label = graph.node("Gather", graph.constant(np.array(classes, dtype=object)), place, axis=0)
    graph.output(LABEL, label, TensorProto.STRING, None)
    graph.output(PROBABILITIES, probabilities, TensorProto.FLOAT, len(classes))


def _log(graph: Graph, shares: str) -> str:
    limits = (graph.constant(np.array(limit)) for limit in (SMALLEST, 1.0))
    return graph.node("Log", graph.node("Clip", shares, *limits))


def _named(graph: Graph, probabilities: str, decision: Decision, n_classes: int) -> str:
    """[n] the index of the class that is named; all of it in float32, so that the engine names the same."""
    if n_classes == 2:
        positive = graph.constant(np.array(decision.positive))
        shares = graph.node("Gather", probabilities, positive, axis=1)
        reached = graph.node("GreaterOrEqual", shares, graph.setting(THRESHOLD, np.float32(decision.threshold)))
        return graph.node("Where", reached, positive, graph.constant(np.array(1 - decision.positive)))
    if decision.class_weights:
        weights = graph.constant(np.array(decision.class_weights, dtype=np.float32))
        probabilities = graph.node("Mul", probabilities, weights)
    return graph.node("ArgMax", probabilities, axis=1, keepdims=0)


def _from_logs(graph: Graph, scores: str, ensemble: Ensemble) -> str:
    """exp(shift + scale x scores) - 1, where the exponent lies between 0 and LARGEST_LOG."""
    logs = graph.node("Add", _times(graph, scores, ensemble.scale), graph.constant(np.array(ensemble.shift)))
    limits = (graph.constant(np.array(limit)) for limit in (0.0, LARGEST_LOG))
    return graph.node("Sub", graph.node("Exp", graph.node("Clip", logs, *limits)), graph.constant(np.array(1.0)))


def _numbers(graph: Graph, mixed: str, ensemble: Ensemble) -> None:
    value = graph.node("Reshape", mixed, graph.constant(np.array([-1])))
    if not ensemble.logs:
        value = graph.node("Add", _times(graph, value, ensemble.scale), graph.constant(np.array(ensemble.shift)))
    for name, offset in ((PREDICTION, 0.0), (LOW, ensemble.low_offset), (HIGH, ensemble.high_offset)):
        moved = graph.node("Add", value, graph.constant(np.array(offset))) if offset else value
        graph.output(name, graph.node("Cast", moved, to=TensorProto.FLOAT), TensorProto.FLOAT, None)


def _times(graph: Graph, tensor: str, factor: float) -> str:
    return tensor if factor == 1.0 else graph.node("Mul", tensor, graph.constant(np.array(factor)))


def _member(graph: Graph, member: Member, target: Target) -> str:
    """The answers of a member: [n, c] probabilities or [n, 1] values."""
    link = member.parts[0].model.link
    trees = [part.model.trees for part in member.parts]
    known = [each for each in trees if each is not None]
    if len(known) == len(trees):
        if target.problem == "binary" and link == "identity":
            return _merged(graph, member.parts, [each.complemented() for each in known])
        return _linked(graph, _merged(graph, member.parts, known), link, target)
    return _linked(graph, _mean(graph, member.parts), link, target)


def _mean(graph: Graph, parts: tuple[BagPart, ...]) -> str:
    """The mean of the scores of models that are not trees."""
    models = [part.model for part in parts]
    tensors = [part.strategy.emit(graph) for part in parts]
    if isinstance(models[0], Averaging) and len(parts) > 1:
        columns = [_cells(graph, part) for part in parts]
        if (mean := models[0].emit_mean(graph, models, columns)) is not None:
            return mean
    scores = [model.emit(graph, x) for model, x in zip(models, tensors, strict=True)]
    return scores[0] if len(scores) == 1 else _times(graph, graph.node("Sum", *scores), 1 / len(scores))


def _merged(graph: Graph, parts: tuple[BagPart, ...], trees: list[Trees]) -> str:
    """The mean score of a bag of tree ensembles as one ensemble over the columns of all parts, shared ones once."""
    x, places = graph.gather([_cells(graph, part) for part in parts])
    moved = [each.with_features(at).scaled(1.0 / len(parts)) for each, at in zip(trees, places, strict=True)]
    return Trees.concat(moved).emit(graph, x)


def _cells(graph: Graph, part: BagPart) -> tuple[Cell, ...]:
    """The prepared columns that a part reads."""
    return graph.cells(part.strategy.emit(graph), len(part.strategy.names))


def _linked(graph: Graph, scores: str, link: Link, target: Target) -> str:
    """Softmax and sigmoid as nodes; the sigmoid is the softmax over (0, s), which keeps digits at both ends."""
    if target.problem == "regression":
        return scores
    if link == "softmax":
        return graph.node("Softmax", scores, axis=1)
    if link == "sigmoid":
        return graph.node("Softmax", graph.node("MatMul", scores, graph.constant(np.array([[0.0, 1.0]]))), axis=1)
    if target.problem == "binary":
        other = graph.node("Sub", graph.constant(np.array(1.0)), scores)
        return graph.node("Concat", other, scores, axis=1)
    return scores


__all__ = ["assemble", "without_trees"]
