"""The contract of app/views: every module is one page that links, lights the top bar and has an address of its own."""

import re
import subprocess

import pytest

from app.ui.pages import Page, in_order, pages


@pytest.fixture(scope="module", params=sorted(pages()))
def page(request: pytest.FixtureRequest) -> Page:
    return pages()[request.param]


def test_exactly_one_page_is_the_start() -> None:
    assert [page.name for page in pages().values() if not page.url] == ["home"]


def test_addresses_are_unique() -> None:
    urls = [page.url for page in pages().values()]
    assert len(urls) == len(set(urls))


def test_its_address_is_one_plain_word(page: Page) -> None:
    assert re.fullmatch(r"[a-z_]*", page.url)


def test_it_lights_an_item_of_the_top_bar(page: Page) -> None:
    assert page.lit in {shown.name for shown in in_order(lambda p: p.nav)}


def test_it_has_a_title_and_a_docstring(page: Page) -> None:
    assert page.title
    assert page.title[0].isupper()
    assert __import__(page.render.__module__, fromlist=["render"]).__doc__


def test_loading_the_pages_loads_no_heavy_library(python: str) -> None:
    """The first page must be there at once; learning, reading and storing load when they are used."""
    heavy = ("duckdb", "sklearn", "lightgbm", "xgboost", "catboost", "optuna", "shap", "onnxruntime", "sqlalchemy")
    script = (
        "import sys; from app.ui import pages; pages.pages(); "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
