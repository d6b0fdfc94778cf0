"""What readers remember of texts stays small, whatever the texts."""

from __future__ import annotations

import sys

import pytest

from inference.read_texts import TextReader
from inference.remembered import LONGEST, MOST_BYTES, Remembered
from tests.inference import toy_models


def test_a_text_is_worked_out_once():
    asked: list[str] = []

    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    kept = Remembered(length)
    assert [kept[text] for text in ("a", "bb", "a", "bb", "ccc")] == [1, 2, 1, 2, 3]
    assert asked == ["a", "bb", "ccc"]


def test_what_raises_is_not_kept():
    kept = Remembered(int)
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid"):
            kept["x"]
    assert not kept


@pytest.mark.parametrize("letters", [5, LONGEST, LONGEST + 1, 100_000])
def test_new_texts_all_the_time_take_bounded_memory(letters):
    column = next(c for c in toy_models.bundle().manifest.columns if c.name == "label")
    reader = TextReader(column)
    kept = reader.remembered
    for number in range(3 * MOST_BYTES // (50 + min(letters, 1_000))):
        text = f"{number:05d}".ljust(letters, "w")
        assert reader.one(text) == text
    assert sum(map(sys.getsizeof, kept)) <= MOST_BYTES
    assert bool(kept) == (letters <= LONGEST)
