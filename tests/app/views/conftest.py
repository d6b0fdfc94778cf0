"""Draws one page with a service of plain records, as a reader's browser would ask for it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.ui import state
from tests.app.views.drawn import Draw, Drawn
from tests.app.views.page_fakes import FakeService


def _script(page: str) -> None:
    from app.ui import pages

    pages.navigation()
    pages.show(pages.pages()[page])


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch) -> Draw:
    """`draw("home", service, dataset="d_1")`: the page, with these values in its address."""

    def drawn(page: str, service: FakeService, **params: str) -> Drawn:
        monkeypatch.setattr(state, "service", lambda: service)
        test = AppTest.from_function(_script, kwargs={"page": page}, default_timeout=20)
        for name, value in params.items():
            test.query_params[name] = value
        return Drawn(test.run(), service)

    return drawn
