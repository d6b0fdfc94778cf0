"""A file whose rows do not fit the model, in every way there is: each is named, one decides, the answers come back."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.records import ModelView

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HEADER = ["customer", "Plan_", "age", "joined", "region"]
DONE_MS = 90_000


def strangers() -> list[list[str]]:
    """Rows without spend, with the plan under another name, words for ages, gaps and no dates, and a region."""
    rows = [[f"N{i}", "basic", str(20 + i), f"2024-0{1 + i % 9}-05", "North"] for i in range(30)]
    rows[3][2] = "about forty"
    for i in range(20):
        rows[i][3] = "soon"
    return rows


def drop(page: Page, folder: Path, name: str, header: list[str], rows: list[list[str]]) -> None:
    with (folder / name).open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([header, *rows])
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(str(folder / name))
    page.locator(".batch-file h3", has_text=name).first.wait_for()


def named(page: Page, column: str) -> Locator:
    """The misfit of a column."""
    return page.locator(".misfits .finding").filter(has=page.get_by_role("heading", name=re.compile(f"^{column} ")))


def rows_of(page: Page, button: str) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).first.click()
    with Path(download.value.path()).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_misfit_is_named_and_what_is_decided_is_done(
    open_page: Callable[..., Any], people: ModelView, tmp_path: Path
) -> None:
    window = open_page()
    page = window.visit(f"/predict?model={people.id}&version={people.versions[0].id}")
    page.get_by_role("radio", name="Many rows").click()
    drop(page, tmp_path, "strangers.csv", HEADER, strangers())
    for column, icon in (
        ("plan", "swap_horiz"),
        ("spend", "do_not_disturb_on"),
        ("age", "sync_problem"),
        ("joined", "sync_problem"),
        ("region", "add_circle"),
    ):
        expect(named(page, column)).to_contain_text(icon)
    page.get_by_role("radio", name="Stop", exact=True).click()
    go = page.get_by_role("button", name="Predict all rows anyway")
    go.click()
    expect(page.get_by_role("alert")).to_contain_text("soon", timeout=DONE_MS)

    drop(page, tmp_path, "again.csv", HEADER, strangers())
    page.get_by_role("radio", name="Leave their rows out").click()
    go.click()
    expect(page.locator(".st-key-card_batch_result")).to_contain_text("10 rows predicted", timeout=DONE_MS)
    scored, left_out = rows_of(page, "Download CSV"), rows_of(page, "Rows left out")
    assert [row["customer"] for row in scored] == [f"N{i}" for i in range(20, 30)]
    assert {row["region"] for row in scored} == {"North"}
    assert all(row["prediction"] in ("Yes", "No") for row in scored)
    assert len(left_out) == 20

    fitting = ["customer", "age", "plan", "joined", "spend"]
    rows = [["N1", "30", "gold", "2024-01-05", "25"], ["N2", "", "pro", "2024-01-05", ""]]
    drop(page, tmp_path, "nearly.csv", fitting, rows)
    for column, icon in (("plan", "help"), ("age", "data_array")):
        expect(named(page, column)).to_contain_text(icon)
    page.get_by_role("button", name="Predict all rows", exact=True).click()
    expect(page.locator(".st-key-card_batch_result")).to_contain_text("2 rows predicted", timeout=DONE_MS)
    assert [row["plan"] for row in rows_of(page, "Download CSV")] == ["gold", "pro"]
    history = page.locator(".st-key-card_batch_history")
    expect(history).to_contain_text("again.csv")
    expect(history).to_contain_text("strangers.csv")
    assert window.errors == []
