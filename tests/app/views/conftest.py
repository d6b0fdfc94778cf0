"""Draws one page with a service of plain records, as a reader's browser would ask for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.service import Service
from app.ui import state
from tests.app.views.drawn import Draw, Drawn
from tests.app.views.page_fakes import FakeService
from tests.app.views.workshop import TARGETS, Workshop, open_workshop


def _script(page: str) -> None:
    from app.ui import pages

    pages.navigation()
    pages.show(pages.pages()[page])


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch) -> Draw:
    """`draw("home", service, dataset="d_1")`: the page, with these values in its address."""

    def drawn(page: str, service: FakeService, **params: str) -> Drawn:
        monkeypatch.setattr(state, "service", lambda: service)
        test = AppTest.from_function(_script, kwargs={"page": page}, default_timeout=60)
        for name, value in params.items():
            test.query_params[name] = value
        return Drawn(test.run(), service)

    return drawn


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    """A real service with one table, for the pages of a model; its jobs run when the test says so."""
    opened = open_workshop(tmp_path / "home")
    yield opened
    opened.service.store.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A real service with one finished model for each kind of question, named after it; tests must not change them."""
    opened = open_workshop(tmp_path_factory.mktemp("built"))
    for problem, target in TARGETS.items():
        opened.service.rename_model(opened.build(opened.model(target)).id, problem)
    yield opened
    opened.service.store.close()


@pytest.fixture
def own_built(built: Workshop, tmp_path: Path) -> Iterator[Workshop]:
    """A copy of `built` that a test may change."""
    copied = Service(shutil.copytree(built.service.home, tmp_path / "copy"))
    yield Workshop(copied, built.version_id)
    copied.store.close()
