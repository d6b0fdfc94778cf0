"""The loops over rows and trees, compiled by Numba, once on a machine.

Rows stand in blocks of BLOCK, and within a block all values of a column side by side, so that one instruction works on
many rows. Notation: n rows, f columns, m scores, b blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from numba import njit
from numba.cpython.unsafe import numbers

from inference.quickscorer.ensemble import Ints
from inference.quickscorer.vectors import WORD, Vectors, Walked

if TYPE_CHECKING:
    from inference.quickscorer.questions import Codes

BLOCK = 256
trailing_zeros: Any = numbers.trailing_zeros  # a Numba without it leaves the trees to the runtime
Loop = TypeVar("Loop", bound=Callable[..., None])


def _compiled(loop: Loop) -> Loop:
    """The loop in machine code, which is kept for the next process where there is a folder for it."""
    try:
        return cast(Loop, njit(nogil=True, cache=True)(loop))
    except RuntimeError:  # nothing can be written beside this file, nor in the user's folder
        return cast(Loop, njit(nogil=True)(loop))


Codes16 = npt.NDArray[np.uint16]
Words = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]


@_compiled
def write_codes(X: Floats, columns: Ints, cuts: Floats, starts: Ints, codes: Codes16) -> None:
    """Writes to `codes` (b, f, BLOCK) how many of its cuts lie below each value of X (n, k); missing: their number and
    one."""
    for j in range(len(columns)):
        first, n_cuts = starts[j], starts[j + 1] - starts[j]
        for i in range(len(X)):
            x = X[i, columns[j]]
            if np.isnan(x):
                codes[i // BLOCK, j, i % BLOCK] = n_cuts + 1
                continue
            at, left = first, n_cuts
            while left > 1:
                half = left >> 1
                at = at + half if cuts[at + half - 1] < x else at
                left -= half
            codes[i // BLOCK, j, i % BLOCK] = at - first + (1 if cuts[at] < x else 0)


@_compiled
def _ask(codes: Codes16, vectors: Vectors, word: int, bits: Words) -> None:
    """The leaves of a word that no question rules out, of every row of a block: `codes` (f, BLOCK), `bits` (BLOCK,)."""
    every = np.uint32(0xFFFFFFFF)
    for i in range(BLOCK):
        bits[i] = every
    for e in range(vectors.first_entry[word], vectors.first_entry[word + 1]):
        column = codes[vectors.column[e]]
        low, span, left = vectors.low[e], vectors.span[e], vectors.left[e]
        for i in range(BLOCK):
            bits[i] &= left if np.uint16(column[i] - low) < span else every


@_compiled
def _walk(codes: Codes16, walked: Walked, root: int, leaf: npt.NDArray[np.int32]) -> None:
    """The leaf (BLOCK,) that every row of a block reaches."""
    for i in range(BLOCK):
        at = root
        while walked.column[at] >= 0:
            code = np.uint16(codes[walked.column[at], i] - walked.low[at])
            at = walked.right[at] if code < walked.span[at] else walked.left[at]
        leaf[i] = walked.left[at]


@_compiled
def add_scores(codes: Codes16, vectors: Vectors, walked: Walked, scores: Floats) -> None:
    """Adds what the trees say of the rows with `codes` (b, f, BLOCK) to `scores` (m, b, BLOCK), tree by tree."""
    bits, leaf = np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.int32)
    for block in range(len(codes)):
        for tree in range(len(vectors.first_word) - 1):
            first, stop = vectors.first_word[tree], vectors.first_word[tree + 1]
            if first == stop:
                _walk(codes[block], walked, walked.roots[tree], leaf)
            for back in range(stop - first):
                word = stop - 1 - back
                _ask(codes[block], vectors, word, bits)
                before = WORD * (word - first)
                for i in range(BLOCK):
                    found = np.int32(before + trailing_zeros(bits[i]))
                    leaf[i] = found if bits[i] != 0 else leaf[i]
            for k in range(vectors.first_target[tree], vectors.first_target[tree + 1]):
                row, values = scores[vectors.targets[k], block], vectors.first_value[k]
                for i in range(BLOCK):
                    row[i] += vectors.values[values + leaf[i]]


def scores_of(X: Floats, asked: Codes, vectors: Vectors, walked: Walked, n_targets: int) -> npt.NDArray[np.float32]:
    """(n, m) scores of the rows of X (n, k): summed in float64, tree by tree, and rounded to float32."""
    n_blocks = -(-len(X) // BLOCK)
    codes = np.zeros((n_blocks, len(asked.columns), BLOCK), dtype=np.uint16)
    write_codes(np.ascontiguousarray(X), asked.columns, asked.cuts, asked.starts, codes)
    scores = np.zeros((n_targets, n_blocks, BLOCK))
    add_scores(codes, vectors, walked, scores)
    with np.errstate(over="ignore"):  # beyond float32 is infinite, as in the runtime
        return scores.reshape(n_targets, -1)[:, : len(X)].T.astype(np.float32)
