"""The measured rows one by one: what the model answered, what was true, and the raw columns, kept beside the record so
that questions about them can be asked after the build, and versions compared. Notation as in automl/contracts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from automl.contracts import Array, Decision, ProblemName, Rows
from automl.labels import named
from automl.measured_rows import MeasuredRows
from datasets.errors import InputError
from datasets.record import ReadRecord
from datasets.schema import Kind, Schema
from datasets.spool import mapped, save_mapped
from datasets.table import Table

# 1: the first one. 2: the places of the rows in the table. Raise it when columns or metadata change their meaning;
# `load` says which ones it reads.
FORMAT = 2
MOST_ROWS, LEAST_ROWS = 50_000, 2_000
MOST_CELLS = 5_000_000
KINDS = frozenset({Kind.NUMERIC, Kind.CATEGORY, Kind.BOOLEAN, Kind.DATETIME})
_METADATA = b"easel.held"
_CELL = "cell "


@dataclass(frozen=True)
class Held:
    """Rows that nobody trained on. `table` has their cells (n), without the target, ids, constants and free texts; `y`
    (n,) the truth, `answers` (n, c) the model's, in original units; `named` (n,) the class that was named (numbers:
    zeros). `n_of` is how many rows were measured: of many, a sample is kept. `rows` (n,) are their places in the table
    that was built from (empty in files of format 1)."""

    table: Table
    problem: ProblemName
    classes: tuple[str, ...]
    y: npt.NDArray[Any]
    answers: Array
    named: npt.NDArray[np.int64]
    n_of: int
    how: str
    rows: Rows = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def n_rows(self) -> int:
        return len(self.y)

    @property
    def losses(self) -> Array:
        """(n,) how far each answer is off: 1 minus the probability of the truth, or the absolute error."""
        if self.problem == "regression":
            return np.asarray(np.abs(self.answers[:, 0] - self.y), dtype=np.float64)
        return np.asarray(1.0 - self.answers[np.arange(self.n_rows), self.y.astype(np.int64)], dtype=np.float64)

    @property
    def measured(self) -> MeasuredRows:
        """What a comparison with another version reads. Raises InputError when the places of the rows are not known."""
        if len(self.rows) != self.n_rows:
            raise InputError("An older Easel kept the measured rows without their places. Build the model again.")
        return MeasuredRows.of(self.rows, self.y, self.answers, self.named)

    def named_from(self, threshold: float | None, positive: str | None) -> npt.NDArray[np.int64]:
        """(n,) the class that is named when the positive one of two is said from `threshold` on; None: as built."""
        if threshold is None or positive is None or len(self.classes) != 2:
            return self.named
        return named(self.answers, Decision(self.classes.index(positive), threshold))

    def save(self, path: str | Path) -> None:
        """Writes one Arrow file, compressed. Raises EaselError (disk full ...)."""
        about = {
            "format": FORMAT,
            "schema": self.table.schema.to_dict(),
            "problem": self.problem,
            "classes": list(self.classes),
            "n_of": self.n_of,
            "how": self.how,
        }
        columns: dict[str, Any] = {"row": self.rows, "actual": self.y, "named": self.named}
        columns |= {f"answer {i}": values for i, values in enumerate(self.answers.T)}
        columns |= {_CELL + name: self.table.cells.column(name) for name in self.table.names}
        rows = pa.table(columns).replace_schema_metadata({_METADATA: json.dumps(about).encode()})
        save_mapped(rows, path, "zstd")

    @classmethod
    def load(cls, path: str | Path) -> Held:
        """Reads what `save` wrote. Raises InputError when the file is missing, damaged or of a newer Easel."""
        try:
            rows = mapped(path)
            about = json.loads(rows.schema.metadata[_METADATA])
            if about["format"] > FORMAT:
                raise InputError(
                    f"{path} has format {about['format']}; this Easel reads up to {FORMAT}. Use a newer Easel, or "
                    "build the model again."
                )
            return cls(_table(rows, Schema.from_dict(about["schema"])), *_arrays(rows, about))
        except (OSError, pa.ArrowInvalid, TypeError, KeyError, ValueError) as error:
            raise InputError(
                f"{path} must hold the measured rows of a build; it is missing or damaged. Build the model again."
            ) from error


def _table(rows: pa.Table, schema: Schema) -> Table:
    names = list(schema.names)
    return Table(rows.select([_CELL + name for name in names]).rename_columns(names), schema, ReadRecord("held"))


def _arrays(rows: pa.Table, about: dict[str, Any]) -> tuple[Any, ...]:
    """The fields of Held after its table."""
    n_answers = sum(name.startswith("answer ") for name in rows.column_names)
    answers = np.column_stack([np.asarray(rows.column(f"answer {i}")) for i in range(n_answers)])
    y, said = np.asarray(rows.column("actual")), np.asarray(rows.column("named"))
    places = np.asarray(rows.column("row")) if "row" in rows.column_names else np.empty(0, dtype=np.int64)
    return about["problem"], tuple(about["classes"]), y, answers, said, about["n_of"], about["how"], places


def hold(
    table: Table,
    target: str,
    rows: npt.NDArray[np.int64],
    problem: ProblemName,
    classes: tuple[str, ...],
    y: npt.NDArray[Any],
    answers: Array,
    names: npt.NDArray[np.int64],
    how: str,
    seed: int,
) -> Held:
    """The measured rows, which stand at the places `rows` (n,) of the table. Of more than MOST_ROWS, or than MOST_CELLS
    cells, a sample is drawn: with the same seed a smaller one is part of every larger one, so that versions can be
    compared."""
    columns = [c.name for c in table.schema if c.name != target and c.kind in KINDS]
    most = max(LEAST_ROWS, min(MOST_ROWS, MOST_CELLS // max(len(columns), 1)))
    chosen = np.arange(len(rows))
    if len(rows) > most:
        drawn = np.random.default_rng([seed, 15]).random(table.n_rows)[rows]
        chosen = np.sort(np.argpartition(drawn, most)[:most])
    return Held(
        table=table.select(columns).take(rows[chosen]),
        problem=problem,
        classes=classes,
        y=y[chosen],
        answers=answers[chosen],
        named=names[chosen].astype(np.int64),
        n_of=len(rows),
        how=how,
        rows=rows[chosen],
    )


__all__ = ["FORMAT", "Held", "hold"]
