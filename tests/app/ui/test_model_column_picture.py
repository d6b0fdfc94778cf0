import pytest

from app.ui.model_column_picture import spread, too_seldom
from app.ui.model_detail import detail
from app.ui.theme import Palette
from datasets.profile import profile
from datasets.read import read


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([f"c{i}" for i in range(60)], "Every value occurs once"),
        ([f"c{i // 3}" for i in range(60)], "No value occurs more than three times"),
        ([f"c{i // 5}" if i < 30 else f"d{i}" for i in range(60)], ""),
        (["a", "b", "c", "a"], ""),
        ([*["other"] * 30, *["car"] * 4, *["bus"] * 4], ""),
        ([*["other"] * 30, *(f"c{i}" for i in range(30))], ""),
    ],
)
def test_many_values_that_hardly_repeat_are_a_sentence_and_no_table(tmp_path, names, said):
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["who,y", *(f"{name},{i % 2}" for i, name in enumerate(names)), ""]), encoding="utf-8")
    t = read(path)
    told = too_seldom(detail(t, profile(t, "y")["who"], "y", "1"))
    assert told.startswith(said)
    assert bool(told) == bool(said)


def test_each_of_few_whole_numbers_has_a_bar_of_its_own_over_its_mark(tmp_path):
    path = tmp_path / "t.csv"
    rooms = [1, 2, 3, 3, 3, 4, 5, 6, 11, 12] * 12
    path.write_text("\n".join(["rooms,y", *(f"{n},{i % 2}" for i, n in enumerate(rooms)), ""]), encoding="utf-8")
    t = read(path)
    column = profile(t, "y")["rooms"]
    made = detail(t, column, "y", "1")
    bars = spread(column, made, Palette(dark=False), number=False).data[0]
    assert dict(zip(bars.x, bars.y, strict=True)) == {n: 12.0 * rooms[:10].count(n) for n in range(1, 13)}
    assert bars.hovertext[2].startswith("3<br>36 rows")
    marks = spread(column, made, Palette(dark=False), number=False).layout.xaxis.tickvals
    assert set(marks) <= set(bars.x)


def test_other_numbers_keep_their_ranges(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["area,y", *(f"{40.5 + i},{i % 2}" for i in range(80)), ""]), encoding="utf-8")
    t = read(path)
    column = profile(t, "y")["area"]
    made = detail(t, column, "y", "1")
    assert not made.whole
    assert made.edges == column.histogram.edges
    assert " to " in spread(column, made, Palette(dark=False), number=False).data[0].hovertext[0]
