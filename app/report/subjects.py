"""A bundle or a table as the subject of documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.report.data import data_report
from app.report.model import model_report
from app.report.sheet import Sheet
from app.report.story import Story
from app.report.write import Subject

if TYPE_CHECKING:
    from datasets.table import Table


def of_model(path: Path, training: Callable[[], Table] | None = None, **extra: Any) -> Subject:
    """The documents about a bundle; `training` reads the table that it was built from, which the notebook needs. Raises
    InputError when it is no bundle."""
    story = Story.of(path, extra)
    return Subject(path.stem, lambda: model_report(story), lambda: ("", ()))


def of_table(table: Table, name: str, stem: str, target: str | None) -> Subject:
    """The documents about a table. Raises InputError when it has no such target."""
    sheet = Sheet(table, name, target)
    return Subject(stem, lambda: data_report(sheet), lambda: ("", ()))
