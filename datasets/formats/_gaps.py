"""Blanks at the same places of all lines: what tells where the columns of an aligned text are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Gap = tuple[int, int]  # the first place, and the one behind the last
# Fewer lines than this show nothing: words may begin at the same place by chance.
MIN_LINES = 5
# A gap counts when at least this share of the lines, and so many, have text on both sides of it.
MIN_SHARE = 0.5
MIN_CUT = 2
# At so many lines a gap of a single blank must be wider: there a cell is shorter than its column.
MIN_PADDED = 1
_MAX_WIDTH = 4000


def common_gaps(lines: Sequence[str]) -> tuple[Gap, ...]:
    """The gaps between the columns of aligned lines, none when the lines do not show any. One gap of a single blank is
    not enough: 2024-01-05 08:15 has one, too."""
    width = max(map(len, lines), default=0)
    if len(lines) < MIN_LINES or not 0 < width <= _MAX_WIDTH:
        return ()
    is_filled: npt.NDArray[np.bool_] = np.zeros((len(lines), width + 1), dtype=bool)
    for i, line in enumerate(lines):
        is_filled[i, : len(line)] = [letter != " " for letter in line]
    used = np.flatnonzero(is_filled.any(axis=0)).tolist()
    gaps = [gap for gap in _blank_runs(used) if _is_between_columns(gap, is_filled)]
    gaps = _without_words_of_names(gaps, is_filled)
    wide = [gap for gap in gaps if gap[1] - gap[0] > 1 and _share_cut(gap, is_filled) >= MIN_SHARE]
    return tuple(gaps) if wide or len(gaps) > 1 else ()


def _blank_runs(used: Sequence[int]) -> list[Gap]:
    """The runs of places between those that a line uses."""
    return [(before + 1, after) for before, after in pairwise(used) if after - before > 1]


def _is_between_columns(gap: Gap, is_filled: npt.NDArray[np.bool_]) -> bool:
    first, end = gap
    cut = is_filled[:, :first].any(axis=1) & is_filled[:, end:].any(axis=1)
    if end - first > 1:
        return int(cut.sum()) >= MIN_CUT
    is_padded = cut & ~(is_filled[:, first - 1] & is_filled[:, end])
    return float(cut.mean()) >= MIN_SHARE and int(is_padded.sum()) >= MIN_PADDED


def _share_cut(gap: Gap, is_filled: npt.NDArray[np.bool_]) -> float:
    first, end = gap
    return float((is_filled[:, :first].any(axis=1) & is_filled[:, end:].any(axis=1)).mean())


def _without_words_of_names(gaps: Sequence[Gap], is_filled: npt.NDArray[np.bool_]) -> list[Gap]:
    """Without the gaps to the left of columns that are filled in the first line only: the second words of names."""
    last = is_filled.shape[1]
    return [
        (first, end)
        for (first, end), (stop, _) in pairwise([*gaps, (last, last)])
        if is_filled[1:, end:stop].any() or not is_filled[0, end:stop].any()
    ]
