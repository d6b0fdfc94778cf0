"""The words with a fixed meaning in a cell: not known, yes and no."""

from __future__ import annotations

# Mean "not known" in a column of any kind; compared without surrounding blanks, in the case given.
MISSING_WORDS: tuple[str, ...] = ("NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "<NA>", "?")

# Mean "not known" as well where a number or a date is expected; elsewhere "None" may be an answer.
NUMBER_MISSING_WORDS: tuple[str, ...] = (*MISSING_WORDS, "None", "none", "-", "--", ".")

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
    ("non", "oui"),
    ("no", "sí"),
    ("no", "si"),
    ("não", "sim"),
    ("nee", "ja"),
    ("nej", "ja"),
    ("nie", "tak"),
)

BOOLEAN_WORDS: dict[str, bool] = {word: i == 1 for pair in BOOLEAN_PAIRS for i, word in enumerate(pair)}


def boolean_pair(words: frozenset[str]) -> tuple[str, str] | None:
    """The pair that these texts are, blanks and case aside; None when they are no pair."""
    folded = {word.strip().casefold() for word in words}
    return next((pair for pair in BOOLEAN_PAIRS if folded == set(pair)), None) if len(words) >= 2 else None
