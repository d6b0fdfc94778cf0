"""FLAML's AutoML, text columns as categories."""

from importlib import import_module
from typing import Any

from _driver import Request, drive

METRICS = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}


class Fitted:
    """The best model found."""

    def __init__(self, model: Any, problem: str) -> None:
        self.model, self.numbers = model, problem == "regression"
        self.classes = [] if self.numbers else [str(name) for name in model.classes_]

    def answers(self, rows: Any) -> Any:
        """Probabilities in the order of the classes, or numbers."""
        return (self.model.predict if self.numbers else self.model.predict_proba)(_categories(rows))

    one = answers


def _categories(table: Any) -> Any:
    texts = [name for name in table.columns if table[name].dtype.kind not in "iufb"]
    return table.astype(dict.fromkeys(texts, "category"))


def fit(request: Request) -> Fitted:
    """One search under a time budget."""
    model = import_module("flaml").AutoML()
    model.fit(
        _categories(request.train.drop(columns=[request.target])),
        request.train[request.target],
        task="regression" if request.problem == "regression" else "classification",
        metric=METRICS[request.problem],
        time_budget=request.budget_s,
        n_jobs=request.threads,
        verbose=0,
        log_file_name=str(request.folder / "flaml.log"),
    )
    return Fitted(model, request.problem)


if __name__ == "__main__":
    drive(fit, "flaml")
