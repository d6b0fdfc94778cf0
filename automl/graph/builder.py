"""A graph under construction: raw columns in, nodes added one by one, the finished ONNX model out.

Notation: n rows. A tensor is the name of a value in the graph. Equal nodes on equal inputs are added once, so that
strategies and folds that need the same thing share it without knowing of each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import AttributeProto, ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from automl.features import MISSING_SECONDS, NO_NUMBER, Word
from datasets.schema import Column, Kind

IR_VERSION = 9
OPSET = 18
ML_OPSET = 3
LATER_OPS = {"StringSplit": 20}  # a graph declares the first operator set that has all its operators
ML_DOMAIN = "ai.onnx.ml"
NODES_PER_LOOKUP = 4

AnyArray = npt.NDArray[Any]
_KEYS: dict[int, tuple[str, Word]] = {
    TensorProto.STRING: ("keys_strings", ""),
    TensorProto.FLOAT: ("keys_floats", NO_NUMBER),
    TensorProto.INT64: ("keys_int64s", MISSING_SECONDS),
}
Table = npt.NDArray[np.float32]


@dataclass
class _Lookups:
    """Every table asked for on one column; they become one LabelEncoder and one Gather."""

    tensors: dict[tuple[tuple[Word, ...], bytes], str] = field(default_factory=dict)
    tables: list[tuple[str, tuple[Word, ...], Table]] = field(default_factory=list)


class Graph:
    """Builds one ONNX model whose inputs are raw columns [n, 1]: float32 numbers, strings, int64 seconds.

    columns      the raw columns, in the order of the inputs
    input_names  column name -> input name; columns left out keep their own name
    """

    def __init__(self, columns: Sequence[Column], input_names: Mapping[str, str] | None = None) -> None:
        self._inputs = {c.name: (input_names or {}).get(c.name, c.name) for c in columns}
        self._input_types = {self._inputs[c.name]: _element_type(c.kind) for c in columns}
        self._taken = set(self._input_types)
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, AnyArray] = {}
        self._known: dict[tuple[Any, ...], str] = {}
        self._lookups: dict[str, _Lookups] = {}
        self._pieces: dict[str, tuple[tuple[str, int], ...]] = {}
        self._outputs: list[ValueInfoProto] = []

    def column(self, name: str) -> str:
        """The tensor [n, 1] of a raw column."""
        return self._inputs[name]

    def constant(self, values: AnyArray) -> str:
        """A constant tensor; equal values are stored once."""
        values = np.asarray(values, order="C")
        key = ("constant", values.dtype.str, values.shape, _content(values))
        if key not in self._known:
            self._known[key] = self._fresh("constant")
            self._constants[self._known[key]] = values
        return self._known[key]

    def setting(self, name: str, value: np.generic) -> str:
        """A constant of its own, never shared, so that it can be changed in the finished model (`set_setting`)."""
        tensor = self._fresh(name)
        self._constants[tensor] = np.asarray(value)
        return tensor

    def node(self, op: str, *inputs: str, domain: str = "", n_outputs: int = 1, **attributes: Any) -> str:
        """Adds a node and returns its first output. Attributes: numbers, strings, lists of those, numpy arrays."""
        key = (op, domain, inputs, *((name, _frozen(value)) for name, value in sorted(attributes.items())))
        if key not in self._known:
            self._known[key] = self._fresh(op)
            others = (self._fresh(op) for _ in range(n_outputs - 1))
            self._nodes.append(_node(op, domain, inputs, (self._known[key], *others), attributes))
        return self._known[key]

    def lookup(self, column: str, words: tuple[Word, ...], table: Table) -> str:
        """The tensor [n, w] float32 whose row is table[i] where the cell is words[i], and table[-1] for other cells.

        `table` is (len(words) + 1, w); a missing number is the word NO_NUMBER, a missing date MISSING_SECONDS. All
        look-ups of a column are answered by one search for the cell.
        """
        lookups = self._lookups.setdefault(column, _Lookups())
        key = (words, table.tobytes())
        if key not in lookups.tensors:
            lookups.tensors[key] = self._fresh("lookup")
            lookups.tables.append((lookups.tensors[key], words, table))
        return lookups.tensors[key]

    def join(self, pieces: Sequence[tuple[str, int]]) -> str:
        """Puts tensors [n, width] side by side; pieces that are joined tensors themselves are taken apart first."""
        flat = tuple(part for tensor, width in pieces for part in self.pieces(tensor, width))
        if len(flat) == 1:
            return flat[0][0]
        joined = self.node("Concat", *(tensor for tensor, _ in flat), axis=1)
        self._pieces[joined] = flat
        return joined

    def pieces(self, tensor: str, width: int) -> tuple[tuple[str, int], ...]:
        """What `join` put together: (tensor, width) each; the tensor itself when it was not joined."""
        return self._pieces.get(tensor, ((tensor, width),))

    @property
    def size(self) -> tuple[int, int]:
        """(nodes, bytes of constants) so far, look-ups among the nodes but their tables not among the bytes, since a
        row reads little of them."""
        n_nodes = len(self._nodes) + NODES_PER_LOOKUP * len(self._lookups)
        return n_nodes, sum(values.nbytes for values in self._constants.values())

    def output(self, name: str, tensor: str, element_type: int, width: int | None) -> None:
        """Declares a tensor as an output of the model: [n, width], or [n] when width is None."""
        self._taken.add(name)
        self._nodes.append(_node("Identity", "", (tensor,), (name,), {}))
        shape: list[str | int | None] = ["n"] if width is None else ["n", width]
        self._outputs.append(helper.make_tensor_value_info(name, element_type, shape))

    def to_bytes(self) -> bytes:
        """The finished model; nodes and constants that no output needs are left out."""
        nodes = [*self._lookup_nodes(), *self._nodes]
        nodes, used = _reachable(nodes, {output.name for output in self._outputs})
        model = ModelProto(ir_version=IR_VERSION, producer_name="easel")
        opset = max([OPSET, *(LATER_OPS.get(node.op_type, 0) for node in nodes)])
        model.opset_import.extend([helper.make_opsetid("", opset), helper.make_opsetid(ML_DOMAIN, ML_OPSET)])
        model.graph.name = "easel"
        inputs = self._input_types.items()
        model.graph.input.extend(helper.make_tensor_value_info(name, kind, ["n", 1]) for name, kind in inputs)
        model.graph.output.extend(self._outputs)
        constants = ((name, values) for name, values in self._constants.items() if name in used)
        model.graph.initializer.extend(numpy_helper.from_array(values, name) for name, values in constants)
        model.graph.node.extend(nodes)
        return bytes(model.SerializeToString())

    def _searched(self, column: str, nodes: list[NodeProto]) -> str:
        """The tensor to search in: the column itself, of numbers with NO_NUMBER for the missing ones."""
        source = self._inputs[column]
        if self._input_types[source] != TensorProto.FLOAT:
            return source
        missing, filled = self._fresh("missing"), self._fresh("filled")
        none = self.constant(np.array(NO_NUMBER, dtype=np.float32))
        nodes.append(_node("IsNaN", "", (source,), (missing,), {}))
        nodes.append(_node("Where", "", (missing, none, source), (filled,), {}))
        return filled

    def _fresh(self, hint: str) -> str:
        """A name for a tensor that no input, output or other tensor has."""
        index = len(self._taken)
        while (name := f"{hint}#{index}") in self._taken:
            index += 1
        self._taken.add(name)
        return name

    def _lookup_nodes(self) -> list[NodeProto]:
        nodes: list[NodeProto] = []
        for column, lookups in self._lookups.items():
            keys, none = _KEYS[self._input_types[self._inputs[column]]]
            words = tuple(dict.fromkeys(word for _, known, _ in lookups.tables for word in known)) or (none,)
            rows = {word: row for row, word in enumerate(words, start=1)}
            table = np.concatenate([_spread(known, values, rows) for _, known, values in lookups.tables], axis=1)
            found, flat, all_columns = (self._fresh(hint) for hint in ("words", "words", "lookups"))
            encoder = {keys: words, "values_int64s": tuple(rows.values()), "default_int64": 0}
            nodes.append(_node("LabelEncoder", ML_DOMAIN, (self._searched(column, nodes),), (found,), encoder))
            nodes.append(_node("Reshape", "", (found, self.constant(np.array([-1]))), (flat,), {}))
            nodes.append(_node("Gather", "", (self.constant(table), flat), (all_columns,), {"axis": 0}))
            widths = self.constant(np.array([values.shape[1] for _, _, values in lookups.tables]))
            tensors = tuple(tensor for tensor, _, _ in lookups.tables)
            nodes.append(_node("Split", "", (all_columns, widths), tensors, {"axis": 1}))
        return nodes


def set_setting(model: bytes, name: str, value: np.generic) -> bytes | None:
    """The model with another value of a `Graph.setting`; None when it has no such setting."""
    changed = ModelProto.FromString(model)
    for constant in changed.graph.initializer:
        if constant.name.startswith(f"{name}#"):
            constant.CopyFrom(numpy_helper.from_array(np.asarray(value), constant.name))
            return bytes(changed.SerializeToString())
    return None


def _spread(words: tuple[Word, ...], table: Table, rows: Mapping[Word, int]) -> Table:
    """The table over all words of the column; row 0 and the words it does not know get its last row."""
    spread = np.repeat(table[-1:], len(rows) + 1, axis=0)
    spread[[rows[word] for word in words]] = table[:-1]
    return spread


def _reachable(nodes: list[NodeProto], wanted: set[str]) -> tuple[list[NodeProto], set[str]]:
    """The nodes that the wanted tensors need, in order, and the names of all tensors used."""
    used, kept = set(wanted), []
    for node in reversed(nodes):
        if used.intersection(node.output):
            used.update(node.input)
            kept.append(node)
    return kept[::-1], used


def _element_type(kind: Kind) -> int:
    if kind is Kind.NUMERIC:
        return int(TensorProto.FLOAT)
    return int(TensorProto.INT64 if kind is Kind.DATETIME else TensorProto.STRING)


def _content(values: AnyArray) -> Any:
    return tuple(values.ravel().tolist()) if values.dtype == object else values.tobytes()


def _frozen(value: Any) -> Any:
    """An attribute as a part of a dictionary key."""
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, _content(value))
    return tuple(value) if isinstance(value, list) else value


def _node(
    op: str, domain: str, inputs: Sequence[str], outputs: Sequence[str], attributes: Mapping[str, Any]
) -> NodeProto:
    node = NodeProto(op_type=op, domain=domain, input=inputs, output=outputs)
    for name, value in attributes.items():
        attribute = node.attribute.add()
        attribute.name = name
        _fill(attribute, value)
    return node


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


__all__ = ["IR_VERSION", "ML_DOMAIN", "ML_OPSET", "OPSET", "Graph", "set_setting"]
