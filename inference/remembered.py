"""What a function made of texts, kept for those that come again, in bounded memory."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

MOST_BYTES = 1 << 18  # of texts: about 4,600 short ones
LONGEST = 1_000  # letters: a longer text is worked out each time

Made = TypeVar("Made")


class Remembered(dict[str, Made]):
    """text -> what `work` makes of it, worked out when it is first asked for. When the texts take up MOST_BYTES, all
    are forgotten. Several threads may use it at once; what raises is not kept."""

    def __init__(self, work: Callable[[str], Made]) -> None:
        super().__init__()
        self._work = work
        self._n_bytes = 0

    def __missing__(self, text: str) -> Made:
        made = self._work(text)
        if len(text) > LONGEST:
            return made
        self._n_bytes += sys.getsizeof(text)
        if self._n_bytes > MOST_BYTES:
            self.clear()
            self._n_bytes = sys.getsizeof(text)
        self[text] = made
        return made
