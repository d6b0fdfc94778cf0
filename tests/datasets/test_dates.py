"""Dates as people write them."""

import calendar
import datetime as dt
import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets import date_formats, dates
from datasets.date_codes import FULL_MONTHS, MONTHS
from datasets.dates import MISSING_SECONDS, parse_seconds
from tests.datasets.test_date_formats import detected


def seconds(text, form):
    return int(parse_seconds(pa.array([text], pa.string()), (form,))[0])


def stamp(*parts):
    return calendar.timegm(dt.datetime(*parts).timetuple())


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("2024-02-29", "%Y-%m-%d", stamp(2024, 2, 29)),
        ("29.2.2024", "%d.%m.%Y", stamp(2024, 2, 29)),
        (" 2024-01-05 ", "%Y-%m-%d", stamp(2024, 1, 5)),
        ("Jan 5, 2020", "%b %d, %Y", stamp(2020, 1, 5)),
        ("5 September 1999", "%d %B %Y", stamp(1999, 9, 5)),
        ("31-Jul-18", "%d-%b-%y", stamp(2018, 7, 31)),
        ("1/2/68", "%d/%m/%y", stamp(2068, 2, 1)),
        ("1/2/69", "%d/%m/%y", stamp(1969, 2, 1)),
        ("20141013T000000", "%Y%m%dT%H%M%S", stamp(2014, 10, 13)),
        ("2015-02-24 11:35:52 -0800", "%Y-%m-%d %H:%M:%S %z", stamp(2015, 2, 24, 19, 35, 52)),
        ("2015-02-24T11:35:52.999Z", "%Y-%m-%dT%H:%M:%S.%f%z", stamp(2015, 2, 24, 11, 35, 52)),
        ("2015-02-24T11:35:52+05:30", "%Y-%m-%dT%H:%M:%S%z", stamp(2015, 2, 24, 6, 5, 52)),
        ("1/5/2020 12:30 AM", "%m/%d/%Y %I:%M %p", stamp(2020, 1, 5, 0, 30)),
        ("1/5/2020 1:30 pm", "%m/%d/%Y %I:%M %p", stamp(2020, 1, 5, 13, 30)),
        ("Tue Feb 24 11:35:52 +0000 2015", "%a %b %d %H:%M:%S %z %Y", stamp(2015, 2, 24, 11, 35, 52)),
        ("0001-01-01", "%Y-%m-%d", stamp(1, 1, 1)),
    ],
)
def test_reading(text, form, expected):
    assert seconds(text, form) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2023-02-29", "%Y-%m-%d"), ("2024-13-01", "%Y-%m-%d"), ("2024-00-01", "%Y-%m-%d"), ("0000-01-01", "%Y-%m-%d"),
        ("2024-01-05x", "%Y-%m-%d"), ("Foo 5, 2020", "%b %d, %Y"), ("2024-01-05 24:00:00", "%Y-%m-%d %H:%M:%S"),
        ("1/5/2020 13:30 pm", "%m/%d/%Y %I:%M %p"), ("", "%Y-%m-%d"), ("2014101", "%Y%m%d"),
    ],
)  # fmt: skip
def test_what_is_no_date(text, form):
    assert seconds(text, form) == MISSING_SECONDS


FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %b %Y", "%B %d, %Y", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %I:%M:%S %p")


@settings(max_examples=40)
@given(st.datetimes(dt.datetime(1000, 1, 1), dt.datetime(9999, 12, 31)), st.sampled_from(FORMS))
def test_python_agrees(moment, form):
    text = moment.strftime(form)
    expected = dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC)
    assert seconds(text, form) == (expected - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(seconds=1)


TIMED = (
    *(("%Y-%m-%d", time, zone) for time in date_formats._TIMES for zone in date_formats._ZONES),
    *((date, "%H:%M:%S", "") for date in date_formats._DATES),
    *(("%d.%m.%Y", time, "") for time in date_formats._TIMES),
)
# Every notation a column may write, with a time of day or without; weekdays are passed over.
NOTATIONS = tuple(dict.fromkeys((*date_formats._WHOLE, *date_formats._DATES, *(f"{d} {t}{z}" for d, t, z in TIMED))))


def kept(moment, codes):
    """The moment with only what the codes of a notation tell of it."""
    if not codes & {"H", "I"}:
        moment = moment.replace(hour=0)
    moment = moment.replace(microsecond=0, **{part: 0 for part in ("minute", "second") if part[0].upper() not in codes})
    if "q" in codes:
        return moment.replace(month=3 * ((moment.month - 1) // 3) + 1, day=1)
    if "G" in codes:
        return moment - dt.timedelta(days=moment.weekday() if "u" not in codes else 0)
    return moment if "d" in codes else moment.replace(day=1)


def told(moment, form, *, language=0, case=str, zone="+00:00"):
    """The moment as a text in the notation, and the moment in UTC that this text names."""
    codes = set(re.findall("%(.)", form))
    moment = kept(moment, codes)
    months = (("b", MONTHS), ("B", FULL_MONTHS))
    words = {
        **{code: case(table[moment.month - 1][language % len(table[moment.month - 1])]) for code, table in months},
        **{"a": ("Mo.", "Tue", "śr")[language % 3], "A": ("Montag", "mercredi", "środa")[language % 3], "f": "123456"},
        **{"q": f"{(moment.month + 2) // 3}", "G": f"{moment.isocalendar()[0]}", "u": f"{moment.isoweekday()}"},
        **{"V": f"{moment.isocalendar()[1]:02d}", "p": "a.m." if moment.hour < 12 else "PM", "z": zone},
    }
    text = re.sub("%(.)", lambda code: words.get(code[1]) or moment.strftime(code[0]), form)
    return text, moment - dt.timedelta(hours=int(zone[:3]) if "z" in codes else 0)


def plainly(form):
    return told(dt.datetime(2024, 8, 25, 15, 4, 59), form)


@st.composite
def written(draw, form):
    """A date and time in the notation, in any of the languages."""
    moment = draw(st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2068, 12, 31)))
    case = draw(st.sampled_from((str, str.upper, str.title)))
    zone = f"{draw(st.integers(-12, 14)):+03d}" + draw(st.sampled_from(("", ":00", "00")))
    return told(moment, form, language=draw(st.integers(0, 9)), case=case, zone=zone)


def test_every_notation_is_found_and_read():
    for form in NOTATIONS:
        text, moment = plainly(form)
        assert seconds(text, form) == calendar.timegm(moment.timetuple()), form
        assert detected(text, text, compact=True)[1] == 1, form


@settings(max_examples=80)
@given(st.sampled_from(NOTATIONS).flatmap(lambda form: st.tuples(st.just(form), written(form))))
def test_any_date_in_any_notation_comes_back(case):
    form, (text, moment) = case
    assert seconds(text, form) == calendar.timegm(moment.timetuple())


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("1700000000", "%s", stamp(2023, 11, 14, 22, 13, 20)),
        ("-1", "%s", stamp(1969, 12, 31, 23, 59, 59)),
        ("1700000000999", "%Q", stamp(2023, 11, 14, 22, 13, 20)),
        ("1700000000999999", "%K", stamp(2023, 11, 14, 22, 13, 20)),
        ("1700000000999999999", "%N", stamp(2023, 11, 14, 22, 13, 20)),
        ("-1", "%N", stamp(1969, 12, 31, 23, 59, 59)),
        ("43831", "%E", stamp(2020, 1, 1)),
        ("43831.75", "%E", stamp(2020, 1, 1, 18)),
        ("2024Q3", "%YQ%q", stamp(2024, 7, 1)),
        ("2020-W53", "%G-W%V", stamp(2020, 12, 28)),
        ("2021-W01-3", "%G-W%V-%u", stamp(2021, 1, 6)),
        ("1er août 2024", "%d %B %Y", stamp(2024, 8, 1)),
        ("March 3rd, 2024", "%B %d, %Y", stamp(2024, 3, 3)),
        ("15 października 2024", "%d %B %Y", stamp(2024, 10, 15)),
        ("2024-01-05 10:00:00 UTC", "%Y-%m-%d %H:%M:%S %z", stamp(2024, 1, 5, 10)),
        ("2024-01-05 10:00:00+02", "%Y-%m-%d %H:%M:%S%z", stamp(2024, 1, 5, 8)),
    ],
)
def test_other_notations(text, form, expected):
    assert seconds(text, form) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [("2021-W53", "%G-W%V"), ("2024Q5", "%YQ%q"), ("2024-W00", "%G-W%V"), ("32nd März 2024", "%d %B %Y")],
)
def test_what_does_not_exist(text, form):
    assert seconds(text, form) == MISSING_SECONDS


def test_a_name_of_a_month_means_one_month():
    for table in (MONTHS, FULL_MONTHS):
        words = [word for month in table for word in month]
        assert len(words) == len(set(words))


ISO_LIKE = (
    *("2024-02-30 10:00:00", "2024-01-05T10:00:00", " 2024-01-05", "2024-01-05", "", "2024-01-05 10:20Z"),
    *("2024-01-05 10:20:60", "2024-01-05 10+05:30", "20240105 10:20:30", "0000-01-01 00:00:00", "2024-1-5 10:20:300"),
)


@given(
    st.lists(st.datetimes().map(lambda when: when.isoformat(sep=" ")[:19]) | st.none() | st.sampled_from(ISO_LIKE)),
    st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]),
)
@settings(max_examples=60)
def test_iso_notation_is_read_as_by_its_pattern(texts, form):
    cells = pa.array(texts, pa.string())
    assert dates._parse_one(cells, form).tolist() == dates._parse_by_pattern(cells, form).tolist()
