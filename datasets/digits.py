"""Digits of other scripts, as in ١٢٣ or １２３, and the marks that are written with them, as the digits 0 to 9."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

# The noughts of Arabic (two), Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, Thai,
# Lao, Tibetan, Burmese, Khmer, Mongolian, and of full width; the other nine follow each of them.
ZEROS = "٠۰०০੦૦୦௦౦೦൦๐໐༠၀០᠐０"
# Marks that belong to such a number or date, and what they are beside our digits.
MARKS = {"٫": ".", "٬": ",", "٪": "%", "．": ".", "，": ",", "％": "%", "－": "-", "＋": "+", "／": "/", "：": ":"}

_DIGITS = {chr(ord(zero) + i): str(i) for zero in ZEROS for i in range(10)}
ANY = "[" + "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in ZEROS) + "]"
FOREIGN, WESTERN = ("".join(letters) for letters in zip(*{**_DIGITS, **MARKS}.items(), strict=True))
_TRANSLATED = str.maketrans(FOREIGN, WESTERN)


def western(texts: pa.Array) -> pa.Array:
    """The texts (n,), those with digits of another script written with 0 to 9."""
    if pc.all(pc.string_is_ascii(texts)).as_py() or not pc.any(pc.match_substring_regex(texts, ANY)).as_py():
        return texts
    foreign = pc.fill_null(pc.match_substring_regex(texts, ANY), False).to_pylist()
    pairs = zip(texts.to_pylist(), foreign, strict=True)
    return pa.array([text.translate(_TRANSLATED) if is_foreign else text for text, is_foreign in pairs], pa.string())
