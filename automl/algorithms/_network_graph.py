"""Networks as nodes of a graph: every step is one node for all of a bag, over tensors [b, n, units].

Notation: b networks over n rows, of k prepared columns each, p of them numbers that are mapped by waves to o values
each. Networks of a bag may read different columns, and different numbers of them: what one lacks stands in as a column
with weights of zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._network import WAVE_OUTPUTS
from automl.contracts import Matrix
from automl.graph.builder import Graph
from automl.graph.columns import Cell
from automl.graph.types import DOUBLE

if TYPE_CHECKING:
    from automl.algorithms.neural_net import NeuralNetModel

LARGEST_EXPONENT = np.float32(20)
TWO = np.float32(2)

Ints = npt.NDArray[np.int64]


def emit_networks(graph: Graph, networks: Sequence[NeuralNetModel], columns: Sequence[Sequence[Cell]]) -> str:
    """The mean scores [n, m] float64 of networks whose hidden layers are alike, each over columns of its own."""
    z = _emit_first(graph, networks, columns)
    for i in range(1, len(networks[0].layers)):
        power = graph.node("Exp", graph.node("Min", z, _constant(graph, LARGEST_EXPONENT)))
        u = graph.node("Mul", power, graph.node("Add", power, _constant(graph, TWO)))
        share = graph.node("Div", u, graph.node("Add", u, _constant(graph, TWO)))
        weights = np.stack([network.layers[i][0] for network in networks])
        z = graph.node("MatMul", graph.node("Mul", z, share), graph.constant(weights))
        z = graph.node("Add", z, _biases(graph, networks, i))
    scores = graph.node("Cast", z, to=DOUBLE)
    if len(networks) == 1:
        return graph.node("Squeeze", scores, _constant(graph, [0]))
    return graph.node("ReduceMean", scores, _constant(graph, [0]), keepdims=0)


def _emit_first(graph: Graph, networks: Sequence[NeuralNetModel], columns: Sequence[Sequence[Cell]]) -> str:
    """The sums [b, n, units] of the first layer: over the columns that all networks read, over those that each reads
    apart from the others, and over the waves."""
    weights = [network.layers[0][0] for network in networks]
    every = set.intersection(*(set(cells) for cells in columns))
    common = [cell for cell in dict.fromkeys(columns[0]) if cell in every]
    apart = [[j for j, cell in enumerate(cells) if cell not in every] for cells in columns]
    sums = []
    if common:
        x, places = graph.take_in_any_order(common)
        place = dict(zip(common, places, strict=True))
        shared = np.stack([_weights_of(place, w, cells) for w, cells in zip(weights, columns, strict=True)])
        sums.append(graph.node("MatMul", x, graph.constant(shared)))
    if any(apart):
        x = _emit_apart(graph, [[cells[j] for j in own] for cells, own in zip(columns, apart, strict=True)])
        rest = _padded([w[own] for w, own in zip(weights, apart, strict=True)])
        sums.append(graph.node("MatMul", x, graph.constant(rest)))
    if any(len(network.numbers) for network in networks):
        waves = _emit_waves(graph, networks, columns)
        rest = _padded([w[len(cells) :] for w, cells in zip(weights, columns, strict=True)])
        sums.append(graph.node("MatMul", waves, graph.constant(rest)))
    z = _biases(graph, networks, 0)
    for each in sums:
        z = graph.node("Add", each, z)
    return z


def _weights_of(place: Mapping[Cell, int], weights: Matrix, cells: Sequence[Cell]) -> Matrix:
    """(columns, units) the weights of the columns that have a place, of those read twice the sum."""
    known = [j for j, cell in enumerate(cells) if cell in place]
    summed = np.zeros((len(place), weights.shape[1]), dtype=weights.dtype)
    np.add.at(summed, [place[cells[j]] for j in known], weights[known])
    return summed


def _emit_apart(graph: Graph, columns: Sequence[Sequence[Cell]]) -> str:
    """The columns of every network, [b, n, k]."""
    joined, places = graph.gather(columns)
    by_column = graph.node("Transpose", joined, perm=[1, 0])
    x = graph.node("Gather", by_column, graph.constant(_filled(places)), axis=0)
    return graph.node("Transpose", x, perm=[0, 2, 1])


def _emit_waves(graph: Graph, networks: Sequence[NeuralNetModel], columns: Sequence[Sequence[Cell]]) -> str:
    """The tensor [b, n, p o] of what the waves of the p numbers are mapped to."""
    b, p = len(networks), max(len(network.numbers) for network in networks)
    read = [[cells[j] for j in network.numbers] for cells, network in zip(columns, networks, strict=True)]
    joined, places = graph.gather(read)
    by_column = graph.node("Transpose", joined, perm=[1, 0])
    # The numbers once for each network: [b p, n, 1].
    each = graph.node("Gather", by_column, graph.constant(_filled(places, p).ravel()), axis=0)
    each = graph.node("Unsqueeze", each, _constant(graph, [2]))
    waves, phases, maps, shifts = (
        graph.constant(np.concatenate(list(_padded([network.waves[i] for network in networks], p)))) for i in range(4)
    )
    sines = graph.node("Sin", graph.node("Add", graph.node("Mul", each, waves), phases))
    mapped = graph.node("Add", graph.node("MatMul", sines, maps), shifts)
    apart = graph.node("Reshape", mapped, _constant(graph, [b, p, -1, WAVE_OUTPUTS]))
    mapped = graph.node("Transpose", apart, perm=[0, 2, 1, 3])
    return graph.node("Reshape", mapped, _constant(graph, [b, -1, p * WAVE_OUTPUTS]))


def _biases(graph: Graph, networks: Sequence[NeuralNetModel], i: int) -> str:
    """[b, 1, units] of layer i."""
    return graph.constant(np.stack([network.layers[i][1] for network in networks])[:, None, :])


def _padded(parts: Sequence[Matrix], most: int = 0) -> Matrix:
    """(b, most, ...) the parts one upon the other, short ones with zeros at their end; `most` at least the longest."""
    most = max(most, *(len(part) for part in parts))
    padded = np.zeros((len(parts), most, *parts[0].shape[1:]), dtype=parts[0].dtype)
    for row, part in zip(padded, parts, strict=True):
        row[: len(part)] = part
    return padded


def _filled(places: Sequence[Ints], most: int = 0) -> Ints:
    """(b, most) the places, short rows filled with a place of their own; 0 where a row has none."""
    most = max(most, *(len(row) for row in places))
    filled = np.zeros((len(places), most), dtype=np.int64)
    for full, row in zip(filled, places, strict=True):
        full[:] = row[0] if len(row) else 0
        full[: len(row)] = row
    return filled


def _constant(graph: Graph, values: Any) -> str:
    return graph.constant(np.asarray(values))


__all__ = ["LARGEST_EXPONENT", "TWO", "emit_networks"]
