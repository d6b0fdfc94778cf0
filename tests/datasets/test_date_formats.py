"""How a column writes its dates is found out."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.date_formats import detect_formats
from datasets.dates import parse_seconds


def detected(*texts, compact=False):
    return detect_formats(pa.array(texts, pa.string()), np.ones(len(texts), dtype=np.int64), compact=compact)


@settings(max_examples=40)
@given(st.lists(st.text(alphabet="0123456789-/.: TZJanuaryFeb", max_size=20), min_size=1))
def test_any_text_gives_an_answer(texts):
    formats, share = detected(*texts, compact=True)
    assert 0 <= share <= 1
    assert len(parse_seconds(pa.array(texts), formats)) == len(texts)


def test_day_and_month_are_told_apart_by_the_whole_column():
    assert detected("3/12/2016", "4/02/2016", "25/02/2016")[0] == ("%d/%m/%Y",)
    assert detected("3/12/2016", "4/02/2016", "2/25/2016")[0] == ("%m/%d/%Y",)
    assert detected("3/12/2016", "4/02/2016")[0] == ("%m/%d/%Y",)  # undecided with slashes: as in the United States
    assert detected("3.12.2016", "4.02.2016")[0] == ("%d.%m.%Y",)
    assert detected("3-12-2016", "4-02-2016")[0] == ("%d-%m-%Y",)


def test_one_late_row_decides_in_a_long_column():
    early = [f"{d:02d}/{m:02d}/{y}" for y in range(1900, 2000) for m in range(1, 13) for d in range(1, 13)]
    assert detected(*early, "31/01/2001")[0] == ("%d/%m/%Y",)
    assert detected(*early, "01/31/2001")[0] == ("%m/%d/%Y",)


def test_two_notations_in_one_column():
    formats, share = detected("2024-01-05", "2024-01-06", "7.1.2024")
    assert formats == ("%Y-%m-%d", "%d.%m.%Y")
    assert share == 1


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (("2024年1月5日", "2023年12月31日"), "%Y年%m月%d日"),
        (("２０２４年１月５日", "２０２３年１２月３１日"), "%Y年%m月%d日"),
        (("2024年01月05日 08:15", "2023年12月31日 23:59"), "%Y年%m月%d日 %H:%M"),
        (("2024年1月5日8時15分", "2023年12月31日23時59分"), "%Y年%m月%d日%H時%M分"),
        (("2024年1月5日 8时15分30秒", "2023年12月31日 23时59分00秒"), "%Y年%m月%d日 %H时%M分%S秒"),
        (("2024년 1월 5일", "2023년 12월 31일"), "%Y년 %m월 %d일"),
        (("2024년1월5일", "2023년12월31일"), "%Y년%m월%d일"),
        (("2024년 1월 5일 8시 15분", "2023년 12월 31일 23시 59분"), "%Y년 %m월 %d일 %H시 %M분"),
        (("2024年1月", "2023年12月"), "%Y年%m月"),
        (("2024年 1月 5日", "2023年 12月 31日"), "%Y年 %m月 %d日"),
        (("2024. 1. 5.", "2023. 12. 31."), "%Y. %m. %d."),
        (("2024. 1. 5", "2023. 12. 31"), "%Y. %m. %d"),
        (("2024. 1. 5. 8:15", "2023. 12. 31. 23:59"), "%Y. %m. %d. %H:%M"),
        (("2024年1月5日(金)", "2023年12月31日(日)"), "%Y年%m月%d日(%a)"),
        (("2024年1月5日（金）", "2023年12月31日（日）"), "%Y年%m月%d日（%a）"),
        (("2024年1月5日 (金)", "2023年12月31日 (日)"), "%Y年%m月%d日 (%a)"),
        (("2024年1月5日金曜日", "2023年12月31日日曜日"), "%Y年%m月%d日%A"),
        (("2024年1月5日 星期五", "2023年12月31日 星期日"), "%Y年%m月%d日 %A"),
        (("2024年1月5日 周五", "2023年12月31日 周日"), "%Y年%m月%d日 %a"),
        (("2024/01/05(金)", "2023/12/31(日)"), "%Y/%m/%d(%a)"),
        (("2024/1/5（金） 8:15", "2023/12/31（日） 23:59"), "%Y/%m/%d（%a） %H:%M"),
        (("2024年1月5日(金) 8時15分", "2023年12月31日(日) 23時59分"), "%Y年%m月%d日(%a) %H時%M分"),
        (("2024년 1월 5일 (금)", "2023년 12월 31일 (일)"), "%Y년 %m월 %d일 (%a)"),
        (("2024년 1월 5일 금요일", "2023년 12월 31일 일요일"), "%Y년 %m월 %d일 %A"),
        (("2024. 1. 5. (금)", "2023. 12. 31. (일)"), "%Y. %m. %d. (%a)"),
        (("2024-01-05 (Fri)", "2023-12-31 (Sun)"), "%Y-%m-%d (%a)"),
    ],
)
def test_dates_of_east_asia(texts, form):
    assert detected(*texts) == ((form,), 1)
    first = parse_seconds(pa.array(texts), (form,))[0].astype("datetime64[s]").item()
    assert (first.year, first.month) == (2024, 1)
    assert "%d" not in form or first.day == 5
    assert "%H" not in form or (first.hour, first.minute) == (8, 15)


def test_numbers_before_words_of_east_asia_are_no_dates():
    assert detected("5日", "12日")[1] == 0
    assert detected("2024年", "2023年")[1] == 0
    assert detected("2024年13月5日", "2023年2月30日")[1] == 0


def test_eight_digits_are_dates_only_when_asked():
    assert detected("20240105", "20231224", compact=True)[0] == ("%Y%m%d",)
    assert detected("20240105", "20231224")[1] == 0


@pytest.mark.parametrize(
    "texts",
    [("2019", "2020"), ("3.14", "2.71"), ("1-2", "3-4"), ("12:30", "14:00"), ("10.0.0.1", "192.168.0.1"),
     ("555-1234", "555-9876"), ("1.2.3", "1.10.0"), ("1/2", "3/4"), ("A-2024-01", "B-2024-02")],
)  # fmt: skip
def test_what_only_looks_like_dates(texts):
    assert detected(*texts)[1] < 0.99


@pytest.mark.parametrize("word", ["open", "PST", "(late)", "beta", "PM"])
def test_a_word_behind_a_date_that_is_no_day_of_the_week_makes_it_a_text(word):
    assert detected(f"2024-01-02 {word}", f"2024-01-03 {word}", f"2024-01-14 {word}") == ((), 0.0)


@pytest.mark.parametrize("days", [("Tue", "Wed"), ("(Di)", "(Mi)"), ("(火)", "(水)"), ("Tuesday", "Wednesday")])
def test_a_day_of_the_week_behind_a_date_is_passed_over(days):
    assert detected(*(f"2024-01-0{i + 2} {day}" for i, day in enumerate(days)))[1] == 1.0
