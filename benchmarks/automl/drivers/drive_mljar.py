"""MLJAR's AutoML in its mode Perform."""

from importlib import import_module
from typing import Any

from _driver import Request, drive

METRICS = {"binary": "auc", "multiclass": "logloss", "regression": "rmse"}
TASKS = {"binary": "binary_classification", "multiclass": "multiclass_classification", "regression": "regression"}
PREFIX = "prediction_"


class Fitted:
    """The best model or ensemble."""

    def __init__(self, model: Any, request: Request) -> None:
        self.model, self.numbers = model, request.problem == "regression"
        columns = [] if self.numbers else model.predict_all(request.test.iloc[:1]).columns
        self.columns = [name for name in columns if name.startswith(PREFIX)]
        self.classes = [name.removeprefix(PREFIX) for name in self.columns]

    def answers(self, rows: Any) -> Any:
        """Probabilities in the order of the classes, or numbers."""
        return self.model.predict(rows) if self.numbers else self.model.predict_all(rows)[self.columns].to_numpy()

    def one(self, row: Any) -> Any:
        """The answer alone."""
        return self.model.predict(row)


def fit(request: Request) -> Fitted:
    """One run under a time limit."""
    model = import_module("supervised.automl").AutoML(
        results_path=str(request.folder / "mljar"),
        mode="Perform",
        total_time_limit=int(request.budget_s),
        ml_task=TASKS[request.problem],
        eval_metric=METRICS[request.problem],
        explain_level=0,
        verbose=0,
        n_jobs=request.threads,
        random_state=1,
    )
    model.fit(request.train.drop(columns=[request.target]), request.train[request.target])
    return Fitted(model, request)


if __name__ == "__main__":
    drive(fit, "mljar-supervised")
