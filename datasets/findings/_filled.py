"""Is a column filled in for one class of the target and for hardly any other? Counted on all rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datasets.findings._rule import Evidence

LEAST_CLASS_ROWS = 5
MOST_CLASSES = 100


@dataclass(frozen=True, slots=True)
class FilledFor:
    """The class for which a column is filled in the most, the `share` of its rows that are, the share `strange` of the
    other rows that are, the rows filled in both, and the place of a row that shows it."""

    text: str
    share: float
    strange: float
    n_filled: int
    n_class: int
    n_strange: int
    n_others: int
    place: int
    target: str

    @property
    def sentence(self) -> str:
        wrong = f"{self.n_strange:,}" if self.n_strange else "none"
        return (
            f'Filled in for {self.n_filled:,} of {self.n_class:,} rows where {self.target} is "{self.text}" '
            f"and for {wrong} of the others."
        )


def filled_for_one(evidence: Evidence, name: str) -> FilledFor | None:
    """The class that the filled cells of a column tell best from the others; None for a target of numbers, a column
    without gaps, and classes of fewer than 5 rows."""
    column = evidence.profile[name]
    if evidence.target is None or evidence.classes is None or not 0 < column.n_missing < evidence.n_rows:
        return None
    codes, texts = evidence.classes
    filled = ~evidence.table.missing(name)
    known = codes >= 0
    counts = np.bincount(codes[known], minlength=len(texts))
    hits = np.bincount(codes[known & filled], minlength=len(texts))
    others, strange = counts.sum() - counts, hits.sum() - hits
    fit = (np.minimum(counts, others) >= LEAST_CLASS_ROWS) & (hits > 0)
    if not fit.any() or len(texts) > MOST_CLASSES:
        return None
    gap = np.where(fit, hits / np.maximum(counts, 1) - strange / np.maximum(others, 1), -1.0)
    best = int(gap.argmax())
    place = int(np.flatnonzero(filled & (codes == best))[0])
    return FilledFor(
        texts[best],
        float(hits[best] / counts[best]),
        float(strange[best] / others[best]),
        int(hits[best]),
        int(counts[best]),
        int(strange[best]),
        int(others[best]),
        place,
        evidence.target,
    )
