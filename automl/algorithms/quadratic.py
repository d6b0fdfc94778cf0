"""Linear models of degree two: those of linear.py over numbers and all products of two of them.

Between a straight line and a network: on a few thousand rows of numbers it often errs elsewhere than trees do.
"""

from __future__ import annotations

from automl.algorithms._links import EVERY_PROBLEM
from automl.algorithms.linear import DEFAULTS, fit, settings_text, space
from automl.contracts import Algorithm

ALGORITHM = Algorithm(
    name="quadratic",
    title="Quadratic model",
    problems=EVERY_PROBLEM,
    needs="squares",
    portfolio=({"l2": 1.0}, {"l2": 0.1}, {"l2": 10.0}),
    space=space,
    fit=fit,
    settings_text=settings_text,
    defaults=DEFAULTS,
    requires=("scipy",),
    cost=0.05,
    order=65,
)
