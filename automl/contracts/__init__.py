"""The parts of the engine, as plain records: what a strategy, an algorithm, a metric and a problem must offer.

Notation used in every module of automl:
  n          rows
  k          prepared columns of a strategy
  c          classes (0 for regression)
  m          scores a model gives per row: 1 for binary (the second class) and regression, c for multiclass
  X          (n, k) float32, NaN = missing where the strategy leaves it
  y          (n,) int64 class indices, or float64 standardised values for regression
  scores     (n, m) float64: margins (log odds), probabilities or values, as `link` says
  answers    (n, c) float64 probabilities in the order of the classes, or (n, 1) values for regression
"""

from __future__ import annotations

from automl.contracts.ensemble import BagPart, Decision, Ensemble, Member, Pool
from automl.contracts.learning import Algorithm, Averaging, Effort, FitRequest, FittedModel, Link, Settings
from automl.contracts.metric import Counts, Metric, Weights
from automl.contracts.preparation import FittedStrategy, Preparation, Strategy
from automl.contracts.problem import Problem
from automl.contracts.split import Fold, Rows, Split
from automl.contracts.values import Array, Loss, Matrix, ProblemName, Target

__all__ = [
    "Algorithm",
    "Array",
    "Averaging",
    "BagPart",
    "Counts",
    "Decision",
    "Effort",
    "Ensemble",
    "FitRequest",
    "FittedModel",
    "FittedStrategy",
    "Fold",
    "Link",
    "Loss",
    "Matrix",
    "Member",
    "Metric",
    "Pool",
    "Preparation",
    "Problem",
    "ProblemName",
    "Rows",
    "Settings",
    "Split",
    "Strategy",
    "Target",
    "Weights",
]
