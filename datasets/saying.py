"""Looking for a few words in many texts: only those are compared that begin like one of them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.blocks import MAY_BE_BLANK, converted, trimmed

Mask = npt.NDArray[np.bool_]
# Where more of the texts may be one of the words, all are compared: picking some out would take as long.
_MOST = 0.5


def say_one_of(texts: pa.StringArray, words: tuple[str, ...]) -> Mask:
    """Whether each text (n,), but for blanks around it, is one of these words; "" among them stands for blank texts. A
    null is none of them."""
    wanted = pa.array(words, pa.string())
    return converted(texts, lambda block: _of_block(block, words, wanted), np.bool_)


def _of_block(texts: pa.StringArray, words: tuple[str, ...], wanted: pa.StringArray) -> Mask:
    may = _may_be(texts, words)
    n = int(np.count_nonzero(may))
    if n > _MOST * len(texts):
        return _are(texts, wanted)
    found: Mask = np.zeros(len(texts), dtype=np.bool_)
    if n:
        places = np.flatnonzero(may)
        found[places] = _are(texts.take(pa.array(places)), wanted)
    return found


def _are(texts: pa.StringArray, wanted: pa.StringArray) -> Mask:
    return np.asarray(pc.fill_null(pc.is_in(trimmed(texts), value_set=wanted), False))


def _may_be(texts: pa.StringArray, words: tuple[str, ...]) -> Mask:
    """Which texts are empty, or begin with what may be a blank, or as one of the words does."""
    _, offsets, data = texts.buffers()
    letters = np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, dtype=np.uint8)
    if not len(letters):
        return np.ones(len(texts), dtype=np.bool_)
    places = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    firsts = letters[np.minimum(places[:-1], len(letters) - 1)]
    may: Mask = _beginnings(words)[firsts] | (places[1:] == places[:-1])
    return may


@lru_cache(maxsize=64)
def _beginnings(words: tuple[str, ...]) -> Mask:
    """By byte: whether a text that begins with it may be blank or one of the words."""
    found = MAY_BE_BLANK.copy()
    found[[word.encode()[0] for word in words if word]] = True
    return found


__all__ = ["say_one_of"]
