"""What every driver does: reads the request, times fitting and answering, leaves answers.npz and result.json. Drivers
run as scripts inside a peer's own environment, so this needs numpy and pandas only."""

import json
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

SINGLE_CALLS = 20


class Model(Protocol):
    """A fitted model of any library: its classes as text (none for numbers) and its answers."""

    classes: list[str]

    def answers(self, rows: Any) -> Any:
        """(n, n_classes) probabilities, or n numbers, for a pandas data frame."""

    def one(self, row: Any) -> Any:
        """The answer to a frame of one row, the quickest way the library offers."""


class Request:
    """One run: paths and tables of train and test (without the target; as text when asked), target, problem (binary,
    multiclass, regression), the budget in seconds, threads, and a folder to work in."""

    def __init__(self, path: Path, as_text: bool) -> None:
        said = json.loads(path.read_text())
        self.folder = Path(said["folder"])
        self.target: str = said["target"]
        self.problem: str = said["problem"]
        self.preset: str = said["preset"]
        self.budget_s: float = said["budget_s"]
        self.threads: int = said["threads"]
        self.train_path: str = said["train"]
        reading: dict[str, Any] = {"dtype": str, "keep_default_na": False} if as_text else {"low_memory": False}
        self.test = pd.read_csv(said["test"], **reading).drop(columns=[self.target])

    @property
    def train(self) -> Any:
        """The training table as pandas reads it."""
        return pd.read_csv(self.train_path, low_memory=False)


def drive(
    fit: Callable[[Request], Model],
    *packages: str,
    before: Callable[[Request], None] | None = None,
    as_text: bool = False,
) -> None:
    """Runs `fit` on the request that the command line names and writes what came out. `before` is not timed."""
    request = Request(Path(sys.argv[1]), as_text)
    if before is not None:
        before(request)
    began = time.perf_counter()
    model = fit(request)
    fit_s = time.perf_counter() - began
    began = time.perf_counter()
    answers = np.asarray(model.answers(request.test), dtype=float)
    predict_s = time.perf_counter() - began
    result = {
        "fit_s": round(fit_s, 2),
        "rows_per_s": round(len(request.test) / predict_s),
        "single_ms": round(_single_ms(model, request.test.iloc[[0]]), 3),
        "versions": {name: metadata.version(name) for name in packages},
        **getattr(model, "said", {}),
    }
    np.savez(request.folder / "answers.npz", answers=answers.reshape(len(request.test), -1), classes=model.classes)
    (request.folder / "result.json").write_text(json.dumps(result))


def _single_ms(model: Model, row: Any) -> float:
    seconds = []
    for _ in range(SINGLE_CALLS):
        began = time.perf_counter()
        model.one(row)
        seconds.append(time.perf_counter() - began)
    return 1000 * float(np.median(seconds))
