"""Any two versions side by side: scores, data, settings, what drives them, the answers that differ, speed and size."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from app.records import ModelVersionView, ModelView, VersionView
from app.verbs.answers import AnswerVerbs
from app.verbs.kept import Kept
from datasets.errors import EaselError, InputError

if TYPE_CHECKING:
    from automl.comparison import Paired
    from automl.measured_rows import MeasuredRows
    from automl.record import BuildRecord
    from inference.manifest import Manifest

TIMED_ROWS = 15
SHOWN_COLUMNS = 3


@dataclass(frozen=True)
class Side:
    """One of the two. `record` is None for a version that was built elsewhere; `payload` is what its build was asked
    for; `row_ms` the median of some answers to one row, measured now on this computer."""

    model: ModelView
    version: ModelVersionView
    data: VersionView
    payload: Mapping[str, Any]
    manifest: Manifest
    record: BuildRecord | None
    bytes: int
    row_ms: float

    @property
    def name(self) -> str:
        return f"{self.model.name} V{self.version.number}"


@dataclass(frozen=True)
class Comparison:
    """Two versions. `paired` compares them on the rows that neither had seen; None when there are none, and `reason`
    says why. `cells` are the values of the columns `shown`, for the rows of `paired.rows`."""

    first: Side
    second: Side
    paired: Paired | None
    reason: str = ""
    shown: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()


class CompareVerbs(AnswerVerbs):
    """What can be said of two versions that are ready."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self._comparisons: Kept[Comparison] = Kept(16)

    def compare(self, first_id: str, second_id: str) -> Comparison:
        """Compares two versions of one model or of two. Raises InputError when one of them is not ready."""
        moved = tuple(self.threshold(version_id) for version_id in (first_id, second_id))
        return self._comparisons.get((first_id, second_id, moved), lambda: self._compare(first_id, second_id))

    def _compare(self, first_id: str, second_id: str) -> Comparison:
        first, second = self._side(first_id), self._side(second_id)
        if reason := _apart(first, second):
            return Comparison(first, second, None, reason)
        try:
            return self._paired(first, second)
        except EaselError as error:
            return Comparison(first, second, None, str(error))

    def _side(self, version_id: str) -> Side:
        model = self._model_of(version_id)
        version = next(one for one in model.versions if one.id == version_id)
        if version.state != "ready":
            raise InputError(f"{model.name} V{version.number} is not ready ({version.state}). Choose another version.")
        predictor = self.predictor(version_id)
        row = self.typical_row(version_id)
        return Side(
            model,
            version,
            self.version(version.dataset_version_id),
            self.job(version.job_id).payload,
            predictor.manifest,
            None if version.opened else self.record(version_id),
            self.bundle_path(version_id).stat().st_size,
            1000 * median(_seconds(lambda: predictor.predict(row)) for _ in range(TIMED_ROWS)),
        )

    def _paired(self, first: Side, second: Side) -> Comparison:
        from automl import problems
        from automl.comparison import LEAST_ROWS, common_rows, compare
        from automl.contracts import Target

        one, two = common_rows(self._measured(first.version.id), self._measured(second.version.id))
        if len(one.rows) < LEAST_ROWS:
            n = len(one.rows)
            raise InputError(
                f"Only {n} rows were kept from both; at least {LEAST_ROWS} are needed. Build both with the same seed "
                "and the same way to keep rows apart."
            )
        if (one.y != two.y).any():
            raise InputError(
                "The values to predict are not the same in both; a step of a recipe or a kind changes them."
            )
        assert first.record is not None
        manifest = first.manifest
        problem = problems.ALL[first.record.problem].name
        paired = compare(Target(problem, one.y, manifest.classes), manifest.positive, one, two)
        shown = _main_columns(first, second)
        cells = self._cells(first, shown, [row.row for row in paired.rows])
        return Comparison(first, second, paired, "", shown, cells)

    def _measured(self, version_id: str) -> MeasuredRows:
        """The rows that a version was measured on. Raises InputError when they were not kept."""
        from automl.measured_rows import MeasuredRows

        try:
            return MeasuredRows.load(self._version_file(version_id, "measured"))  # of the first versions
        except InputError:
            return self.held(version_id).measured

    def _cells(self, side: Side, names: tuple[str, ...], rows: list[int]) -> tuple[tuple[str, ...], ...]:
        """The values of some columns in some rows, as they stand in the table that the first was built from."""
        import numpy as np

        from datasets.changes import Changes

        payload = side.payload
        steps = tuple(payload.get("recipe", ()))
        table = self.prepared(payload["dataset_version_id"], Changes.from_dict(payload), steps).table
        some = table.take(np.asarray(rows, dtype=np.int64))
        texts = [some.texts(name).to_pylist() if name in some.names else [""] * len(rows) for name in names]
        return tuple(tuple(str(column[i] or "") for column in texts) for i in range(len(rows)))


def _seconds(act: Any) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _apart(first: Side, second: Side) -> str:
    """Why two versions were not measured on the same rows; "" when they may have been."""
    for side in (first, second):
        if side.record is None:
            return f"{side.name} was built elsewhere, and its file does not hold the rows that it was measured on."
    one, two = first.manifest, second.manifest
    if (one.problem, one.target.name) != (two.problem, two.target.name):
        return f"They answer different questions: {_asked(one)}, and {_asked(two)}."
    if one.classes != two.classes or one.positive != two.positive:
        return f"They do not name the same values of {one.target.name}."
    if first.data.id != second.data.id:
        return (
            f"They were measured on different tables: {_table(first)} and {_table(second)}. Copy one of them onto the "
            "table of the other, build it there, and compare these two."
        )
    if not _same_rows(first, second):
        return "Their recipes, or leaving out repeated rows, made different rows of the same table."
    return ""


def _same_rows(first: Side, second: Side) -> bool:
    """Whether row i of one table is row i of the other: no step chose or joined rows, or all steps are the same."""
    assert first.record is not None
    assert second.record is not None
    if {first.record.n_rows, second.record.n_rows} == {first.data.rows}:
        return True
    names = ("recipe", "unique_rows", "kinds", "missing")
    return all(first.payload.get(name) == second.payload.get(name) for name in names)


def _asked(manifest: Manifest) -> str:
    what = {"binary": "yes or no", "multiclass": "one of several", "regression": "a number"}[manifest.problem]
    return f"{manifest.target.name} ({what})"


def _table(side: Side) -> str:
    return f"{side.model.dataset_name} v{side.data.number}"


def _main_columns(first: Side, second: Side) -> tuple[str, ...]:
    """The columns that drive the two most."""
    shares: dict[str, float] = {}
    for side in (first, second):
        for impact in side.record.impact if side.record else ():
            shares[impact.column] = shares.get(impact.column, 0.0) + impact.share
    return tuple(sorted(shares, key=lambda name: -shares[name])[:SHOWN_COLUMNS])


__all__ = ["CompareVerbs", "Comparison", "Side"]
