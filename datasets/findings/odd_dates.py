"""Dates that cannot be: a few in the future or before 1900, in a column whose other dates are not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from datasets.cells import MISSING_SECONDS
from datasets.findings._rule import Evidence, Finding, Fix, Rule, percent
from datasets.findings._sentinels import odd_days
from datasets.profile import ColumnProfile
from datasets.schema import Kind

DAY_S = 86_400
EARLIEST_S = -2_208_988_800  # 1900-01-01
FAR_S = 100 * 365.25 * DAY_S  # further in the future nothing is planned
MOST_WORDS = 20


def _check(evidence: Evidence) -> Iterator[Finding]:
    for column in evidence.of_kind(Kind.DATETIME):
        if column.maximum is None or column.minimum is None:
            continue
        latest = evidence.now + DAY_S
        if column.maximum <= latest and column.minimum > EARLIEST_S:
            continue
        seconds = evidence.table.seconds(column.name)
        known = seconds != MISSING_SECONDS
        known &= ~np.isin(seconds, odd_days(seconds[known].astype(np.float64)))
        for odd, when in (
            (known & (seconds > latest), "in the future"),
            (known & (seconds <= EARLIEST_S), "before 1900"),
            (known & (seconds > evidence.now + FAR_S), "more than 100 years ahead"),
        ):
            share = int(odd.sum()) / max(int(known.sum()), 1)
            if 0 < share <= RULE.threshold:
                yield _finding(evidence, column, odd, when, share)
                break


def _finding(
    evidence: Evidence, column: ColumnProfile, odd: np.ndarray[tuple[int], np.dtype[np.bool_]], when: str, share: float
) -> Finding:
    name, places = column.name, np.flatnonzero(odd)
    n = len(places)
    today = datetime.fromtimestamp(evidence.now, UTC).date()
    middle = "" if column.median is None else f"; the middle one is {_day(column.median)}"
    are = "1 date is" if n == 1 else f"{n:,} dates are"
    sentence = f"{are} {when} ({percent(share)} of {name}; today is {today.isoformat()}{middle})."
    words = sorted({evidence.cell(name, place) for place in places[:1_000]})
    fix = advice = None
    if len(words) <= MOST_WORDS and n <= 1_000:
        fix = Fix("missing_words", (name,), "Count as not known", {"words": {name: words}})
    else:
        advice = "Correct them in the file and import it again."
    title = f"{name} has dates {when}"
    example = evidence.show(places[:2], [name])
    return Finding(RULE.name, (name,), title, sentence, share, RULE.threshold, "warning", example, fix, advice or "")


def _day(seconds: float) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date().isoformat()


RULE = Rule("odd_dates", "Impossible dates", 0.05, 44, _check)
