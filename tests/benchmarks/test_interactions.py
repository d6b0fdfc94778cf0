from __future__ import annotations

from benchmarks.automl.report import between
from benchmarks.interactions.report import section
from benchmarks.interactions.run import _line
from benchmarks.interactions.steps import INTERACTIONS, has

LINE = {"table": "a", "rows": 7043, "mode": "quiet", "date": "2026-11-22", "machine": "two cores", "times": 3}
OPEN = LINE | _line("open", "Open the app", [(100, 210), (110, 220), (120, 230)], first="first paint")
PRESS = LINE | _line("build", "Open Build", [(50, 300), (60, 310), (70, 320)])


def test_there_are_ten_interactions_each_with_its_own_name():
    assert (
        len({one.name for one in INTERACTIONS}) == len({one.title for one in INTERACTIONS}) == len(INTERACTIONS) == 10
    )


def test_words_from_a_page_become_javascript_safely():
    assert has(".a", 'it\'s "odd"\n').count("\n") == 0


def test_a_line_holds_medians_and_the_slowest():
    assert (PRESS["answered_ms_median"], PRESS["settled_ms_median"], PRESS["settled_ms_p95"]) == (60, 310, 319)
    assert (OPEN["first_paint_ms_median"], OPEN["answered_ms_median"]) == (110, 220)


def test_the_report_shows_the_newest_of_each_table_and_mode():
    busy = PRESS | {"mode": "build", "answered_ms_median": 900, "answered_ms_p95": 1500}
    text = section([PRESS | {"answered_ms_median": 9_999}, OPEN, PRESS, busy])
    assert "| Open Build | 60 / 69 | 900 / 1,500 |" in text
    assert "first paint 110 / 119" in text
    assert "9,999" not in text
    assert "a (7,043 rows), nothing else runs" in text
    assert "**60** / at most 69" in text
    assert text in between("x\n<!-- interactions: begin -->\n<!-- interactions: end -->\n", "interactions", text)
