"""The neural network in a notebook."""

from __future__ import annotations

from automl.algorithms import _axes, _network, _network_graph, _training, neural_net
from automl.notebook._parts import Learner, code
from automl.notebook._source import pieces

NETWORK = (
    "WAVES",
    "WAVE_OUTPUTS",
    "WAVE_SPREAD",
    "WAVE_RATE",
    "Shape",
    "Network",
    "_Layer",
    "_mish",
    "_views",
    "_rate_of",
)
TRAINING = (
    *("BATCH", "MOST_STEPS", "LOOKS", "PACE_STEPS", "PACE_CHANGE", "MOST_NUMBERS", "ROWS_AT_ONCE", "REGRESSION_RATE"),
    *("DEFAULTS", "MOMENTUM", "Training", "_numbers", "_start_bias", "_wave", "_sigmoid", "_loss", "_mean_loss"),
)
AXES = ("RIDGE", "AXES_ROWS", "Axes")
LIMITS = ("LARGEST_EXPONENT", "TWO")
ANSWERS = ("_single", "NeuralNetModel")


def _code() -> tuple[str, ...]:
    parts = (pieces(_axes, *AXES), pieces(_network, *NETWORK), pieces(_training, *TRAINING))
    return (*parts, pieces(_network_graph, *LIMITS), pieces(neural_net, *ANSWERS), code("network"))


IMPORTS = ("from dataclasses import dataclass, field", "from itertools import pairwise")
LEARNER = Learner("neural_net", "fit_network", _code, IMPORTS)
