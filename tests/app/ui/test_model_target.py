"""The values of the column to predict, as Build draws them."""

from __future__ import annotations

from app.records import Detection
from app.ui import model_target
from datasets.profile import profile
from datasets.read import read


def values_of(tmp_path, cells: list[str]) -> str:
    """The bars of a yes / no question about a column with these cells."""
    path = tmp_path / "loans.csv"
    path.write_text("age,default\n" + "".join(f"{20 + i % 50},{cell}\n" for i, cell in enumerate(cells)), "utf-8")
    column = profile(read(path))["default"]
    asked = Detection("binary", "", "roc_auc", (), 0, (), tuple(sorted(set(cells))))
    return model_target.values_html(column, len(cells), asked, None)


def test_two_numbers_are_counted_like_two_words(tmp_path):
    drawn = values_of(tmp_path, ["1"] * 70 + ["2"] * 30)
    assert "70" in drawn
    assert "30.0" in drawn
    assert 'class="spread"' not in drawn


def test_two_numbers_stand_in_the_order_of_their_size(tmp_path):
    drawn = values_of(tmp_path, ["9"] * 70 + ["10"] * 30)
    assert drawn.index(">9<") < drawn.index(">10<")
    assert drawn.index("70.0") < drawn.index("30.0")
