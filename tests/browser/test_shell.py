"""The frame of the app in a real browser: nothing leaves the host, nothing goes wrong, a table can be imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

OpenPage = Callable[..., Any]

pytestmark = pytest.mark.browser

PAGES = ("/", "/datasets", "/models", "/activity")
CSV = "customer,visits,left\n" + "\n".join(f"c{i},{i % 7},{'Yes' if i % 4 == 0 else 'No'}" for i in range(80)) + "\n"


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.mark.slow
def test_no_request_leaves_the_host_and_the_console_is_clean(open_page: OpenPage) -> None:
    window = open_page()
    for path in PAGES:
        page = window.visit(path)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("body")).not_to_contain_text("could not be drawn")
    assert window.strangers == []
    assert window.errors == []


def test_home_asks_the_question_and_offers_every_sample(open_page: OpenPage) -> None:
    page = open_page().visit("/")
    expect(page.locator("h1")).to_have_text("What do you want to predict?")
    expect(page.get_by_role("button", name="Import a table")).to_be_visible()
    expect(page.locator('[class*="st-key-card_sample_"]').nth(4)).to_be_visible()
    expect(page).to_have_title("Home · Easel")
    expect(page.get_by_label("Easel is opening")).to_be_hidden()


def test_the_frame_is_there_before_the_scripts_are(open_page: OpenPage) -> None:
    window = open_page()
    page = window.page
    page.route("**/static/js/*.js", lambda route: route.abort())
    page.goto(window.address)
    expect(page).to_have_title("Easel")
    expect(page.get_by_label("Easel is opening")).to_be_visible()
    expect(page.get_by_text("Easel", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("dark", "canvas", "ink"),
    [(False, "rgb(250, 249, 247)", "rgb(28, 27, 25)"), (True, "rgb(20, 19, 18)", "rgb(239, 237, 232)")],
)
def test_the_colours_follow_the_system(open_page: OpenPage, dark: bool, canvas: str, ink: str) -> None:
    page = open_page(dark=dark).visit("/")
    expect(page.get_by_test_id("stMain")).to_have_css("background-color", canvas)
    expect(page.locator("h1")).to_have_css("color", ink)
    page.get_by_role("button", name="Import a table").click()
    expect(page.get_by_role("dialog")).to_have_css("color", ink)


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_needs_no_sideways_scrolling(open_page: OpenPage, path: str) -> None:
    window = open_page(390, 844)
    window.visit(path)
    window.fits()


def test_the_navigation_leads_to_every_page_without_a_reload(open_page: OpenPage) -> None:
    window = open_page()
    page = window.visit("/")
    page.evaluate("window.sameVisit = true")
    for name in ("Datasets", "Models", "Activity", "Home"):
        page.locator(".st-key-topbar").get_by_role("link", name=name, exact=True).click()
        page.wait_for_selector(f'[class*="st-key-nav_on_{name.lower()}"]')
    assert page.evaluate("window.sameVisit") is True
    assert window.errors == []


def test_a_csv_is_previewed_imported_and_listed(open_page: OpenPage, customers: Path) -> None:
    window = open_page()
    page = window.visit("/datasets")
    page.get_by_role("button", name="Import a table").click()
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(str(customers))
    page.get_by_text("What Easel assumed").wait_for()
    page.get_by_role("button", name="Import 80 rows").click()
    row = page.get_by_role("row").filter(has_text="customers")
    expect(row).to_contain_text("80")
    page.get_by_role("button", name="Build a model").wait_for()
    assert "dataset=" in page.url
    page.reload()
    page.get_by_role("button", name="Build a model").wait_for()
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_role("heading", name="customers", level=1).wait_for()
    assert window.strangers == []
    assert window.errors == []


def test_a_damaged_file_is_refused_in_a_sentence(open_page: OpenPage, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    page = open_page().visit("/datasets")
    page.get_by_role("button", name="Import a table").click()
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(str(broken))
    expect(page.get_by_role("alert").first).to_contain_text("broken.csv")
    expect(page.get_by_role("button", name="Import", exact=False).filter(has_text="rows")).to_have_count(0)
