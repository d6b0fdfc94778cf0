"""Headers of several lines: how many there are, and the names that they give together."""

from __future__ import annotations

import pyarrow as pa

from datasets.formats._ends import is_rule
from datasets.formats._written import equals, is_measured, is_word, texts_of

# A header has further lines where they have words in at least so many columns of numbers, dates and the like, with so
# many rows below.
MAX_HEADER_LINES = 3
MIN_MEASURED_COLUMNS = 2
MIN_ROWS_BELOW = 3


def n_lines_of(cells: pa.Table) -> int:
    """How many of the first rows are the header: those after the first that have words where the rows below them have
    numbers, dates and the like, and nothing that stands again below."""
    n = 1
    while n < MAX_HEADER_LINES and cells.num_rows >= n + 1 + MIN_ROWS_BELOW and _goes_on(cells, n):
        n += 1
    return n


def _goes_on(cells: pa.Table, row: int) -> bool:
    """Whether a row is another line of the header above it."""
    texts, below = [text.strip() for text in texts_of(cells, row)], cells.slice(row + 1)
    wordy = [i for i, text in enumerate(texts) if is_word(text)]
    if len(wordy) < MIN_MEASURED_COLUMNS or is_rule(texts):
        return False
    words = [i for i in wordy if is_measured(below.column(i), texts[i])]
    if len(words) < MIN_MEASURED_COLUMNS:
        return False
    others = [i for i in range(len(texts)) if i not in set(wordy) and is_measured(below.column(i), texts[i])]
    if len(others) > len(words) or any(texts[i] for i in others):
        return False
    return not any(equals(below.column(i), cells.column(i)[row].as_py()).any() for i, text in enumerate(texts) if text)


def put_together(lines: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The lines of a header as one: a cell of all but the last goes on to the right over blank ones that have a name
    below."""
    spread = []
    for place, line in enumerate(lines[:-1]):
        names, last = [], ""
        for name, *under in zip(line, *lines[place + 1 :], strict=True):
            last = name.strip() or last
            names.append(last if name.strip() or any(text.strip() for text in under) else "")
        spread.append(names)
    columns = zip(*spread, (name.strip() for name in lines[-1]), strict=True)
    return tuple(" ".join(dict.fromkeys(name for name in column if name)) for column in columns)
