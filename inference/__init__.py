"""A model bundle and rows go in, predictions come out; needs numpy, Arrow, DuckDB and the ONNX runtime only."""

from __future__ import annotations

from inference.prediction import Prediction, Predictions
from inference.predictor import Model, load

__all__ = ["Model", "Prediction", "Predictions", "load"]
