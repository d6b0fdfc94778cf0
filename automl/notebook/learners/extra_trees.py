"""Extra trees in a notebook."""

from __future__ import annotations

from automl.algorithms import _forest, extra_trees
from automl.notebook._parts import Learner, code
from automl.notebook._source import pieces

CALL = """
def fit_extra_trees(case):
    if case.target.problem == "regression":
        make = ExtraTreesRegressor
    else:
        make = partial(ExtraTreesClassifier, criterion="entropy")
    return fit_forest(case, make, {**EXTRA_TREES_DEFAULTS, **case.settings})
"""


def _code() -> tuple[str, ...]:
    limits = pieces(_forest, "MOST_LEAVES", prefix="forest")
    return (limits, pieces(extra_trees, "DEFAULTS", prefix="extra_trees"), code("forest"), CALL)


IMPORTS = ("from functools import partial", "from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor")
LEARNER = Learner("extra_trees", "fit_extra_trees", _code, IMPORTS, "identity")
