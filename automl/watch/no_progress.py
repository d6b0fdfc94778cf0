"""The search goes on and finds nothing better."""

from __future__ import annotations

from automl.insights import Alert
from automl.watch._rule import Evidence, Rule
from automl.watch._words import score
from datasets.wording import percent

LEAST_SINCE = 10
LEAST_STEP = 0.005  # of the lead over the dullest model: less is no progress


def _check(seen: Evidence) -> Alert | None:
    done = sorted((c for c in seen.candidates if c.status == "done" and c.score is not None), key=lambda c: c.at_s)
    if len(done) <= LEAST_SINCE or seen.dullest is None:
        return None
    best, best_at, since, lead = 0.0, 0.0, 0, 0.0
    for candidate in done:
        now = seen.lead(candidate.score or 0.0, seen.dullest)
        if candidate is done[0] or now > lead + LEAST_STEP * abs(lead):
            best, best_at, since, lead = candidate.score or 0.0, candidate.at_s, 0, now
        else:
            since += 1
    spent = seen.elapsed_s if seen.budget_s == float("inf") else min(seen.elapsed_s, seen.budget_s)
    stalled = (done[-1].at_s - best_at) / max(spent, 1e-9)
    late = seen.budget_s == float("inf") or spent >= RULE.threshold * seen.budget_s
    if since < LEAST_SINCE or stalled < RULE.threshold or not late:
        return None
    sentence = (
        f"The best candidate scored {score(best)} ({seen.metric.title}) after {best_at:.0f} s; none of the {since} "
        f"after it was clearly better, for {percent(min(stalled, 1.0))} of the time."
    )
    advice = (
        "A longer build will hardly help. What may: more rows, more telling columns, a recipe step that brings out "
        "what you know. A build that still runs can be stopped, it keeps its best."
    )
    return Alert(RULE.name, "No progress", sentence, stalled, RULE.threshold, advice)


RULE = Rule("no_progress", "No progress", 0.5, 70, "search", _check)
