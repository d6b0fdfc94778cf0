"""Blanks at the same places of all lines: what tells where the columns of an aligned text are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from datasets.layout import Gap

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
    is_filled = _filled(lines)
    if len(lines) < MIN_LINES or is_filled is None:
        return ()
    gaps = [gap for gap in _blank_runs(is_filled) if _is_between_columns(gap, is_filled)]
    gaps = _without_words_of_names(gaps, is_filled)
    wide = [gap for gap in gaps if gap[1] - gap[0] > 1 and _share_cut(gap, is_filled) >= MIN_SHARE]
    return tuple(gaps) if wide or len(gaps) > 1 else ()


def gaps_of_few(lines: Sequence[str], least: int, *, has_header: bool) -> tuple[Gap, ...]:
    """The gaps of at least so many blanks between columns of lines that are known to be aligned, however few they are.
    A header has a name for every column but the first."""
    is_filled = _filled(lines)
    if is_filled is None:
        return ()
    gaps = [gap for gap in _blank_runs(is_filled) if gap[1] - gap[0] >= least]
    while has_header and (odd := next(_unnamed(gaps, is_filled), None)) is not None:
        gaps.remove(odd)
    return tuple(gaps)


def _unnamed(gaps: Sequence[Gap], is_filled: npt.NDArray[np.bool_]) -> Iterator[Gap]:
    """The gaps beside columns without a name, which are words of a neighbour: of the left one where that begins at the
    same place in all lines. And those of one blank between the words of a name: nothing stands below the second."""
    last = is_filled.shape[1]
    starts = [0, *(end for _, end in gaps)]
    for i, ((first, end), (stop, after)) in enumerate(pairwise([*gaps, (last, last)])):
        is_one_blank = bool(is_filled[0, first - 1] and is_filled[0, first + 1])
        is_empty = len(is_filled) > 1 and not is_filled[1:, end:stop].any()
        if not is_filled[0, end:stop].any():
            begins = is_filled[:, starts[i] : first].argmax(axis=1)
            yield (first, end) if stop == last or (begins == begins[0]).all() else (stop, after)
        elif is_one_blank and is_empty:
            yield first, end


def _filled(lines: Sequence[str]) -> npt.NDArray[np.bool_] | None:
    """Which places of lines (n, width + 1) hold no blank; None where there are none, or they are too long."""
    width = max(map(len, lines), default=0)
    if not 0 < width <= _MAX_WIDTH:
        return None
    is_filled: npt.NDArray[np.bool_] = np.zeros((len(lines), width + 1), dtype=bool)
    for i, line in enumerate(lines):
        is_filled[i, : len(line)] = [letter != " " for letter in line]
    return is_filled


def _blank_runs(is_filled: npt.NDArray[np.bool_]) -> list[Gap]:
    """The runs of places between those that a line uses."""
    used = np.flatnonzero(is_filled.any(axis=0)).tolist()
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
