"""What a report says of the rows that were learnt from, and how its sentences write numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.report.html import html
from app.report.model import model_report
from app.report.of_model.summary import body as summary
from app.report.story import Story
from tests.app.report.stories import PROBLEMS, story
from tests.app.views import records


def told(found: Story) -> str:
    return html(model_report(found))


def regression(folder: Path, **changes: Any) -> Story:
    return story("regression", folder, records.regression(**changes).to_dict())


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_rows_learnt_from_are_the_same_in_every_section(problem: str, tmp_path: Path) -> None:
    page = told(story(problem, tmp_path, records.RECORDS[problem](n_rows=300, n_train=240).to_dict()))
    assert "It learnt from 240 rows, and it asks for " in page
    assert "It learnt from 240 rows only; rare cases are hardly in them." in page
    assert page.count("It learnt from") == 2


def test_without_a_record_the_rows_of_the_table_are_told_and_not_taken_for_those_learnt_from(tmp_path: Path) -> None:
    page = told(story("binary", tmp_path, {}))
    assert "Its table had " in page
    assert "It learnt from" not in page


def test_the_range_of_the_target_is_that_of_the_rows_learnt_from(tmp_path: Path) -> None:
    found = regression(tmp_path, target_range=(85_000.0, 8_000_000.0), target_role="money", target_unit="$")
    assert f"The rows it learnt from have values of {found.target} from $85,000 to $8,000,000;" in told(found)


def test_a_record_that_does_not_know_the_range_says_nothing_of_it(tmp_path: Path) -> None:
    record = records.regression().to_dict()
    del record["target_range"]
    page = told(story("regression", tmp_path, record))
    assert "have values of" not in page
    assert "beyond them it hardly goes" not in page


@pytest.mark.parametrize("problem", PROBLEMS)
def test_it_is_sure_between_one_number_and_another(problem: str, tmp_path: Path) -> None:
    found = story(problem, tmp_path)
    score = replace(found.manifest.score, low=281_940.0, high=375_887.0)
    page = told(replace(found, manifest=replace(found.manifest, score=score)))
    assert page.count("sure between 281,940 and 375,887") >= 2
    assert "281,940 to 375,887; without" not in page
    assert summary(found)


@pytest.mark.parametrize(("problem", "moved"), [("regression", "+21,418."), ("binary", "+3.4 per cent points.")])
def test_a_sentence_writes_numbers_as_sentences_do(problem: str, moved: str, tmp_path: Path) -> None:
    value = 21_418.0 if problem == "regression" else 0.034
    tenure = next(one for one in records.effects() if one.column == "tenure")
    tenure = replace(tenure, labels=(*tenure.labels[:-1], "not known"), effect=(*tenure.effect[:-1], value))
    record = records.RECORDS[problem](target_role=None)
    page = told(story(problem, tmp_path, replace(record, effects=(tenure,)).to_dict()))
    assert f"rows were explained. Where it is not known: {moved}" in page


def test_one_row_is_explained(tmp_path: Path) -> None:
    contract = replace(records.effects()[0], counts=(1, 0, 0))
    page = told(story("binary", tmp_path, replace(records.binary(), effects=(contract,)).to_dict()))
    assert "1 row was explained." in page
