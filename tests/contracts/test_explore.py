"""Every chart: draws whatever a table may hold or refuses with a sentence, and its results are finite plain data."""

import math
import re
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pyarrow as pa
import pytest

from app.ui import explore_words
from app.ui.explore import FIGURES, csv_bytes, strongest_html
from app.ui.explore_lists import ICONS
from app.ui.explore_sentences import sentence
from app.ui.theme import Palette
from datasets.errors import InputError
from datasets.explore import ALL, Choice, Matrix, explore, extract, first_look, settle
from datasets.infer import infer_schema
from datasets.record import ReadRecord
from datasets.schema import Kind
from datasets.table import Table

N = 300
HOWS = ("count", "share", "mean", "median", "sum", "spearman", "pearson", None)


def table_of(n=None, **columns):
    cells = pa.table(
        {
            name: pa.array([None if v is None else str(v) for v in values][:n], pa.string())
            for name, values in columns.items()
        }
    )
    return Table(cells, infer_schema(cells), ReadRecord("csv"))


def wild():
    """Columns of every kind, and of what breaks charts."""
    rng = np.random.default_rng(5)
    return {
        "عدد الزبائن": rng.normal(50, 9, N).round(3).tolist(),
        "🎨 colour": rng.choice(["🔴 red", "أخضر", "blue<br>&amp;", "$x$ *y*"], N).tolist(),
        "when": [str(np.datetime64("2023-01-01") + int(d)) for d in rng.integers(0, 700, N)],
        "left": rng.choice(["Yes", "No"], N).tolist(),
        "rooms": rng.integers(1, 5, N).tolist(),
        "level": [f"level {i % 150}" for i in range(N)],
        "gaps": [None if i % 3 else i * 1.5 for i in range(N)],
        "constant": ["EUR"] * N,
        "far": [1e9 if i == 7 else i / 10 for i in range(N)],
    }


def tables():
    columns = wild()
    native = pa.table(
        {
            "huge": pa.array(np.where(np.arange(N) % 2, 1.7e308, -1.7e308) * np.linspace(0.1, 1, N)),
            "infinite": pa.array([math.inf, -math.inf, math.nan, 1.0, 2.5] * (N // 5)),
            "large": pa.array(np.linspace(-1e140, 1e140, N)),
            "tiny": pa.array(np.linspace(1, 2, N) * 1e-300),
            "ancient": pa.array(np.arange(N) * 10**10, pa.timestamp("s")),
        }
    )
    return {
        "ordinary": table_of(**columns),
        "one row": table_of(n=1, **columns),
        "two rows": table_of(n=2, **columns),
        "all missing": table_of(a=[None] * 50, b=[""] * 50, c=["x", "y"] * 25, d=range(50)),
        "constant": table_of(a=["7"] * 40, b=["x"] * 40),
        "a thousand levels": table_of(a=[f"l{i % 1000}" for i in range(3000)], b=[i % 7 + 0.5 for i in range(3000)]),
        "huge and infinite": Table(native, infer_schema(native), ReadRecord("parquet")),
    }


TABLES = tables()


def floats(value):
    """Every number inside of a result."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from floats(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from floats(getattr(value, field.name))


def choices(chart, schema):
    """Every pair of columns and a colour in turn, with each aggregation that fits."""
    names = schema.names
    for i, x in enumerate((None, *names)):
        for j, y in enumerate((None, *names)):
            asked = Choice(chart.name, x=x, y=y, color=(None, *names)[(i + j) % (len(names) + 1)])
            settled = settle(chart, schema, asked, None)
            for how in chart.hows(schema, settled) or (None,):
                yield replace(settled, how=how)


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("name", ALL)
def test_any_table_is_drawn_or_refused_with_a_sentence(name, kind):
    every_choice(name, kind, step=9)


@pytest.mark.slow
@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("name", ALL)
def test_every_choice_is_drawn_or_refused_with_a_sentence(name, kind):
    every_choice(name, kind, step=1)


def every_choice(name, kind, step):
    table, chart = TABLES[kind], ALL[name]
    rows = extract(table)
    n_drawn = 0
    for choice in list(dict.fromkeys(choices(chart, table.schema)))[::step]:
        made, refusal = drawn_or_refused(rows, choice)
        if made is None:
            assert re.fullmatch(r".*[a-z].*\.", refusal), refusal
            continue
        n_drawn += 1
        assert all(math.isfinite(number) for number in floats(made)), choice
        assert made.seen.n_shown <= made.seen.n_sampled <= made.seen.n_rows == table.n_rows
        lines = list(made.rows())
        assert {len(line) for line in lines} == {len(lines[0])}
        assert len(lines) <= 12_000
        if n_drawn % 12 == 1:
            said(made)
    if kind == "ordinary":
        assert n_drawn


def drawn_or_refused(rows, choice):
    try:
        return explore(rows, choice), ""
    except InputError as error:
        return None, str(error)


def said(made):
    """The page's words, picture and download of a result."""
    assert explore_words.title(made)
    assert sentence(made).endswith(".")
    assert explore_words.rows(made.seen).startswith("From ")
    assert csv_bytes(made).count(b"\n") >= 1
    draw = next(draw for kind, draw in FIGURES.items() if isinstance(made, kind))
    assert draw(made, Palette(dark=False)).to_json()
    if isinstance(made, Matrix):
        assert "<table" in strongest_html(made)


@pytest.mark.parametrize("name", ALL)
def test_no_rows_and_no_columns_are_a_sentence(name):
    for table in (table_of(a=[], b=[]), table_of(n=0, **wild())):
        with pytest.raises(InputError, match=r"needs rows, and this table has none"):
            explore(extract(table), Choice(name, x=table.names[0]))


@pytest.mark.parametrize("name", ALL)
def test_a_first_look_draws_something(name):
    table = TABLES["ordinary"]
    for target in (None, "left", "rooms", "constant", "not there"):
        choice = first_look(ALL[name], table.schema, target)
        assert explore(extract(table), choice).seen.n_shown > 0


@pytest.mark.parametrize("name", ALL)
def test_a_column_that_is_not_there_or_does_not_fit_is_refused(name):
    table, chart = TABLES["ordinary"], ALL[name]
    good = first_look(chart, table.schema, None)
    with pytest.raises(InputError, match=r"There is no column 'nowhere'"):
        explore(extract(table), replace(good, x="nowhere"))
    if Kind.TEXT not in chart.roles["x"].kinds and chart.roles["x"].required:
        with pytest.raises(InputError, match=r"must be .*; left is a yes / no"):
            explore(extract(table), replace(good, x="left"))
        with pytest.raises(InputError, match=r"needs"):
            explore(extract(table), replace(good, x=None))
    with pytest.raises(InputError, match=r"does not fit this chart"):
        explore(extract(table), replace(good, how="best"))


@pytest.mark.parametrize("name", ALL)
def test_it_has_a_title_and_an_icon(name):
    assert ALL[name].title[0].isupper()
    assert name in ICONS


def test_what_a_table_lacks_is_said():
    words = table_of(a=["x", "y"] * 20, b=["u", "v"] * 20)
    lacks = {name: chart.lacks(words.schema) for name, chart in ALL.items()}
    assert lacks["scatter"] == (
        "Scatter needs 2 columns that are numbers or dates; this table has none. Choose another chart or other columns."
    )
    assert str(lacks["timeline"]).startswith("Time line needs a column that is a date; this table has none.")
    assert lacks["bar"] is None
    assert lacks["distribution"] is None


def test_an_unknown_chart_is_refused():
    with pytest.raises(InputError, match="There is no chart 'pie'"):
        explore(extract(TABLES["ordinary"]), Choice("pie"))
