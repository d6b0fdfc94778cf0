"""What stands around the rows of a table without being one: a line under the header, totals, notes, empty rows below.

Looked for in the last rows only, so that a table read in chunks loses the same rows as one read at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from datasets.formats._totals import AVERAGE, COUNT, TOTAL, Above, summing_up

# The rows that are looked at from the end.
LAST_ROWS = 1000
# At most so many notes and totals stand below a table; more of them are rows like the others.
MAX_NOTES = 20
# A note is the only filled cell of a row, the first, in a table of at least so many columns.
MIN_NOTED_COLUMNS = 3
# Other rows with one filled cell may be at most this share of those looked at: else such rows belong to the table.
MAX_SINGLE_SHARE = 0.05
# A note has so many words, or begins like one, or stands below an empty row.
MIN_NOTE_WORDS = 3
RULE, NOTE, EMPTY = "line under the header", "note", "empty"
SUMMED = (TOTAL, AVERAGE, COUNT)
_RULE = re.compile(r"[-=_+:|*. ]*[-=_][-=_+:|*. ]*")
_TOTAL = re.compile(
    r"(?:(?:grand|over ?all|column|report)[ -]?)?"
    r"(?:totals?|sum|totaux|totale?s?|totaal|suma|summe|gesamt(?:summe|ergebnis)?|insgesamt|somme|soma|summa|yhteensä|łącznie|razem|celkem|összesen|toplam|итого|всего|合計|合计|总计|總計|합계)"
    r"(?: (?:général|general|geral|generale|général·e))?(?: (?:19|20)\d\d)?[ :.]*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:source|note|notes|quelle|hinweis|fuente|nota|fonte|\*|†|©|\(|\[|#)", re.IGNORECASE)

Texts = Sequence[str | None]


def is_rule(row: Texts) -> bool:
    """Whether the first row below a header is a line drawn under it, such as ---- in every cell."""
    filled = [text.strip() for text in row if text and text.strip()]
    return len(filled) > 0 and all(len(text) > 1 and _RULE.fullmatch(text) for text in filled)


def reasons_at_end(last: pa.Table, above: Above | None = None) -> list[str]:
    """Why the rows at the end of these (the last ones of a body without its header) do not belong to the table: one
    reason a row, in order; [] when the table ends as it should, or when all of these rows are empty. `above` gives the
    rows of the body before these, in chunks. Tables of one column have no such end."""
    if last.num_columns < 2 or last.num_rows < 2:
        return []
    rows = [[text if text and text.strip() else None for text in row] for row in zip(*_lists(last), strict=True)]
    found: list[str] = []
    for i in range(len(rows) - 1, 0, -1):
        reason = _reason(rows, i, found, above)
        if reason is None:
            break
        found.insert(0, reason)
    notes = len(found) - found.count(EMPTY)
    return [] if notes > MAX_NOTES or (not notes and len(found) == len(rows) - 1) else found


def _lists(cells: pa.Table) -> list[list[str | None]]:
    return [column.to_pylist() for column in cells.columns]


def _reason(rows: list[list[str | None]], i: int, below: list[str], above: Above | None) -> str | None:
    filled = [(j, text) for j, text in enumerate(rows[i]) if text is not None]
    if not filled:
        return EMPTY
    if TOTAL not in below and _is_total(rows, i, filled):
        return TOTAL
    if (reason := summing_up(rows, i, above)) is not None and reason not in below:
        return reason
    if not set(below) & set(SUMMED) and len(filled) == 1 and filled[0][0] == 0 and len(rows[i]) >= MIN_NOTED_COLUMNS:
        return NOTE if _is_note(rows, i, filled[0][1].strip()) else None
    return None


def _is_total(rows: list[list[str | None]], i: int, filled: list[tuple[int, str]]) -> bool:
    """Whether the row is called a total, in so many words, has a number, and the word stands nowhere else in its
    column."""
    place, label = filled[0]
    if place > 1 or not _TOTAL.fullmatch(label.strip()):
        return False
    again = any(row[place] is not None and _TOTAL.fullmatch(str(row[place]).strip()) for row in rows[:i])
    return not again and len(filled) > 1 and all(any(c.isdigit() for c in text) for _, text in filled[1:])


def _is_note(rows: list[list[str | None]], i: int, text: str) -> bool:
    n_filled = [sum(cell is not None for cell in row) for row in rows[:i]]
    while n_filled and n_filled[-1] < 2:  # other notes, and the empty rows between them
        n_filled.pop()
    if not n_filled or n_filled.count(1) > MAX_SINGLE_SHARE * len(n_filled) or not any(c.isalpha() for c in text):
        return False
    after_gap = not any(cell is not None for cell in rows[i - 1])
    return after_gap or len(text.split()) >= MIN_NOTE_WORDS or _NOTE.match(text) is not None
