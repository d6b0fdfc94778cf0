"""A page that was drawn, and what a test asks of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from tests.app.views.page_fakes import FakeService


@dataclass
class Drawn:
    """A page that was drawn; `words` is everything it says, HTML included."""

    test: AppTest
    service: FakeService

    @property
    def words(self) -> str:
        parts = [str(block.proto.body) for block in self.test.get("html")]
        parts += [str(block.value) for block in self.test.markdown]
        parts += [str(block.proto.label) for block in self.test.get("page_link")]
        return "\n".join(parts)

    @property
    def calm(self) -> bool:
        """No exception, and no notice that something unexpected happened."""
        return not self.test.exception and "could not be drawn" not in self.words

    def button(self, label: str) -> Button:
        return next(button for button in self.test.button if button.label == label)

    def press(self, label: str) -> Drawn:
        self.button(label).click()
        self.test.run()
        return self

    @property
    def buttons(self) -> list[str]:
        return [button.label for button in self.test.button]


Draw: TypeAlias = Callable[..., Drawn]
