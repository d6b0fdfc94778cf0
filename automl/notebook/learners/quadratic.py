"""Linear models of degree two in a notebook: those of linear.py, which take whatever columns they are given."""

from __future__ import annotations

from automl.notebook._parts import Learner
from automl.notebook.learners import linear

LEARNER = Learner("quadratic", linear.LEARNER.call, linear.LEARNER.code, linear.LEARNER.imports)
