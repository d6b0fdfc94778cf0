"""Does a column name its rows instead of measuring something? The rules are published in docs/kinds.md."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.blocks import trimmed
from datasets.digits import western
from datasets.values import Values, short

# A column names the rows when at least this share of its filled cells are different,
ID_UNIQUE_SHARE = 0.95
# or this share when its name ends like the name of an id.
ID_NAMED_SHARE = 0.5
# Below this many filled cells nothing is called an id unless its name says so.
ID_MIN_ROWS = 20
# A name with one of these words anywhere says that the column may be an id ...
ID_WORDS = frozenset({"id", "ids", "uuid", "guid", "rownames"})
# ... or with one of these at its end; elsewhere these words count something ("number of calls").
ID_LAST_WORDS = frozenset(
    {"nr", "no", "nbr", "num", "number", "key", "index", "idx", "code", "row", "record", "serial"}
)
# Endings that are seldom anything but an id; with one of them ID_NAMED_SHARE is enough.
ID_ENDINGS = frozenset({"id", "ids", "uuid", "guid", "nbr", "nr"})
_GLUED = re.compile(
    r"(client|customer|user|order|account|person|patient|employee|member|product|item|case|loan|policy|ticket|"
    r"transaction|session|device|machine|invoice|contract|row)(id|no|nr|num|nbr|number|key|code)$"
)
_LEADING_ZERO = r"^\s*0[0-9]+\s*$"
_UNNAMED = re.compile(r"^(column_[0-9]+|unnamed(: ?[0-9]+)?|index|\.+[0-9]+)$", re.IGNORECASE)


def names_rows(values: Values, name: str) -> bool:
    """Whether the different texts name the rows: (nearly) every filled cell has its own."""
    enough = values.n_filled >= ID_MIN_ROWS or id_hint(name) is not None
    return enough and values.n_different > 2 and values.unique_share >= needed_share(name)


def whole_numbers_name_rows(name: str, values: Values, numbers: npt.NDArray[np.float64]) -> str | None:
    """The reason why numbers (u,), one for each different text, name the rows; None when they measure something."""
    if np.isnan(numbers).any() or (numbers != np.trunc(numbers)).any():
        return None
    n, different = values.n_filled, values.n_different
    hint = id_hint(name)
    if hint is not None and different > 2 and values.unique_share >= needed_share(name):
        return f"{different:,} different whole numbers in {n:,} filled cells, and the name says {short(hint)}."
    if different < n or values.n_missing or n < ID_MIN_ROWS:
        return None
    first, last = float(numbers.min()), float(numbers.max())
    if first in (0.0, 1.0) and last - first == n - 1:
        return f"Counts the rows from {first:.0f} to {last:,.0f} without a gap."
    if _UNNAMED.match(name.strip()) and (np.diff(numbers) > 0).all():
        return "Whole numbers that grow from row to row, in a column without a name of its own."
    return None


def leading_zeros(values: Values) -> npt.NDArray[np.bool_]:
    """Which of the different texts (u,) are digits with a leading zero."""
    texts = western(values.texts)
    starts = np.asarray(pc.starts_with(trimmed(texts), "0"))
    if starts.any():
        starts[starts] = np.asarray(pc.match_substring_regex(texts.filter(pa.array(starts)), _LEADING_ZERO))
    return starts


def needed_share(name: str) -> float:
    """The share of different cells from which a column of this name is an id."""
    words = name_words(name)
    named = bool(words) and (words[-1] in ID_ENDINGS or _GLUED.search(words[-1]) is not None)
    return ID_NAMED_SHARE if named else ID_UNIQUE_SHARE


def id_hint(name: str) -> str | None:
    """The word in a column name that says "id", if there is one."""
    words = name_words(name)
    if not words:
        return None
    if words[-1] in ID_LAST_WORDS:
        return words[-1]
    glued = _GLUED.search(words[-1])
    return glued[2] if glued else next((word for word in words if word in ID_WORDS), None)


def name_words(name: str) -> list[str]:
    """The words of a column name in small letters: customerID -> customer, id."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    spaced = re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])", " ", spaced)  # looking around takes no longer for a long name
    return [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]
