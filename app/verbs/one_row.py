"""Answers about one row: the typical one, one of the training table, its prediction and the reasons for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.verbs.insights import InsightVerbs
from app.verbs.kept import Kept
from datasets.changes import Changes
from datasets.errors import InputError

if TYPE_CHECKING:
    from app.verbs.reasons import Background
    from automl.explain import Reasons
    from datasets.find import Hits
    from datasets.table import Table
    from inference.prediction import Prediction
    from inference.predictor import Model
    from inference.strange import Strange


class OneRowVerbs(InsightVerbs):
    """What a model version that is ready says about one row; it is kept open."""

    def __init__(self, home: Path | None = None) -> None:
        super().__init__(home)
        self._predictors: Kept[Model] = Kept(4)
        self._backgrounds: Kept[Background] = Kept(4)

    def predictor(self, model_version_id: str) -> Model:
        """The version, open for predictions."""
        from inference.predictor import load

        path = self.bundle_path(model_version_id)  # the job of a version may be run again: another path, another model
        return self._predictors.get(str(path), lambda: load(path))

    def typical_row(self, model_version_id: str) -> dict[str, Any]:
        """The typical value of every column the model reads: a number, a text, or an ISO time in UTC."""
        columns = self.predictor(model_version_id).manifest.asks
        return {column.name: column.typical for column in columns}

    def random_row(self, model_version_id: str) -> dict[str, Any]:
        """The values of a row of the training table, drawn by chance, in the same form; None is "not known"."""
        n_rows = self.training_table(model_version_id).n_rows
        drawn = np.random.default_rng().integers(n_rows) + 1 if n_rows else 0
        return self.row_at(model_version_id, int(drawn)) if n_rows else self.typical_row(model_version_id)

    def row_at(self, model_version_id: str, number: int) -> dict[str, Any]:
        """The values of row `number` (from 1) of the training table. Raises InputError when there is no such row."""
        table = self.training_table(model_version_id)
        if not 1 <= number <= table.n_rows:
            raise InputError(f"The table has the rows 1 to {table.n_rows:,}; it has no row {number:,}.")
        row = table.take(np.array([number - 1]))
        columns = self.predictor(model_version_id).manifest.asks
        return {column.name: _value(row, column.name, column.dtype) for column in columns}

    def find_rows(self, model_version_id: str, words: str, most: int = 8) -> tuple[Hits, Table]:
        """Where words are found in the training table, and the first `most` of these rows as they stand in it. Raises
        InputError for words that are too long."""
        from datasets.find import find_rows

        table = self.training_table(model_version_id)
        hits = find_rows(table, words, most)
        return hits, table.take(np.array(hits.places))

    def truth_at(self, model_version_id: str, number: int) -> str:
        """What the column to predict says in row `number` (from 1) of the training table; empty where it says
        nothing."""
        table, target = self.training_table(model_version_id), self.predictor(model_version_id).manifest.target.name
        if target not in table.names or not 1 <= number <= table.n_rows:
            return ""
        return str(table.take(np.array([number - 1])).texts(target)[0].as_py())

    def training_table(self, model_version_id: str) -> Table:
        """The table a version was built from, as it was taken, before its recipe."""
        from app.store import models

        with self.store.read() as connection:
            job_id = models.version_row(connection, model_version_id).job_id
        payload = self.job(job_id).payload
        return self.table_as(payload["dataset_version_id"], Changes.from_dict(payload))

    def predict_one(self, model_version_id: str, row: Mapping[str, Any]) -> Prediction:
        """The answer for one row (column name -> value)."""
        return self.predictor(model_version_id).predict(row)

    def strange(self, model_version_id: str, row: Mapping[str, Any]) -> tuple[Strange, ...]:
        """The cells of one row that lie outside what the model has seen."""
        from inference.strange import strange_cells

        return strange_cells(self.predictor(model_version_id).asked, row)

    def reasons(self, model_version_id: str, row: Mapping[str, Any]) -> Reasons:
        """Which columns pushed the answer of one row up or down, and by how much, compared with the average. Raises
        InputError when the rows that the model learnt from are not here."""
        from app.verbs.reasons import reasons

        return reasons(self.predictor(model_version_id), self._background(model_version_id), row)

    def _background(self, model_version_id: str) -> Background:
        """The rows that reasons compare with, made once for a version."""
        from app.verbs.reasons import Background

        def make() -> Background:
            table = self.training_table(model_version_id)
            if table.n_rows == 0:
                raise InputError("Reasons compare a row with those the model learnt from, and these are not here.")
            return Background.of(self.predictor(model_version_id), table)

        return self._backgrounds.get(str(self.bundle_path(model_version_id)), make)


def _value(row: Table, name: str, dtype: str) -> float | str | None:
    if dtype == "string":
        return str(row.texts(name)[0].as_py())
    if dtype == "float32":
        number = float(row.numbers(name)[0])
        return None if np.isnan(number) else number
    from datasets.cells import MISSING_SECONDS

    seconds = int(row.seconds(name)[0])
    return None if seconds == MISSING_SECONDS else str(np.datetime64(seconds, "s")) + "Z"
