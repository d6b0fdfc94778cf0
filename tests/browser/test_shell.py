"""The frame of the app in a real browser: nothing leaves the host, nothing goes wrong, a table can be imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

OpenPage = Callable[..., Any]

pytestmark = pytest.mark.browser

PAGES = ("/", "/datasets", "/models", "/activity")
CSV = "customer,visits,left\n" + "\n".join(f"c{i},{i % 7},{'Yes' if i % 4 == 0 else 'No'}" for i in range(80)) + "\n"


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def style(page: Any, selector: str, name: str) -> Any:
    return page.locator(selector).first.evaluate(f"(node) => getComputedStyle(node)['{name}']")


def test_no_request_leaves_the_host_and_the_console_is_clean(open_page: OpenPage) -> None:
    window = open_page()
    for path in PAGES:
        page = window.visit(path)
        assert page.locator("h1").count() == 1
        assert "could not be drawn" not in page.inner_text("body")
    assert window.strangers == []
    assert window.errors == []


def test_home_asks_the_question_and_offers_every_sample(open_page: OpenPage) -> None:
    page = open_page().visit("/")
    assert page.locator("h1").inner_text() == "What do you want to predict?"
    assert page.get_by_role("button", name="Import a table").is_visible()
    assert page.locator('[class*="st-key-card_sample_"]').count() >= 5
    assert page.title() == "Home · Easel"


@pytest.mark.parametrize(
    ("dark", "canvas", "ink"),
    [(False, "rgb(250, 249, 247)", "rgb(28, 27, 25)"), (True, "rgb(20, 19, 18)", "rgb(239, 237, 232)")],
)
def test_the_colours_follow_the_system(open_page: OpenPage, dark: bool, canvas: str, ink: str) -> None:
    page = open_page(dark=dark).visit("/")
    assert style(page, '[data-testid="stMain"]', "backgroundColor") == canvas
    assert style(page, "h1", "color") == ink
    page.get_by_role("button", name="Import a table").click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert style(page, '[role="dialog"]', "color") == ink


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_needs_no_sideways_scrolling(open_page: OpenPage, path: str) -> None:
    page = open_page(390, 844).visit(path)
    width = page.locator('[data-testid="stMain"]').evaluate("(node) => [node.scrollWidth, node.clientWidth]")
    assert width[0] <= width[1]


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
    row.wait_for()
    assert "80" in row.inner_text()
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
    page.get_by_role("alert").wait_for()
    assert "broken.csv" in page.get_by_role("alert").first.inner_text()
    assert page.get_by_role("button", name="Import", exact=False).filter(has_text="rows").count() == 0
