"""Which of the texts a model knows is meant by the text of a cell: by its text, then by its value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from datasets.words import BOOLEAN_WORDS, ORDINARY_NUMBER

_NUMBER = re.compile(ORDINARY_NUMBER)


class Categories:
    """The texts that a string input knows, most frequent first.

    `match(text)` gives the known text that is meant: the text itself when it is known; otherwise the first known text
    that is the same without surrounding blanks, else has the same numeric value, else is the same boolean word (only
    when the column knows a word for true and one for false); otherwise the text as it came, which the model treats as
    never seen. The missing cell "" stays "".
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)
        self.known = frozenset(self.texts)

    def match(self, text: str) -> str:
        if not text or text in self.known:
            return text
        bare = text.strip()
        if bare in self._by_bare_text:
            return self._by_bare_text[bare]
        value = _number(bare)
        if value is not None and value in self._by_number:
            return self._by_number[value]
        word = BOOLEAN_WORDS.get(bare.casefold())
        return text if word is None else self._by_truth.get(word, text)

    def knows(self, text: str) -> bool:
        """Whether the (matched) text is one the model knows; the missing cell is."""
        return not text or text in self.known

    @cached_property
    def _by_bare_text(self) -> dict[str, str]:
        return {text.strip(): text for text in reversed(self.texts)}

    @cached_property
    def _by_number(self) -> dict[float, str]:
        numbers = ((_number(text.strip()), text) for text in reversed(self.texts))
        return {value: text for value, text in numbers if value is not None}

    @cached_property
    def _by_truth(self) -> dict[bool, str]:
        truths = ((BOOLEAN_WORDS.get(text.strip().casefold()), text) for text in reversed(self.texts))
        found = {word: text for word, text in truths if word is not None}
        return found if len(found) == 2 else {}


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None
