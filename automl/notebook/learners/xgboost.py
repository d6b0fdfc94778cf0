"""XGBoost in a notebook."""

from __future__ import annotations

from automl.notebook._boosters import xgboost_code
from automl.notebook._parts import Learner

LEARNER = Learner("xgboost", "fit_xgboost", xgboost_code, ("import xgboost as xgb",))
