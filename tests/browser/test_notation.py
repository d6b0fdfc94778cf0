"""A German browser: the numbers on the pages of a model are written in its notation, none of them in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from app.records import ModelView

pytestmark = pytest.mark.browser

SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# A point before one, two or more than three digits is a decimal point; a count with a comma is English.
ENGLISH = re.compile(r"(?<![\w.:/-])\d+\.(?:\d{1,2}|\d{4,})(?![\d.\w])|\d,\d{3}(?: (?:rows|of|columns)\b|,\d{3})")
# What only this part of Analyze draws.
PARTS = {
    "Overview": ".st-key-card_headline",
    "Scoring": ".st-key-card_scoring",
    "Advanced metrics": ".st-key-card_roc .js-plotly-plot",
}
GERMAN = re.compile(r"\d,\d")


def read(page: Any) -> str:
    """What stands on the page, without examples, which show cells as the table has them."""
    page.wait_for_selector(SETTLED)
    page.add_style_tag(content=".example { display: none }")
    marks = ("aria-label", "aria-valuetext")
    spoken = [one.get_attribute(mark) or "" for mark in marks for one in page.locator(f"[{mark}]").all()]
    text = "\n".join([page.locator("body").inner_text(), *spoken])
    assert ENGLISH.findall(text) == []
    return text


def test_a_german_browser_shows_german_numbers_only(open_page: Callable[..., Any], people: ModelView) -> None:
    window = open_page(locale="de-DE")
    page = window.visit(f"/datasets?dataset={people.dataset_id}")
    page.locator("dl.facts").first.wait_for()
    read(page)
    page = window.visit(f"/build?model={people.id}")
    page.get_by_role("heading", name="Data check").wait_for()
    assert GERMAN.search(read(page))
    page = window.visit(f"/analyze?model={people.id}")
    expect(page.locator(".headline .big strong")).to_have_text(re.compile(r"^0,\d{3}$"))
    for part, drawn in PARTS.items():
        page.get_by_role("radio", name=part, exact=True).click()
        page.locator(drawn).first.wait_for()
        assert GERMAN.search(read(page)), part
    expect(page.get_by_role("slider", name="Threshold, %")).to_have_attribute(
        "aria-valuetext", re.compile(r"\d,\d$|^\d+$")
    )
    page = window.visit(f"/predict?model={people.id}")
    expect(page.locator(".verdict")).to_contain_text(re.compile(r"\d,\d\u00a0%"), use_inner_text=True)
    page.locator(".waterfall").wait_for()
    assert GERMAN.search(read(page))
    assert window.errors == []
