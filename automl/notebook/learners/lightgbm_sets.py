"""LightGBM with category sets in a notebook."""

from __future__ import annotations

from automl.notebook._boosters import lightgbm_code
from automl.notebook._parts import Learner

LEARNER = Learner("lightgbm_sets", "fit_lightgbm", lightgbm_code, ("import lightgbm as lgb",))
