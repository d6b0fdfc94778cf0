import pytest

from app.ui import column_grid, column_words, formats, model_column, model_column_edits, model_columns, text
from datasets.infer import infer_schema
from datasets.profile import profile
from datasets.record import ReadRecord
from datasets.schema import Kind, Role
from datasets.table import Table


@pytest.fixture(scope="module")
def seen():
    import pyarrow as pa

    rows = range(1, 61)
    cells = pa.table(
        {
            "price": [f"$ {100 * i}.50" for i in rows],
            "type": [str(1000 + i % 3) for i in rows],
            "year": [str(1990 + i % 30) for i in rows],
            "days": ["-999" if i % 5 == 0 else "NA" if i % 7 == 0 else str(i) for i in rows],
            "lat": [f"{40 + i / 7:.4f}" for i in rows],
        }
    )
    return profile(Table(cells, infer_schema(cells), ReadRecord("made")))


@pytest.mark.parametrize(
    ("value", "role", "unit", "said"),
    [
        (234.5, "money", "$", "$234.50"),
        (123456.5, "money", "$", "$123,456"),
        (-3, "money", "€", "\u2212€3"),
        (9.9, "money", "EUR", "9.90\u00a0EUR"),
        (12.5, "money", "", "12.50"),
        (0.00031, "money", "$", "$0.00031"),
        (12.5, "percent", "%", "12.5\u00a0%"),
        (2014, "year", "", "2014"),
        (98178, "postcode", "", "98178"),
        (47.5112, "latitude", "°", "47.51°"),
        (36, None, "months", "36\u00a0months"),
        (1234, None, "", "1,234"),
        (None, "money", "$", ""),
    ],
)
def test_quantities(value, role, unit, said):
    assert formats.quantity(value, role, unit) == said


def test_values_are_written_as_their_column_writes_them(seen):
    assert column_grid.value_range(seen["price"]) == "$100.50 to $6,000"
    assert column_grid.value_range(seen["year"]) == "1990 to 2019"
    assert column_grid.usual(seen["price"]).startswith("mean $")
    assert column_grid.usual(seen["type"]).startswith("1001")  # a mean of codes says nothing
    assert "°" in model_column.summary(seen["lat"])


def test_what_stands_where_none_is_known_is_said(seen):
    assert column_words.unknown(seen["days"]) == "Not known: -999 in 12 and NA in 7 cells."
    assert column_words.unknown(seen["price"]) == ""
    assert column_words.unknown(seen["days"]) in model_column.summary(seen["days"])


def test_choices_have_titles():
    assert text.choice_title("money") == "Money"
    assert text.choice_title("numeric:-999,-1") == "Number, not \u2212999, \u22121"
    assert {word for word in (*Kind, *Role) if word not in text.KIND_TITLES} == set()
    assert set(model_columns.CHOICES) == {*Kind, *Role} - {"constant"}


def test_the_grid_shows_roles_and_offers_them(seen):
    cells = model_columns.frame(seen.columns, seen.n_rows, (), {})
    chosen = dict(zip(cells[model_columns.COLUMN], cells[model_column_edits.KIND], strict=True))
    assert chosen == {"price": "money", "type": "code", "year": "year", "days": "numeric:-999", "lat": "latitude"}
    found = model_column_edits.edits({3: {model_column_edits.KIND: "numeric"}}, list(chosen), chosen, ())
    assert found.kinds == {"days": "numeric"}
