from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui import formats


@pytest.mark.parametrize(("value", "text"), [(12345, "12,345"), (0, "0"), (-3, "\u22123"), (-0.3, "0"), (None, "")])
def test_count(value: float | None, text: str) -> None:
    assert formats.count(value) == text


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0.974, 1, "97.4\u00a0%"),
        (0, 1, "0\u00a0%"),
        (1, 1, "100\u00a0%"),
        (0.0001, 1, "<\u00a00.1\u00a0%"),
        (0.99999, 1, ">\u00a099.9\u00a0%"),
        (0.9994, 1, "99.9\u00a0%"),
        (0.43, 0, "43\u00a0%"),
        (None, 1, ""),
        (float("nan"), 1, ""),
    ],
)
def test_percent(share: float | None, digits: int, text: str) -> None:
    assert formats.percent(share, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.8454, "0.845"),
        (19850.4, "19,850"),
        (123.456, "123.5"),
        (-0.25, "\u22120.250"),
        (-1e-4, "0.000"),
        (-3.04e24, "\u22123.040e+24"),
        (None, ""),
    ],
)
def test_score(value: float | None, text: str) -> None:
    assert formats.score(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (32.42, "32.42"),
        (29.0, "29"),
        (0, "0"),
        (1250, "1,250"),
        (123456.7, "123,457"),
        (0.00314159, "0.003142"),
        (-0.7, "\u22120.7"),
        (1e300, "1.000e+300"),
        (float("inf"), "∞"),
        (float("nan"), ""),
    ],
)
def test_number(value: float | None, text: str) -> None:
    assert formats.number(value) == text


@given(st.floats())
def test_any_number_has_a_short_text(value: float | None) -> None:
    assert len(formats.number(value)) <= 24


@pytest.mark.parametrize(("value", "text"), [(13.74, "+13.7"), (-0.7, "\u22120.7"), (0.04, "0")])
def test_signed(value: float, text: str) -> None:
    assert formats.signed(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.00031, "0.31 ms"),
        (0.5, "500 ms"),
        (8.1, "8.1 s"),
        (58, "58 s"),
        (59.7, "1 min"),
        (340, "5 min 40 s"),
        (7500, "2 h 5 min"),
        (None, ""),
    ],
)
def test_duration(seconds: float | None, text: str) -> None:
    assert formats.duration(seconds).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("n_bytes", "text"), [(999, "999 B"), (955_000, "955 KB"), (1_800_000, "1.8 MB"), (412_000_000, "412 MB")]
)
def test_size(n_bytes: float, text: str) -> None:
    assert formats.size(n_bytes).replace("\u00a0", " ") == text


def test_moment_uses_the_clock_of_the_reader() -> None:
    now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")
    assert formats.moment(datetime(2026, 11, 21, 10, 20), berlin, now) == "Today, 11:20"
    assert formats.moment(now - timedelta(days=1), berlin, now) == "Yesterday, 13:00"
    assert formats.moment(datetime(2026, 11, 18, 23, 30, tzinfo=UTC), berlin, now) == "19 Nov 2026"
    assert formats.moment(None) == ""


def test_date_of_seconds() -> None:
    assert formats.date_of(0) == "1 Jan 1970"
    assert formats.date_of(1704466800) == "5 Jan 2024, 15:00"
    assert formats.date_of(-86400) == "31 Dec 1969"
    assert formats.date_of(None) == ""
