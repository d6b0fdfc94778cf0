"""Nodes of a graph as ONNX has them: made, compared, left out when nothing needs them, put into order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import AttributeProto, NodeProto, helper, numpy_helper

AnyArray = npt.NDArray[Any]


def made(
    op: str, domain: str, inputs: Sequence[str], outputs: Sequence[str], attributes: Mapping[str, Any]
) -> NodeProto:
    """A node. Attributes: numbers, strings, lists of those, numpy arrays."""
    node = NodeProto(op_type=op, domain=domain, input=inputs, output=outputs)
    for name, value in attributes.items():
        attribute = node.attribute.add()
        attribute.name = name
        _fill(attribute, value)
    return node


def needed(nodes: Sequence[NodeProto], wanted: set[str]) -> tuple[list[NodeProto], set[str]]:
    """The nodes that the wanted tensors need, each after those it reads from, and the names of all tensors used."""
    maker = {output: i for i, node in enumerate(nodes) for output in node.output}
    used, open_tensors, reads = set(wanted), list(wanted), dict[int, list[int]]()
    while open_tensors:
        i = maker.get(open_tensors.pop())
        if i is None or i in reads:
            continue
        used.update(nodes[i].input)
        open_tensors += nodes[i].input
        reads[i] = [maker[name] for name in nodes[i].input if name in maker]
    order = TopologicalSorter({i: reads[i] for i in sorted(reads)}).static_order()
    return [nodes[i] for i in order], used


def content(values: AnyArray) -> Any:
    """The values as something that can be compared and hashed."""
    return tuple(values.ravel().tolist()) if values.dtype == object else values.tobytes()


def frozen(value: Any) -> Any:
    """An attribute as a part of a dictionary key."""
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, content(value))
    return tuple(value) if isinstance(value, list) else value


def _fill(attribute: AttributeProto, value: Any) -> None:
    """Sets type and value of an attribute in place; onnx.helper copies, which takes seconds on large trees."""
    if isinstance(value, np.ndarray) and attribute.name.endswith("_as_tensor"):
        attribute.type = AttributeProto.TENSOR
        attribute.t.CopyFrom(numpy_helper.from_array(value, attribute.name))
        return
    many = value.tolist() if isinstance(value, np.ndarray) else value
    if not isinstance(many, (list, tuple)):
        attribute.CopyFrom(helper.make_attribute(attribute.name, many))
    elif isinstance(many[0], int):
        attribute.type = AttributeProto.INTS
        attribute.ints.extend(many)
    elif isinstance(many[0], float):
        attribute.type = AttributeProto.FLOATS
        attribute.floats.extend(many)
    else:
        attribute.type = AttributeProto.STRINGS
        attribute.strings.extend(many if isinstance(many[0], bytes) else [text.encode() for text in many])


__all__ = ["content", "frozen", "made", "needed"]
