"""Sentences of builds and checks, with the numbers of the reader and the words of the analyst."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui import model_errs, model_fairness, model_pairs, notation
from app.ui.finding import of_check_html
from app.ui.impact_words import part
from app.ui.in_notation import example, in_notation, label
from automl.insights import Estimate, Fairness, GroupFigures, Interaction, Slice
from automl.record import ColumnEffect
from datasets.findings import Finding
from tests.app.views.records import binary

ReadIn = Callable[[str | None], None]
WORDS = st.text(alphabet=st.characters(whitelist_categories=["Ll", "Zs"]), max_size=30)


@pytest.fixture(autouse=True)
def _german(read_in: ReadIn) -> None:
    read_in("de-DE")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("1,234 of 12,345 rows (0.83)", "1.234 of 12.345 rows (0,83)"),
        ("It explains 95.0 % of the differences.", "It explains 95,0 % of the differences."),
        ("known to ± 0.02, from -0.5 to −0.25", "known to ± 0,02, from -0,5 to −0,25"),
        ("worth $1,250.50 or €0.5", "worth $1.250,50 or €0,5"),
        ("within 1.5e-07; 0.83-0.91", "within 1,5e-07; 0,83-0,91"),
        ("row 1,240, 1,250 and 3: ends with 0.5.", "row 1.240, 1.250 and 3: ends with 0,5."),
        ('pipes of 5" and 0.5 m, and of 7"', 'pipes of 5" and 0,5 m, and of 7"'),
        ('2" and "1.5" of 1,234', '2" and "1.5" of 1.234'),
        ("p < 0.05, onnxruntime or 0.5", "p < 0,05, onnxruntime or 0,5"),
        ('"2.5" in 1,234 cells', '"2.5" in 1.234 cells'),
        ("the model's 0.5 and the build's 0.7", "the model's 0,5 and the build's 0,7"),
        ("'1.5' was never seen, ‘1.5’ neither", "'1.5' was never seen, ‘1.5’ neither"),
        ("“1,234” and „1.5“ and `x * 1.5`", "“1,234” and „1.5“ and `x * 1.5`"),
    ],
)
def test_numbers_of_a_sentence(said: str, shown: str) -> None:
    assert in_notation(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "ONNX 1.2.3 and v1.2 and Python 3.11 and version 1.0",
        "sales 1.5.csv, customers_1,234.csv, a-1.5.txt",
        "http://127.0.0.1:8501/x/1.5 and 10.0.0.1",
        "2024-03-01 12:30:15.5 and 12:30",
        "1.234,50 and 0,5 stand in a German file",
        "numpy>=1.26,<2.0 and onnx==1.16 and torch<=2.1",
        "CatBoost 1.2, XGBoost 2.1, LightGBM 4.5, ONNX 1.16, numpy 2.0, scikit-learn 1.5 and release 2.1",
        "ONNX >= 1.16 and numpy < 2.0",
        "2.0TDI, A4, 1,23 and 1,2345",
        "no number at all",
        "",
    ],
)
def test_what_is_no_english_number_stays(said: str) -> None:
    assert in_notation(said) == said


def test_names_of_a_table_stay_as_they_are() -> None:
    said = "Deaths per 1,000 alone explains 95.5 % of rate 1.5; 1.5 is another number."
    shown = "Deaths per 1,000 alone explains 95,5 % of rate 1.5; 1,5 is another number."
    assert in_notation(said, ("Deaths per 1,000", "rate 1.5", None, "")) == shown
    assert in_notation("is 1.0 in 85.3 rows", ("1.0",)) == "is 1.0 in 85,3 rows"


def test_names_of_parts() -> None:
    assert label("29.5 to below 56.25", "numeric") == "29,5 to below 56,25"
    assert label("1,000 or more", "numeric") == "1.000 or more"
    assert label("2.0 TDI", "numeric") == "2.0 TDI"
    assert label("1.5", "category") == "1.5"
    assert label("not known", "numeric") == "not known"


def test_values_of_a_column_of_words_stay_wherever_they_are_named() -> None:
    record = binary(effects=(ColumnEffect("size", "category", ("1.0",), (), (0.1,), (9,)), binary().effects[1]))
    assert part(record, "size", "1.0 to 2.5") == "1.0 to 2.5"
    assert part(record, "tenure", "1.5 to 2.5") == "1,5 to 2,5"
    assert part(record, "not used", "1.0") == "1.0"
    assert part(record, "not used", "below 1.5") == "below 1,5"
    slice_ = Slice(("size", "tenure"), ("1.0", "2.5"), 40, 0.5, 0.2, 1.0, 0.01)
    assert model_errs.name(slice_, record) == "size is 1.0, tenure is 2,5"
    pair = Interaction(("size", "tenure"), (("1.0",), ("2.5",)), ((0.5,),), ((9,),), 0.1, 0.1, 9)
    shown = model_pairs.grid_html(pair, record)
    assert ">1.0</th>" in shown
    assert ">2,5</th>" in shown
    group = GroupFigures("1.0", 9, {"error_rate": Estimate(0.5, 0.2, 0.8, 9)})
    fair = Fairness("size", "Yes", 9, 9, True, None, (group,), ("1.0 is named in 85.5 % of the rows.",))
    assert ">1.0</span>" in model_fairness.lanes_html(fair, "error_rate", "category")
    assert ">1,0</span>" in model_fairness.lanes_html(fair, "error_rate", "numeric")
    assert "1.0 is named in 85,5" in model_fairness.sentences_html(fair, "category")


def test_cells_in_an_example_stay_as_the_table_has_them() -> None:
    assert example('Row 1,234: price 1.234, left "Yes"; row 12: price 0.5.') == (
        'Row 1.234: price 1.234, left "Yes"; row 12: price 0.5.'
    )
    assert example("Row 3: price 12.5.") == "Row 3: price 12.5."
    assert example("Row 1,234 is the same as row 5,678.") == "Row 1.234 is the same as row 5.678."
    assert example("code has 1,234 different values") == "code has 1.234 different values"


def test_a_finding_keeps_the_names_of_its_columns() -> None:
    found = Finding("outliers", ("per 1,000",), "per 1,000 has outliers", "per 1,000 reaches 9,999.5.", 1, 1)
    shown = of_check_html(found)
    assert "per 1,000 has outliers" in shown
    assert "per 1,000 reaches 9.999,5." in shown


def test_quotes_that_are_never_closed_do_not_slow_a_page_down() -> None:
    begun = time.process_time()
    in_notation("“ " * 60_000)
    assert time.process_time() - begun < 3


def test_an_english_reader_gets_what_was_written(read_in: ReadIn) -> None:
    read_in(None)
    assert in_notation("1,234.5") == "1,234.5"


@given(WORDS, st.decimals(-(10**9), 10**9, places=2), WORDS)
def test_any_number_among_words_is_written_anew(before: str, number: object, after: str) -> None:
    said = f"{before} {number:,} {after}"
    written = f"{number:,}".translate(str.maketrans(",.", ".,"))
    _as("de-DE", said, f"{before} {written} {after}")


@given(st.text(alphabet=st.characters(blacklist_categories=["Nd"])))
def test_a_text_without_digits_stays(said: str) -> None:
    _as("fr-FR", said, said)


@given(st.text(alphabet=st.characters(blacklist_characters="\"`“”„«»‘’'")), st.sampled_from(['""', "``", "“”", "«»"]))
def test_what_stands_in_quotes_stays(said: str, marks: str) -> None:
    quoted = f"{marks[0]}{said}{marks[1]}"
    _as("de-DE", f"It says {quoted} in 1,234 rows", f"It says {quoted} in 1.234 rows")


@given(st.text(alphabet="0123456789.,-:/ abZ"))
def test_digits_never_change(said: str) -> None:
    with notation.written_for("pl-PL"):
        assert re.sub(r"\D", "", in_notation(said)) == re.sub(r"\D", "", said)


def _as(locale: str, said: str, shown: str) -> None:
    with notation.written_for(locale):
        assert in_notation(said) == shown
