"""H2O AutoML: the leader of one run, in a Java server of its own."""

from importlib import import_module
from typing import Any

from _driver import Request, drive

METRICS = {"binary": "AUC", "multiclass": "logloss", "regression": "RMSE"}


class Fitted:
    """The leader. `row` keeps the one row in the server, so that only answering is timed."""

    def __init__(self, leader: Any, types: dict[str, str], classes: list[str]) -> None:
        self.leader, self.types, self.classes, self.row = leader, types, classes, None

    def frame(self, rows: Any) -> Any:
        """The rows in the server, every column of the type it had in training."""
        return import_module("h2o").H2OFrame(rows, column_types={name: self.types[name] for name in rows.columns})

    def answers(self, rows: Any) -> Any:
        """Probabilities in the order of the classes, or numbers."""
        answers = self.leader.predict(self.frame(rows)).as_data_frame()
        return (answers.drop(columns=["predict"]) if self.classes else answers["predict"]).to_numpy()

    def one(self, row: Any) -> Any:
        """A frame of one row in the server."""
        self.row = self.frame(row) if self.row is None else self.row
        return self.leader.predict(self.row)


def fit(request: Request) -> Fitted:
    """One run under a time limit; starting the server is not counted."""
    h2o, automl = import_module("h2o"), import_module("h2o.automl").H2OAutoML
    frame = h2o.H2OFrame(request.train)
    classes: list[str] = []
    if request.problem != "regression":
        frame[request.target] = frame[request.target].asfactor()
        classes = [str(name) for name in frame[request.target].levels()[0]]
    run = automl(max_runtime_secs=int(request.budget_s), seed=1, verbosity=None, sort_metric=METRICS[request.problem])
    run.train(y=request.target, training_frame=frame)
    return Fitted(run.leader, frame.types, classes)


def start(request: Request) -> None:
    """The server, before the clock runs."""
    h2o = import_module("h2o")
    h2o.init(nthreads=request.threads, max_mem_size="8g", log_level="FATA", verbose=False, port=54421)
    h2o.no_progress()


if __name__ == "__main__":
    drive(fit, "h2o", before=start)
