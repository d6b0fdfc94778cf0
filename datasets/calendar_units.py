"""Calendar units: which unit suits a span of time, and where each begins. All times are seconds since 1970, UTC."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12_000}
UNITS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century", "millennium")
MONDAY = 3  # 1 Jan 1970 was a Thursday
FAR = 3e11  # about 9,500 years from 1970: calendars are for dates within


def unit_for(low: float, high: float, most: int) -> str:
    """The smallest unit of which at most `most` reach from `low` to `high`."""
    ends = np.array([low, high])
    for unit in UNITS:
        first, last = numbers(ends, unit)
        if last - first < most:
            return unit
    return UNITS[-1]


def numbers(seconds: npt.NDArray[np.float64], unit: str) -> Codes:
    """(n,) the running number of the unit that each time lies in; times must be known."""
    whole: Codes = np.floor(np.clip(seconds, -FAR, FAR)).astype(np.int64)
    if unit in SECONDS:
        whole //= SECONDS[unit]
        return whole
    if unit == "week":
        whole //= 86_400
        whole += MONDAY
        whole //= 7
        return whole
    months: Codes = whole.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    months //= MONTHS[unit]
    return months


def starts(first: int, last: int, unit: str) -> npt.NDArray[np.float64]:
    """(last - first + 1,) the second at which each of these units begins."""
    index = np.arange(first, last + 1, dtype=np.int64)
    if unit in SECONDS:
        return (index * SECONDS[unit]).astype(np.float64)
    if unit == "week":
        return ((index * 7 - MONDAY) * 86_400).astype(np.float64)
    months = (index * MONTHS[unit] - 1970 * 12).astype("datetime64[M]")
    return months.astype("datetime64[s]").astype(np.int64).astype(np.float64)


def name(start: float, unit: str) -> str:
    """What a unit is called, in ISO notation: "2024-03-01", "2024-03", "2024 Q1", "2024", "1990s"."""
    text = iso(start)
    if unit == "quarter":
        return f"{text[:4]} Q{(int(text[5:7]) + 2) // 3}"
    if unit == "month":
        return text[:7]
    if unit in ("year", "decade", "century", "millennium"):
        return text[:4] + ("" if unit == "year" else "s" if unit == "decade" else " on")
    return text if unit in SECONDS and unit != "day" else text[:10]


def iso(seconds: float) -> str:
    """A time in ISO notation without its zone (UTC); without the time of day at midnight."""
    text = str(np.datetime64(int(seconds), "s"))
    return text.removesuffix("T00:00:00")
