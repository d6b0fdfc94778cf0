"""A graph under construction: raw columns in, nodes added one by one, the finished ONNX model out.

Notation: n rows. A tensor is the name of a value in the graph. Equal nodes on equal inputs are added once, and equal
computations on different columns are done side by side (`lookup`, `together`), so that strategies and folds that need
the same thing share it without knowing of each other.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from automl.features import Word
from automl.graph._nodes import content, frozen, made, needed
from automl.graph.columns import Cell, Columns, Emit, Places, Together
from automl.graph.lookups import ML_DOMAIN, Known, Table, emit_lookups
from datasets.schema import Column, Kind

IR_VERSION = 9
OPSET = 18
ML_OPSET = 3
LATER_OPS = {"StringSplit": 20}  # a graph declares the first operator set that has all its operators

AnyArray = npt.NDArray[Any]


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
        self._tables: set[str] = set()
        self._columns = Columns()
        self._outputs: list[ValueInfoProto] = []

    def column(self, name: str) -> str:
        """The tensor [n, 1] of a raw column."""
        return self._inputs[name]

    def element_type(self, name: str) -> int:
        """What a raw column holds, as ONNX numbers it."""
        return self._input_types[self._inputs[name]]

    def constant(self, values: AnyArray) -> str:
        """A constant tensor; equal values are stored once."""
        values = np.asarray(values, order="C")
        key = ("constant", values.dtype.str, values.shape, content(values))
        if key not in self._known:
            self._known[key] = self._fresh("constant")
            self._constants[self._known[key]] = values
        return self._known[key]

    def table(self, values: AnyArray) -> str:
        """A constant of which every row reads little."""
        tensor = self.constant(values)
        self._tables.add(tensor)
        return tensor

    def setting(self, name: str, value: np.generic) -> str:
        """A constant of its own, never shared, so that it can be changed in the finished model (`set_setting`)."""
        tensor = self._fresh(name)
        self._constants[tensor] = np.asarray(value)
        return tensor

    def node(self, op: str, *inputs: str, domain: str = "", n_outputs: int = 1, **attributes: Any) -> str:
        """Adds a node and returns its first output. Attributes: numbers, strings, lists of those, numpy arrays."""
        key = (op, domain, inputs, *((name, frozen(value)) for name, value in sorted(attributes.items())))
        if key not in self._known:
            self._known[key] = self._fresh(op)
            others = (self._fresh(op) for _ in range(n_outputs - 1))
            self._nodes.append(made(op, domain, inputs, (self._known[key], *others), attributes))
        return self._known[key]

    def lookup(self, column: str, words: tuple[Word, ...], table: Table) -> str:
        """The tensor [n, w] float32 whose row is table[i] where the cell is words[i], and table[-1] for other cells.

        `table` is (len(words) + 1, w); a missing number is the word NO_NUMBER, a missing date MISSING_SECONDS. All
        look-ups of few words in a column are answered by one search for the cell, those of many by another.
        """
        return self.lookups([(column, words, table)])

    def lookups(self, asked: Sequence[tuple[str, tuple[Word, ...], Table]]) -> str:
        """Several look-ups (column, words, table) side by side."""
        keys = [
            (column, known, values.tobytes())
            for column, words, table in asked
            for known in (Known.of(words),)
            for values in table.T
        ]
        return self.together(emit_lookups, keys)

    def join(self, pieces: Sequence[tuple[str, int]]) -> str:
        """Puts tensors [n, width] side by side; pieces that are joined tensors themselves are taken apart first."""
        flat = tuple(part for tensor, width in pieces for part in self._columns.pieces_of(tensor, width))
        if len(flat) == 1:
            return flat[0][0]
        joined = self.node("Concat", *(tensor for tensor, _ in flat), axis=1)
        self._columns.pieces[joined] = flat
        return joined

    def together(self, emit: Emit, keys: Sequence[Hashable]) -> str:
        """The tensor [n, len(keys)] of the columns that stand for the keys.

        `emit(graph, keys)` adds the nodes that compute a column for each of its keys, and returns their tensor
        [n, len(keys)]. It is called once, at the end, with all the different keys that were asked for in the graph.
        """
        if not keys:
            raise ValueError("What is computed together must be at least one column; none was asked for.")
        shared = self._columns.together.setdefault(emit, Together(self._fresh("together")))
        places = tuple(shared.places.setdefault(key, len(shared.places)) for key in keys)
        return self._columns.pick(self, shared.tensor, places)

    def cells(self, tensor: str, width: int) -> tuple[Cell, ...]:
        """What the columns of a tensor [n, width] are: columns of tensors that were neither joined nor picked."""
        return self._columns.cells(tensor, width)

    def gather(self, wanted: Sequence[Sequence[Cell]]) -> tuple[str, list[Places]]:
        """A tensor that has all the wanted cells, and for every list of them their places in it."""
        return self._columns.gather(self, wanted)

    def take(self, cells: Sequence[Cell]) -> str:
        """The tensor [n, len(cells)] of these columns."""
        joined, (places,) = self.gather([cells])
        width = self._columns.width_of(joined)
        if width is not None and np.array_equal(places, np.arange(width)):
            return joined
        return self.node("Gather", joined, self.constant(places), axis=1)

    def take_in_any_order(self, cells: Sequence[Cell]) -> tuple[str, Places]:
        """A tensor [n, len(cells)] of these columns, all different, in the order that costs least, and the places
        (len(cells),) they have in it."""
        joined, (places,) = self.gather([cells])
        if self._columns.width_of(joined) == len(cells):
            return joined, places
        return self.take(cells), np.arange(len(cells))

    def size_of(self, tensors: Sequence[str]) -> tuple[int, int]:
        """(nodes, bytes of the constants that are read for every row) that the tensors take. Nothing can be added
        after."""
        self.finish()
        nodes, used = needed(self._nodes, set(tensors))
        read = (self._constants[name].nbytes for name in used - self._tables if name in self._constants)
        return sum(node.op_type != "Identity" for node in nodes), sum(read)

    def output(self, name: str, tensor: str, element_type: int, width: int | None) -> None:
        """Declares a tensor as an output of the model: [n, width], or [n] when width is None. No input may have its
        name."""
        if name in self._input_types:
            raise ValueError(f"An output must have a name of its own; {name!r} is an input. Rename the input.")
        self._taken.add(name)
        self._nodes.append(made("Identity", "", (tensor,), (name,), {}))
        shape: list[str | int | None] = ["n"] if width is None else ["n", width]
        self._outputs.append(helper.make_tensor_value_info(name, element_type, shape))

    def to_bytes(self) -> bytes:
        """The finished model; nodes and constants that no output needs are left out. Nothing can be added after."""
        self.finish()
        nodes, used = needed(self._nodes, {output.name for output in self._outputs})
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

    def finish(self) -> None:
        """Adds what is computed together."""
        together = self._columns.together
        while together:
            others: list[Emit] = [emit for emit in together if emit is not emit_lookups]
            emit: Emit = others[0] if others else emit_lookups  # comes last, since others look up, too
            shared = together.pop(emit)
            computed = emit(self, tuple(shared.places))
            self._nodes.append(made("Identity", "", (computed,), (shared.tensor,), {}))
            whole = tuple((shared.tensor, j) for j in range(len(shared.places)))
            for node in self._nodes:
                if self._columns.picked.get(node.output[0]) == whole:
                    node.CopyFrom(made("Identity", "", (shared.tensor,), node.output, {}))

    def _fresh(self, hint: str) -> str:
        """A name for a tensor that no input, output or other tensor has."""
        index = len(self._taken)
        while (name := f"{hint}#{index}") in self._taken:
            index += 1
        self._taken.add(name)
        return name


def set_setting(model: bytes, name: str, value: np.generic) -> bytes | None:
    """The model with another value of a `Graph.setting`; None when it has no such setting."""
    changed = ModelProto.FromString(model)
    for constant in changed.graph.initializer:
        if constant.name.startswith(f"{name}#"):
            constant.CopyFrom(numpy_helper.from_array(np.asarray(value), constant.name))
            return bytes(changed.SerializeToString())
    return None


def _element_type(kind: Kind) -> int:
    if kind is Kind.NUMERIC:
        return int(TensorProto.FLOAT)
    return int(TensorProto.INT64 if kind is Kind.DATETIME else TensorProto.STRING)


__all__ = ["IR_VERSION", "ML_DOMAIN", "ML_OPSET", "OPSET", "Graph", "set_setting"]
