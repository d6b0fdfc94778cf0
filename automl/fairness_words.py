"""What the figures of fairness mean, what they do not mean, and what stands out among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from automl.insights import GroupFigures
from automl.wording import number, plural

FOUR_FIFTHS = 0.8
LEAST_ROWS = 30  # of a group that others are compared with

FIGURES: Mapping[str, str] = {
    "base_rate": "Rows of the group that really are of the chosen class: what the data says, before any model.",
    "selection_rate": "Rows of the group that the model puts into the chosen class.",
    "impact_before": "Base rate over that of the reference group: the difference that is in the data already.",
    "impact_after": "Disparate impact: selection rate over that of the reference group. Below 0.8, the four-fifths "
    "mark, it is taken as a sign to look closer; it does not say why.",
    "true_positive_rate": "Of the rows that really are of the chosen class, those the model finds.",
    "opportunity_gap": "Equal opportunity difference: true positive rate less that of the reference group. Below 0, "
    "those who belong to the class are overlooked more often in this group.",
    "false_positive_rate": "Of the rows that are not of the chosen class, those the model puts there all the same.",
    "error_rate": "Rows of the group that get the wrong class.",
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


def told_of_classes(groups: Sequence[GroupFigures], reference: str | None, chosen: str) -> Iterator[str]:
    """What stands out of chance, and what does not."""
    if reference is None:
        yield (
            f"Fewer than two groups have {LEAST_ROWS} measured rows, so no group can be compared with another. "
            "Measure on more rows, or choose another column."
        )
        return
    most = next(group.figures["selection_rate"].value for group in groups if group.label == reference)
    if not most:
        yield f"The model puts no row of a group with {LEAST_ROWS} rows into {chosen}, so there is nothing to compare."
        return
    others = [group for group in groups if group.label != reference]
    below = [g for g in others if _is(g, "impact_after") and g.figures["impact_after"].high < FOUR_FIFTHS]
    maybe = [
        g
        for g in others
        if g not in below and _is(g, "impact_after") and (g.figures["impact_after"].value or 0.0) < FOUR_FIFTHS
    ]
    for group in below:
        yield _impact(group, reference, chosen)
    if maybe:
        labels = ", ".join(group.label for group in maybe)
        yield f"{labels}: below four fifths, too, but within what chance gives on so few rows."
    if not below and not maybe:
        yield f"No group is put into {chosen} less than four fifths as often as {reference}, the one most often chosen."
    gaps = [g for g in others if _is(g, "opportunity_gap") and g.figures["opportunity_gap"].high < 0]
    for group in gaps:
        gap, rate = group.figures["opportunity_gap"], group.figures["true_positive_rate"]
        yield (
            f"{group.label}: of the rows that really are {chosen}, {_percent(rate.value)} are found, "
            f"{_points(gap.value)} points fewer than in {reference}."
        )
    if not gaps:
        yield f"Rows that really are {chosen} are found about as often in every group, as far as these rows tell."


def _impact(group: GroupFigures, reference: str, chosen: str) -> str:
    after, before = group.figures["impact_after"], group.figures["impact_before"]
    said = (
        f"{group.label} is put into {chosen} {number(round(after.value or 0.0, 2))} times as often as {reference} "
        f"({number(round(after.low, 2))} to {number(round(after.high, 2))}), which is below four fifths."
    )
    if before.value is None:
        return said
    if before.low <= (after.value or 0.0) <= before.high:
        return f"{said} The data itself is like that: {number(round(before.value, 2))}."
    wider = "The model widens what is in the data" if (after.value or 0.0) < before.value else "In the data it is more"
    return f"{said} {wider}: {number(round(before.value, 2))}."


def _is(group: GroupFigures, name: str) -> bool:
    return name in group.figures and group.figures[name].value is not None


def about(column: str, used: bool) -> str:
    if used:
        return f"The model reads {column}."
    return f"The model does not read {column}; other columns may stand for it all the same."


def told_of_numbers(groups: Sequence[GroupFigures]) -> Iterator[str]:
    large = [group for group in groups if group.n_rows >= LEAST_ROWS]
    off = [g for g in large if g.figures["mean_error"].low > 0 or g.figures["mean_error"].high < 0]
    for group in off:
        error = group.figures["mean_error"]
        way = "too high" if (error.value or 0.0) > 0 else "too low"
        yield (
            f"{group.label}: answers are {way} by {number(abs(error.value or 0.0))} on average "
            f"({number(error.low)} to {number(error.high)}, {plural(group.n_rows, 'row')})."
        )
    if not off:
        yield "In no group are answers too high or too low on average, as far as these rows tell."
    if len(large) < 2:
        return
    worst = max(large, key=lambda g: g.figures["absolute_error"].low)
    best = min(large, key=lambda g: g.figures["absolute_error"].high)
    if worst.figures["absolute_error"].low > best.figures["absolute_error"].high:
        high, low = (g.figures["absolute_error"].value for g in (worst, best))
        yield (
            f"Answers are off by {number(high or 0.0)} on average for {worst.label}, and by {number(low or 0.0)} for "
            f"{best.label}."
        )


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0.0):.0f} %"


def _points(gap: float | None) -> str:
    return f"{abs(100 * (gap or 0.0)):.0f}"


__all__ = ["FIGURES", "FOUR_FIFTHS", "LEAST_ROWS", "LIMITS", "about", "told_of_classes", "told_of_numbers"]
