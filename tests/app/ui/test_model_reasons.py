import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.model_reasons import MOST_STEPS, steps, waterfall_html
from app.ui.units import PLAIN
from automl.explain import Reason, Reasons

PUSHES = st.lists(st.floats(-0.3, 0.3, allow_nan=False), min_size=1, max_size=30)


def reasons(pushes, base=0.265, label="Yes"):
    made = [Reason(f"column {i}", str(i), push) for i, push in enumerate(pushes)]
    made.sort(key=lambda reason: -abs(reason.contribution))
    return Reasons(base, base + sum(pushes), label, tuple(made))


@given(PUSHES)
def test_the_steps_add_up_to_the_answer(pushes):
    found = steps(reasons(pushes))
    assert found[0].kind == "base"
    assert found[-1].kind == "answer"
    assert found[-1].end == pytest.approx(reasons(pushes).answer)
    for before, after in itertools.pairwise(found[:-1]):
        assert after.start == pytest.approx(before.end)
    assert found[-2].end == pytest.approx(found[-1].end)


def test_many_small_ones_are_joined_but_never_a_single_one():
    assert [s.kind for s in steps(reasons([0.01] * (MOST_STEPS + 1)))].count("rest") == 0
    assert steps(reasons([0.01] * 30))[-2].name == "20 more columns"


@given(PUSHES, st.booleans())
def test_no_bar_leaves_the_lane(pushes, number):
    html = waterfall_html(steps(reasons(pushes)), unit=PLAIN if number else None, up="more", down="less")
    for left, width in re.findall(r"left:(-?[\d.]+)%;width:(-?[\d.]+)%", html):
        assert float(left) >= -0.01
        assert float(width) >= 0
        assert float(left) + float(width) <= 100.02


def test_up_is_blue_down_is_orange_and_shares_are_points():
    html = waterfall_html(steps(reasons([0.137, -0.007])), unit=None, up="more", down="less")
    assert '<i class="up"' in html
    assert '<i class="down"' in html
    assert "+13.7" in html
    assert "\u22120.7" in html
    assert "26.5\u00a0%" in html
    assert "39.5\u00a0%" in html


def test_numbers_far_from_zero_do_not_start_at_zero():
    html = waterfall_html(steps(reasons([900.0, -400.0], base=200_000.0, label=None)), unit=PLAIN, up="a", down="b")
    base = re.search(r'class="base" style="left:0.00%;width:([\d.]+)%', html)
    assert base is not None
    assert float(base.group(1)) < 90
    assert "200,500" in html


def test_words_from_the_file_are_escaped():
    found = steps(Reasons(0.5, 0.6, "Yes", (Reason("<b>col", '"x"', 0.1),)))
    html = waterfall_html(found, unit=None, up="<up>", down="down")
    assert "<b>col" not in html
    assert "&lt;b&gt;col" in html
    assert "&lt;up&gt;" in html


def test_the_longest_value_has_room_behind_its_bar():
    def room(scale):
        found = steps(reasons([0.4 * scale, -0.1 * scale], base=scale, label=None))
        html = waterfall_html(found, unit=PLAIN, up="a", down="b")
        rooms = set(re.findall(r"margin-right:(\d+)px", html))
        assert len(rooms) == 1
        return int(rooms.pop()), max(map(len, re.findall(r"<em[^>]*>([^<]+)<", html)))

    short, long = room(10.0), room(1_034_267.0)
    assert long[0] >= 8 * long[1] + 8
    assert short[0] < long[0]
