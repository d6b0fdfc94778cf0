"""Linear models in a notebook."""

from __future__ import annotations

from automl.algorithms import linear
from automl.notebook._parts import Learner, code
from automl.notebook._source import pieces

CONSTANTS = ("ITERATIONS", "TOLERANCE", "LEAST_ITERATIONS", "SAMPLE_CELLS", "ROWS_AT_ONCE", "DEFAULTS")
FUNCTIONS = ("_ridge", "_logistic", "_l2", "_minimise", "_Loss", "_binary", "_softmax")


def _code() -> tuple[str, ...]:
    return pieces(linear, *CONSTANTS, *FUNCTIONS, prefix="linear"), code("linear")


LEARNER = Learner("linear", "fit_linear", _code, ("from scipy.optimize import minimize",))
