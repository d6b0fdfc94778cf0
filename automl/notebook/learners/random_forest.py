"""A random forest in a notebook."""

from __future__ import annotations

from automl.algorithms import _forest, random_forest
from automl.notebook._parts import Learner, code
from automl.notebook._source import pieces

CALL = """
def fit_random_forest(case):
    if case.target.problem == "regression":
        make = RandomForestRegressor
    else:
        make = partial(RandomForestClassifier, criterion="entropy")
    return fit_forest(case, make, {**RANDOM_FOREST_DEFAULTS, **case.settings})
"""


def _code() -> tuple[str, ...]:
    limits = pieces(_forest, "MOST_LEAVES", prefix="forest")
    return (limits, pieces(random_forest, "DEFAULTS", prefix="random_forest"), code("forest"), CALL)


IMPORTS = (
    "from functools import partial",
    "from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor",
)
LEARNER = Learner("random_forest", "fit_random_forest", _code, IMPORTS, "identity")
