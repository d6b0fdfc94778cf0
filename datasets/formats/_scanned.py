"""A text file looked through once, some pieces at a time side by side: is it UTF-8, and what ends its lines?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from datasets.side_by_side import side_by_side

PIECE_BYTES = 1 << 20
# A letter has at most so many bytes behind its first, each with these two bits.
_MOST_BEHIND = 3
_BEHIND_MASK, _BEHIND = 0xC0, 0x80
_MARK = "\ufeff"
_RETURN, _FEED = b"\r\n"


class Scanned(NamedTuple):
    """How many line ends of each kind there are, and byte order marks."""

    n_crlf: int
    n_lf: int
    n_cr: int
    n_marks: int


class _Piece(NamedTuple):
    """Some bytes of a file, the one before them, and the few behind them."""

    before: bytes
    here: bytes
    behind: bytes


def scanned(path: Path) -> Scanned:
    """Counts line ends (quoted ones included) and proves that the file is UTF-8. Raises UnicodeDecodeError."""
    pieces = _pieces(path)
    is_small = path.stat().st_size <= PIECE_BYTES
    found: Iterable[Scanned] = map(_counted, pieces) if is_small else side_by_side(_counted, pieces)
    crlf, lf, cr, marks = (sum(counts) for counts in zip(Scanned(0, 0, 0, 0), *found, strict=True))
    return Scanned(crlf, lf - crlf, cr - crlf, marks)


def _pieces(path: Path) -> Iterator[_Piece]:
    """The file from its first to its last byte, read by one thread: so the system reads ahead."""
    with path.open("rb") as file:
        before, here = b"", file.read(PIECE_BYTES)
        while here:
            after = file.read(PIECE_BYTES)
            yield _Piece(before, here, after[:_MOST_BEHIND])
            before, here = here[-1:], after


def _counted(piece: _Piece) -> Scanned:
    """The pairs that end in a piece, all \\n, all \\r, and the marks that begin there."""
    content = _whole_letters(piece)
    n_marks = 0 if content.isascii() else content.decode().count(_MARK)
    letters = np.frombuffer(piece.here, dtype=np.uint8)
    feeds = letters == _FEED
    n_feeds, last_returned = int(np.count_nonzero(feeds)), piece.before == b"\r"
    if b"\r" not in piece.here:
        return Scanned(int(last_returned and feeds[0]), n_feeds, 0, n_marks)
    returns = letters == _RETURN
    n_pairs = int(np.count_nonzero(returns[:-1] & feeds[1:])) + int(last_returned and feeds[0])
    return Scanned(n_pairs, n_feeds, int(np.count_nonzero(returns)), n_marks)


def _whole_letters(piece: _Piece) -> bytes:
    """The letters that begin in a piece: its first bytes may belong to the last letter of those before it."""
    first = _n_behind(piece.here[:_MOST_BEHIND]) if piece.before else 0
    n_more = _n_behind(piece.behind)
    return piece.here[first:] + piece.behind[:n_more] if first or n_more else piece.here


def _n_behind(some: bytes) -> int:
    """How many of these bytes, from the first, belong to a letter that began before them."""
    return next((i for i, byte in enumerate(some) if byte & _BEHIND_MASK != _BEHIND), len(some))
