"""Predicting needs numpy, Arrow, DuckDB and the ONNX runtime; no training library, pandas or Streamlit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCKED = (
    *("sklearn", "lightgbm", "xgboost", "catboost", "optuna", "shap", "streamlit", "pandas", "scipy", "onnx"),
    *("plotly", "sqlalchemy", "automl", "app"),
)
PROGRAM = f"""
import importlib.abc, sys

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {BLOCKED!r}:
            raise ImportError(name + " is blocked")

sys.meta_path.insert(0, Blocker())
bundle, rows, out = sys.argv[1:]
import pyarrow as pa
from inference import load, misfits, predict_file
model = load(bundle)
row = {{"tenure": 41, "charges": "1,234", "joined": "2020-05-01", "size": 5}}
assert model.predict(row).label in model.manifest.classes
assert len(model.predict_table(pa.table({{"tenure": [1, 2], "Contract": ["Two year", None]}}))) == 2
assert len(model.predict_table({{"tenure": [1, None, "3"]}})) == 3
assert misfits(model, rows) == ()
report = predict_file(model, rows, out)
assert report.n_rows == 1
assert not set(sys.modules) & set({BLOCKED!r})
print("done", end="")
"""


def test_runs_without_training_libraries(bundle_paths, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("tenure,charges,Contract,size,Senior,joined,label\n1,2,Two year,5.0,No,2020-05-01,red\n")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, bundle_paths["binary"], rows, tmp_path / "out.csv"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "done", "")
