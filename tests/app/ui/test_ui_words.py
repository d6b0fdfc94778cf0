import pytest

from app.ui import assumptions, text


def test_nothing_from_a_file_is_markup() -> None:
    assert text.esc('<a href="x">') == "&lt;a href=&quot;x&quot;&gt;"
    assert text.md("*a*") == r"\*a\*"


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
    ],
)
def test_listing(items: list[str], words: str) -> None:
    assert text.listing(items) == words


def test_plural() -> None:
    assert text.plural(1, "row") == "1 row"
    assert text.plural(7043, "row") == "7,043 rows"
    assert text.plural(2, "category", "categories") == "2 categories"


@pytest.mark.parametrize(
    ("metric", "problem", "sentence", "name"),
    [
        ("roc_auc", "binary", "Always the shares of the classes, on the same rows.", "A coin toss"),
        ("rmse", None, "", "Always the mean"),
        ("log_loss", "multiclass", "Always the shares of the classes, on the same rows.", "Always the shares"),
        ("accuracy", "binary", "Always the same class, on the same rows.", "Always the same class"),
        ("log_loss", "multiclass", "", "The dullest model"),
    ],
)
def test_the_dullest_model_is_called_what_it_does(metric: str, problem: str | None, sentence: str, name: str) -> None:
    assert text.baseline_label(metric, problem, sentence) == name


def test_small_numbers_are_words() -> None:
    assert text.in_words(5) == "five"
    assert text.in_words(40) == "40"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("delimiter", ";", "Semicolon  ;"),
        ("delimiter", "~", "~"),
        ("encoding", "utf-8", "UTF-8"),
        ("encoding", "latin-1", "latin-1"),
        ("header_row", 0, "No header"),
        ("header_row", 1, "First row"),
        ("header_row", 4, "Row 4"),
        ("header_row", (1, 2), "Rows 1 and 2"),
        ("header_row", (2, 4), "Rows 2 to 4"),
        ("layout", "aligned:3-5,9-12", "Aligned by blanks"),
        ("layout", "rows", "Rows with a delimiter"),
        ("sheet", "Q3", "Q3"),
    ],
)
def test_assumptions_in_words(name: str, value: object, words: str) -> None:
    assert assumptions.said(name, value) == words


def test_a_header_of_several_rows_is_named_by_the_first_and_the_last() -> None:
    of_text = {"header_lines": 2, "header_row": 3}
    assert assumptions.header(of_text) == {"header_row": (2, 3)}
    assert assumptions.header({**of_text, "header_lines": 1}) == {}
    of_sheet = {"header_lines": 2, "header_row": 6, "header_rows": [0, 2, 4, 6, 7]}  # row 5 is blank
    assert assumptions.header(of_sheet) == {"header_row": (4, 6)}


def test_date_patterns_in_words() -> None:
    assert assumptions.date_words("%d.%m.%Y %H:%M") == "DD.MM.YYYY hh:mm"
