"""Every page for a reader who writes 1.234,5: no number on it is written in English."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest

from tests.app.views.drawn import Draw, Drawn
from tests.app.views.workshop import Workshop

ReadIn = Callable[[str | None], None]
# A point before one, two or more than three digits is a decimal point. A comma before three digits may be a German
# decimal comma, but what is counted has none.
DECIMAL_POINT = re.compile(r"(?<![\w.:/-])\d+\.(?:\d{1,2}|\d{4,})(?![\d.\w])|(?<![\w.])0\.\d+(?![\d.\w])")
THOUSANDS = re.compile(r"\d,\d{3}(?: (?:rows|of|different|values|columns|cells)\b|,\d{3})")
GERMAN = re.compile(r"\d,\d")
PLACES = {
    "datasets": {},
    "dataset": {"view": "columns"},
    "build": {},
    "predict": {},
    "deploy": {},
    "models": {},
    "activity": {},
}
ASIDE = re.compile(
    r'<style>.*?</style>|style="[^"]*"|<p class="caption example">.*?</p>', re.DOTALL
)  # cells as they came


def said(page: Drawn) -> str:
    """What is read on a page: its words without markup and styles, its labels, and the texts in its charts."""
    texts = [ASIDE.sub("", page.words)]
    texts += [" ".join(re.findall(r'(?:title|aria-label)="([^"]*)"', texts[0]))]
    for chart in page.test.get("plotly_chart"):
        texts += _texts(json.loads(chart.proto.spec))
    texts += [*page.buttons, *(box.label for box in page.test.slider), *(box.label for box in page.test.number_input)]
    return html.unescape(re.sub(r"<[^>]*>", " ", "\n".join(texts)))


def _texts(value: object, key: str = "") -> list[str]:
    if isinstance(value, dict):
        return [text for name, held in value.items() for text in _texts(held, name)]
    if isinstance(value, list):
        return [text for held in value for text in _texts(held, key)]
    return [value] if isinstance(value, str) and key in ("ticktext", "hovertext", "text", "title") else []


def english(text: str) -> list[str]:
    """The numbers that are written in English, each with what stands around it."""
    found = [*DECIMAL_POINT.finditer(text), *THOUSANDS.finditer(text)]
    return [text[max(0, one.start() - 40) : one.end() + 20] for one in found]


def test_a_german_page_is_told_from_an_english_one() -> None:
    assert english("0.83 and 12.5 of 1,234 rows, 0.845, +13.7")
    assert not english("0,83 und 12,5 von 1.234, 0,845 und 12.345, v1.2.3, 127.0.0.1, 2024-03-01 12:30")


@pytest.mark.parametrize("problem", ["binary", "regression"])
@pytest.mark.parametrize("name", PLACES)
def test_no_page_mixes_notations(draw: Draw, built: Workshop, read_in: ReadIn, name: str, problem: str) -> None:
    read_in("de-DE")
    model = next(one for one in built.service.models() if one.name == problem)
    page = draw(name, built.service, model=model.id, dataset=model.dataset_id, **PLACES[name])
    assert page.calm
    assert english(said(page)) == []


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_no_part_of_analyze_mixes_notations(draw: Draw, built: Workshop, read_in: ReadIn, problem: str) -> None:
    read_in("de-DE")
    model = next(one for one in built.service.models() if one.name == problem)
    page = draw("analyze", built.service, model=model.id)
    numbers = 0
    for part in page.test.segmented_control(key="analyze_part").options:
        page.test.segmented_control(key="analyze_part").set_value(part).run()
        assert page.calm
        assert english(said(page)) == [], part
        numbers += len(GERMAN.findall(said(page)))
    assert numbers > 50


def test_a_page_of_an_english_reader_is_as_it_was(draw: Draw, built: Workshop) -> None:
    model = next(one for one in built.service.models() if one.name == "binary")
    assert english(said(draw("analyze", built.service, model=model.id)))


def test_a_report_is_english_also_for_a_german_reader(built: Workshop, read_in: ReadIn) -> None:
    model = next(one for one in built.service.models() if one.name == "regression")
    assert model.ready is not None
    plain = built.service.model_document(model.ready.id, "html").content
    read_in("de-DE")
    assert built.service.model_document(model.ready.id, "html").content == plain
