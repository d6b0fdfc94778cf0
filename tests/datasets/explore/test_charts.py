"""Each chart against a slow reference in pandas."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from datasets.explore import Choice, Density, Histogram, Points, explore, extract
from datasets.infer import infer_schema
from datasets.record import ReadRecord
from datasets.relation import levels as levels_of
from datasets.relation import relation, target_values
from datasets.table import Table

N = 1500


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(11)
    made = pd.DataFrame(
        {
            "age": rng.normal(40, 10, N).round(2),
            "spend": rng.lognormal(3, 1, N).round(2),
            "rooms": rng.integers(1, 6, N),
            "town": rng.choice([f"town {i}" for i in range(50)], N, p=np.arange(50, 0, -1) / 1275),
            "left": rng.choice(["Yes", "No"], N),
            "plan": rng.choice(["basic", "plus", "pro"], N).astype(object),
            "when": np.datetime64("2022-01-15") + rng.integers(0, 900, N),
        }
    )
    made["spend"] += 2 * made["age"].clip(lower=0)
    made.loc[rng.random(N) < 0.1, "age"] = np.nan
    made.loc[rng.random(N) < 0.05, "town"] = None
    made.loc[(made["left"] == "Yes") & (rng.random(N) < 0.5), "plan"] = "pro"
    made.loc[rng.random(N) < 0.1, "plan"] = None
    made.loc[rng.random(N) < 0.05, "when"] = pd.NaT
    return made


def table_from(frame):
    texts = {
        name: pa.array(
            [None if pd.isna(v) else str(v)[:10] if name == "when" else str(v) for v in frame[name]], pa.string()
        )
        for name in frame
    }
    cells = pa.table(texts)
    return Table(cells, infer_schema(cells), ReadRecord("csv"))


@pytest.fixture(scope="module")
def rows(frame):
    return extract(table_from(frame))


def test_kinds_are_as_meant(rows):
    kinds = [str(column.kind) for column in rows.schema]
    assert kinds == ["numeric", "numeric", "numeric", "category", "boolean", "category", "datetime"]


def test_a_histogram_counts_every_known_row(rows, frame):
    made: Any = explore(rows, Choice("distribution", x="age", color="left"))
    assert isinstance(made, Histogram)
    edges = np.array(made.edges)
    for group, counts in zip(made.groups, made.counts, strict=True):
        wanted, _ = np.histogram(frame.loc[frame["left"] == group, "age"].dropna(), bins=edges)
        assert list(counts) == wanted.tolist()
    known = frame["age"].dropna()
    assert sum(map(sum, made.counts)) + made.n_below + made.n_above == len(known) == made.seen.n_shown
    q = made.quartiles
    assert (q.minimum, q.low, q.median, q.high, q.maximum) == pytest.approx(
        known.quantile([0, 0.25, 0.5, 0.75, 1]).tolist()
    )
    assert q.mean == pytest.approx(known.mean())
    assert made.seen.missing == (("age", int(frame["age"].isna().sum())), ("left", 0))


def test_whole_numbers_have_a_bar_each(rows, frame):
    made: Any = explore(rows, Choice("distribution", x="rooms"))
    assert made.whole
    assert made.counts[0] == tuple(frame["rooms"].value_counts().sort_index())


def test_a_far_tail_is_cut_off_and_counted():
    values = [*np.linspace(0, 100, 2000), 1e7, -1e7]
    frame = pd.DataFrame({"x": values})
    made: Any = explore(extract(table_from(frame)), Choice("distribution", x="x"))
    assert -60 <= made.edges[0] <= 0
    assert 99 <= made.edges[-1] <= 160
    assert (made.n_below, made.n_above) == (1, 1) or made.n_below + made.n_above <= 22
    assert sum(made.counts[0]) + made.n_below + made.n_above == 2002


def test_dates_fall_into_calendar_units(rows, frame):
    made: Any = explore(rows, Choice("distribution", x="when"))
    months = frame["when"].dropna().dt.to_period("M").value_counts().sort_index()
    assert made.counts[0] == tuple(months)
    assert sum(made.counts[0]) == frame["when"].notna().sum()


def test_bars_of_counts_join_what_is_rare(rows, frame):
    made: Any = explore(rows, Choice("bar", x="town", how="count"))
    counts = frame["town"].value_counts()
    assert made.labels[-1] == "other"
    assert len(made.labels) == 31
    assert made.n_levels == 50
    assert made.n_joined == 20
    assert sum(made.counts[0]) == counts.sum()
    assert made.values[0][0] == counts.max()
    shown = dict(zip(made.labels[:-1], made.values[0], strict=False))
    assert all(shown[label] == counts[label] for label in shown)


@pytest.mark.parametrize("how", ["mean", "median", "sum"])
def test_bars_of_numbers(rows, frame, how):
    made: Any = explore(rows, Choice("bar", x="town", y="age", color="left", how=how))
    wanted = frame.dropna(subset=["age"]).groupby(["left", "town"])["age"].agg(how)
    for group, values in zip(made.groups, made.values, strict=True):
        for label, value in zip(made.labels[:-1], values, strict=False):
            expected = wanted.get((group, label))
            assert value == (None if expected is None else pytest.approx(expected))


def test_a_share_is_of_the_rows_of_its_bar(rows, frame):
    made: Any = explore(rows, Choice("bar", x="rooms", y="left", how="share"))
    assert made.level == "Yes"
    assert made.labels == ("1", "2", "3", "4", "5")
    wanted = (frame["left"] == "Yes").groupby(frame["rooms"]).mean()
    assert made.values[0] == pytest.approx(tuple(wanted))
    other: Any = explore(rows, Choice("bar", x="rooms", y="left", how="share", level="No"))
    assert other.values[0] == pytest.approx(tuple(1 - wanted))


def test_shares_of_rows_sum_to_one(rows):
    plain: Any = explore(rows, Choice("bar", x="town", how="share"))
    assert sum(plain.values[0]) == pytest.approx(1)
    colored: Any = explore(rows, Choice("bar", x="town", color="left", how="share"))
    assert [sum(bar) for bar in zip(*colored.values, strict=True)] == pytest.approx([1.0] * len(colored.labels))


def test_numbers_along_the_bottom_are_ranges_that_hold_all(rows, frame):
    made: Any = explore(rows, Choice("bar", x="spend", how="count"))
    assert made.ordered
    assert made.labels[0].startswith("under ")
    assert made.labels[-1].endswith(" and over")
    assert sum(made.counts[0]) == frame["spend"].notna().sum()


def test_missing_cells_have_a_colour(rows, frame):
    made: Any = explore(rows, Choice("bar", x="rooms", color="age", how="count"))
    assert made.groups[-1] == "missing"
    assert sum(made.counts[-1]) == frame["age"].isna().sum()
    assert len(made.groups) == 5
    quarters = [sum(line) for line in made.counts[:-1]]
    assert max(quarters) < 1.2 * min(quarters)


def test_boxes(rows, frame):
    made: Any = explore(rows, Choice("box", x="left", y="spend"))
    for box in made.boxes:
        values = frame.loc[frame["left"] == box.label, "spend"].dropna()
        q1, median, q3 = values.quantile([0.25, 0.5, 0.75])
        assert (box.q1, box.median, box.q3, box.mean) == pytest.approx((q1, median, q3, values.mean()))
        inside = values[(values >= q1 - 1.5 * (q3 - q1)) & (values <= q3 + 1.5 * (q3 - q1))]
        assert (box.low, box.high) == (inside.min(), inside.max())
        assert box.n_outside == len(values) - len(inside)
        assert max(box.outside) == values.max()


def test_few_rows_are_points_with_their_correlation(rows, frame):
    made: Any = explore(rows, Choice("scatter", x="age", y="spend", color="left"))
    assert isinstance(made, Points)
    both = frame.dropna(subset=["age", "spend"])
    assert made.n_known == len(made.xs) == len(both) == made.together.n
    assert made.xs == tuple(both["age"])
    assert [made.groups[code] for code in made.codes] == both["left"].tolist()
    assert made.together.pearson == pytest.approx(both["age"].corr(both["spend"]))
    assert made.together.spearman == pytest.approx(both["age"].corr(both["spend"], method="spearman"))


def test_many_rows_are_a_density_or_a_sample():
    rng = np.random.default_rng(2)
    many = pd.DataFrame({"x": rng.normal(0, 1, 5000).round(4), "y": rng.normal(0, 1, 5000).round(4)})
    many["c"] = np.where(many["x"] > 0, "up", "down")
    rows = extract(table_from(many))
    made: Any = explore(rows, Choice("scatter", x="x", y="y"))
    assert isinstance(made, Density)
    wanted, _, _ = np.histogram2d(many["y"], many["x"], bins=[made.y_edges, made.x_edges])
    assert np.array(made.counts).tolist() == wanted.tolist()
    assert sum(map(sum, made.counts)) + made.n_outside == 5000
    colored: Any = explore(rows, Choice("scatter", x="x", y="y", color="c"))
    assert len(colored.xs) == 2000
    assert colored.n_known == 5000
    assert colored.seen.n_shown == 2000


@pytest.mark.parametrize("how", ["count", "mean", "median", "sum"])
def test_a_time_line_has_every_month(rows, frame, how):
    choice = Choice("timeline", x="when", y=None if how == "count" else "age", how=how)
    made: Any = explore(rows, choice)
    assert made.unit == "week"
    week = frame["when"].dt.to_period("W")
    known = frame.dropna(subset=["when"] if how == "count" else ["when", "age"])
    wanted = known.groupby(week)["age"].agg("size" if how == "count" else how)
    starts = pd.DatetimeIndex(np.array(made.starts).astype("datetime64[s]"))
    assert (np.diff(made.starts) == 7 * 86_400).all()
    for start, value in zip(starts, made.values[0], strict=True):
        expected = wanted.get(start.to_period("W"), 0 if how == "count" else None)
        assert value == (None if expected is None else pytest.approx(expected))


def test_correlations_of_numbers(rows, frame):
    for how in ("pearson", "spearman"):
        made: Any = explore(rows, Choice("correlation", how=how))
        wanted = frame[["age", "spend", "rooms"]].corr(method=how)
        found = {frozenset((p.left, p.right)): p for p in made.pairs}
        for a, b in (("age", "spend"), ("age", "rooms"), ("spend", "rooms")):
            pair = found[frozenset((a, b))]
            assert pair.value == pytest.approx(wanted.loc[a, b])
            assert pair.measure == how
            assert pair.n == frame[[a, b]].notna().all(axis=1).sum()


def test_correlations_with_words_are_those_of_relation(rows, frame):
    made: Any = explore(rows, Choice("correlation"))
    found = {frozenset((p.left, p.right)): p for p in made.pairs}
    both = table_from(frame.dropna(subset=["plan"]))
    words = found[frozenset(("plan", "left"))]
    assert words.measure == "cramers_v"
    assert words.value == pytest.approx(relation(levels_of(both, "plan"), target_values(both, "left")))
    assert words.value > 0.3
    known = table_from(frame.dropna(subset=["age"]))
    mixed = found[frozenset(("left", "age"))]
    assert mixed.measure == "epsilon"
    assert mixed.value == pytest.approx(relation(levels_of(known, "left"), target_values(known, "age")), abs=1e-6)


def test_columns_that_go_together_stand_side_by_side():
    rng = np.random.default_rng(4)
    a, b = rng.normal(0, 1, (2, 400))
    made = pd.DataFrame(
        {"a1": a, "b1": b, "a2": a + 0.1 * rng.normal(0, 1, 400), "b2": b + 0.1 * rng.normal(0, 1, 400)}
    )
    made_of: Any = explore(extract(table_from(made.round(4))), Choice("correlation"))
    order = made_of.columns
    assert {order[:2], order[2:]} & {("a1", "a2"), ("a2", "a1")}


def test_of_many_columns_those_closest_to_one_are_kept():
    rng = np.random.default_rng(4)
    made = pd.DataFrame({f"n{i}": rng.normal(0, 1, 300).round(4) for i in range(40)})
    made["n39"] = made["n5"] * 2
    rows = extract(table_from(made))
    closest: Any = explore(rows, Choice("correlation", x="n39"))
    assert len(closest.columns) == 30
    assert {"n5", "n39"} <= set(closest.columns)
    assert closest.n_usable == 40
    first: Any = explore(rows, Choice("correlation"))
    assert set(first.columns) == {f"n{i}" for i in range(30)}
