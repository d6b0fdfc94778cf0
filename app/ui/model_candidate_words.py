"""What is said of one candidate: its name, where it comes from, its settings, what it costs to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, stdev
from typing import Any

from app.ui import formats
from app.ui.in_notation import in_notation
from app.ui.text import listing
from automl.record import CandidateRecord

SETTING_TITLES = {
    "lr": "Learning rate",
    "l1": "L1 penalty",
    "l2": "L2 penalty",
    "rounds": "Most rounds",
    "epochs": "Most epochs",
    "rows": "Share of rows",
    "columns": "Share of columns",
    "min_leaf": "Least rows in a leaf",
    "min_weight": "Least weight in a leaf",
    "axes": "Principal axes",
}
NO_CURVE = "There is no learning curve: it does not learn in rounds, or it was built before curves were kept."


def numbers(ordered: Sequence[CandidateRecord]) -> dict[int, int]:
    """The number of each candidate, by its index: its place in the table, where the best is number 1."""
    return {one.index: place for place, one in enumerate(ordered, start=1)}


def name(candidate: CandidateRecord, number: int) -> str:
    """ "No. 4: CatBoost, depth 7, after Target encode"; `number` as the table has it."""
    settings = f", {in_notation(candidate.settings_text)}" if candidate.settings_text else ""
    return f"No. {number}: {candidate.algorithm_title}{settings}, after {candidate.strategy_title}"


def origin(candidate: CandidateRecord, number: Mapping[int, int]) -> str:
    """Where its settings come from, in a sentence; candidates that it names have the `number` that the table gives."""
    title = candidate.algorithm_title
    if candidate.origin == "portfolio":
        return "Its settings are of the fixed list that every build tries first."
    if candidate.origin == "drawn":
        return f"Its settings were drawn at random within the ranges of {title}."
    if candidate.origin == "tuned":
        best = listing([f"no. {number[index]}" for index in candidate.tuned_from], 5)
        return f"The search proposed its settings from what earlier candidates of {title} had shown, above all {best}."
    return "It was built before Easel wrote down where settings come from."


def outcome(candidate: CandidateRecord) -> str:
    """What became of it, in a sentence."""
    if candidate.weight:
        return f"It is in the team, with {formats.percent(candidate.weight, 0)} of the vote."
    if candidate.status == "done":
        return "It is not in the team: with the others it made the answer no better."
    ended = "stopped early" if candidate.status == "stopped early" else "left out"
    return f"It was {ended}: {in_notation(candidate.note)}."


def fold_words(candidate: CandidateRecord) -> str:
    """The mean of its folds and how far they spread; "" for fewer than two."""
    scores = candidate.fold_scores
    return f"{formats.score(mean(scores), 4)} ± {formats.number(stdev(scores), 2)}" if len(scores) > 1 else ""


def row_time(candidate: CandidateRecord) -> str:
    """About how long it takes to answer a row; "" when that was not measured."""
    return "" if candidate.row_ms is None else formats.number(candidate.row_ms, 2)


def weight_on_disk(candidate: CandidateRecord) -> str:
    """About how large it is; "" when that was not measured."""
    return "" if candidate.bytes is None else formats.size(candidate.bytes)


def setting(value: Any) -> str:
    """A setting's value as it is read."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return formats.number(value, 3) if isinstance(value, int | float) else str(value)


def setting_title(key: str) -> str:
    """ "smooth" as "Smooth", known ones in words."""
    return SETTING_TITLES.get(key, key.replace("_", " ").capitalize())


def by_index(candidates: Sequence[CandidateRecord]) -> dict[int, CandidateRecord]:
    """Candidates by their index."""
    return {one.index: one for one in candidates}
