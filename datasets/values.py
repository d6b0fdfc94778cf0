"""The different texts of a column and how often each stands there: what the rules for kinds look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.keys import MOSTLY, keys_of_texts, mostly_different, n_different
from datasets.saying import say_one_of
from datasets.texts import text_cells
from datasets.words import MISSING_WORDS, NUMBER_MISSING_WORDS


@dataclass(frozen=True)
class Values:
    """A column's filled cells: the different texts (u,), how often each stands there (u,), and the number of cells
    that are empty or say "not known" by the words for every kind. Where hardly any text stands twice, `texts` are those
    of all filled rows, and `n_equal` of them equal an earlier one."""

    texts: pa.StringArray
    counts: npt.NDArray[np.int64]
    n_missing: int
    n_equal: int = 0

    @property
    def n_different(self) -> int:
        return len(self.texts) - self.n_equal

    @property
    def n_filled(self) -> int:
        return int(self.counts.sum())

    @property
    def unique_share(self) -> float:
        return self.n_different / max(self.n_filled, 1)

    @cached_property
    def as_numbers(self) -> Values:
        """Without the words that mean "not known" where numbers or dates are expected."""
        return self.without(NUMBER_MISSING_WORDS)

    def without(self, words: tuple[str, ...]) -> Values:
        """Without the cells that say one of these words."""
        keep = ~say_one_of(self.texts, words)
        if keep.all():
            return self
        lost, gone = int(self.counts[~keep].sum()), self.texts.filter(pa.array(~keep))
        n_equal = self.n_equal - (len(gone) - len(gone.unique()))
        return Values(self.texts.filter(pa.array(keep)), self.counts[keep], self.n_missing + lost, n_equal)


def distinct_values(cells: pa.ChunkedArray | pa.Array) -> Values:
    """The different filled cells of a column and their counts, in order of first appearance."""
    counted = pc.value_counts(cells if pa.types.is_string(cells.type) else text_cells(cells))
    words, counts = counted.field("values"), np.asarray(counted.field("counts"), dtype=np.int64)
    missing = say_one_of(words, ("", *MISSING_WORDS)) | np.asarray(pc.is_null(words))
    return Values(words.filter(pa.array(~missing)), counts[~missing], int(counts[missing].sum()))


def all_values(cells: pa.ChunkedArray) -> Values | None:
    """The filled cells of a column of texts of which hardly any stands twice, one by one; None for others."""
    if not mostly_different(cells):
        return None
    texts = text_cells(cells)
    found = Values(
        texts.drop_null() if texts.null_count else texts,
        np.broadcast_to(np.int64(1), len(texts) - texts.null_count),
        texts.null_count,
    )
    n_equal = len(found.texts) - n_different(keys_of_texts(found.texts))
    if n_equal > (1 - MOSTLY) * len(found.texts):
        return None
    return replace(found, n_equal=n_equal).without(("", *MISSING_WORDS))


def short(text: str) -> str:
    """A text in quotes, on one line, cut after 40 characters."""
    text = " ".join(text.split()) or text
    return f'"{text}"' if len(text) <= 40 else f'"{text[:37]}..."'


def listed(words: tuple[str, ...]) -> str:
    """The first words in quotes: "-1", "-999"."""
    return ", ".join(short(word) for word in words[:3]) + (" ..." if len(words) > 3 else "")
