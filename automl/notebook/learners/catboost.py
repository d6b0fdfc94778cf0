"""CatBoost in a notebook."""

from __future__ import annotations

from automl.notebook._boosters import catboost_code
from automl.notebook._parts import Learner

LEARNER = Learner("catboost", "fit_catboost", catboost_code, ("import catboost",))
