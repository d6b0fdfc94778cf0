"""What is counted while a table is read chunk by chunk: how it differs from what the model reads, what is strange."""

from __future__ import annotations

import re
from collections.abc import Mapping

from datasets.decimal_mark import MARKS, mark_of
from datasets.errors import InputError
from datasets.schema import Kind
from datasets.wording import listed
from inference.columns import ColumnValues
from inference.misfits import CellTally, Misfit, name_misfits
from inference.predictor import Model
from inference.strange import Mask, StrangeRows

_WITH_A_MARK = re.compile(r"\D*\d[\d.,' ]*[.,]\d+\D*")


class Check:
    """The misfits of a table with these columns. `n_rows` is what it has in all, None when that does not matter;
    `leaves_out`: rows with a cell that cannot be read are not predicted.

    Chunks may be counted apart, each by a Check of its own (`begun`), and joined in order. Raises InputError when the
    model reads none of the columns.
    """

    def __init__(
        self, model: Model, names: tuple[str, ...], n_rows: int | None = None, *, leaves_out: bool = False
    ) -> None:
        self._model, self._leaves_out = model, leaves_out
        self._names = name_misfits(model.manifest, names, n_rows)
        there = set(names)
        self.columns = tuple(c for c in model.manifest.asks if c.name in there)
        if not self.columns:
            raise InputError(
                "The table must have columns that the model reads; it has none of them. "
                f"The model reads {listed(model.manifest.asked_names, 10)}; the table has {listed(names, 10)}. "
                "Choose the table with these columns, or give its columns these names."
            )
        self._begin()

    def _begin(self) -> None:
        self._strange = StrangeRows(self._model.asked)
        self._tallies = {c.name: CellTally(c, leaves_out=self._leaves_out) for c in self.columns}

    def begun(self) -> Check:
        """One of the same table that has counted nothing yet."""
        other = object.__new__(Check)
        other.__dict__.update(self.__dict__)
        other._begin()
        return other

    def add(self, values: Mapping[str, ColumnValues], left_out: Mask | None = None) -> Mask:
        """Counts what stands in the next rows (n,), of which some may be `left_out` (n,); says (n,) which of them are
        unlike anything seen."""
        for name, tally in self._tallies.items():
            tally.add(values[name])
        return self._strange.add({name: values[name] for name in self._tallies}, left_out)

    def join(self, later: Check) -> None:
        """Takes over what was counted over the rows that follow."""
        for name, tally in self._tallies.items():
            tally.join(later._tallies[name])
        self._strange.join(later._strange)

    def strange(self) -> tuple[str, ...]:
        """A sentence about the rows that are unlike anything seen; () when there are none."""
        sentence = self._strange.sentence()
        return () if sentence is None else (sentence,)

    def found(self) -> tuple[Misfit, ...]:
        """By name first, then by what the cells hold, in the order of the model's columns."""
        cells = (tally.misfit() for tally in self._tallies.values())
        return (*self._names, *(misfit for misfit in cells if misfit is not None))

    def refuse(self) -> None:
        """Raises InputError when something found so far must be decided on first."""
        blocking = [misfit.sentence for misfit in self.found() if misfit.blocking]
        if blocking:
            more = f" And {len(blocking) - 3:,} more columns do not fit." if len(blocking) > 3 else ""
            marks = self._other_marks()
            way = "say their decimal mark if it is another one, " if marks else ""
            raise InputError(
                f"{' '.join(blocking[:3])}{more} Correct the table, {way}or allow it to be predicted like this.",
                remedies={"decimal": marks, "allow_missing": (True,)},
            )

    def _other_marks(self) -> tuple[str, ...]:
        """The decimal marks that cells seem to have which must be numbers and are none."""
        wrong = [one for one in self._tallies.values() if one.n_mismatched and one.column.kind is Kind.NUMERIC]
        misread = [one.column.column for one in wrong if any(map(_WITH_A_MARK.fullmatch, one.examples))]
        known = {mark_of(column) for column in misread}
        return tuple(mark for mark, other in (MARKS, MARKS[::-1]) if other in known)
