"""What is said of two versions side by side: the verdict, the settings, the answers that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.ui import formats
from app.ui.in_notation import in_notation
from app.ui.text import PROBLEM_TITLES, SURE, listing, plural

if TYPE_CHECKING:
    from app.verbs.comparing import Comparison, Side
    from automl.comparison import Paired, PairedScore


def objective(found: Comparison) -> PairedScore | None:
    """The score that the first version was built for; None without rows in common."""
    if found.paired is None:
        return None
    wanted = found.first.manifest.score.metric
    return next((score for score in found.paired.scores if score.metric == wanted), found.paired.scores[0])


def verdict(found: Comparison) -> tuple[str, str]:
    """(headline, the sentence below it)."""
    score = objective(found)
    if score is None or found.paired is None:
        return "These two cannot be compared row by row.", in_notation(found.reason)
    first, second = short_names(found)
    n = plural(found.paired.n_rows, "row")
    gap = score.difference
    between = f"{_gap(gap.low, score)} to {_gap(gap.high, score)}"
    if gap.better == 0:
        return (
            "No difference that is more than noise.",
            f"{score.title} differs by {_gap(gap.value, score)} on the {n} that neither had seen; {SURE} sure only "
            f"that it is {between}, and that range holds 0. Choose the one that is simpler or faster.",
        )
    better, other = (second, first) if gap.better > 0 else (first, second)
    return (
        f"{better} is better than {other}.",
        f"{score.title} differs by {_gap(gap.value, score)} on the same {n}, which neither had seen; {SURE} sure that "
        f"it is {between}. That is more than noise.",
    )


def short_names(found: Comparison) -> tuple[str, str]:
    """ "V1" and "V2" of one model; with the models' names when there are two."""
    if found.first.model.id == found.second.model.id:
        return f"V{found.first.version.number}", f"V{found.second.version.number}"
    return found.first.name, found.second.name


def _gap(value: float, score: PairedScore) -> str:
    large = max(abs(score.first), abs(score.second)) >= 100
    return formats.signed(value, 0 if large and abs(value) >= 10 else 2 if large else 4)


def gap_text(score: PairedScore) -> tuple[str, str]:
    """The difference and its interval: "+0.0041", "+0.0012 to +0.0070"."""
    gap = score.difference
    return _gap(gap.value, score), f"{_gap(gap.low, score)} to {_gap(gap.high, score)}"


def differing(paired: Paired, names: tuple[str, str], regression: bool) -> str:
    """How many rows get another answer, and who is right."""
    n, first, second = paired.n_rows, paired.first_right, paired.second_right
    if regression:
        return (
            f"Of {plural(n, 'row')}, {names[0]} is nearer to the truth in {formats.count(first)} and {names[1]} in "
            f"{formats.count(second)}."
        )
    if not paired.n_differ:
        return f"Both say the same for all {plural(n, 'row')}."
    rest = paired.n_differ - first - second
    neither = f"; in {formats.count(rest)} neither is right" if rest else ""
    return (
        f"They say something else for {formats.count(paired.n_differ)} of {plural(n, 'row')}: {names[0]} is right in "
        f"{formats.count(first)} of these, {names[1]} in {formats.count(second)}{neither}."
    )


def facts(side: Side) -> Mapping[str, str]:
    """The data, the settings, the team, the speed and the size of one version, in words."""
    manifest, record = side.manifest, side.record
    spec: Mapping[str, Any] = manifest.spec
    budget = spec.get("budget_s")
    table = f"{side.model.dataset_name} v{side.data.number}" if side.data.rows else "not here"
    return {
        "Table": table,
        "Rows in the table": formats.count(manifest.data.n_rows),
        "Columns it reads": formats.count(len(manifest.asks)),
        "Column to predict": manifest.target.name,
        "Kind of question": PROBLEM_TITLES.get(manifest.problem, manifest.problem),
        "Judged by": manifest.score.title,
        "Measured on": f"{plural(manifest.score.n_rows, 'row')}, {_how(manifest.score.how)}",
        "Rows kept apart": _split(str(spec.get("split", "random"))),
        "Left out": listing(list(record.left_out), 6) if record else listing(list(manifest.unused), 6),
        "Recipe": plural(len(manifest.recipe.sentences), "step") if manifest.recipe else "none",
        "Quality": str(spec.get("quality", "balanced")).capitalize(),
        "Seed": str(spec.get("seed", "")),
        "Time it was given": formats.duration(float(budget)) if budget else "",
        "Built in": formats.duration(manifest.seconds),
        "Candidates": formats.count(manifest.candidates),
        "In the team": formats.count(sum(1 for one in record.candidates if one.weight)) if record else "not known",
        "One answer takes": formats.duration(side.row_ms / 1000),
        "Size of the file": formats.size(side.bytes),
    }


def settings_rows(found: Comparison) -> Sequence[tuple[str, str, str]]:
    """(what, first, second), those that differ first."""
    first, second = facts(found.first), facts(found.second)
    rows = [(name, first[name], second[name]) for name in first if first[name] or second[name]]
    return sorted(rows, key=lambda row: row[1] == row[2])


def impacts(found: Comparison) -> Sequence[tuple[str, float | None, float | None]]:
    """(column, share in the first, share in the second): None where a version does not use the column; the largest
    first."""
    one, two = ({i.column: i.share for i in side.record.impact} if side.record else {} for side in _sides(found))
    names = dict.fromkeys([*one, *two])
    return sorted(
        ((name, one.get(name), two.get(name)) for name in names), key=lambda row: -max(row[1] or 0.0, row[2] or 0.0)
    )


def _sides(found: Comparison) -> tuple[Side, Side]:
    return found.first, found.second


def _how(how: str) -> str:
    return "held out" if how == "holdout" else "cross-fitted"


def _split(split: str) -> str:
    name, _, column = split.partition(":")
    return {"random": "at random", "date": f"by time ({column})", "group": f"by group ({column})"}.get(name, split)


__all__ = ["differing", "facts", "gap_text", "impacts", "objective", "settings_rows", "short_names", "verdict"]
