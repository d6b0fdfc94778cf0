"""One chunk of rows on its way through a model: read, checked, answered and made ready to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from inference.checking import Check
from inference.columns import ColumnValues
from inference.output import RowWriter
from inference.prediction import Predictions
from inference.predictor import Model
from inference.rejected import OnError, Rejected, unreadable_rows
from inference.sources import as_rows
from inference.strange import Mask

if TYPE_CHECKING:
    from inference.recipe import Replayer

Numbered = tuple[int, pa.Table]


@dataclass(frozen=True)
class Scored:
    """What became of a chunk: its rows, what was counted, what the writer takes (None: no row is left), and the rows
    that are left out."""

    n_rows: int
    check: Check
    encoded: Any
    rejected: Rejected | None


class Scorer:
    """Does the work on chunks of one table of `n_rows`; several threads may use it at once, each on chunks of its own.
    `threads` is how many a chunk may use within the model; with `marks_unlike` the last column says which rows are
    unlike anything seen."""

    def __init__(
        self,
        model: Model,
        check: Check,
        writer: RowWriter,
        on_error: OnError,
        threads: int,
        n_rows: int,
        marks_unlike: bool = False,
    ) -> None:
        self._model, self._check, self._writer = model, check, writer
        self._on_error, self._threads, self._n_rows, self._marks_unlike = on_error, threads, n_rows, marks_unlike

    def __call__(self, numbered: Numbered) -> Scored:
        """What becomes of a chunk, given with the number of its first row (from 1)."""
        first_row, chunk = numbered
        ahead = max(0, self._n_rows - (first_row - 1 + chunk.num_rows))
        raw = self._model.read_raw(as_rows(chunk), 0, chunk.num_rows)
        bad = None if self._on_error == "missing" else unreadable_rows(raw)
        check = self._check.begun()
        unlike = check.add(raw, bad)
        if bad is None:
            return Scored(chunk.num_rows, check, self._encoded(chunk, raw, unlike, ahead), None)
        rejected = Rejected(chunk, raw, bad, self._check.columns, first_row)
        kept = chunk.filter(pa.array(~bad))
        left = {name: replace(cells, values=cells.values[~bad]) for name, cells in raw.items()}
        encoded = self._encoded(kept, left, unlike[~bad], ahead) if kept.num_rows else None
        return Scored(chunk.num_rows, check, encoded, rejected)

    def _encoded(self, chunk: pa.Table, raw: Mapping[str, ColumnValues], unlike: Mask, ahead: int) -> Any:
        """The cells of the rows with their answers; with a recipe that groups rows, the groups."""
        model, shown = self._model, chunk
        values = raw if model.recipe is None else model.read(as_rows(chunk), 0, chunk.num_rows)
        if model.recipe is not None and model.changes_grain:
            shown = _groups(model.recipe, chunk)
        answers = model.answers(values, self._threads, ahead=ahead)
        marks = [pa.array(unlike)] if self._marks_unlike else []
        return self._writer.encoded([*(_one(column) for column in shown.columns), *_answer_columns(answers), *marks])


def numbered(chunks: Iterator[pa.Table], *, as_one: bool) -> Iterator[Numbered]:
    """Every chunk that has rows with the number of its first row, from 1; all of them `as_one` if that is asked."""
    start = 1
    for chunk in _whole(chunks) if as_one else chunks:
        if chunk.num_rows:
            yield start, chunk
        start += chunk.num_rows


def _whole(chunks: Iterator[pa.Table]) -> Iterator[pa.Table]:
    found = list(chunks)
    if found:
        yield pa.concat_tables(found, promote_options="permissive")


def _groups(recipe: Replayer, chunk: pa.Table) -> pa.Table:
    """The groups that a recipe makes of rows, as a table."""
    return recipe.cells(recipe.rows(as_rows(chunk), 0, chunk.num_rows))


def _answer_columns(answers: Predictions) -> list[pa.Array]:
    if answers.labels is not None and answers.probabilities is not None:
        shares = answers.probabilities
        return [pa.array(answers.labels, pa.string()), *(pa.array(shares[:, j]) for j in range(shares.shape[1]))]
    return [pa.array(answers.values), pa.array(answers.low), pa.array(answers.high)]


def _one(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
