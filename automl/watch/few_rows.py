"""Too few rows to be as sure of the score as the question asks for."""

from __future__ import annotations

import math

from automl.insights import Alert
from automl.watch._rule import Evidence, Rule
from automl.watch._words import score
from datasets.wording import percent


def _check(seen: Evidence) -> Alert | None:
    measured = seen.score
    if measured is None or seen.dullest is None or not math.isfinite(measured.low + measured.high):
        return None
    lead = seen.lead(measured.value, seen.dullest)
    half = (measured.high - measured.low) / 2
    if lead <= 0 or half <= 0 or half < RULE.threshold * lead:
        return None
    needed = math.ceil(measured.n_rows * (half / (RULE.threshold * lead)) ** 2)
    rounded = round(needed, -int(math.log10(needed)) + 1)
    sentence = (
        f"On {measured.n_rows:,} measured rows {seen.metric.title} is known to \u00b1 {score(half)} (90 % interval), "
        f"which is {percent(half / lead)} of its lead over the dullest model."
    )
    advice = (
        f"To know it to a quarter of the lead, about {rounded:,} measured rows are needed. Until then treat close "
        "candidates as equal."
    )
    return Alert(RULE.name, "Too few rows to be sure", sentence, half / lead, RULE.threshold, advice)


RULE = Rule("few_rows", "Too few rows for the asked certainty", 0.25, 80, "measure", _check)
