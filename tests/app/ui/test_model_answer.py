from types import SimpleNamespace

import pytest

from app.ui.model_answer import answer_html, compared
from inference.prediction import Prediction

BANDS = tuple(
    SimpleNamespace(level=level, low_offset=-off, high_offset=off)
    for level, off in ((0.8, 2000), (0.9, 2500), (0.95, 4000))
)


def manifest(problem="binary", classes=("No", "Yes"), positive="Yes"):
    return SimpleNamespace(
        problem=problem,
        classes=classes,
        positive=positive,
        interval=0.9,
        intervals=BANDS,
        threshold=None,
        target=SimpleNamespace(name="Churn <b>", role=None, unit=""),
    )


def test_yes_no_says_the_label_and_how_likely_the_positive_class_is():
    html = answer_html(Prediction(label="No", probabilities={"No": 0.7, "Yes": 0.3}), manifest(), 0.265)
    assert "<strong>No</strong>" in html
    assert "30.0\u00a0%</b> likely to be Yes" in html
    assert "average 26.5\u00a0%" in html
    assert "1.1 times as likely as the average row." in html
    assert "Churn &lt;b&gt;" in html


def test_before_the_average_is_known_there_is_no_mark():
    html = answer_html(Prediction(label="Yes", probabilities={"No": 0.2, "Yes": 0.8}), manifest(), None)
    assert 'class="average"' not in html


@pytest.mark.parametrize(
    ("share", "average", "words"),
    [
        (0.737, 0.265, "2.8 times as likely as the average row."),
        (0.26, 0.265, "About as likely as the average row."),
        (0.1, 0.3, "33\u00a0% as likely as the average row."),
        (0.0, 0.3, ""),
        (0.5, None, ""),
    ],
)
def test_it_is_compared_with_the_average(share, average, words):
    assert compared(share, average) == words


def test_one_of_several_shows_the_likeliest():
    shares = {f"c{i}": 0.3 if i == 7 else 0.1 for i in range(8)}
    html = answer_html(Prediction(label="c7", probabilities=shares), manifest("multiclass", tuple(shares), None), None)
    assert html.index("c7") < html.index("c0")
    assert "2 more" in html
    assert "30.0\u00a0%" in html


def test_a_number_says_its_interval():
    html = answer_html(Prediction(value=12345.6, low=10000.0, high=15000.0), manifest("regression", (), None), 9000.0)
    assert "<strong>12,346</strong>" in html
    assert "90\u00a0% sure between 10,000 and 15,000." in html
    assert "average 9,000" in html
    assert "80\u00a0%: 10,346 to 14,346. 95\u00a0%: 8,346 to 16,346." in html
