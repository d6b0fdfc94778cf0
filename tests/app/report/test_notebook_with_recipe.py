"""A model with a recipe has a notebook, too: it runs without Easel, on a plain copy of the prepared table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.automl.tables import mixed
from tests.automl.test_notebook import TOLD, as_csv, executed

STEPS = [
    {"step": "fill", "columns": ["age"], "with": "median"},
    {"step": "formula", "into": "rich", "formula": "if(income > 22026, 'rich', 'not') & plan"},
    {"step": "filter_rows", "condition": "income > 9000"},
    {"step": "drop", "columns": ["mail"]},
]


@pytest.mark.slow
def test_it_trains_the_same_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    as_csv(mixed("multiclass", 400), tmp_path / "table.csv")
    (tmp_path / "recipe.json").write_text(json.dumps({"steps": STEPS}))
    data, model = str(tmp_path / "table.csv"), str(tmp_path / "model.zip")
    how = ["--target", "target", "--candidates", "2", "--algorithms", "linear,lightgbm", "--quality", "fast"]
    assert main(["build", data, *how, "--recipe", str(tmp_path / "recipe.json"), "--out", model]) == 0
    capsys.readouterr()
    assert main(["report", model, "--notebook", "--data", data, "--out", str(tmp_path)]) == 0
    assert "model.training.csv belongs beside it" in " ".join(capsys.readouterr().out.split())
    (tmp_path / "table.csv").unlink()
    cells = executed((tmp_path / "model.notebook.ipynb").read_text(), tmp_path, TOLD)["cells"]
    difference, of_scores = map(float, "".join(cells[-1]["outputs"][0]["text"]).split()[1:])
    assert difference <= 1e-5
    assert of_scores <= 1e-6
