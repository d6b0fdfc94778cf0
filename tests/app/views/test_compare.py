"""Compare, and the pages of a model that was opened from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.views.drawn import Draw
from tests.app.views.page_fakes import FakeService, model, version
from tests.app.views.workshop import Workshop

GOLDEN = Path(__file__).parents[2] / "golden"


def test_one_version_is_not_enough(draw: Draw) -> None:
    page = draw("compare", FakeService(models_=(model("One", version("o", 1), version("o", 2, "failed")),)))
    assert page.calm
    assert "Two versions that are ready are needed" in page.words


def test_two_versions_stand_side_by_side(draw: Draw, own_built: Workshop) -> None:
    service = own_built.service
    made = next(one for one in service.models() if one.name == "regression")
    service.update_model(made.id, exclude=("plan",))
    first, second = own_built.build(made).versions
    page = draw("compare", service, first=first.id, second=second.id)
    assert page.calm
    for words in (
        "V1 is better than V2.",
        "Interval</th>",
        "The line is the",
        "More than noise",
        "not used",
        "One answer takes",
        "nearer to the truth",
    ):
        assert words in page.words
    same = draw("compare", service, first=first.id, second=first.id)
    assert "Both are the same version" in same.words


def test_different_questions_are_not_compared_row_by_row(draw: Draw, built: Workshop) -> None:
    ready = {one.name: one.versions[0].id for one in built.service.models()}
    page = draw("compare", built.service, first=ready["binary"], second=ready["multiclass"])
    assert page.calm
    assert "These two cannot be compared row by row." in page.words
    assert "They answer different questions: left (yes or no), and plan (one of several)." in page.words
    assert "Interval</th>" not in page.words
    assert "The line is the" not in page.words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("analyze", "no record of the build"),
        ("predict", "Reasons compare a row with those"),
        ("build", "There are no rows here to learn from"),
        ("select", "Name of the model"),
        ("deploy", "One file, from raw columns to answer"),
    ],
)
@pytest.mark.parametrize("problem", ["binary", "regression"])
def test_a_model_from_a_file_says_what_it_cannot_show(
    draw: Draw, workshop: Workshop, name: str, words: str, problem: str
) -> None:
    opened = workshop.service.open_bundle(GOLDEN / f"format_1_{problem}.zip")
    page = draw(name, workshop.service, model=opened.id)
    assert page.calm
    assert words in page.words
    assert "without the table it learnt from" in page.words
