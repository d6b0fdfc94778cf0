"""Long names of columns and classes, drawn by the app's own style sheets: what tells them apart stays in sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app import ui
from app.ui.model_reasons import Step, waterfall_html
from app.ui.tables import counts_html

pytestmark = pytest.mark.browser
STYLES = Path(ui.__file__).parent
CARD_PX = 560
WITHIN = """([part, whole]) => {
  const inner = document.querySelector(part).getBoundingClientRect();
  const outer = document.querySelector(whole).getBoundingClientRect();
  return inner.width > 0 && inner.left >= outer.left && inner.right <= outer.right + 0.5;
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


def draw(page: Page, markup: str) -> None:
    styles = "".join(path.read_text(encoding="utf-8") for path in sorted(STYLES.glob("style*.css")))
    page.set_content(f'<style>{styles}</style><div style="width:{CARD_PX}px">{markup}</div>')


def test_a_reason_shows_its_value_however_long_the_name_of_its_column_is(page: Page) -> None:
    found = (
        Step("Average row", "", 0.0, 0.2, "base"),
        Step("family_history_with_overweight_and_more", "yes", 0.2, 0.3, "change"),
        Step("This row", "", 0.0, 0.3, "answer"),
    )
    draw(page, waterfall_html(found, unit=None, up="more", down="less"))
    assert page.evaluate(WITHIN, [".step.change .name b", ".step.change .name"])


def test_classes_that_differ_at_their_end_are_not_cut(page: Page) -> None:
    draw(page, f'<div style="width:330px">{counts_html(("Obesity_Type_I", "Obesity_Type_III"), (3, 2), 5)}</div>')
    names = page.locator(".bar .name")
    assert names.count() == 2
    assert all(names.evaluate_all("all => all.map(name => name.scrollWidth <= name.clientWidth)"))


def test_on_a_phone_the_answer_takes_one_line_a_class(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    bars = counts_html(("Obesity_Type_I", "Obesity_Type_III"), (3, 2), 5)
    draw(page, f'<div class="stApp"><div class="st-key-card_answer"><div class="answer">{bars}</div></div></div>')
    name, value = (page.locator(f".bar {part}").first.bounding_box() for part in (".name", ".value"))
    assert name is not None
    assert value is not None
    assert abs(name["y"] + name["height"] / 2 - value["y"] - value["height"] / 2) < 2
