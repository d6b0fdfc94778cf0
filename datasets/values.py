"""The different texts of a column and how often each stands there: what the rules for kinds look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.cells import text_cells
from datasets.words import MISSING_WORDS


@dataclass(frozen=True)
class Values:
    """A column's filled cells: the different texts (u,), how often each stands there (u,), and the number of cells
    that are empty or say "not known" by the words for every kind."""

    texts: pa.StringArray
    counts: npt.NDArray[np.int64]
    n_missing: int

    @property
    def n_filled(self) -> int:
        return int(self.counts.sum())

    @property
    def unique_share(self) -> float:
        return len(self.texts) / max(self.n_filled, 1)

    def without(self, words: tuple[str, ...]) -> Values:
        """Without the cells that say one of these words."""
        keep = ~np.asarray(pc.is_in(pc.utf8_trim_whitespace(self.texts), pa.array(list(words), pa.string())))
        if keep.all():
            return self
        lost = int(self.counts[~keep].sum())
        return Values(self.texts.filter(pa.array(keep)), self.counts[keep], self.n_missing + lost)


def distinct_values(cells: pa.ChunkedArray | pa.Array) -> Values:
    """The different filled cells of a column and their counts, in order of first appearance."""
    counted = pc.value_counts(cells if pa.types.is_string(cells.type) else text_cells(cells))
    words, counts = counted.field("values"), np.asarray(counted.field("counts"), dtype=np.int64)
    trimmed = pc.utf8_trim_whitespace(words)
    missing = np.asarray(pc.fill_null(pc.is_in(trimmed, pa.array(["", *MISSING_WORDS], pa.string())), True))
    missing |= np.asarray(pc.is_null(words))
    return Values(words.filter(pa.array(~missing)), counts[~missing], int(counts[missing].sum()))


def short(text: str) -> str:
    """A text in quotes, on one line, cut after 40 characters."""
    text = " ".join(text.split()) or text
    return f'"{text}"' if len(text) <= 40 else f'"{text[:37]}..."'
