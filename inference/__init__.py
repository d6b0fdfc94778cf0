"""A model bundle and rows go in, predictions come out; needs numpy, Arrow, DuckDB and the ONNX runtime only, and
sqlglot for a model with a recipe."""

from __future__ import annotations

from inference.batch import BatchReport, misfits, predict_file
from inference.misfits import Misfit
from inference.prediction import Prediction, Predictions
from inference.predictor import Model, load

__all__ = ["BatchReport", "Misfit", "Model", "Prediction", "Predictions", "load", "misfits", "predict_file"]
