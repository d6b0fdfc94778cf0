"""The candidates of a build as a flat table, one row each: what a spreadsheet or another program reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from automl.record import CandidateRecord

FACTS = ("number", "algorithm", "preparation", "status", "score")
LINEAGE = ("weight", "seconds", "at_s", "rounds", "ms_a_row", "bytes", "origin", "tuned_from", "note")


def candidate_table(candidates: Sequence[CandidateRecord]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """(names, rows): what it is, its score, that of each fold (`fold_1` ...), each setting (`setting_lr` ...), then
    weight, seconds and lineage. `rounds` is the round of the lowest validation loss of the first fold; `tuned_from` are
    numbers between blanks; what is not known is None."""
    settings = setting_names(candidates)
    n_folds = max((len(one.fold_scores) for one in candidates), default=0)
    folds = tuple(f"fold_{i + 1}" for i in range(n_folds))
    names = (*FACTS, *folds, *(f"setting_{name}" for name in settings), *LINEAGE)
    return names, [_row(one, n_folds, settings) for one in candidates]


def setting_names(candidates: Iterable[CandidateRecord]) -> tuple[str, ...]:
    """Every setting that one of them has, in the order in which they appear."""
    return tuple(dict.fromkeys(name for one in candidates for name in one.settings))


def best_round(candidate: CandidateRecord) -> int | None:
    """The round of the lowest validation loss of the first fold."""
    if candidate.curve is None:
        return None
    return int(min(zip(candidate.curve.y, candidate.curve.x, strict=True))[1])


def to_csv(candidates: Sequence[CandidateRecord]) -> str:
    """The table as CSV with a header; None is an empty cell."""
    names, rows = candidate_table(candidates)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue()


def _row(one: CandidateRecord, n_folds: int, settings: Sequence[str]) -> tuple[Any, ...]:
    folds = (*one.fold_scores, *([None] * (n_folds - len(one.fold_scores))))
    return (
        one.index + 1,
        one.algorithm,
        one.strategy,
        one.status,
        one.score,
        *folds,
        *(one.settings.get(name) for name in settings),
        one.weight,
        round(one.seconds, 3),
        round(one.at_s, 3),
        best_round(one),
        one.row_ms,
        one.bytes,
        one.origin,
        " ".join(str(index + 1) for index in one.tuned_from),
        one.note,
    )


__all__ = ["best_round", "candidate_table", "setting_names", "to_csv"]
