"""Files for spreadsheets: the mark that Excel needs, and that Easel and other readers take no offence at."""

import io
from pathlib import Path

import pytest

import app
from app.ui.downloads import for_spreadsheets
from datasets.read import read


@pytest.mark.parametrize("text", ["name,price\nAnn,5 €\n", "Straße,n\nA,1\n"])
def test_a_letter_beyond_ascii_gets_a_byte_order_mark_once(text: str) -> None:
    made = for_spreadsheets(text.encode())
    assert made == text.encode("utf-8-sig")
    assert for_spreadsheets(made) == made
    plain, marked = (read(io.BytesIO(content), name="x.csv") for content in (text.encode(), made))
    assert marked.fingerprint == plain.fingerprint
    assert marked.names == plain.names


def test_plain_letters_stay_as_they_are() -> None:
    assert for_spreadsheets(b"name,price\nAnn,5\n") == b"name,price\nAnn,5\n"


def test_every_csv_file_of_a_page_is_made_for_spreadsheets() -> None:
    (folder,) = app.__path__
    texts = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in Path(folder).rglob("*.py")}
    offered = {name for name, text in texts.items() if 'mime="text/csv"' in text}
    assert {"ui/model_batch_result.py", "ui/dataset_facts.py", "views/audit.py"} <= offered
    assert {name for name in offered if "for_spreadsheets(" not in texts[name]} == set()
