"""What must be seen is in sight: the way on of a long import, the question mark beside its title, and on a phone the
version, the tabs and the row that is looked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from app.records import ModelView
from app.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OpenPage = Callable[..., Any]
WHOLE_LINE = 300  # pixels, on a phone of 390
BESIDE = """titles => titles.map(title => {
  const words = [...title.querySelector('h2, h3').getClientRects()].at(-1);
  const mark = title.querySelector('.help').getBoundingClientRect();
  return mark.top < words.bottom && mark.bottom > words.top && mark.left >= words.right;
})"""


def box(place: Locator) -> FloatRect:
    found = place.bounding_box()
    assert found is not None
    return found


def apart(one: FloatRect, other: FloatRect) -> bool:
    side = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    return side or one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]


def test_the_way_on_of_an_import_is_in_sight_and_what_was_done_covers_no_button(
    open_page: OpenPage, tmp_path: Path
) -> None:
    path = tmp_path / "members.csv"
    rows = [f"M{i:04d};{i % 60},5;{1 + i % 9:02d}/0{1 + i % 7}/2026;café" for i in range(80)]
    path.write_text("\n".join(["Our members", "", "id;paid;joined;where", *rows, ""]), encoding="windows-1252")
    page = open_page(1440, 900).visit("/datasets")
    page.get_by_role("button", name="Import a table").click()
    dialog = page.get_by_role("dialog")
    dialog.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(str(path))
    go = dialog.get_by_role("button", name="Import 80 rows")
    expect(go).to_be_visible()
    assert dialog.get_by_role("note").count() >= 2
    expect(go).to_be_in_viewport(ratio=1)
    go.click()
    dialog.wait_for(state="hidden")
    toast = page.get_by_test_id("stToast")
    toast.wait_for()
    page.wait_for_timeout(500)  # it slides in
    assert apart(box(toast), box(page.get_by_role("button", name="Import a table")))


@pytest.mark.parametrize("width", [1440, 390])
def test_a_question_mark_stays_on_the_line_of_its_title(open_page: OpenPage, people: ModelView, width: int) -> None:
    page = open_page(width, 900).visit(f"/analyze?model={people.id}")
    page.get_by_role("heading", name="moves the answer").wait_for()
    assert page.locator(".titled").count() >= 2
    assert all(page.locator(".titled").evaluate_all(BESIDE))


def test_on_a_phone_nothing_of_a_model_is_cut(open_page: OpenPage, people: ModelView) -> None:
    window = open_page(390, 844)
    page = window.visit(f"/predict?model={people.id}")
    version = page.get_by_role("combobox", name="Version")
    expect(version).to_be_visible()
    assert version.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert box(page.locator(".st-key-model_version [data-testid=stSelectbox]"))["width"] >= WHOLE_LINE
    tabs = page.locator(".st-key-model_tabs")
    expect(tabs.get_by_role("link", name="Deploy")).to_be_in_viewport(ratio=1)
    assert tabs.evaluate("row => row.scrollWidth <= row.clientWidth")
    page.get_by_role("button", name="Find a row").click()
    words = page.get_by_role("textbox", name="An id, a name")
    expect(words).to_be_in_viewport(ratio=1)
    card = page.get_by_test_id("stPopoverBody")
    assert apart(box(card), box(tabs))
    window.fits()


def test_on_a_phone_the_views_of_a_dataset_stand_on_one_line(
    open_page: OpenPage, people: ModelView, service: Service
) -> None:
    dataset = service.version(people.dataset_version_id).dataset_id
    page = open_page(390, 844).visit(f"/dataset?dataset={dataset}&view=versions")
    assert box(page.get_by_role("heading", level=1))["width"] >= WHOLE_LINE  # else a name without blanks is broken
    views = page.get_by_role("radiogroup", name="View").get_by_role("radio")
    expect(views).to_have_count(5)
    assert len({round(box(view)["y"]) for view in views.all()}) == 1
    expect(page.get_by_role("columnheader", name="Imported")).to_be_in_viewport(ratio=1)
