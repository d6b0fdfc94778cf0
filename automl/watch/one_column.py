"""One column makes nearly all of the answer."""

from __future__ import annotations

from automl.insights import Alert
from automl.watch._rule import Evidence, Rule
from datasets.wording import percent

LEAST_COLUMNS = 3


def _check(seen: Evidence) -> Alert | None:
    if len(seen.impact) < LEAST_COLUMNS or seen.impact[0].share < RULE.threshold:
        return None
    first = seen.impact[0]
    sentence = (
        f"{first.column} makes {percent(first.share)} of the answers; the {len(seen.impact) - 1} other columns share "
        "the rest."
    )
    advice = (
        f"See whether {first.column} is known and reliable for every row to predict. Where it is missing or changes "
        "its meaning, the model has little else to go by. Build once without it to see what the others can do."
    )
    value = first.share
    return Alert(RULE.name, "One column dominates", sentence, value, RULE.threshold, advice, columns=(first.column,))


RULE = Rule("one_column", "One column dominates", 0.7, 40, "explain", _check)
