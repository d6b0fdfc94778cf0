"""A model over its life: cancelled, tried again, stopped, compared, copied, put aside, deleted, opened from a file."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.records import ModelView
from app.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OpenPage = Callable[..., Any]
GOLDEN = Path(__file__).parents[1] / "golden" / "format_1_binary.zip"
LONG_S = 120.0  # longer than it takes to press a button
JOB_MS = 90_000


def press(place: Page | Locator, name: str) -> None:
    place.get_by_role("button", name=name, exact=True).click()


def tab(page: Page, name: str) -> None:
    page.locator(".st-key-model_tabs").get_by_role("link", name=name).click()


def test_a_build_is_cancelled_tried_again_stopped_and_compared(
    open_page: OpenPage, service: Service, people: ModelView
) -> None:
    service.update_model(people.id, quick_s=LONG_S, algorithms=["lightgbm"], exclude=["plan"])
    window = open_page()
    page = window.visit(f"/build?model={people.id}")
    press(page, "Start quick build")
    page.wait_for_url(re.compile(r"version="))
    (job,) = service.running()
    evaluated(service, job.id)

    page.locator(".st-key-topbar").get_by_role("link", name="Activity", exact=True).click()
    row = page.locator(f".st-key-row_job_{job.id}")
    press(row, "Cancel")
    row.get_by_role("button", name="Try again").click(timeout=JOB_MS)
    expect(row.get_by_role("button", name="Stop and keep the best")).to_be_visible(timeout=JOB_MS)
    evaluated(service, job.id)
    press(row, "Stop and keep the best")
    expect(row.get_by_role("button", name="Open")).to_be_visible(timeout=JOB_MS)
    press(row, "Open")
    page.wait_for_url(re.compile(r"/analyze\?"))
    page.locator(".headline").wait_for()
    page.get_by_role("link", name="Compare").click()
    first, second = (page.get_by_role("combobox", name=name, exact=True) for name in ("First", "Second"))
    expect(first).to_have_value(re.compile("^Who leaves V1"))
    expect(second).to_have_value(re.compile("^Who leaves V2"))
    for name in ("The score of both", "Share of each column in both", "Every score of both"):
        expect(page.get_by_role("table", name=name)).to_be_visible()
    plan = page.get_by_role("table", name="Share of each column in both").get_by_role("row").filter(has_text="plan")
    expect(plan).to_contain_text("not used")
    first.click()
    page.get_by_role("option", name=re.compile("^Who leaves V2")).click()
    expect(page.get_by_role("table")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"first={job.model_version_id}"))
    second.click()
    page.get_by_role("option", name=re.compile("^Who leaves V1")).click()
    expect(page.get_by_role("table", name="Every score of both")).to_be_visible()
    page.reload()
    expect(first).to_have_value(re.compile("^Who leaves V2"))
    assert window.errors == []


def evaluated(service: Service, job_id: str) -> None:
    """Until a build has a score to keep."""
    deadline = time.monotonic() + JOB_MS / 1000
    while (progress := service.job(job_id).progress) is None or progress.best is None:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_model_is_copied_renamed_put_aside_and_deleted_and_each_can_be_undone(
    open_page: OpenPage, people: ModelView
) -> None:
    window = open_page()
    page = window.visit(f"/select?model={people.id}")
    press(page, "Copy")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the copy").fill("Who stays")
    dialog.get_by_label("Name of the copy").press("Tab")
    press(dialog, "Make the copy")
    page.wait_for_url(re.compile(r"/build\?model="))
    assert people.id not in page.url
    expect(page.get_by_role("combobox", name="Column to predict")).to_have_value(re.compile("left"))

    tab(page, "Select")
    name = page.get_by_role("textbox", name="Name", exact=True)
    expect(name).to_have_value("Who stays")
    name.fill("Who stays on")
    name.press("Enter")
    expect(page.locator(".crumb")).to_contain_text("Who stays on")
    press(page, "Archive")
    expect(page.get_by_role("button", name="Take back")).to_be_visible()
    models(page)
    copy = page.get_by_role("button", name="Open Who stays on")
    expect(copy).to_have_count(0)
    page.get_by_role("radio", name=re.compile("^Archived")).click()
    copy.click()
    tab(page, "Select")
    press(page, "Take back")
    expect(page.get_by_role("button", name="Archive")).to_be_visible()

    press(page, "Delete")
    press(page, "Undo")
    expect(copy).to_be_visible()
    copy.click()
    tab(page, "Select")
    press(page, "Delete")
    page.wait_for_url(re.compile("/models"))
    page.get_by_role("radio", name=re.compile("^Deleted")).click()
    press(page, "Bring back")
    copy.click()
    tab(page, "Select")
    press(page, "Delete")
    page.get_by_role("radio", name=re.compile("^Deleted")).click()
    press(page, "Remove for good")
    page.get_by_text("Remove this model for good").click()
    press(page, "Remove")
    expect(page.get_by_role("button", name="Bring back")).to_have_count(0)
    expect(page.get_by_role("button", name="Open Who leaves")).to_be_visible()
    assert window.errors == []


def models(page: Page) -> None:
    page.locator(".st-key-topbar").get_by_role("link", name="Models", exact=True).click()
    page.get_by_role("heading", name="Models", level=1).wait_for()


def test_a_model_file_of_another_computer_answers_and_leaves_as_it_came(open_page: OpenPage, app: str) -> None:
    assert app
    window = open_page()
    page = window.visit("/models")
    press(page, "Open a model file")
    dialog = page.get_by_role("dialog")
    dialog.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(str(GOLDEN))
    name = dialog.get_by_role("textbox", name="Name")
    name.fill("From afar")
    name.press("Tab")
    press(dialog, "Open it")
    page.wait_for_url(re.compile(r"/predict\?"))
    expect(page.locator(".verdict")).to_contain_text("likely to be Yes", use_inner_text=True)
    tab(page, "Analyze")
    page.get_by_role("note").first.wait_for()
    expect(page.locator(".headline")).to_be_visible()
    tab(page, "Deploy")
    with page.expect_download() as download:
        press(page, "Download bundle")
    assert download.value.suggested_filename == "from_afar_V1.zip"
    with zipfile.ZipFile(download.value.path()) as given, zipfile.ZipFile(GOLDEN) as came:
        assert given.read("model.onnx") == came.read("model.onnx")
    tab(page, "Build")
    press(page, "Choose a table")
    page.wait_for_url(re.compile(r"/select\?"))
    expect(page.get_by_role("combobox", name="Dataset")).to_be_visible()
    assert window.errors == []
