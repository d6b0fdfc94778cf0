import re

from app.ui import model_confusion
from tests.app.views.records import binary, multiclass


def numbers(html):
    return [int(n.replace(",", "")) for n in re.findall(r"<strong>([\d,]+)</strong>", html)]


def test_four_boxes_with_the_positive_class_first():
    record = binary()
    html = model_confusion.binary_html(record.classes, record.evaluation.confusion, "Yes")
    assert numbers(html) == [187, 187, 100, 935]
    html = model_confusion.binary_html(record.classes, record.evaluation.confusion, "No")
    assert numbers(html) == [935, 100, 187, 187]


def test_right_is_blue_and_wrong_is_orange():
    html = model_confusion.binary_html(("a", "b"), ((4, 3), (2, 1)), "b")
    assert re.findall(r'<div class="(right|wrong)"><strong>(\d)', html) == [
        ("right", "1"),
        ("wrong", "2"),
        ("wrong", "3"),
        ("right", "4"),
    ]


def test_the_sentence_counts_what_was_found():
    assert model_confusion.sentence(("No", "Yes"), ((935, 100), (187, 187)), "Yes") == (
        "Of 374 rows that are Yes, 187 were found. Of 287 times it said Yes, it was right 187 times."
    )
    assert model_confusion.sentence(("No", "Yes"), ((9, 0), (3, 0)), "Yes").endswith("It never said Yes.")


def test_the_grid_has_every_count_and_escapes_names():
    record = multiclass()
    html = model_confusion.grid_html(record.classes, record.evaluation.confusion)
    assert "Type &lt;3&gt;" in html
    assert "<3>" not in html
    assert html.count('class="right"') == 3
    assert html.count('class="wrong"') == 6


def test_mistakes_are_sorted_and_shared_by_class():
    pairs = model_confusion.mixups(("a", "b", "c"), ((8, 1, 1), (0, 5, 5), (0, 0, 0)))
    assert [(p.actual, p.said, p.n, p.share) for p in pairs] == [
        ("b", "c", 5, 0.5),
        ("a", "b", 1, 0.1),
        ("a", "c", 1, 0.1),
    ]
    assert "50.0\u00a0%" in model_confusion.mixups_html(pairs)


def test_every_class_says_how_often_it_is_found_and_right():
    html = model_confusion.per_class_html(("a", "b"), ((8, 2), (0, 0)))
    assert "80.0\u00a0%" in html
    assert "100\u00a0%" in html
