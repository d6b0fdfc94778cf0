"""The main path in a real browser: from a sample's question to a model, one answer, a whole file with answers."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from datasets.samples import telecom_churn

pytestmark = pytest.mark.browser

QUICK_S = 10
BUILT_MS = 90_000
LEAST_WORDS = 200  # pixels for the sentences of a finding beside its button
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def main(page: Any) -> Any:
    return page.get_by_test_id("stMain")


def open_sample(page: Any) -> None:
    """Home, the card of the telecom sample, its Build page with the leak left out."""
    press(page, "Which customers will leave?")
    page.wait_for_url(re.compile(r"/build\?model="))
    page.get_by_text("ExitReason gives the answer away").wait_for()
    for words in page.locator('[class*="st-key-row_finding_"] .finding').all():
        box = words.bounding_box()
        assert box is not None
        assert box["width"] > LEAST_WORDS
    page.locator('[class*="st-key-fix_leakage"] button').click()
    page.get_by_text("Left out: ExitReason.").wait_for()


def set_budget(page: Any, seconds: int) -> None:
    """The quick build's seconds, in the settings."""
    press(page, "Settings")
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label("Quick build, seconds")
    field.fill(str(seconds))
    field.press("Tab")
    dialog.get_by_role("button", name="Save").click()
    dialog.wait_for(state="hidden")
    page.get_by_text(f"About {seconds}\u00a0s.").wait_for()


def customers(folder: Path) -> Path:
    """New customers who do not fit: no TechSupport, a plan that was never seen, a column that is new."""
    table = telecom_churn.SAMPLE.load().head(120)
    texts = {name: table.texts(name).to_pylist() for name in table.names if name not in ("Churn", "TechSupport")}
    path = folder / "new_customers.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow([*texts, "Region"])
        for i, row in enumerate(zip(*texts.values(), strict=True)):
            named = dict(zip(texts, row, strict=True))
            named["Contract"] = "Three year" if i < 7 else named["Contract"]
            writer.writerow([*named.values(), "North"])
    return path


def test_from_a_question_to_a_scored_file(open_page: Callable[..., Any], tmp_path: Path) -> None:
    window = open_page()
    page = window.visit("/")
    open_sample(page)
    set_budget(page, QUICK_S)
    press(page, "Start quick build")

    page.wait_for_url(re.compile(r"version="))
    page.get_by_text("Best so far").first.wait_for(timeout=BUILT_MS)
    building = page.url
    page.reload()
    page.locator(".stages").wait_for()
    other = open_page()
    second = other.visit(building.removeprefix(window.address))
    second.locator(".stages").or_(second.locator(".headline")).or_(second.get_by_text("is ready:")).first.wait_for()

    page.wait_for_url(re.compile(r"/analyze\?"), timeout=BUILT_MS)
    page.locator(".headline").wait_for()
    for said in ("Shown one row where Churn is Yes", "90\u00a0% sure between", "What drives the answer"):
        expect(main(page)).to_contain_text(said, use_inner_text=True)
    version = re.search(r"version=([^&]+)", building)
    assert version is not None
    assert version[1] in page.url

    bar = page.get_by_role("button", name=re.compile("^Show the effect of")).nth(1)
    column = str(bar.text_content()).removeprefix("Show the effect of ")
    bar.click()
    page.get_by_role("heading", name=f"How {column} moves the answer").wait_for()
    for part, text in (("Scoring", "Predicted against actual"), ("Leaderboard", "All candidates")):
        page.get_by_role("radio", name=part).click()
        page.get_by_text(text).first.wait_for()

    one_row(page)
    many_rows(page, tmp_path)
    bundle(page, tmp_path)
    assert window.strangers == other.strangers == []
    assert window.errors == other.errors == []


def one_row(page: Any) -> None:
    """The answer follows a change, and the reasons add up to it."""
    page.locator(".st-key-model_tabs").get_by_role("link", name="Predict").click()
    page.locator(".waterfall").wait_for()
    before = page.locator(".verdict").inner_text()
    page.get_by_role("slider", name="tenure").press("Home")
    expect(page.locator(".verdict")).not_to_have_text(before, use_inner_text=True)
    page.wait_for_selector(SETTLED)
    points = page.locator(".step em").all_inner_texts()
    base, *pushes, answer = (float(text.replace("\u2212", "-").rstrip("\u00a0%")) for text in points)
    assert base + sum(pushes) == pytest.approx(answer, abs=0.1 * len(pushes))
    expect(page.locator(".verdict")).to_contain_text(f"{answer:.1f}\u00a0%", use_inner_text=True)


def many_rows(page: Any, folder: Path) -> None:
    """Misfits are named before anything runs; the file comes back with the answers behind its columns."""
    page.get_by_role("radio", name="Many rows").click()
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(str(customers(folder)))
    page.get_by_text("TechSupport is missing").wait_for()
    for said in ("Contract has new values", "Region is new"):
        expect(main(page)).to_contain_text(said, use_inner_text=True)
    press(page, "Predict all rows anyway")
    page.get_by_text("120 rows predicted in").wait_for(timeout=BUILT_MS)
    with page.expect_download() as download:
        press(page, "Download CSV")
    assert download.value.suggested_filename == "new_customers.scored.csv"
    with Path(download.value.path()).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 120
    assert list(rows[0])[-4:] == ["Region", "prediction", "probability_No", "probability_Yes"]
    for row in rows:
        assert float(row["probability_No"]) + float(row["probability_Yes"]) == pytest.approx(1, abs=1e-4)
        assert row["prediction"] == ("Yes" if float(row["probability_Yes"]) >= 0.5 else "No")


def bundle(page: Any, folder: Path) -> None:
    """The model leaves as one zip."""
    page.locator(".st-key-model_tabs").get_by_role("link", name="Deploy").click()
    with page.expect_download() as download:
        press(page, "Download bundle")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "telecom_churn_V1.zip"
    with zipfile.ZipFile(path) as opened:
        assert {"model.onnx", "manifest.json", "README.md"} <= set(opened.namelist())


@pytest.mark.slow
def test_stop_keeps_the_best(open_page: Callable[..., Any]) -> None:
    window = open_page()
    page = window.visit("/")
    open_sample(page)
    page.get_by_role("radio", name="Standard").click()
    press(page, "Start standard build")
    stop = page.get_by_role("button", name="Stop and keep the best")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.st-key-stop_build button')].some(button => !button.disabled)",
        timeout=BUILT_MS,
    )
    stop.click()
    page.get_by_text("Finishing with the best so far").or_(page.locator(".headline")).first.wait_for()
    page.wait_for_url(re.compile(r"/analyze\?"), timeout=BUILT_MS)
    page.locator(".headline").wait_for()
    expect(main(page)).to_contain_text("ROC AUC", use_inner_text=True)
    assert window.errors == []


@pytest.mark.slow
def test_a_phone_needs_no_sideways_scrolling_on_the_pages_of_a_model(open_page: Callable[..., Any]) -> None:
    window = open_page(390, 844)
    page = window.visit("/")
    press(page, "Which customers will leave?")
    page.wait_for_url(re.compile(r"/build\?model="))
    query = page.url.split("?", 1)[1]
    for tab in ("select", "build", "analyze", "predict", "deploy"):
        page = window.visit(f"/{tab}?{query}")
        window.fits()
        expect(main(page)).not_to_contain_text("could not be drawn")
