"""The story of a model and of a table as files: each kind is written when it is asked for, and can be opened."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page, expect

from app.records import ModelView

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WRITTEN_MS = 60_000


def written(page: Page, title: str, ending: str) -> bytes:
    """The file that comes after a press on the kind, and one on the download."""
    page.get_by_role("button", name=title, exact=True).click()
    download = page.get_by_role("button", name=ending)
    download.wait_for(timeout=WRITTEN_MS)
    with page.expect_download() as coming:
        download.click()
    assert coming.value.suggested_filename.endswith(ending)
    return Path(coming.value.path()).read_bytes()


def words_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_the_story_of_a_model_and_of_a_table_is_handed_on(
    open_page: Callable[..., Any], people: ModelView, tmp_path: Path
) -> None:
    window = open_page()
    page = window.visit(f"/deploy?model={people.id}&version={people.versions[0].id}")
    story = tmp_path / "story.html"
    story.write_bytes(written(page, "Web page", "who_leaves_V1.report.html"))
    reader = open_page(390, 844)
    reader.page.goto(story.as_uri())
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Who leaves")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "Who leaves" in words_of(written(page, "PDF", "who_leaves_V1.report.pdf"))
    with zipfile.ZipFile(io.BytesIO(written(page, "Notebook", "who_leaves_V1.notebook.ipynb.zip"))) as packed:
        cells = json.loads(packed.read("who_leaves_V1.notebook.ipynb"))["cells"]
        assert packed.read("who_leaves_V1.training.csv").startswith(b"age,plan,")
    assert any("who_leaves_V1.training.csv" in "".join(cell["source"]) for cell in cells)

    page = window.visit(f"/dataset?dataset={people.dataset_id}&view=findings")
    assert "people" in words_of(written(page, "PDF", "people.report.pdf"))
    assert window.errors == reader.errors == []
