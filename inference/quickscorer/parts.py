"""A graph cut around its trees: what comes before them and what is made of their scores, each a graph of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inference.quickscorer.ensemble import UnsupportedTreesError

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, ValueInfoProto

TREES = "TreeEnsembleRegressor"


@dataclass(frozen=True)
class Parts:
    """`before` takes the inputs and gives what the trees and `after` read of it, and the outputs that need no tree;
    `after` takes `reads`, the scores of the trees among them, and gives the other outputs."""

    before: bytes
    trees: tuple[NodeProto, ...]
    after: bytes
    reads: tuple[str, ...]


def parts_of(model: bytes) -> Parts:
    """The parts of an ONNX model. Raises UnsupportedTreesError where there are no trees, or trees behind trees."""
    import onnx

    whole = onnx.load_from_string(model)
    trees, before, after = _sorted(whole)
    made_before = {name for node in before for name in node.output}
    scores = {name for node in trees for name in node.output}
    values = _values(whole, [*before, *after], sorted(scores))
    given = scores | made_before | {one.name for one in whole.graph.input}
    reads = sorted({name for node in after for name in node.input} & given)
    needed = {name for node in trees for name in node.input} | set(reads) - scores
    outputs = [one.name for one in whole.graph.output]
    crossing = sorted(needed | {name for name in outputs if name in made_before})
    late = [name for name in outputs if name not in made_before]
    if not {name for node in after for name in node.output}.issuperset(late):
        raise UnsupportedTreesError("an output that is an input, a constant or the score of trees")
    if unknown := sorted({*reads, *crossing} - values.keys()):
        raise UnsupportedTreesError(f"values of unknown type: {', '.join(unknown)}")
    return Parts(
        _model(whole, before, list(whole.graph.input), [values[name] for name in crossing]),
        tuple(trees),
        _model(whole, after, [values[name] for name in reads], [values[name] for name in late]),
        tuple(reads),
    )


def _sorted(whole: ModelProto) -> tuple[list[NodeProto], list[NodeProto], list[NodeProto]]:
    """The nodes with trees, those that read nothing of them, and those that do."""
    behind: set[str] = set()
    trees: list[NodeProto] = []
    before: list[NodeProto] = []
    after: list[NodeProto] = []
    for node in whole.graph.node:  # in an order in which they can be run
        if any(one.HasField("g") for one in node.attribute):
            raise UnsupportedTreesError("a graph within a node")
        late = not behind.isdisjoint(node.input)
        if late and node.op_type == TREES:
            raise UnsupportedTreesError("trees that read what trees say")
        if late or node.op_type == TREES:
            behind.update(node.output)
        (trees if node.op_type == TREES else after if late else before).append(node)
    if not trees:
        raise UnsupportedTreesError("no trees")
    return trees, before, after


def _values(whole: ModelProto, nodes: list[NodeProto], scores: list[str]) -> dict[str, ValueInfoProto]:
    """Everything that the nodes read or give, with its type; trees need not be looked at for that."""
    from onnx import TensorProto, helper, load_from_string, shape_inference

    outside = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in scores]
    apart = load_from_string(_model(whole, nodes, [*whole.graph.input, *outside], list(whole.graph.output)))
    graph = shape_inference.infer_shapes(apart).graph
    return {one.name: one for one in (*graph.input, *graph.value_info, *graph.output)}


def _model(
    whole: ModelProto, nodes: list[NodeProto], inputs: list[ValueInfoProto], outputs: list[ValueInfoProto]
) -> bytes:
    from onnx import helper

    read = {name for node in nodes for name in node.input}
    constants = [one for one in whole.graph.initializer if one.name in read]
    graph = helper.make_graph(nodes, "part", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=whole.opset_import, ir_version=whole.ir_version)
    return bytes(model.SerializeToString())
