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
# At least this share of the cells with such a word must have a currency, or a number with a decimal part, to tell.
MONEY_SHARE = 0.5
FRACTION_SHARE = 0.25
# These may be kelvin, months, sizes, tesla, minutes or credits: without a currency they count where words for two
# different powers stand in a column, some of them behind decimals.
_AMBIGUOUS = frozenset(("k", "K", "M", "B", "b", "T", "tn", "trn", "mn", "Mn", "cr", "Cr", "lac", "Lac"))
# These may be bytes or houses even then, unless one of theirs stands behind decimals.
_DOUBTFUL = frozenset("bB")
# And this is metres.
_METRES = "m"
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
    found: list[tuple[str, bool, bool, int]] = []
    for i, text in enumerate(texts):
        if len(text) > _MOST_LETTERS or (amount := _AMOUNT.match(text)) is None:
            continue
        number, word, after = amount.groups()
        is_money = any(one in number or one in after for one in currencies)
        found.append((word, is_money, _FRACTION.search(number) is not None, int(counts[i])))
        bare[i] = number + after
    if sum(n for *_, n in found) < POWER_SHARE * counts.sum() or not _are_amounts(found):
        return (), bare
    return tuple((word, POWERS[word]) for word in sorted({word for word, *_ in found})), bare


def _are_amounts(found: Sequence[tuple[str, bool, bool, int]]) -> bool:
    """Whether the words of cells (word, has a currency, has a decimal part, number of cells) stand for noughts."""
    n_cells = sum(n for *_, n in found)
    if sum(n for _, is_money, _, n in found if is_money) >= MONEY_SHARE * n_cells:
        return True
    words = {word for word, *_ in found}
    if _METRES in words or (words & _DOUBTFUL) - {word for word, _, is_fraction, _ in found if is_fraction}:
        return False
    if not words & _AMBIGUOUS:
        return True
    n_fractions = sum(n for _, _, is_fraction, n in found if is_fraction)
    return len({POWERS[word] for word in words}) > 1 and n_fractions >= FRACTION_SHARE * n_cells
