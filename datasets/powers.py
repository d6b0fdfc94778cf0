"""Words behind a number that stand for noughts, as in 1.2M, 3.4K or 1,5 Mrd.: which they are, and when they count."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

# Words and the power of ten that each stands for.
POWERS: dict[str, int] = {
    **dict.fromkeys(("k", "K", "Tsd", "Tsd.", "tys."), 3),
    **dict.fromkeys(("m", "M", "mn", "Mn", "mio", "Mio", "Mio.", "mln", "Mln"), 6),
    **dict.fromkeys(("b", "B", "bn", "Bn", "BN", "mrd", "Mrd", "Mrd.", "mld", "Mld"), 9),
    **dict.fromkeys(("T", "tn", "trn"), 12),
    **dict.fromkeys(("lakh", "Lakh", "lac", "Lac"), 5),
    **dict.fromkeys(("cr", "Cr", "crore", "Crore"), 7),
}
# At least this share of the cells must have such a word.
POWER_SHARE = 0.5
# These may be metres, bytes or houses: among cells without a currency each needs a number with a decimal part.
_DOUBTFUL = frozenset("mbB")
_MOST_LETTERS = 40
_WORDS = "|".join(sorted(map(re.escape, POWERS), key=len, reverse=True))
_AMOUNT = re.compile(rf"^([^0-9]*[0-9](?:[0-9.,'’ \u00a0\u202f]*[0-9])?)[ \u00a0\u202f]?({_WORDS})(?![^\W\d_])(.*)$")
_FRACTION = re.compile(r"[0-9][.,][0-9]{1,2}$")


def powers_in(
    texts: Sequence[str], counts: npt.NDArray[np.int64], currencies: Sequence[str]
) -> tuple[tuple[tuple[str, int], ...], list[str]]:
    """The words for noughts behind the numbers of a column's different texts (u,) with their powers, and the texts
    without them; no words where most cells (counts (u,)) have none, or they may mean something else."""
    bare = list(texts)
    words: set[str] = set()
    fractions: set[str] = set()
    is_money, n_cells = False, 0
    for i, text in enumerate(texts):
        if len(text) > _MOST_LETTERS or (amount := _AMOUNT.match(text)) is None:
            continue
        number, word, after = amount.groups()
        words.add(word)
        n_cells += int(counts[i])
        is_money = is_money or any(one in number or one in after for one in currencies)
        if _FRACTION.search(number):
            fractions.add(word)
        bare[i] = number + after
    if n_cells < POWER_SHARE * counts.sum() or not (is_money or _are_amounts(words, fractions)):
        return (), bare
    return tuple((word, POWERS[word]) for word in sorted(words)), bare


def _are_amounts(words: set[str], fractions: set[str]) -> bool:
    """Whether words among cells without a currency stand for noughts. One letter alone needs a number with a decimal
    part, and m and b are metres and bits then."""
    if (words & _DOUBTFUL) - fractions:
        return False
    is_alone = len({POWERS[word] for word in words}) == 1 and all(len(word) == 1 for word in words)
    return not is_alone or (bool(fractions) and not words <= {"m", "b"})
