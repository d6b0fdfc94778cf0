"""One table on its way through a model: its chunks are scored on all cores, judged, and written in order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from datasets.errors import InputError
from datasets.stream import Stream
from inference.checking import Check
from inference.manifest import Manifest
from inference.misfits import Misfit
from inference.ordered import Order, in_order, ranked_by
from inference.output import PLAIN, CsvStyle, RowWriter, row_writer
from inference.pool import in_order as pooled
from inference.predictor import Model
from inference.rejected import OnError, Rejects
from inference.scoring import Scored, Scorer, numbered
from inference.unfinished import hold

JUDGED_ROWS = 50_000  # whether a column is of the wrong kind is judged by the first rows
JUDGED_CELLS = 4_000_000
UNLIKE = "unlike_seen"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class BatchReport:
    """What became of a file: its rows, the columns written, every misfit, the sentences worth telling, and how many
    rows were repaired and set aside when it was read, by what was wrong. With on_error="skip", `rejected` of the rows
    were left out and stand in the file `rejected_file`. `style` is how CSV was written."""

    n_rows: int
    columns: tuple[str, ...]
    misfits: tuple[Misfit, ...]
    warnings: tuple[str, ...]
    seconds: float
    repaired: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    rejected: int = 0
    rejected_file: str | None = None
    style: CsvStyle = PLAIN

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class Run:
    """What `predict_file` does with rows that were opened: `judged` is how many rows decide whether a column is of the
    wrong kind (None: nothing is refused); with `marks_unlike` the last column says which rows are unlike anything seen.
    Raises InputError for columns that must be decided on first."""

    def __init__(
        self,
        model: Model,
        rows: Stream,
        on_error: OnError,
        judged: int | None,
        threads: int,
        rejects: Rejects | None,
        marks_unlike: bool = False,
        style: CsvStyle = PLAIN,
        order: Order = "file",
    ) -> None:
        self._model, self._rows, self._on_error, self._marks_unlike = model, rows, on_error, marks_unlike
        self._style, self._order = style, order
        self._judged_rows, self._threads, self._rejects = judged, threads, rejects
        self._check = Check(model, rows.names, rows.record.n_rows, leaves_out=rejects is not None)
        if judged is not None:
            self._check.refuse()
        shown = model.recipe.names if model.recipe is not None and model.changes_grain else rows.names
        self.columns = (*shown, *answer_names(model.manifest, shown, mark_unlike=marks_unlike))

    def write(self, file: BinaryIO, out: str | Path, on_progress: Progress | None) -> None:
        """Writes all rows with their answers to `file`, in the format of the name `out`."""
        hold(file)
        done = 0
        with ExitStack() as open_:
            writer = open_.enter_context(row_writer(file, out, self.columns, self._style))
            if self._order == "answer":
                writer = open_.enter_context(in_order(writer, self._ranks))
            scored = open_.enter_context(closing(self._scored(writer)))
            for one in self._judged(scored):
                self._take(one, writer)
                done += one.n_rows
                if on_progress is not None:
                    on_progress(done, self._rows.record.n_rows)

    def report(self, before: Sequence[str], seconds: float) -> BatchReport:
        """What became of the file once it is written; the sentences of `before` are told first."""
        record, rejects = self._rows.record, self._rejects
        found = self._check.found()
        told = [misfit.sentence for misfit in found if misfit.rule != "extra_column"]
        told += [] if rejects is None else rejects.sentences()
        told += self._renamed()
        return BatchReport(
            n_rows=record.n_rows,
            columns=self.columns,
            misfits=found,
            warnings=(*before, *record.sentences, *told, *self._check.strange()),
            seconds=seconds,
            repaired=record.repaired,
            aside=record.aside,
            rejected=0 if rejects is None else rejects.n_rows,
            rejected_file=None if rejects is None else str(rejects.path),
            style=self._style,
        )

    @property
    def _ranks(self) -> tuple[int, ...]:
        names = answer_names(self._model.manifest, (), mark_unlike=self._marks_unlike)
        return ranked_by(self._model.manifest, len(self.columns), len(names))

    def _renamed(self) -> list[str]:
        """What to tell about answers whose names the table has already."""
        names = answer_names(self._model.manifest, (), mark_unlike=self._marks_unlike)
        given = self.columns[-len(names) :]
        taken = [f"{name!r} stands in {other!r}" for name, other in zip(names, given, strict=True) if name != other]
        return [f"The table has a column of that name already, so {'; '.join(taken)}."] if taken else []

    def _scored(self, writer: RowWriter) -> Generator[Scored, None, None]:
        as_one = self._model.changes_grain
        in_graph = self._threads if as_one else 1
        n_rows = self._rows.record.n_rows
        scorer = Scorer(self._model, self._check.begun(), writer, self._on_error, in_graph, n_rows, self._marks_unlike)
        return pooled(scorer, numbered(self._rows.chunks, as_one=as_one), self._threads)

    def _judged(self, scored: Iterator[Scored]) -> Iterator[Scored]:
        """The same chunks, counted. Those of the first rows are held back until these were judged. Raises InputError
        when they must be decided on first."""
        held: list[Scored] = []
        seen, open_ = 0, self._judged_rows is None
        for one in scored:
            self._check.join(one.check)
            seen += one.n_rows
            held.append(one)
            if not open_ and seen >= (self._judged_rows or 0):
                self._check.refuse()
                open_ = True
            if open_:
                yield from held
                held = []
        if held:
            self._check.refuse()
            yield from held

    def _take(self, one: Scored, writer: RowWriter) -> None:
        if one.rejected is not None and self._on_error == "stop":
            raise InputError(
                f"{one.rejected.first_sentence()} Nothing was written. Correct it, let such cells count as not known, "
                "or leave their rows out.",
                remedies={"on_error": ("missing", "skip")},
            )
        if one.encoded is not None:
            writer.write(one.encoded)
        if one.rejected is not None and self._rejects is not None:
            self._rejects.add(one.rejected)


def answer_names(manifest: Manifest, taken: Sequence[str], *, mark_unlike: bool = False) -> tuple[str, ...]:
    """The names of the columns that a batch file gets beside those of the input."""
    wanted = [f"probability_{name}" for name in manifest.classes] or ["prediction_low", "prediction_high"]
    used, names = set(taken), []
    for name in ("prediction", *wanted, *([UNLIKE] if mark_unlike else [])):
        while name in used:
            name = f"easel_{name}"
        used.add(name)
        names.append(name)
    return tuple(names)


def judged_rows(n_columns: int) -> int:
    """How many rows of a table of so many columns decide whether one is of the wrong kind."""
    return max(1_000, min(JUDGED_ROWS, JUDGED_CELLS // max(n_columns, 1)))
