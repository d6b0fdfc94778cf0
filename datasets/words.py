"""The words with a fixed meaning in a cell: not known, yes and no."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Mean "not known" in a column of any kind; compared without surrounding blanks, in the case given.
MISSING_WORDS: tuple[str, ...] = (
    *("NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "<NA>", "?"),
    *("n.a.", "N.A.", "#NA", "(null)", "\\N", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"),
)

# Mean "not known" as well where a number or a date is expected; elsewhere "None" may be an answer.
NUMBER_MISSING_WORDS: tuple[str, ...] = (
    *MISSING_WORDS,
    *("None", "none", "-", "--", ".", "---", "–", "—", "Null"),
)

# A number as programs write it, with a point and without marks between thousands.
ORDINARY_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"

# A nought or a one, however many decimals are written.
ZERO_OR_ONE = r"^([01])\.0*$"

# (no, yes) in small letters. A column whose cells are exactly one pair is boolean.
BOOLEAN_PAIRS: tuple[tuple[str, str], ...] = (
    ("no", "yes"),
    ("n", "y"),
    ("false", "true"),
    ("f", "t"),
    ("0", "1"),
    ("0.0", "1.0"),
    ("off", "on"),
    ("nein", "ja"),
    ("n", "j"),
    ("falsch", "wahr"),
    ("non", "oui"),
    ("faux", "vrai"),
    ("no", "sí"),
    ("no", "si"),
    ("no", "sì"),
    ("falso", "verdadero"),
    ("falso", "vero"),
    ("não", "sim"),
    ("nao", "sim"),
    ("falso", "verdadeiro"),
    ("nee", "ja"),
    ("onwaar", "waar"),
    ("nej", "ja"),
    ("nei", "ja"),
    ("nie", "tak"),
    ("fałsz", "prawda"),
    ("ne", "ano"),
    ("nem", "igen"),
    ("ei", "kyllä"),
    ("nu", "da"),
    ("hayır", "evet"),
    ("нет", "да"),
    ("όχι", "ναι"),
    ("否", "是"),
    ("いいえ", "はい"),
)

BOOLEAN_WORDS: dict[str, bool] = {word: i == 1 for pair in BOOLEAN_PAIRS for i, word in enumerate(pair)}


def boolean_pair(words: frozenset[str]) -> tuple[str, str] | None:
    """The pair that these texts are, blanks, case and needless decimals aside; None when they are no pair."""
    folded = {_folded(word) for word in words}
    return next((pair for pair in BOOLEAN_PAIRS if folded == set(pair)), None) if len(words) >= 2 else None


def usual_yes(classes: Sequence[str]) -> str:
    """Of two classes the one that counts as yes unless another is chosen: the word for yes, else the second."""
    pair = boolean_pair(frozenset(classes))
    return next(name for name in classes if _folded(name) == pair[1]) if pair else classes[1]


def _folded(word: str) -> str:
    return re.sub(ZERO_OR_ONE, r"\1", word.strip().casefold())
