"""The rarest class is hardly ever found."""

from __future__ import annotations

from automl.insights import Alert
from automl.watch._rule import Evidence, Rule
from datasets.wording import percent

LEAST_ROWS = 20


def _check(seen: Evidence) -> Alert | None:
    if seen.evaluation is None or not seen.evaluation.confusion:
        return None
    rows = [sum(row) for row in seen.evaluation.confusion]
    able = [i for i, n in enumerate(rows) if n >= LEAST_ROWS]
    if len(able) < 2:
        return None
    rarest = min(able, key=lambda i: rows[i])
    found = seen.evaluation.confusion[rarest][rarest]
    recall = found / rows[rarest]
    if rows[rarest] >= sum(rows) / len(rows) or recall >= RULE.threshold:
        return None
    name = seen.evaluation.classes[rarest]
    sentence = (
        f"Of {rows[rarest]:,} rows that are {name}, {found:,} are found ({percent(recall)}). {name} is "
        f"{percent(rows[rarest] / sum(rows))} of the measured rows."
    )
    advice = (
        "Move the threshold on Analyze to what a miss and a false alarm cost, or make F1 or balanced accuracy the goal."
        if len(rows) == 2
        else "Make macro F1 or balanced accuracy the goal, and collect more rows of that class."
    )
    return Alert(RULE.name, f"{name} is hardly ever found", sentence, recall, RULE.threshold, advice)


RULE = Rule("minority_ignored", "Minority class ignored", 0.1, 50, "measure", _check)
