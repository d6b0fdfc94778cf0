"""Draws one page with a service of plain records, as a reader's browser would ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from tests.app.views.page_fakes import FakeService
from streamlit.testing.v1 import AppTest

from app.ui import state


def _script(page: str) -> None:
    from app.ui import pages

    pages.navigation()
    pages.show(pages.pages()[page])


@dataclass
class Drawn:
    """A page that was drawn; `words` is everything it says, HTML included."""

    test: AppTest
    service: FakeService

    @property
    def words(self) -> str:
        parts = [str(block.proto.body) for block in self.test.get("html")]
        parts += [str(block.value) for block in self.test.markdown]
        return "\n".join(parts)

    @property
    def calm(self) -> bool:
        """No exception, and no notice that something unexpected happened."""
        return not self.test.exception and "could not be drawn" not in self.words

    def button(self, label: str) -> object:
        return next(button for button in self.test.button if button.label == label)

    def press(self, label: str) -> Drawn:
        next(button for button in self.test.button if button.label == label).click()
        self.test.run()
        return self

    @property
    def buttons(self) -> list[str]:
        return [button.label for button in self.test.button]


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Drawn]]:
    """`draw("home", service, dataset="d_1")`: the page, with these values in its address."""

    def drawn(page: str, service: FakeService, **params: str) -> Drawn:
        monkeypatch.setattr(state, "service", lambda: service)
        test = AppTest.from_function(_script, kwargs={"page": page}, default_timeout=20)
        for name, value in params.items():
            test.query_params[name] = value
        return Drawn(test.run(), service)

    return drawn
