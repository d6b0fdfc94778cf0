import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.job_records import Progress
from app.ui import model_curve
from app.ui.theme import FOLDER
from tests.app.views.records import candidates


def going_on(*scores, higher=True, elapsed=40.0, budget=100.0):
    template = candidates()[0]
    made = tuple(replace(template, index=i, score=s, at_s=5.0 * (i + 1)) for i, s in enumerate(scores))
    return Progress(candidates=made, elapsed_s=elapsed, budget_s=budget, higher_is_better=higher)


def curve_of(progress):
    made = model_curve.curve(progress)
    assert made is not None
    return made


def test_without_a_score_there_is_no_curve():
    assert model_curve.curve(Progress()) is None
    assert model_curve.curve(going_on(None, None)) is None


@pytest.mark.parametrize(
    ("higher", "best"), [(True, [(5.0, 0.80), (10.0, 0.82), (20.0, 0.83)]), (False, [(5.0, 0.80), (15.0, 0.79)])]
)
def test_the_best_so_far_only_gets_better(higher, best):
    made = curve_of(going_on(0.80, 0.82, 0.79, 0.83, higher=higher))
    assert list(made.best) == best


def test_a_far_loser_stays_outside_and_is_counted():
    made = curve_of(going_on(0.80, 0.82, 0.81, 0.815, 0.825, 0.822, 0.1))
    assert made.n_outside == 1
    assert made.low > 0.5
    assert "1 candidate is worse" in model_curve.curve_html(made)


def test_time_runs_from_left_to_the_budget_at_the_right():
    made = curve_of(going_on(0.8, 0.82))
    assert made.x(0) == 0
    assert made.x(made.elapsed_s) == pytest.approx(40)
    assert made.x(200) == 100


def test_higher_scores_stand_higher():
    made = curve_of(going_on(0.8, 0.9))
    assert made.y(0.9) < made.y(0.8)


def test_the_markup_is_one_line_and_says_what_it_shows():
    html = model_curve.curve_html(curve_of(going_on(0.8, 0.9)))
    assert "\n" not in html
    assert 'aria-label="Best score so far: 0.800 after 5\u00a0s, 0.900 after 10\u00a0s."' in html
    assert "still to come" in html
    assert html.count("<i ") == 3  # two candidates and the head


def test_late_in_the_build_the_rest_is_too_small_for_a_word():
    assert "still to come" not in model_curve.curve_html(curve_of(going_on(0.8, elapsed=95.0)))


def test_long_builds_count_minutes():
    made = curve_of(going_on(0.8, budget=600.0))
    assert '<p class="axis">minutes' in model_curve.curve_html(made)


def test_long_numbers_have_room_in_one_line_left_of_the_picture():
    short = model_curve.curve_html(curve_of(going_on(0.8, 0.9)))
    html = model_curve.curve_html(curve_of(going_on(450_000.0, 300_000.0, higher=False)))
    widest = max(re.findall(r'class="y"[^>]*>([^<]+)<', html), key=len)
    assert len(widest) == len("450,000")
    gutter = [int(re.findall(r"padding-left:(\d+)px", one)[0]) for one in (short, html)]
    assert gutter[1] >= 7 * len(widest) + 8
    assert gutter[0] < gutter[1]
    (rule,) = re.findall(r"\.live-curve b\.y \{([^}]*)\}", (FOLDER / "style_model.css").read_text(encoding="utf-8"))
    assert "nowrap" in rule


@given(
    st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=40),
    st.booleans(),
    st.floats(0, 1e5),
    st.one_of(st.none(), st.floats(1, 1e5)),
)
def test_any_scores_give_a_picture_with_its_best_inside(scores, higher, elapsed, budget):
    made = curve_of(going_on(*scores, higher=higher, elapsed=elapsed, budget=budget))
    html = model_curve.curve_html(made)
    top = max(scores) if higher else min(scores)
    assert made.low < made.high
    assert made.low <= top <= made.high
    assert made.best
    for place in re.findall(r"(?:left|top):(-?[\d.]+)%", html):
        assert -0.01 <= float(place) <= 100.01


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 8))
def test_ticks_are_few_round_and_inside(low, width, n):
    marks = model_curve.ticks(low, low + width, n)
    assert len(marks) <= 2 * n + 2
    assert all(low - 1e-6 * width - 1e-9 <= m <= low + width + 1e-6 * width + 1e-9 for m in marks)
    assert list(marks) == sorted(set(marks))
