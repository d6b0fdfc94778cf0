"""How rows to predict differ from what a model reads: missing, renamed, extra and wrong columns, values never seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from datasets.schema import Kind
from inference.columns import ColumnValues
from inference.manifest import InputColumn, Manifest
from inference.names import nearest

MISSPELT = 0.75  # likeness (0..1) from which an extra column is taken for a missing one under another name
WRONG_KIND_SHARE = 0.5  # a column is of the wrong kind when more than this share of its filled cells cannot be read
_N_EXAMPLES = 3

MisfitRule = Literal["missing_column", "renamed_column", "extra_column", "wrong_kind", "unseen_values", "new_gaps"]


@dataclass(frozen=True, slots=True)
class Misfit:
    """One difference. `column` is the model's column, for "extra_column" the table's; `count` is the number of cells
    ("wrong_kind", "unseen_values", "new_gaps") or rows concerned, None when only the names were looked at; a `blocking`
    one must be decided on before predictions are made."""

    rule: MisfitRule
    column: str
    sentence: str
    count: int | None
    blocking: bool

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def name_misfits(manifest: Manifest, names: Sequence[str], n_rows: int | None = None) -> tuple[Misfit, ...]:
    """What the names of a table's columns tell: missing, renamed and extra columns, in the order of the model."""
    missing = [name for name in manifest.asked_names if name not in set(names)]
    expected = {*manifest.spare, *manifest.asked_names}
    extra = [name for name in names if name not in expected]
    renamed = _renamed(missing, extra)
    found = [_absent(name, renamed.get(name), n_rows) for name in missing]
    spare = (name for name in extra if name not in renamed.values())
    return (*found, *(_extra(name) for name in spare))


def _renamed(missing: Iterable[str], extra: Sequence[str]) -> dict[str, str]:
    """missing name -> the extra column that looks like it; an extra column stands for one missing name only."""
    free, out = list(extra), {}
    for likeness in (1.0, MISSPELT):
        for name in missing:
            near = [] if name in out else nearest(name, free, likeness)
            if near:
                out[name] = near[0]
                free.remove(near[0])
    return out


def _absent(name: str, looks_like: str | None, n_rows: int | None) -> Misfit:
    if looks_like is None:
        return Misfit("missing_column", name, f"{name} is missing: every row counts as not known.", n_rows, True)
    return Misfit(
        "renamed_column",
        name,
        f"{name} is missing, and {looks_like!r} looks like it: rename {looks_like!r} to {name!r}, "
        "or every row counts as not known.",
        n_rows,
        True,
    )


def _extra(name: str) -> Misfit:
    return Misfit("extra_column", name, f"{name} is not a column of the model: it is copied but not used.", None, False)


class CellTally:
    """Counts over the chunks of one column what could not be read and what was never seen. `leaves_out`: rows with a
    cell that cannot be read are not predicted."""

    def __init__(self, column: InputColumn, *, leaves_out: bool = False) -> None:
        self.column, self.leaves_out = column, leaves_out
        self.n_filled = self.n_mismatched = self.n_unseen = self.n_missing = 0
        self.examples: tuple[str, ...] = ()

    def add(self, cells: ColumnValues) -> None:
        self.n_filled += len(cells.values) - cells.n_missing
        self.n_missing += cells.n_missing
        self.n_mismatched += cells.n_mismatched
        self.n_unseen += cells.n_unseen
        self.examples = tuple(dict.fromkeys((*self.examples, *cells.examples)))[:_N_EXAMPLES]

    def join(self, later: CellTally) -> None:
        """Takes over what was counted over the rows that follow."""
        self.n_filled += later.n_filled
        self.n_missing += later.n_missing
        self.n_mismatched += later.n_mismatched
        self.n_unseen += later.n_unseen
        self.examples = tuple(dict.fromkeys((*self.examples, *later.examples)))[:_N_EXAMPLES]

    def misfit(self) -> Misfit | None:
        """The misfit of this column's cells, if there is one; free text is never "never seen"."""
        if self.n_mismatched:
            return self._wrong_kind()
        if self.n_unseen and self.column.kind is not Kind.TEXT:
            return self._unseen()
        if self.n_missing and self.column.missing_share == 0:
            return self._new_gaps()
        return None

    def _wrong_kind(self) -> Misfit:
        most = self.n_mismatched > WRONG_KIND_SHARE * self.n_filled and not self.leaves_out
        one = self.n_mismatched == 1
        left_out, missing = ("its row was", "it counts") if one else ("their rows were", "they count")
        fate = f"{left_out} left out" if self.leaves_out else f"{missing} as not known"
        verb = "is" if one else "are"
        sentence = (
            f"{must_hold(self.column)}; {_of(self.n_mismatched, self.n_filled)} {verb} not{self._shown()}: {fate}."
        )
        return Misfit("wrong_kind", self.column.name, sentence, self.n_mismatched, most)

    def _unseen(self) -> Misfit:
        were, they = ("was", "it is") if self.n_unseen == 1 else ("were", "they are")
        sentence = (
            f"{self.column.name}: {_of(self.n_unseen, self.n_filled)} {were} never seen in training{self._shown()}; "
            f"{they} answered as any value that the model does not know."
        )
        return Misfit("unseen_values", self.column.name, sentence, self.n_unseen, False)

    def _new_gaps(self) -> Misfit:
        n, name = self.n_filled + self.n_missing, self.column.name
        rows = "1 row has" if self.n_missing == 1 else f"{self.n_missing:,} of {n:,} rows have"
        sentence = f"{name}: {rows} no value, and every row the model learnt from had one; they count as not known."
        return Misfit("new_gaps", name, sentence, self.n_missing, False)

    def _shown(self) -> str:
        return f" ({', '.join(repr(text[:40]) for text in self.examples)})" if self.examples else ""


def must_hold(column: InputColumn) -> str:
    """What the cells of a column must be, for a sentence to go on from."""
    return f"{column.name} must hold {'a number' if column.kind is Kind.NUMERIC else 'a date'}"


def _of(count: int, n: int) -> str:
    return (f"all {n:,} values" if n > 1 else "the one value") if count == n else f"{count:,} of {n:,} values"
