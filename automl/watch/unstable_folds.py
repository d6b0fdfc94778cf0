"""The score depends on which rows are looked at."""

from __future__ import annotations

import numpy as np

from automl.insights import Alert
from automl.watch._rule import Evidence, Rule
from automl.watch._words import score
from datasets.wording import percent

LEAST_FOLDS, LEAST_CANDIDATES = 3, 3


def _check(seen: Evidence) -> Alert | None:
    values = np.asarray(seen.fold_values)
    done = sum(candidate.status == "done" for candidate in seen.candidates)
    if len(values) < LEAST_FOLDS or done < LEAST_CANDIDATES or seen.dullest is None or not np.isfinite(values).all():
        return None
    lead = seen.lead(float(values.mean()), seen.dullest)
    if lead <= 0:
        return None
    spread = float(values.std(ddof=1)) / lead
    if spread < RULE.threshold:
        return None
    sentence = (
        f"On the {len(values)} folds the best candidate scores from {score(float(values.min()))} to "
        f"{score(float(values.max()))} ({seen.metric.title}): the scores scatter by {percent(spread)} of their lead "
        "over the dullest model."
    )
    advice = (
        "Take the score with its interval, not as one number. More rows help; if rows belong together (a customer, a "
        "day), split by that column."
    )
    return Alert(RULE.name, "Folds disagree", sentence, spread, RULE.threshold, advice)


RULE = Rule("unstable_folds", "Unstable folds", 0.3, 30, "search", _check)
