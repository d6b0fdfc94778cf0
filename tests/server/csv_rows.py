"""Teaches schemathesis what a csv text for the golden models is: with a header or without, and then every column."""

from __future__ import annotations

import csv
import io

import schemathesis
from hypothesis import strategies as st

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=8)
NUMBERS = st.one_of(st.just(""), st.integers().map(str), st.floats(-1e9, 1e9).map(lambda value: f"{value:.4f}"))
DATES = st.dates().map(str)
COLUMNS = {
    "tenure": NUMBERS,
    "charges": NUMBERS,
    "Contract": WORDS,
    "size": WORDS,
    "Senior": st.sampled_from(["No", "Yes", ""]),
    "joined": DATES,
    "label": WORDS,
}


def written(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


ROWS = st.lists(st.tuples(*COLUMNS.values()), min_size=1, max_size=9)
TEXTS = st.one_of(ROWS.map(lambda rows: written([tuple(COLUMNS), *rows])), ROWS.map(written))

schemathesis.openapi.media_type("text/csv", TEXTS)
