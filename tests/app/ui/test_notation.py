"""How readers of other countries write numbers and dates."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui import charts, formats, notation
from app.ui.notation import ENGLISH, of_locale
from app.ui.theme import Palette
from app.ui.typed_numbers import plain

ReadIn = Callable[[str | None], None]
LOCALES = ("de-DE", "fr-FR", "en-IN", "de-CH", "es-ES", "pl-PL", "ja-JP", "sv-SE", "pt-BR", "ar-EG", None)
MILLIONS = {
    None: "12,345,678.50",
    "en": "12,345,678.50",
    "en-GB": "12,345,678.50",
    "en-IN": "1,23,45,678.50",
    "hi-IN": "1,23,45,678.50",
    "de-DE": "12.345.678,50",
    "de-AT": "12\u00a0345\u00a0678,50",
    "de-CH": "12’345’678.50",
    "fr": "12\u202f345\u202f678,50",
    "es-ES": "12.345.678,50",
    "ar-EG": "12,345,678.50",
    "ja-JP": "12,345,678.50",
    "de_XX": "12.345.678,50",
    "xx-YY": "12,345,678.50",
    "de-DE-u-nu-arab": "12.345.678,50",
}


@pytest.mark.parametrize(("locale", "text"), MILLIONS.items())
def test_the_marks_of_a_locale(locale: str | None, text: str) -> None:
    assert of_locale(locale).number("12,345,678.50") == text


@pytest.mark.parametrize(
    ("locale", "four", "five"),
    [
        ("es-ES", "1234", "12.345"),
        ("es-MX", "1,234", "12,345"),
        ("pl-PL", "1234", "12\u00a0345"),
        ("pt-PT", "1234", "12\u00a0345"),
        ("pt-BR", "1.234", "12.345"),
        ("de-DE", "1.234", "12.345"),
    ],
)
def test_four_digits_stand_together_where_that_is_usual(locale: str, four: str, five: str) -> None:
    written = of_locale(locale)
    assert (written.number("1,234"), written.number("12,345")) == (four, five)


@pytest.mark.parametrize(
    ("locale", "day", "picker"),
    [
        (None, "3 Nov 2026", "YYYY-MM-DD"),
        ("en", "3 Nov 2026", "YYYY-MM-DD"),
        ("en-US", "Nov 3, 2026", "MM/DD/YYYY"),
        ("en-GB", "3 Nov 2026", "DD/MM/YYYY"),
        ("de-DE", "03.11.2026", "DD.MM.YYYY"),
        ("fr-FR", "03/11/2026", "DD/MM/YYYY"),
        ("ja-JP", "2026/11/03", "YYYY/MM/DD"),
        ("sv-SE", "2026-11-03", "YYYY-MM-DD"),
        ("hu-HU", "2026. 11. 03.", "YYYY.MM.DD"),
        ("bg-BG", "3.11.2026", "DD.MM.YYYY"),
        ("ar-EG", "3/11/2026", "DD/MM/YYYY"),
    ],
)
def test_the_order_of_a_date(locale: str | None, day: str, picker: str) -> None:
    assert of_locale(locale).date(2026, 11, 3) == day
    assert of_locale(locale).picker == picker


def test_every_known_locale_has_a_notation_that_can_be_read_back() -> None:
    from babel import localedata

    for tag in localedata.locale_identifiers():
        written = of_locale(tag)
        assert written.decimal != written.group, tag
        assert "".join(filter(str.isdigit, written.number("1,234,567.25"))) == "123456725", tag
        assert "2026" in written.date(2026, 11, 3), tag
        assert sorted(filter(str.isalpha, written.picker)) == list("DDMMYYYY"), tag


def test_numbers_times_and_dates_of_a_german_reader(read_in: ReadIn) -> None:
    read_in("de-DE")
    assert formats.count(12345) == "12.345"
    assert formats.percent(0.974) == "97,4\u00a0%"
    assert formats.percent(0.0001) == "<\u00a00,1\u00a0%"
    assert formats.percent(0.99999) == ">\u00a099,9\u00a0%"
    assert formats.short_percent(0.334) == "33,4\u00a0%"
    assert formats.score(0.8454) == "0,845"
    assert formats.number(-1234567.25, 9) == "−1.234.567,25"
    assert formats.quantity(1250.5, "money", "€") == "€1.250"
    assert formats.quantity(9.9, "money", "EUR") == "9,90\u00a0EUR"
    assert formats.quantity(2024, "year") == "2024"
    assert formats.signed(1234.56) == "+1.234,6"
    assert formats.decimals(-0.5, 2) == "−0,50"
    assert formats.duration(8.1) == "8,1\u00a0s"
    assert formats.size(1_800_000) == "1,8\u00a0MB"
    assert formats.date_of(1704466800) == "05.01.2024, 15:00"
    assert formats.moment(datetime(2026, 11, 18, tzinfo=UTC), UTC) == "18.11.2026"


def test_what_is_written_for_nobody_is_english_whoever_reads(read_in: ReadIn) -> None:
    read_in("fr-FR")
    with notation.written_for(None):
        assert formats.count(12345) == "12,345"
        assert notation.current() is ENGLISH
    assert formats.count(12345) == "12\u202f345"


def test_a_chart_has_the_marks_of_the_reader(read_in: ReadIn) -> None:
    assert charts.figure(colors=Palette(dark=False)).layout.separators == ".,"
    read_in("de-DE")
    assert charts.figure(colors=Palette(dark=False)).layout.separators == ",."
    assert charts.percent_axis(0, 0.01)["ticktext"][1] == "0,2\u00a0%"


@given(st.sampled_from(LOCALES), st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_any_number_is_read_back_as_it_was_written(locale: str | None, value: float) -> None:
    with notation.written_for(locale):
        read = float(plain(formats.number(value, 6).replace("−", "-")))
    assert math.isclose(read, value, rel_tol=1e-5, abs_tol=1e-9)
