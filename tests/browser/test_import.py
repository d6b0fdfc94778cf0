"""Importing a table whose file is not what it seems: every guess is changed, the preview follows, the next version
remembers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HEADER = "Café;Umsatz;Tag\nShop;Sales;Day\n"
ASKED = {"encoding": "latin-1", "header_row": 2, "decimal": ",", "day_first": True}


def sales(n: int) -> bytes:
    """Two rows of names, commas that could mark thousands, days that could be months, not in UTF-8."""
    rows = [f"Grün {i};{1 + i % 9},{250 + i};0{1 + i % 9}/0{1 + i % 7}/2026" for i in range(n)]
    return (HEADER + "\n".join(rows) + "\n").encode("windows-1252")


def pick(dialog: Locator, label: str, option: str) -> None:
    """Choose from a list; the page draws it again while it reads, so what is chosen is waited for."""
    box = dialog.get_by_role("combobox", name=label)
    box.click()
    box.page.get_by_role("option", name=re.compile(f"^{re.escape(option)}")).click()
    expect(box).to_have_value(re.compile(f"^{re.escape(option)}"))


def drop(page: Page, path: Path) -> Locator:
    dialog = page.get_by_role("dialog")
    dialog.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(str(path))
    dialog.get_by_role("combobox", name="Delimiter").wait_for()
    return dialog


def shows(dialog: Locator, first: str, n_rows: int) -> None:
    """The first cell of the preview, and how many rows would be imported."""
    expect(dialog.locator('[role="gridcell"]').first).to_have_text(first)
    expect(dialog.get_by_role("button", name=f"Import {n_rows} rows")).to_be_visible()


def covers_the_rows(dialog: Locator) -> None:
    """The band at the end of the dialog is as wide as the rows that scroll below it."""
    foot, rows = (
        dialog.locator(part).bounding_box() for part in ("div:has(> .st-key-row_import_agree)", ".stDataFrame")
    )
    assert foot is not None
    assert rows is not None
    assert foot["x"] <= rows["x"]
    assert foot["x"] + foot["width"] >= rows["x"] + rows["width"]


def test_what_was_guessed_is_changed_and_remembered_for_the_next_version(
    open_page: Callable[..., Any], service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(sales(60))
    window = open_page()
    page = window.visit("/datasets")
    page.get_by_role("button", name="Import a table").click()
    dialog = drop(page, path)
    shows(dialog, "Grün 0", 60)

    pick(dialog, "Delimiter", "Comma")
    expect(dialog.locator('[role="gridcell"]').first).to_have_text(re.compile("^Grün 0;1"))
    pick(dialog, "Delimiter", "Semicolon")
    pick(dialog, "Header", "First row")
    shows(dialog, "Shop", 61)
    pick(dialog, "Header", "Row 2")
    shows(dialog, "Grün 0", 60)
    pick(dialog, "Decimal mark", "Comma")
    pick(dialog, "Dates", "Day first")
    pick(dialog, "Encoding", "UTF-16")
    expect(dialog.get_by_role("alert")).to_contain_text("utf-16")
    expect(dialog.get_by_role("button", name=re.compile("^Import .* rows$"))).to_have_count(0)
    pick(dialog, "Encoding", "latin-1")
    shows(dialog, "Grün 0", 60)
    covers_the_rows(dialog)
    dialog.get_by_role("button", name="Import 60 rows").click()
    dialog.wait_for(state="hidden")
    page.get_by_role("button", name="Build a model").wait_for()

    (dataset,) = [one for one in service.datasets() if one.name == "sales"]
    assert service.read_as(dataset.latest.id).asked == ASKED
    table = service.table(dataset.latest.id)
    assert table.names == ("Shop", "Sales", "Day")
    assert table.numbers("Sales")[0] == 1.25
    assert table.schema["Day"].datetime_formats == ("%d/%m/%Y",)

    path.write_bytes(sales(70))
    page = window.visit(f"/dataset?dataset={dataset.id}")
    page.get_by_role("button", name="Import a new version").click()
    dialog = drop(page, path)
    expect(dialog).to_contain_text("Read as before", use_inner_text=True)
    for label, value in (("Header", "Row 2"), ("Decimal mark", "Comma"), ("Dates", "Day first")):
        expect(dialog.get_by_role("combobox", name=label)).to_have_value(re.compile(f"^{value}"))
    dialog.get_by_role("button", name="Import 70 rows").click()
    dialog.wait_for(state="hidden")
    page.wait_for_url(re.compile(rf"/dataset\?dataset={dataset.id}&view=versions"))
    expect(page.get_by_role("heading", name="What changed up to version 2")).to_be_visible()
    expect(page.get_by_role("heading", name="+10 rows")).to_be_visible()

    later = service.dataset(dataset.id)
    assert [version.rows for version in later.versions] == [60, 70]
    assert service.read_as(later.latest.id).asked == ASKED
    assert service.table(later.latest.id).numbers("Sales")[0] == 1.25
    assert window.errors == []
