"""Rows in the order of time whose answers drift: a model that is measured on the past of what it learned flatters.

A date counts when the rows of the file stand in its order, or when it is the only date and its name says that it is the
time of the row. Measured is how the target goes together with tenths of the time, and how alike rows answer that follow
each other.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from datasets.cells import MISSING_SECONDS
from datasets.findings._agreement import agreement
from datasets.findings._rule import Evidence, Finding, Fix, Rule, number, percent
from datasets.identity import name_words
from datasets.relation import bins, ranks, relation
from datasets.schema import Kind
from datasets.wording import plural

LEAST_ROWS = 100
LEAST_MOMENTS = 20
FILLED_SHARE = 0.9
IN_ORDER = 0.9  # rank correlation of the date with the place in the file
EVENT_WORDS = frozenset(
    ["date", "datum", "day", "time", "timestamp", "datetime", "week", "month", "period", "fecha", "data", "dt", "ds"]
)
OTHER_WORDS = frozenset(
    ["birth", "born", "dob", "since", "start", "joined", "end", "expiry", "due", "until", "first", "last"]
)


def _check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.target is None or evidence.aim is None or evidence.n_rows < LEAST_ROWS:
        return
    dates = [column.name for column in evidence.of_kind(Kind.DATETIME)]
    found = [one for name in dates if (one := _look(evidence, name, len(dates) == 1)) is not None]
    if found:
        yield max(found, key=lambda finding: finding.value)


def _look(evidence: Evidence, name: str, is_only: bool) -> Finding | None:
    seconds = evidence.rows.seconds(name)
    known = np.flatnonzero(seconds != MISSING_SECONDS)
    if len(known) < FILLED_SHARE * len(seconds) or len(np.unique(seconds[known])) < LEAST_MOMENTS:
        return None
    if not _in_order(seconds[known].astype(np.float64)) and not (is_only and _is_event(name)):
        return None
    aim = evidence.aim
    assert aim is not None
    ordered = known[np.argsort(seconds[known], kind="stable")]
    moments = np.where(seconds == MISSING_SECONDS, np.nan, seconds.astype(np.float64))
    drift = relation(bins(moments), aim)
    follow = agreement(aim, ordered[:-1], ordered[1:])
    value = max(drift, follow)
    if value < RULE.threshold:
        return None
    rows = plural(len(ordered), "row")
    what = (
        f"{evidence.target} changes as {name} goes on, over {rows}"
        if drift >= follow
        else f"Of {rows}, those that follow each other in {name} are much alike in {evidence.target}"
    )
    sentence = (
        f"{what}{evidence.sampled}. When the rows to measure on are drawn at random, the model has learnt from rows "
        "just before and after them, so its score looks better than it will be for the time to come."
    )
    fix = Fix("split", (name,), "Split by this date", {"by": "date"})
    title = f"{name} puts the rows in order of time"
    example = _ends(evidence, name, ordered)
    return Finding(RULE.name, (name,), title, sentence, value, RULE.threshold, "warning", example, fix)


def _in_order(seconds: npt.NDArray[np.float64]) -> bool:
    place = np.arange(len(seconds), dtype=np.float64)
    return abs(float(np.corrcoef(place, ranks(seconds))[0, 1])) >= IN_ORDER


def _is_event(name: str) -> bool:
    words = set(name_words(name))
    return bool(words & EVENT_WORDS) and not words & OTHER_WORDS


def _ends(evidence: Evidence, name: str, ordered: npt.NDArray[np.int64]) -> str:
    """What the target is like in the earliest and the latest tenth."""
    tenth = max(1, len(ordered) // 10)
    parts = []
    for which, rows in (("earliest", ordered[:tenth]), ("latest", ordered[-tenth:])):
        days = [evidence.cell(name, evidence.places[row]) for row in (rows[0], rows[-1])]
        parts.append(f"{_usual(evidence, rows)} in the {which} tenth ({days[0]} to {days[1]})")
    return f"{parts[0]}, {parts[1]}."


def _usual(evidence: Evidence, rows: npt.NDArray[np.int64]) -> str:
    aim, target = evidence.aim, evidence.target
    assert aim is not None
    assert target is not None
    if aim.numbers is not None:
        values = evidence.rows.numbers(target)[rows]
        return (
            f"{target} is {number(float(f'{np.nanmean(values):.4g}'))} on average" if not np.isnan(values).all() else ""
        )
    mode = evidence.profile[target].mode
    texts = evidence.rows.texts(target).take(rows).to_pylist()
    return f'{target} is "{mode}" in {percent(sum(text == mode for text in texts) / len(texts))} of the rows'


RULE = Rule("time_order", "Order of time", 0.2, 26, _check)
