"""Much of what the model seems to know of its training rows does not hold on rows it never saw."""

from __future__ import annotations

from automl.insights import Alert
from automl.watch._rule import Evidence, Rule
from automl.watch._words import score
from datasets.wording import percent


def _check(seen: Evidence) -> Alert | None:
    if seen.score is None or seen.train_value is None or seen.dullest is None:
        return None
    there, here = seen.lead(seen.train_value, seen.dullest), seen.lead(seen.score.value, seen.dullest)
    if there <= 0:
        return None
    lost = 1 - here / there
    if lost < RULE.threshold:
        return None
    sentence = (
        f"{seen.metric.title} is {score(seen.train_value)} on rows it was trained on and {score(seen.score.value)} on "
        f"rows it never saw: {percent(min(lost, 1.0))} of its lead over the dullest model is gone."
    )
    advice = (
        "The score shown is the honest one. To narrow the gap, add rows, leave out columns that name single rows, or "
        "allow only simpler algorithms."
    )
    return Alert(RULE.name, "Much was learned by heart", sentence, lost, RULE.threshold, advice)


RULE = Rule("overfitting", "Overfitting gap", 0.5, 20, "measure", _check)
