"""Files for spreadsheets: the mark that Excel needs, and that Easel and other readers take no offence at."""

import io
import re
from pathlib import Path

import pytest

import app
from app.ui.downloads import COMMA, POINT, for_reader, for_spreadsheets, spreadsheet_style
from datasets.read import read
from inference.output import PLAIN, CsvStyle


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
    assert {name for name in offered if not re.search(r"\bfor_(spreadsheets|reader)\b[(,]", texts[name])} == set()


@pytest.mark.parametrize(
    ("locale", "style"),
    [
        ("de-DE", COMMA),
        ("fr", COMMA),
        ("pt_BR", COMMA),
        ("en-ZA", COMMA),
        ("sr-Latn-RS", COMMA),
        ("de-CH", POINT),
        ("es-MX", PLAIN),
        ("en-US", PLAIN),
        ("ja-JP", PLAIN),
        ("", PLAIN),
        (None, PLAIN),
    ],
)
def test_a_spreadsheet_of_a_locale_expects_its_own_notation(locale: str | None, style: CsvStyle) -> None:
    assert spreadsheet_style(locale) == style


def test_a_table_is_written_as_the_readers_spreadsheet_expects_it() -> None:
    made = for_reader(b'name,n,x\n"Ann, Bo",3,1.5e-05\nA; B,1.2.3,-0.25\n', COMMA)
    assert made == b'name;n;x\nAnn, Bo;3;1,5e-05\n"A; B";1.2.3;-0,25\n'
    assert for_reader(b"x\n1.5\n", PLAIN) == b"x\n1.5\n"
    assert for_reader("a,b\nü,1.5\n".encode(), POINT) == "a;b\nü;1.5\n".encode("utf-8-sig")
    assert for_reader(b"a,b\nx,1.5\n", COMMA, numbers=False) == b"a;b\nx;1.5\n"


def test_a_file_in_another_encoding_gets_no_mark_of_utf_8() -> None:
    assert for_spreadsheets("ü\n".encode("cp1252"), "windows-1252") == "ü\n".encode("cp1252")
    assert for_spreadsheets("ü\n".encode("utf-16-le"), "utf-16-le") == b"\xff\xfe" + "ü\n".encode("utf-16-le")
