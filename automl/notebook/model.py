"""The notebook that trains a model again from its table, and shows that it comes out equal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from automl.notebook._cells import Cell, Notebook, as_markdown, notebook_json
from automl.notebook._code_cells import imports, of_learners, of_preparations, of_score
from automl.notebook._decisions import decisions
from automl.notebook._folds import folds
from automl.notebook._parts import code
from automl.notebook._reading import Reader, Reading
from automl.notebook._situation import Situation
from datasets.table import Table
from inference.bundle import Bundle


def model_notebook(bundle: Bundle, table: Table, source: Path | None, copy_name: str) -> Notebook:
    """The notebook of a model. `table` is the one it was built from, with every column treated as it was; `source` its
    file, if it has one, which the notebook then reads; else a plain copy goes beside it under `copy_name`.

    Raises InputError when the table is another one, when the bundle holds no plan, and when a member of the team has no
    form in plain code.
    """
    situation = Situation(bundle, table)
    reading = Reader(table, situation.read_columns, source, copy_name).reading()
    cells = list(_cells(situation, reading))
    beside = {} if reading.copy is None else {reading.file: reading.copy}
    return Notebook(notebook_json(cells), beside)


def _cells(situation: Situation, reading: Reading) -> Iterator[Cell]:
    yield Cell("markdown", _title(situation))
    yield Cell("code", imports(situation))
    yield Cell(
        "markdown", "## What the build decided\n\nRounds, weights and the like are constants; nothing is searched."
    )
    yield Cell("code", decisions(situation, reading))
    yield Cell("markdown", "## The table")
    yield Cell("code", code("reading"))
    yield Cell("code", code("table"))
    yield Cell(
        "markdown", "## The folds\n\nThe same rows in the same folds as in the build, by the same rule and seed."
    )
    yield Cell("code", folds(situation))
    yield Cell("markdown", "## How columns are prepared")
    yield Cell("code", of_preparations(situation))
    yield Cell("markdown", "## How models learn")
    yield Cell("code", of_learners(situation))
    yield Cell("code", code("answers"))
    yield Cell("markdown", "## Training\n\nEvery member of the team, on every fold.")
    yield Cell("code", code("train"))
    yield Cell("code", code("run"))
    yield Cell("markdown", "## Does it come out equal?")
    yield Cell("code", of_score(situation))
    yield Cell("code", code("compare"))
    yield Cell("markdown", "The answers of the model file itself, row by row, beside those of this notebook:")
    yield Cell("code", code("check"))


def _title(situation: Situation) -> str:
    manifest = situation.bundle.manifest
    score = manifest.score
    return (
        f"# {as_markdown(manifest.name)}\n\nThis notebook trains the model that predicts "
        f"**{as_markdown(manifest.target.name)}** again, in plain code: pandas, numpy, scikit-learn and the libraries "
        "of its learners. Nothing of Easel is imported. Run all cells; the last ones compare what came out with the "
        f"model that was built {manifest.created}.\n\n"
        f"{score.title} of that model: **{score.value:.6g}** on {score.n_rows:,} rows ({score.how}). It is equal on "
        "the same versions of the libraries; other versions may differ in the last digits."
    )
