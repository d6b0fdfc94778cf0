"""A multilayer perceptron in numpy: its answers and the slope of its loss, for training by mini-batches.

The recipe of RealMLP (Holzmueller, Grinsztajn, Steinwart, 2024): every number x_j is joined by a small linear map of
waves sin(w x_j + phase) with learnt frequencies, every input has a learnt scale, two hidden layers use mish, and all
weights are divided by the root of their layer's inputs (neural tangent parametrisation), so that one learning rate
fits every width.

Notation: b rows of a batch, k inputs, p of them numbers, e waves and o outputs of a number's map, d = k + p o inputs of
the first layer, m scores. All parameters live in one flat float32 array, so that the optimiser makes one step for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix

WAVES = 16
WAVE_OUTPUTS = 3
WAVE_SPREAD = 0.1  # standard deviation of the frequencies at the start, in turns per unit
WAVE_RATE, SCALE_RATE, BIAS_RATE = 0.1, 6.0, 0.1  # of the learning rate

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Shape:
    """Sizes of a network; `numbers` (p,) are the input columns that get waves."""

    n_inputs: int
    numbers: Numbers
    hidden: tuple[int, ...]
    n_scores: int

    @property
    def n_joined(self) -> int:
        """d: inputs of the first layer."""
        return self.n_inputs + len(self.numbers) * WAVE_OUTPUTS

    def sizes(self) -> dict[str, tuple[int, ...]]:
        """The shape of every parameter, in the order of the flat array."""
        p, widths = len(self.numbers), (self.n_joined, *self.hidden, self.n_scores)
        layers: dict[str, tuple[int, ...]] = {}
        for i, (fan_in, fan_out) in enumerate(pairwise(widths)):
            layers |= {f"weights_{i}": (fan_in, fan_out), f"bias_{i}": (fan_out,)}
        waves = {
            "waves": (p, WAVES),
            "phases": (p, WAVES),
            "maps": (p, WAVES, WAVE_OUTPUTS),
            "shifts": (p, WAVE_OUTPUTS),
        }
        return {**waves, "scale": (self.n_joined,), **layers}


class Network:
    """The parameters of one network and the arithmetic on them; `flat` may be written to from outside."""

    def __init__(self, shape: Shape, flat: Matrix | None = None) -> None:
        self.shape = shape
        sizes = shape.sizes()
        ends = np.cumsum([int(np.prod(size)) for size in sizes.values()])
        self.flat = np.zeros(ends[-1], dtype=np.float32) if flat is None else flat
        self.of = _views(self.flat, sizes, ends)
        self.gradient = np.zeros_like(self.flat)
        self._slope = _views(self.gradient, sizes, ends)
        self.n_layers = len(shape.hidden) + 1

    def start(self, rng: np.random.Generator, bias: Matrix) -> None:
        """Random parameters; `bias` (m,) is what the network answers before it has learnt anything."""
        of = self.of
        of["waves"][:] = rng.normal(0, 2 * np.pi * WAVE_SPREAD, of["waves"].shape)
        of["phases"][:] = rng.uniform(-np.pi, np.pi, of["phases"].shape)
        of["maps"][:] = rng.normal(0, 1, of["maps"].shape)
        of["scale"][:] = 1
        for i in range(self.n_layers - 1):
            of[f"weights_{i}"][:] = rng.normal(0, 1, of[f"weights_{i}"].shape)
        of[f"bias_{self.n_layers - 1}"][:] = bias

    def rates(self) -> tuple[Matrix, Matrix]:
        """For every parameter its share of the learning rate, and whether it decays (1) or not (0)."""
        rate = Network(self.shape, np.ones_like(self.flat))
        decay = Network(self.shape)
        for name, values in rate.of.items():
            values[:] = _rate_of(name)
            decay.of[name][:] = name.startswith("weights")
        return rate.flat, decay.flat

    def scores(self, X: Matrix) -> Matrix:
        """(b, m) without dropout."""
        return np.asarray(self._forward(X, [None] * (self.n_layers - 1))[-1])

    def slope(self, X: Matrix, masks: Sequence[Matrix | None], score_slope: Any) -> None:
        """Writes the gradient of the batch's loss into `gradient`; masks (b, h) drop hidden units, None drops none;
        `score_slope(scores)` (b, m) is the slope of the loss at the scores."""
        waves, joined, *layers, scores = self._forward(X, masks)
        back = np.asarray(score_slope(scores), dtype=np.float32)
        for i in reversed(range(self.n_layers)):
            below = layers[i - 1].kept if i else joined * self.of["scale"]
            weights = self.of[f"weights_{i}"]
            root = np.float32(1 / np.sqrt(len(weights)))
            np.matmul(below.T, back * root, out=self._slope[f"weights_{i}"])
            self._slope[f"bias_{i}"][:] = back.sum(axis=0)
            back = back @ weights.T
            back *= root
            if i:
                back *= layers[i - 1].slope
        self._slope["scale"][:] = np.einsum("bd,bd->d", back, joined)
        if len(self.shape.numbers):
            self._slope_of_waves(X, waves, (back * self.of["scale"])[:, self.shape.n_inputs :])

    def _slope_of_waves(self, X: Matrix, angles: Matrix, back: Matrix) -> None:
        """Through the map of each number to its waves; angles (p, b, e), back (b, p o)."""
        p, root = len(self.shape.numbers), np.float32(1 / np.sqrt(WAVES))
        each = np.ascontiguousarray(back.reshape(len(X), p, WAVE_OUTPUTS).transpose(1, 0, 2))
        np.matmul(np.sin(angles).transpose(0, 2, 1), each * root, out=self._slope["maps"])
        self._slope["shifts"][:] = each.sum(axis=1)
        turned = (each @ self.of["maps"].transpose(0, 2, 1)) * np.cos(angles)
        turned *= root
        self._slope["phases"][:] = turned.sum(axis=1)
        self._slope["waves"][:] = np.einsum("pbe,bp->pe", turned, X[:, self.shape.numbers])

    def _forward(self, X: Matrix, masks: Sequence[Matrix | None]) -> list[Any]:
        """[angles, joined inputs, hidden layers ..., scores]."""
        of, numbers = self.of, self.shape.numbers
        angles = X[:, numbers].T[:, :, None] * of["waves"][:, None, :] + of["phases"][:, None, :]
        maps = np.sin(angles) @ (of["maps"] * np.float32(1 / np.sqrt(WAVES))) + of["shifts"][:, None, :]
        joined = np.concatenate([X, maps.transpose(1, 0, 2).reshape(len(X), -1)], axis=1)
        passed: list[Any] = [angles, joined]
        below = joined * of["scale"]
        for i in range(self.n_layers):
            weights = of[f"weights_{i}"]
            z = below @ (weights * np.float32(1 / np.sqrt(len(weights)))) + of[f"bias_{i}"]
            if i == self.n_layers - 1:
                return [*passed, z]
            layer = _mish(z, masks[i])
            passed.append(layer)
            below = layer.kept
        return passed


@dataclass(frozen=True)
class _Layer:
    """What a hidden layer hands on (b, h), and the slope of that at its own input."""

    kept: Matrix
    slope: Matrix


def _mish(z: Matrix, mask: Matrix | None) -> _Layer:
    """z tanh(log(1 + exp z)) (Misra, 2019), by one exponential: with u = e^z (e^z + 2) it is z u / (u + 2)."""
    power = np.exp(np.minimum(z, np.float32(20)))
    u = power * (power + 2)
    share = u / (u + 2)
    slope = share + z * 4 * power * (power + 1) / (u + 2) ** 2
    kept = z * share
    return _Layer(kept, slope) if mask is None else _Layer(kept * mask, slope * mask)


def _views(flat: Matrix, sizes: dict[str, tuple[int, ...]], ends: Numbers) -> dict[str, Matrix]:
    starts = [0, *ends[:-1]]
    return {
        name: flat[start:end].reshape(size)
        for (name, size), start, end in zip(sizes.items(), starts, ends, strict=True)
    }


def _rate_of(name: str) -> float:
    if name in ("waves", "phases", "maps", "shifts"):
        return WAVE_RATE
    return SCALE_RATE if name == "scale" else BIAS_RATE if name.startswith("bias") else 1.0


__all__ = ["WAVES", "WAVE_OUTPUTS", "Network", "Shape"]
