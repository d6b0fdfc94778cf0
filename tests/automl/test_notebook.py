"""A model's notebook trains it again without Easel, and it comes out equal; a table's notebook runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from automl.build import build
from automl.notebook import model_notebook, table_notebook
from automl.spec import BuildSpec
from datasets.errors import InputError
from datasets.read import read
from datasets.table import Table
from inference.bundle import Bundle
from tests.automl.tables import mixed

BLOCKED = "import sys\nsys.modules.update(dict.fromkeys(('app', 'automl', 'inference', 'datasets')))"
TOLD = "print('TOLD', largest_difference, largest_score_difference)"
EXECUTE = """
import sys, nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], as_version=4)
nbformat.validate(book)
NotebookClient(book, timeout=240, iopub_timeout=60, resources={"metadata": {"path": sys.argv[2]}}).execute()
nbformat.write(book, sys.argv[1])
"""


def executed(text: str, folder: Path, last: str = "") -> dict[str, Any]:
    """The notebook after all of its cells were run in a process that cannot import Easel."""
    book = json.loads(text)
    extra = [BLOCKED] if not last else [BLOCKED, last]
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"x{i}", "metadata": {}, "outputs": [], "execution_count": None, "source": code}
        for i, code in enumerate(extra)
    ]
    book["cells"] = [cells[0], *book["cells"], *cells[1:]]
    path = folder / "run.ipynb"
    path.write_text(json.dumps(book))
    environ = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}  # some libraries set it
    command = [sys.executable, "-c", EXECUTE, str(path), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environ)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def as_csv(table: Table, path: Path) -> Table:
    """The table as a file, read again."""
    table.cells.to_pandas().to_csv(path, index=False)
    return read(path)


def built(table: Table, target: str, **more: Any) -> Bundle:
    return build(table, BuildSpec(target=target, budget_s=30.0, **more)).bundle


CASES: dict[str, dict[str, Any]] = {
    "churn": {"sample": "telecom_churn", "candidates": 2, "algorithms": ("linear", "lightgbm")},
    "houses": {"sample": "house_prices", "candidates": 2, "algorithms": ("xgboost", "extra_trees")},
    "groups": {"sample": None, "candidates": 2, "quality": "fast", "split": "group:plan"},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_notebook_trains_the_same_model(name: str, tmp_path: Path) -> None:
    case = dict(CASES[name])
    table, target = _table(case.pop("sample"))
    read_again = as_csv(table, tmp_path / "table.csv")
    bundle = built(read_again, target, **case)
    made = model_notebook(bundle, read_again, tmp_path / "table.csv", "copy.csv")
    assert not made.beside
    outputs = executed(made.text, tmp_path, TOLD)["cells"][-1]["outputs"]
    difference, of_scores = map(float, "".join(outputs[0]["text"]).split()[1:])
    assert difference <= 1e-5
    assert of_scores <= 1e-6


def _table(sample: str | None) -> tuple[Table, str]:
    from datasets import samples

    if sample is None:
        return mixed("multiclass", 400), "target"
    found = samples.all()[sample]
    table = found.load()
    return table.head(300), found.target


@pytest.mark.slow
def test_a_notebook_of_a_table_runs(tmp_path: Path) -> None:
    table = as_csv(mixed("binary"), tmp_path / "table.csv")
    made = table_notebook(table, "table.csv", "target", tmp_path / "table.csv", "copy.csv")
    cells = executed(made.text, tmp_path)["cells"]
    assert any(output["output_type"] == "display_data" for cell in cells for output in cell.get("outputs", ()))


def test_a_table_that_plain_code_reads_otherwise_goes_beside_the_notebook() -> None:
    table = mixed("binary", 60)
    bundle = built(table, "target", candidates=1, algorithms=("linear",))
    made = model_notebook(bundle, table, None, "copy.csv")
    assert made.beside["copy.csv"].startswith(b"age,plan,income")
    assert "'copy.csv'" in made.text


def test_another_table_and_a_member_without_plain_code_are_refused() -> None:
    table = mixed("regression", 60)
    bundle = built(table, "target", candidates=1, algorithms=("linear",))
    with pytest.raises(InputError, match="this is another one"):
        model_notebook(bundle, mixed("regression", 60, seed=1), None, "copy.csv")
    plan = json.loads(json.dumps(bundle.manifest.plan).replace('"linear"', '"quantum"'))
    with pytest.raises(InputError, match="quantum after"):
        model_notebook(replace(bundle, manifest=replace(bundle.manifest, plan=plan)), table, None, "copy.csv")
