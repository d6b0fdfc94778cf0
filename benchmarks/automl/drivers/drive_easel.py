"""Easel by its own command, starting Python and reading the file included, then its bundle through `inference`."""

import json
import subprocess
import sys
from typing import Any

from _driver import Request, drive

from inference import Model, load

METRICS = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}


class Fitted:
    """A bundle, opened; `said` goes into the result."""

    def __init__(self, model: Model, said: dict[str, Any]) -> None:
        self.model, self.said = model, said
        self.row: dict[str, Any] = {}
        self.classes = list(model.manifest.classes)

    def answers(self, rows: Any) -> Any:
        """Probabilities in the order of the classes, or numbers."""
        answers = self.model.predict_table(rows)
        return answers.probabilities if self.classes else answers.values

    def one(self, row: Any) -> Any:
        """The answer to a dict."""
        self.row = self.row or row.iloc[0].to_dict()
        return self.model.predict(self.row)


def fit(request: Request) -> Fitted:
    """`easel build` with a budget; `preset` is the quality, where one is named."""
    bundle = request.folder / "model.zip"
    command = [sys.executable, "-m", "app.cli", "build", request.train_path, "--target", request.target, "--json"]
    command += ["--problem", request.problem, "--metric", METRICS[request.problem]]
    command += ["--budget", f"{request.budget_s:g}s", "--out", str(bundle)]
    command += ["--quality", request.preset] if request.preset else []
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(ran.stderr)
    built = json.loads(ran.stdout)
    said = {
        "reported": {name: built["score"][name] for name in ("value", "low", "high", "how")},
        "candidates": built["candidates"],
        "parity": built["parity"]["largest_difference"],
        "bundle_mb": round(bundle.stat().st_size / 1e6, 2),
    }
    return Fitted(load(bundle), said)


if __name__ == "__main__":
    drive(fit, "easel-studio", as_text=True)
