"""What every section of a report must keep, and the documents that are made of them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.report import of_data, of_model
from app.report.blocks import Document, Section
from app.report.data import data_report
from app.report.html import html
from app.report.model import model_report
from app.report.pdf import pdf
from app.report.picture import COLORS
from app.report.sheet import Sheet
from app.ui.theme import TOKENS
from datasets.read import read
from tests.app.report.stories import HOSTILE, PROBLEMS, hostile, story

EVERY = {"full": story, "hostile": hostile, "old": lambda problem, folder: story(problem, folder, {})}
NOT_SHOWN = re.compile(r"\b(nan|inf|None|undefined|NaN)\b")


def sheet(name: str) -> Sheet:
    """A table of every kind with gaps, by the name of the case."""
    n = 60
    names = np.array(["a", "b", None, HOSTILE], dtype=object)
    columns = {
        "row": [f"r{i}" for i in range(n)],
        "size": [None if i % 7 == 0 else f"{i * 1.5}" for i in range(n)],
        "group <b>": list(names[np.arange(n) % 4]),
        "day": [f"2024-03-{1 + i % 28:02d}" for i in range(n)],
        "same": ["x"] * n,
        "y": ["yes" if i % 3 else "no" for i in range(n)],
    }
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    table = read(io.BytesIO(file.getvalue()), name="x.parquet")
    return Sheet(table, f"{name} <i>.csv", "y" if name == "aimed" else None)


@pytest.mark.parametrize("package", [of_model.ALL, of_data.ALL], ids=["model", "data"])
def test_sections_are_named_as_their_module_and_ordered(package: dict[str, Section]) -> None:
    assert all(section.body.__module__.endswith(f".{name}") for name, section in package.items())
    assert len({section.order for section in package.values()}) == len(package)


@pytest.mark.parametrize("case", EVERY)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_model_report_is_whole(problem: str, case: str, tmp_path: Path) -> None:
    told = model_report(EVERY[case](problem, tmp_path))
    names = [part.name for part in told.parts]
    expected = {"summary", "data", "method", "scores", "limits", "usage", "trace"}
    assert names[0] == "summary"
    assert names[-1] == "trace"
    assert expected | ({"answers", "impact", "certainty"} if case != "old" else set()) <= set(names)
    check_html(told)
    if case == "hostile":
        assert {"slices", "fairness", "watch"} <= set(names)
        check_pdf(told)


@pytest.mark.parametrize("case", ["aimed", "open"])
def test_a_data_report_is_whole(case: str) -> None:
    told = data_report(sheet(case))
    assert ("aim" in [part.name for part in told.parts]) == (case == "aimed")
    check_html(told)
    if case == "aimed":
        check_pdf(told)


def check_html(told: Document) -> None:
    """Well-formed, without an address, a script or a number that is none; every picture says in words what it shows."""
    page = html(told)
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    assert "http" not in page
    assert not list(tree.iter("script"))
    assert not list(tree.iter("b"))
    shown = "".join(text for block in tree.iter() if block.tag not in ("pre", "style") for text in _own(block))
    assert not NOT_SHOWN.search(shown), NOT_SHOWN.search(shown)
    assert all((picture.get("aria-label") or "").strip(" .") for picture in tree.iter("svg"))
    links = [link.get("href") for link in tree.iter("a")]
    assert links == [f"#{section.get('id')}" for section in tree.iter("section")]


def _own(block: ElementTree.Element) -> Sequence[str]:
    """The text of an element itself, and what follows each of its children."""
    return [block.text or "", *(child.tail or "" for child in block)]


def check_pdf(told: Document) -> None:
    """Every page counts itself; the contents name every section; nothing stands outside the margins."""
    import pypdfium2

    paper = pypdfium2.PdfDocument(pdf(told))
    texts = [page.get_textpage().get_text_range() for page in paper]
    assert all(f"{i} of {len(texts)}" in text for i, text in enumerate(texts, start=1))
    assert all(part.title in texts[0] for part in told.parts)
    assert [item.get_title() for item in paper.get_toc()] == [part.title for part in told.parts]
    assert not NOT_SHOWN.search(" ".join(texts).replace("': None", ""))
    for page in paper:
        left, _, right, _ = page.get_bbox()
        assert left >= 0
        assert right <= page.get_width()


def test_pdfs_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    told = model_report(story("binary", tmp_path))
    assert pdf(told) == pdf(told)


def test_the_colours_are_those_of_the_app() -> None:
    assert all(TOKENS[name] == pair for name, pair in COLORS.items())
