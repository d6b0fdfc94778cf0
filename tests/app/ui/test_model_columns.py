import pytest

from app.ui import model_column_edits, model_columns
from app.ui.theme import Palette
from datasets.profile import profile
from datasets.read import read
from tests.app.people import people_csv

NAMES = ["age", "plan", "customer"]
KINDS = {"age": "numeric", "plan": "category", "customer": "id"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    path = tmp_path_factory.mktemp("people") / "people.csv"
    path.write_bytes(people_csv())
    return profile(read(path), "left")


def test_the_target_is_not_listed_and_the_closest_related_come_first(seen):
    listed = model_columns.listed(seen, "left")
    assert {c.name for c in listed} == {"customer", "age", "plan", "joined", "spend"}
    relations = [c.relation or 0 for c in listed]
    assert relations == sorted(relations, reverse=True)


def test_a_search_looks_into_names_whatever_their_case(seen):
    assert [c.name for c in model_columns.listed(seen, "left", "SPE")] == ["spend"]
    assert model_columns.listed(seen, "left", "left") == []


def test_the_frame_says_what_is_used_missing_and_usual(seen):
    cells = model_columns.frame(model_columns.listed(seen, "left"), seen.n_rows, ("plan",), {"customer": "Names rows"})
    rows = {row[model_columns.COLUMN]: row for row in cells.to_dict("records")}
    assert rows["age"][model_column_edits.USE] is True
    assert rows["plan"][model_column_edits.USE] is False
    assert rows["customer"][model_column_edits.USE] is False
    assert rows["spend"][model_columns.MISSING] == pytest.approx(seen["spend"].n_missing / 240)
    assert rows["age"][model_columns.USUAL].startswith("mean ")
    assert rows["customer"][model_columns.CHECK] == "Names rows"
    assert sum(rows["age"][model_columns.SPREAD]) == 240


def test_shares_are_written_with_their_counts(seen):
    cells = model_columns.frame(model_columns.listed(seen, "left"), seen.n_rows, (), {"age": "Leak"})
    html = model_columns.styled(cells, seen.n_rows, Palette(dark=False)).to_html()
    n = seen["spend"].n_missing
    assert f"({n})" in html
    assert "background-color: #FCF2E4" in html


def test_unticking_leaves_out_and_ticking_takes_back():
    found = model_column_edits.edits({0: {"Use": False}, 1: {"Use": True}}, NAMES, KINDS, ("plan", "gone"))
    assert found.exclude == ("gone", "age")
    assert not found.kinds
    assert not found.refused


def test_unticking_and_ticking_again_changes_nothing():
    assert model_column_edits.edits({0: {"Use": True}}, NAMES, KINDS, ()).exclude == ()


def test_a_kind_is_changed_only_when_it_is_another():
    found = model_column_edits.edits({0: {"Kind": "category"}, 1: {"Kind": "category"}}, NAMES, KINDS, ())
    assert found.kinds == {"age": "category"}


def test_an_id_cannot_be_used_as_it_is():
    assert model_column_edits.edits({2: {"Use": True}}, NAMES, KINDS, ()).refused == ("customer",)
    with_kind = model_column_edits.edits({2: {"Use": True, "Kind": "category"}}, NAMES, KINDS, ())
    assert with_kind.refused == ()
    assert with_kind.kinds == {"customer": "category"}
