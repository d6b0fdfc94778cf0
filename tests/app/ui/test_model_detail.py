import pytest

from app.ui.model_detail import detail
from datasets.profile import profile
from datasets.read import read


@pytest.fixture
def table(tmp_path):
    def made(text):
        path = tmp_path / "t.csv"
        path.write_text(text, encoding="utf-8")
        return read(path)

    return made


def rows(n, line):
    return "".join(line(i) + "\n" for i in range(n))


def test_every_row_lands_in_one_bin_and_shares_are_right(table):
    t = table("x,y\n" + rows(200, lambda i: f"{(i * 7) % 100 + 0.5},{'Yes' if (i * 7) % 100 >= 50 else 'No'}"))
    made = detail(t, profile(t, "y")["x"], "y", "Yes")
    assert sum(made.counts) == 200
    assert made.answers[0] == 0.0
    assert made.answers[-1] == 1.0
    assert made.overall == 0.5


def test_a_target_of_numbers_is_averaged(table):
    t = table("x,y\n" + rows(60, lambda i: f"{'a' if i % 2 else 'b'},{i + 0.5}"))
    made = detail(t, profile(t, "y")["x"], "y", None)
    answers = dict(zip(made.labels, made.answers, strict=True))
    assert answers == {"a": pytest.approx(30.5), "b": pytest.approx(29.5)}
    assert made.edges == ()


def test_missing_cells_are_in_no_bin_and_missing_targets_do_not_count(table):
    t = table("x,y\n" + rows(60, lambda i: f"{'' if i < 10 else i},{'' if i >= 50 else 'No' if i % 2 else 'Yes'}"))
    made = detail(t, profile(t, "y")["x"], "y", "Yes")
    assert sum(made.counts) == 50
    assert made.answers[-1] is None


def test_few_rows_say_nothing(table):
    t = table("x,y\n" + rows(43, lambda i: f"{'rare' if i < 3 else 'often'},{'Yes' if i % 2 else 'No'}"))
    made = detail(t, profile(t, "y")["x"], "y", "Yes")
    answers = dict(zip(made.labels, made.answers, strict=True))
    assert answers["rare"] is None
    assert answers["often"] == 0.5


def test_many_values_share_the_last_bin(table):
    t = table("x,y\n" + rows(300, lambda i: f"v{i % 30:02d},{'Yes' if i % 2 else 'No'}"))
    column = profile(t, "y")["x"]
    made = detail(t, column, "y", "Yes")
    assert sum(made.counts) == 300
    assert made.counts == column.histogram.counts


def test_dates_have_bins_too(table):
    t = table("x,y\n" + rows(90, lambda i: f"2024-{1 + i % 9:02d}-15,{'Yes' if i % 2 else 'No'}"))
    made = detail(t, profile(t, "y")["x"], "y", "Yes")
    assert sum(made.counts) == 90
    assert len(made.edges) == len(made.counts) + 1


def test_without_a_target_there_are_only_counts(table):
    t = table("x,y\n" + rows(40, lambda i: f"{i},{i}"))
    made = detail(t, profile(t)["x"], None, None)
    assert sum(made.counts) == 40
    assert set(made.answers) == {None}
