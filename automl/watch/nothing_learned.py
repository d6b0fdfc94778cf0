"""The model may be no better than the dullest one."""

from __future__ import annotations

from automl.insights import Alert
from automl.watch._rule import Evidence, Rule
from automl.watch._words import score


def _check(seen: Evidence) -> Alert | None:
    if seen.score is None or seen.dullest is None:
        return None
    worst = seen.score.low if seen.metric.higher_is_better else seen.score.high
    lead = seen.lead(worst, seen.dullest)
    if not lead <= RULE.threshold:
        return None
    sentence = (
        f"{seen.metric.title} is {score(seen.score.value)}, 90 % sure between {score(seen.score.low)} and "
        f"{score(seen.score.high)}; the dullest model has {score(seen.dullest)}, so chance may be all there is."
    )
    advice = "Do not use it yet. Add columns that have to do with the question, or more rows, and build again."
    return Alert(RULE.name, "Nothing may have been learned", sentence, lead, RULE.threshold, advice)


RULE = Rule("nothing_learned", "No better than the dullest model", 0.0, 15, "measure", _check)
