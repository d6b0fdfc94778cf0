"""A model bundle and rows go in, predictions come out; needs numpy, Arrow, DuckDB and the ONNX runtime only, and
sqlglot for a model with a recipe. What reads files is imported when it is first asked for: a server reads none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inference.misfits import Misfit
from inference.prediction import Prediction, Predictions
from inference.predictor import Model, load

if TYPE_CHECKING:
    from datasets.record import ReadOptions
    from inference.batch import BatchReport, predict_file
    from inference.opening import FileSource

__all__ = ["BatchReport", "Misfit", "Model", "Prediction", "Predictions", "load", "misfits", "predict_file"]


def misfits(
    model: Model, source: FileSource, *, name: str | None = None, options: ReadOptions | None = None
) -> tuple[Misfit, ...]:
    """Every way in which a table differs from what the model reads: see `inference.batch.misfits`."""
    from inference import batch

    return batch.misfits(model, source, name=name, options=options)


def __getattr__(name: str) -> Any:
    if name in ("BatchReport", "predict_file"):
        from inference import batch

        return getattr(batch, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
