"""AutoGluon: `preset` is one of medium, good, high, best."""

from importlib import import_module
from typing import Any

from _driver import Request, drive

METRICS = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "root_mean_squared_error"}


class Fitted:
    """A TabularPredictor."""

    def __init__(self, predictor: Any, problem: str) -> None:
        self.predictor, self.numbers, self.ready = predictor, problem == "regression", False
        self.classes = [] if self.numbers else [str(name) for name in predictor.class_labels]

    def answers(self, rows: Any) -> Any:
        """Probabilities in the order of the classes, or numbers."""
        return (self.predictor.predict if self.numbers else self.predictor.predict_proba)(rows).to_numpy()

    def one(self, row: Any) -> Any:
        """As above, with the models held in memory."""
        if not self.ready:
            self.predictor.persist()
            self.ready = True
        return self.answers(row)


def fit(request: Request) -> Fitted:
    """A preset under a time limit."""
    predictor = import_module("autogluon.tabular").TabularPredictor(
        label=request.target,
        problem_type=request.problem,
        eval_metric=METRICS[request.problem],
        path=str(request.folder / "autogluon"),
        verbosity=0,
    )
    preset = f"{request.preset}_quality"
    predictor.fit(request.train, time_limit=request.budget_s, presets=preset, num_cpus=request.threads)
    return Fitted(predictor, request.problem)


if __name__ == "__main__":
    drive(fit, "autogluon.tabular")
