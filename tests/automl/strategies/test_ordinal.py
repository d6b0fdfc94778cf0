"""Ordinal codes: by frequency, the seldom and the unseen together at the end, missing as NaN."""

from __future__ import annotations

import numpy as np

from automl.features import TextColumn
from automl.strategies.ordinal import codes_by_frequency


def text(values: list[str]) -> TextColumn:
    words = tuple(sorted(set(values)))
    return TextColumn(words, np.array([words.index(value) for value in values], dtype=np.int32))


def test_codes() -> None:
    table = codes_by_frequency("c", text(["b", "b", "b", "a", "a", "z", "z", "once", "", ""]))
    answers = table.transform(text(["b", "a", "z", "once", "never", ""]))[:, 0]
    np.testing.assert_array_equal(answers, [0, 1, 2, 3, 3, np.nan])


def test_a_column_of_texts_seen_once_has_one_code() -> None:
    table = codes_by_frequency("c", text(["a", "b", "c"]))
    np.testing.assert_array_equal(table.transform(text(["a", "c", "never"]))[:, 0], [0, 0, 0])
