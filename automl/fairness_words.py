"""What the figures of fairness mean, what they do not mean, and what stands out among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import NormalDist

from automl.insights import Estimate, GroupFigures
from automl.intervals import Z90
from automl.wording import number
from datasets.wording import percent, plural

FOUR_FIFTHS = 0.8
LEAST_ROWS = 30  # of a group that others are compared with
LEAST_TOLD = 10  # behind a figure that a sentence is about

FIGURES: Mapping[str, str] = {
    "base_rate": "Share of the group's rows in which it is really so: what the data says, before any model.",
    "selection_rate": "Share of the group's rows in which the model answers so.",
    "impact_before": "Base rate over that of the reference group: the difference that is in the data already.",
    "impact_after": "Disparate impact: selection rate over that of the reference group. Below 0.8, the four-fifths "
    "mark, it is taken as a sign to look closer; it does not say why.",
    "true_positive_rate": "Of the rows in which it is really so, those the model finds.",
    "opportunity_gap": "Equal opportunity difference: true positive rate less that of the reference group. Below 0, "
    "those who belong to the class are overlooked more often in this group.",
    "false_positive_rate": "Of the rows in which it is not so, those for which the model answers it all the same.",
    "error_rate": "Share of the group's rows that get a wrong answer.",
    "mean_actual": "Mean of the true values: what the data says, before any model.",
    "mean_answer": "Mean of the answers.",
    "mean_error": "Mean of answer minus truth: above 0, the group is told too much.",
    "absolute_error": "Mean distance between answer and truth, whatever its direction.",
}
LIMITS = (
    "These figures describe the measured rows; they do not say what a fair difference would be, nor why there is one. "
    "Where base rates differ, no model can make all of them equal at once.",
    "Leaving a column out does not make a model blind to it: other columns may stand for it. So every column can be "
    "looked at here, also one that the model does not read.",
)


def told_of_classes(column: str, groups: Sequence[GroupFigures], reference: str | None, chosen: str) -> Iterator[str]:
    """What stands out of chance, and what does not."""
    if reference is None:
        yield (
            f"Fewer than two groups have {LEAST_ROWS} measured rows, so no group can be compared with another. "
            "Measure on more rows, or choose another column."
        )
        return
    best = next(group for group in groups if group.label == reference)
    if not best.figures["selection_rate"].value:
        yield f"No group with {LEAST_ROWS} rows or more ever gets the answer {chosen}, so there is nothing to compare."
        return
    others = [group for group in groups if group is not best]
    yield from _impacts(column, others, best, chosen)
    gaps = [g for g in others if _ends(g.figures["opportunity_gap"], len(others))[1] < 0]
    for group in gaps:
        gap, rate = group.figures["opportunity_gap"], group.figures["true_positive_rate"]
        yield (
            f"{_who(column, group)}: of the rows that really are {chosen}, {percent(rate.value or 0.0)} are found, "
            f"{abs(100 * (gap.value or 0.0)):.0f} points fewer than for {_who(column, best)}."
        )
    if not gaps:
        yield f"Rows that really are {chosen} are found about as often in every group, as far as these rows tell."


def _impacts(column: str, others: Sequence[GroupFigures], best: GroupFigures, chosen: str) -> Iterator[str]:
    low = [g for g in others if (g.figures["impact_after"].value or 0.0) < FOUR_FIFTHS]
    sure = [g for g in low if _ends(g.figures["impact_after"], len(others))[1] < FOUR_FIFTHS]
    for group in sure:
        yield _impact(column, group, best, chosen)
    if maybe := [group.label for group in low if group not in sure]:
        lead = "Below four fifths as well" if sure else f"Less than four fifths as often as {_who(column, best)}"
        yield f"{lead}, but within what chance gives on so few rows: {', '.join(maybe)}."
    if not low:
        yield (
            f"No group gets the answer {chosen} less than four fifths as often as {_who(column, best)}, the one that "
            "gets it most often."
        )


def _impact(column: str, group: GroupFigures, best: GroupFigures, chosen: str) -> str:
    after, before = group.figures["impact_after"], group.figures["impact_before"]
    said = (
        f"The answer is {chosen} {_ratio(after.value)} times as often for {_who(column, group)} as for "
        f"{_who(column, best)} ({_ratio(after.low)} to {_ratio(after.high)}), which is below four fifths."
    )
    if before.value is None:
        return said
    if before.low <= (after.value or 0.0) <= before.high:
        return f"{said} The data itself is like that ({_ratio(before.value)})."
    if (after.value or 0.0) < before.value:
        return f"{said} In the data it is {_ratio(before.value)}: the model widens the difference."
    return f"{said} In the data it is {_ratio(before.value)}: the model narrows the difference."


def _who(column: str, group: GroupFigures) -> str:
    return f"{column} {group.label}"


def _ends(figure: Estimate, n_groups: int) -> tuple[float, float]:
    """The ends of the interval, stretched so that all `n_groups` hold together (Bonferroni); endless where it was
    counted on fewer than LEAST_TOLD rows."""
    if figure.value is None or figure.n_rows < LEAST_TOLD:
        return float("-inf"), float("inf")
    wider = NormalDist().inv_cdf(1 - 0.05 / max(n_groups, 1)) / Z90
    return figure.value - wider * (figure.value - figure.low), figure.value + wider * (figure.high - figure.value)


def about(column: str, used: bool) -> str:
    """Whether the model reads the column, and what that means."""
    if used:
        return f"The model reads {column}."
    return f"The model does not read {column}; other columns may stand for it all the same."


def told_of_numbers(column: str, groups: Sequence[GroupFigures]) -> Iterator[str]:
    """Of groups with enough rows: whose answers are too high or too low, and whose are furthest off."""
    large = [group for group in groups if group.n_rows >= LEAST_ROWS]
    if not large:
        yield f"No group has {LEAST_ROWS} measured rows, so nothing can be said about any of them."
        return
    ends = [_ends(group.figures["mean_error"], len(large)) for group in large]
    off = [group for group, (low, high) in zip(large, ends, strict=True) if low > 0 or high < 0]
    for group in off:
        error = group.figures["mean_error"]
        way = "too high" if (error.value or 0.0) > 0 else "too low"
        yield (
            f"{_who(column, group)}: answers are {way} by {number(abs(error.value or 0.0))} on average "
            f"({plural(group.n_rows, 'row')})."
        )
    if not off:
        yield "In no group are answers too high or too low on average, as far as these rows tell."
    worst = max(large, key=lambda g: g.figures["absolute_error"].value or 0.0)
    best = min(large, key=lambda g: g.figures["absolute_error"].value or 0.0)
    high, low = (g.figures["absolute_error"] for g in (worst, best))
    if _ends(high, len(large))[0] > _ends(low, len(large))[1]:
        yield (
            f"Answers are off by {number(high.value or 0.0)} on average for {_who(column, worst)}, and by "
            f"{number(low.value or 0.0)} for {_who(column, best)}."
        )


def _ratio(value: float | None) -> str:
    return f"{value or 0.0:.2f}"


__all__ = ["FIGURES", "FOUR_FIFTHS", "LEAST_ROWS", "LIMITS", "about", "told_of_classes", "told_of_numbers"]
