"""The answers are too good to be true, or lean on a column that the data check suspects."""

from __future__ import annotations

from automl.insights import Alert
from automl.watch._rule import Evidence, Rule
from automl.watch._words import score
from datasets.wording import percent

BY_METRIC = ("roc_auc", "r2", "accuracy")
LEAST_SHARE = 0.2  # of the impact that a suspected column must have


def _check(seen: Evidence) -> Alert | None:
    if not seen.impact:
        return None
    first = seen.impact[0]
    shares = {impact.column: impact.share for impact in seen.impact}
    suspects = tuple(name for name in seen.suspects if shares.get(name, 0.0) >= LEAST_SHARE)
    advice = (
        "Ask of the columns with the most impact whether their values are known at the moment of predicting. Leave out "
        "what is filled in afterwards, and build again."
    )
    if suspects:
        sentence = (
            f"The data check says that {suspects[0]} gives {seen.target} away, and the model takes "
            f"{percent(shares[suspects[0]])} of its answers from it."
        )
        return Alert(
            RULE.name, "Leakage suspected", sentence, shares[suspects[0]], LEAST_SHARE, advice, columns=suspects
        )
    for measured in sorted((m for m in seen.metrics if m.metric in BY_METRIC), key=lambda m: BY_METRIC.index(m.metric)):
        if measured.baseline is None or measured.baseline >= 1:
            continue
        skill = (measured.value - measured.baseline) / (1 - measured.baseline)
        if skill >= RULE.threshold:
            sentence = (
                f"{measured.title} is {score(measured.value)} where 1 is perfect: answers about the real world are "
                f"seldom that sure. {first.column} has most of the impact, {percent(first.share)}."
            )
            columns = (first.column,)
            return Alert(RULE.name, "Leakage suspected", sentence, skill, RULE.threshold, advice, columns=columns)
        return None
    return None


RULE = Rule("leakage", "Leakage suspected", 0.99, 10, "explain", _check)
