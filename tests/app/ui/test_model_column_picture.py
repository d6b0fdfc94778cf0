import pytest

from app.ui.model_column_picture import too_seldom
from app.ui.model_detail import detail
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
