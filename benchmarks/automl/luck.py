"""How much of "reported minus measured" is the luck of the splits: `python -m benchmarks.automl.luck`.

An ordinary booster of scikit-learn is cross-validated on the training rows and measured on the test rows of the same
splits; what its own figures differ by, in their combined bootstrap standard errors, no engine could have foreseen.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder

from benchmarks.automl.run import TABLES
from benchmarks.tables import Case, catalogue, split

N_FOLDS = 8
N_RESAMPLES = 100
ROUNDS = 100


def gain(problem: str, y: Any, answers: Any) -> float:
    """ROC AUC, or less the log loss or the root mean squared error: higher is better."""
    if problem == "binary":
        return float(roc_auc_score(y, answers[:, 1]))
    if problem == "multiclass":
        return -float(log_loss(y, answers, labels=np.arange(answers.shape[1])))
    return -float(np.sqrt(np.mean((y - answers) ** 2)))


def standard_error(problem: str, y: Any, answers: Any) -> float:
    """Of the gain, by resampling the rows."""
    rng = np.random.default_rng(0)
    picked = (rng.integers(0, len(y), len(y)) for _ in range(N_RESAMPLES))
    return float(np.std([gain(problem, y[rows], answers[rows]) for rows in picked]))


def booster(case: Case, rows: pd.DataFrame) -> Any:
    """Histogram boosting over numbers as they are and texts as codes."""
    texts = [name for name in rows.columns if rows[name].dtype.kind not in "iufb"]
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, min_frequency=5, max_categories=200)
    columns = make_column_transformer((codes, texts), remainder="passthrough")
    kind = HistGradientBoostingRegressor if case.problem == "regression" else HistGradientBoostingClassifier
    return make_pipeline(columns, kind(max_iter=ROUNDS, random_state=0))


def luck(case: Case, folder: Path) -> float:
    """(cross-validated - measured) in combined standard errors; below 0 where the test rows were the easier ones."""
    train, test = (pd.read_csv(path) for path in split(case, folder))
    y, y_test = train.pop(case.target), test.pop(case.target)
    if case.problem != "regression":
        places = {name: place for place, name in enumerate(sorted(y.unique()))}
        y, y_test = y.map(places), y_test.map(places)
    texts = [name for name in train.columns if train[name].dtype.kind not in "iufb"]
    train[texts], test[texts] = train[texts].astype(str), test[texts].astype(str)
    numbers = case.problem == "regression"
    folds = (KFold if numbers else StratifiedKFold)(N_FOLDS, shuffle=True, random_state=0)
    method, model = "predict" if numbers else "predict_proba", booster(case, train)
    promised = cross_val_predict(model, train, y, cv=folds, method=method)
    seen = getattr(model.fit(train, y), method)(test)
    told, true = y.to_numpy(), y_test.to_numpy()
    error = np.hypot(standard_error(case.problem, told, promised), standard_error(case.problem, true, seen))
    return float((gain(case.problem, told, promised) - gain(case.problem, true, seen)) / error)


def main(arguments: Sequence[str] | None = None) -> int:
    """One line a table, and the mean."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.automl.luck")
    parser.add_argument("tables", nargs="*", help="tables of the catalogue; default: the twenty-one")
    chosen = parser.parse_args(arguments).tables or list(TABLES)
    cases, found = catalogue(), []
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            found.append(luck(cases[name], Path(folder) / name))
            print(f"{name:24s}{found[-1]:+.2f}", flush=True)
    print(f"{'mean':24s}{np.mean(found):+.2f} of {len(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
