"""A bundle or a table as the subject of documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.report.data import data_report
from app.report.model import model_report
from app.report.sheet import Sheet
from app.report.story import Story
from app.report.write import NotebookMade, Subject
from datasets.errors import InputError

if TYPE_CHECKING:
    from automl.notebook import Notebook
    from datasets.table import Table

COPY = "{stem}.training.csv"


def of_model(
    path: Path, training: Callable[[], Table] | None = None, source: Path | None = None, **extra: Any
) -> Subject:
    """The documents about a bundle. `training` gives the table that it was built from, which its notebook needs, and
    `source` the file of that table, if it has one. The documents are named after the bundle. Raises InputError when it
    is no bundle."""
    story = Story.of(path, extra)
    stem = Path(story.file).stem
    return Subject(stem, lambda: model_report(story), lambda: _of_model(path, stem, training, source))


def of_table(table: Table, name: str, stem: str, target: str | None, source: Path | None = None) -> Subject:
    """The documents about a table; `source` is its file, if it has one."""
    sheet = Sheet(table, name, target)
    return Subject(stem, lambda: data_report(sheet), lambda: _of_table(sheet, stem, source))


def _of_model(path: Path, stem: str, training: Callable[[], Table] | None, source: Path | None) -> NotebookMade:
    """Raises InputError without the training table."""
    from app.replay import Replay
    from automl.notebook import model_notebook
    from inference.bundle import read_bundle

    if training is None:
        raise InputError(
            "A notebook trains the model again, so it needs the table that the model was built from: --data TABLE."
        )
    bundle = read_bundle(path)
    table = Replay(bundle.manifest).as_read(training()).table
    notebook = model_notebook(bundle, table, source, COPY.format(stem=stem))
    return _made(notebook, "Run it with Jupyter; it trains the model again and compares it with this one.")


def _of_table(sheet: Sheet, stem: str, source: Path | None) -> NotebookMade:
    from automl.notebook import table_notebook

    notebook = table_notebook(sheet.table, sheet.name, sheet.target, source, COPY.format(stem=stem))
    return _made(notebook, "Run it with Jupyter.")


def _made(notebook: Notebook, how: str) -> NotebookMade:
    beside = "".join(
        f" {name} belongs beside it: a plain copy of the table, which it reads." for name in notebook.beside
    )
    return NotebookMade(notebook.text, (how + beside,), notebook.beside)
