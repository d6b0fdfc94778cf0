"""From raw values to answers: `load(path).predict(row)`, `.predict_table(rows)`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from datasets.errors import EaselError
from inference.bundle import Bundle, read_bundle
from inference.columns import ColumnReader, ColumnValues
from inference.manifest import Manifest
from inference.pool import in_order, processors
from inference.prediction import Prediction, Predictions, joined
from inference.quickscorer.session import Tables
from inference.readers import column_reader
from inference.row_names import RowNames
from inference.session import check_interface, open_session
from inference.sources import Rows, as_rows

if TYPE_CHECKING:
    from inference.recipe import Replayer

CHUNK_ROWS = 50_000
PIECE_ROWS = 512  # through the graph at once: what it makes on the way stays in the cache, words of long texts small
FEW_ROWS = 128  # up to here one thread is as fast as several

Feed = dict[str, npt.NDArray[Any]]


def load(path: str | Path, *, quick_trees: bool = True) -> Model:
    """The model in a bundle file; raises InputError when the file is damaged, newer, or no bundle. Where many rows
    come its trees are answered as bit vectors, with the same answers; not without `quick_trees`."""
    return Model(read_bundle(path), quick_trees=quick_trees)


class Model:
    """A bundle, open for predictions; it may be used from several threads at once.

    `session` runs the graph on one thread, as any ONNX runtime would; of a large table several pieces run at once.
    """

    def __init__(self, bundle: Bundle, *, quick_trees: bool = True) -> None:
        self.bundle = bundle
        self.manifest: Manifest = bundle.manifest
        self.session = open_session(bundle.model, threads=1)
        check_interface(self.session, self.manifest)
        self._tables = Tables(bundle.model, self.session) if quick_trees else None
        self.readers = tuple(column_reader(column) for column in self.manifest.columns)
        self.recipe = _replayer(self.manifest)
        self.asked = self.readers if self.recipe is None else tuple(column_reader(c) for c in self.manifest.asks)
        self._names = RowNames(self.manifest)
        groups = (_group(self.readers, dtype) for dtype in ("float32", "string", "int64"))
        self._groups = tuple(group for group in groups if group[1])
        self._output_names = list(self.manifest.outputs.values())

    def predict(self, row: Mapping[str, Any]) -> Prediction:
        """The answer for one row, a mapping of column name to value.

        A value may be a number, a text as in a CSV file, true or false, a date, or None, NaN, "" or absent for "not
        known"; the target and the training table's unused columns are ignored. Raises InputError for an unknown
        column and for a text that cannot be read as the number or date its column holds.
        """
        row = self._names.checked(row)
        if self.recipe is not None:
            return self.answers(self.read_row(row))[0]
        feed: Feed = {}
        for dtype, inputs, readers in self._groups:
            values = [reader.one(row.get(reader.name)) for reader in readers]
            feed.update(zip(inputs, np.array(values, dtype=dtype).reshape(-1, 1, 1), strict=True))
        return self._answer(*self._run(feed))

    def predict_table(self, rows: Any) -> Predictions:
        """The answers for many rows: a datasets.Table, a pyarrow Table, a mapping of column name to values, or a data
        frame. Values are read as in `predict`; a cell that cannot be read as its column's kind counts as missing and
        is counted in `Predictions.mismatched`. An absent column is missing in every row and other columns are
        ignored, but a column that looks like a misspelt one is an InputError, and so is a table with no known column.
        A recipe that groups rows gives one answer for each group, in the order of their first rows.
        """
        table = as_rows(rows)
        self._names.check_table(tuple(table.columns))
        parts, mismatched = [], Counter[str]()
        at_once = max(table.n_rows, 1) if self.changes_grain else CHUNK_ROWS
        for start in range(0, table.n_rows, at_once):
            stop = min(start + at_once, table.n_rows)
            values = self.read(table, start, stop)
            mismatched.update({name: column.n_mismatched for name, column in values.items() if column.n_mismatched})
            parts.append(self.answers(values, ahead=table.n_rows - stop))
        return joined(parts, self._no_answers, dict(mismatched))

    def read(self, table: Rows, start: int, stop: int) -> dict[str, ColumnValues]:
        """What the inputs take for the rows start..stop, by column of the model, after the recipe if there is one."""
        if self.recipe is not None:
            table = self.recipe.rows(table, start, stop)
            start, stop = 0, table.n_rows
        return {reader.name: table.read(reader, start, stop) for reader in self.readers}

    def read_row(self, row: Mapping[str, Any]) -> dict[str, ColumnValues]:
        """What the inputs take for one row. Raises InputError for a value that its column cannot hold."""
        for reader in self.asked:
            reader.one(row.get(reader.name))
        return self.read(Rows({reader.name: [row.get(reader.name)] for reader in self.asked}, 1), 0, 1)

    def read_raw(self, table: Rows, start: int, stop: int) -> dict[str, ColumnValues]:
        """What stands in the columns that rows to predict must have, to compare with what is expected."""
        if self.recipe is None:
            return self.read(table, start, stop)
        found = {reader.name: table.read(reader, start, stop) for reader in self.asked}
        free = {reader.name for reader in self.asked if reader.dtype is object and not reader.column.categories}
        return {name: replace(v, n_unseen=0, examples=()) if name in free else v for name, v in found.items()}

    @property
    def changes_grain(self) -> bool:
        """Whether rows are grouped first, so that there is one answer for a group and a file must be read whole."""
        return self.recipe is not None and self.recipe.changes_grain

    def answers(self, values: Mapping[str, ColumnValues], threads: int | None = None, *, ahead: int = 0) -> Predictions:
        """The answers for values that `read` gave (n rows, n > 0), made in small pieces on so many threads (default:
        one for every processor, at most 8). That takes less work than one run with several threads, and the answers are
        the same, bit for bit. Where many rows are `ahead` of the caller, what makes them quick is made."""
        feed = {reader.column.input: values[reader.name].values for reader in self.readers}
        n_rows = len(next(iter(feed.values())))
        n_threads = processors() if threads is None else threads
        at_once = min(PIECE_ROWS, max(FEW_ROWS, -(-n_rows // n_threads)))
        pieces = [slice(start, start + at_once) for start in range(0, n_rows, at_once)]

        def ran(piece: slice) -> list[Any]:
            left = ahead + max(0, n_rows - piece.stop)
            return self._run({name: part[piece] for name, part in feed.items()}, left)

        parts = list(in_order(ran, pieces, min(n_threads, len(pieces))))
        outputs = parts[0] if len(parts) == 1 else [np.concatenate(made) for made in zip(*parts, strict=True)]
        return self._answers(outputs, n_rows)

    def _run(self, feed: Feed, ahead: int | None = None) -> list[Any]:
        """The outputs of the graph; of a piece of a table, `ahead` is how many rows come after it."""
        try:
            if ahead is None or self._tables is None:
                return list(self.session.run(self._output_names, feed))
            return self._tables.run(self._output_names, feed, ahead)
        except Exception as error:  # the runtime's own exceptions share no root but Exception
            raise EaselError(f"The ONNX runtime could not run the model: {error}") from error

    def _answer(self, *outputs: npt.NDArray[Any]) -> Prediction:
        """What the outputs (1, ...) say of one row, without making arrays of answers first."""
        if self.manifest.is_regression:
            value, low, high = (float(output[0]) for output in outputs)
            return Prediction(value=value, low=low, high=high)
        label, shares = outputs
        return Prediction(str(label[0]), dict(zip(self.manifest.classes, shares[0].tolist(), strict=True)))

    def _answers(self, outputs: list[Any], n_rows: int) -> Predictions:
        found = dict(zip(self.manifest.outputs, outputs, strict=True))
        if self.manifest.is_regression:
            return Predictions(n_rows, values=found["prediction"], low=found["low"], high=found["high"])
        return Predictions(n_rows, self.manifest.classes, found["label"], found["probabilities"])

    @cached_property
    def _no_answers(self) -> Predictions:
        n_classes = len(self.manifest.classes)
        empty = np.empty(0, dtype=np.float32)
        classes = [np.empty(0, dtype=object), np.empty((0, n_classes), dtype=np.float32)]
        return self._answers([empty, empty, empty] if self.manifest.is_regression else classes, 0)


def _replayer(manifest: Manifest) -> Replayer | None:
    """The recipe of a bundle; what it is replayed with is loaded for those that have one."""
    if manifest.recipe is None:
        return None
    from inference.recipe import Replayer

    return Replayer(manifest.recipe)


def _group(readers: tuple[ColumnReader, ...], dtype: str) -> tuple[npt.DTypeLike, list[str], list[ColumnReader]]:
    chosen = [reader for reader in readers if reader.column.dtype == dtype]
    numpy_dtype = {"float32": np.float32, "string": object, "int64": np.int64}[dtype]
    return numpy_dtype, [reader.column.input for reader in chosen], chosen
