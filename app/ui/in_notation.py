"""Sentences that are made elsewhere, by a build, a check or a refusal, with their numbers as the reader writes them.

They are English wherever they are kept; only where a page draws one does it pass here. What is the analyst's own stays:
texts in quotes and code, names of files, versions, addresses, ids, times and dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.ui import notation

QUOTED = "|".join(  # an inch mark, 5", opens no quote; the bound keeps quotes that are never closed from being slow
    (
        r"`[^`]{0,500}`",
        r'(?<!\d)"[^"]{0,500}"',
        r"“[^”]{0,500}”",
        r"„[^“”]{0,500}[“”]",
        r"«[^»]{0,500}»",
        r"(?<!\w)'[^']{0,500}'(?!\w)",
        r"(?<!\w)‘[^’]{0,500}’(?!\w)",
    )
)
VERSIONED = (
    *("version", "release", "Python", "Easel", "CatBoost", "XGBoost", "LightGBM", "ONNX", "ONNX Runtime"),
    *("onnxruntime", "NumPy", "numpy", "scikit-learn"),
)
RELATIONS = ("", ">= ", "== ", "< ")
OF_VERSIONS = "".join(rf"(?<!\b{re.escape(f'{name} {relation}')})" for name in VERSIONED for relation in RELATIONS)
BEFORE = rf"(?=\d)(?<![\w.,:/\\@#_])(?<![^\W\d]-)(?<![<>=~!]=)(?<!<){OF_VERSIONS}"
AFTER = r"(?![\w]|[.,:/@]\w|-[^\W\d])"
ANY = r"\d[\d,.]*"
NUMBER = rf"{BEFORE}(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+)(?:e[+-]?\d+)?{AFTER}"
PART = re.compile(rf"(?:below |up to )?[−-]?{ANY}(?: to (?:below )?[−-]?{ANY})?(?: or more)?")
ROW = re.compile(r"\b([Rr]ow) (\d{1,3}(?:,\d{3})+)(?=:)")


def in_notation(sentence: str | None, own: Iterable[str | None] = ()) -> str:
    """The English numbers of a sentence, 1,234.5, as the reader writes them; `own` are names and values of a table that
    may stand in it without quotes; "" for none."""
    if not sentence:
        return ""
    written = notation.current()
    if written == notation.ENGLISH:
        return sentence
    names = sorted({re.escape(name) for name in own if name and re.search(NUMBER, name)}, key=len, reverse=True)
    kept = "|".join([*(rf"(?<!\w){name}(?!\w)" for name in names), QUOTED])
    return re.sub(
        rf"(?P<kept>{kept})|{NUMBER}", lambda found: found[0] if found["kept"] else written.number(found[0]), sentence
    )


def label(text: str, kind: str) -> str:
    """The name of a part of a column, "29.5 to 56.25" of a number, as the reader writes it; a value of another kind of
    column stays."""
    return in_notation(text) if kind == "numeric" and PART.fullmatch(text) else text


def example(shown: str, own: Iterable[str | None] = ()) -> str:
    """The example of a finding: where it shows cells, "Row 1,234: price 12.50", they stand as the table has them and
    only the number of the row is Easel's."""
    if ROW.search(shown) or re.match(r"Row \d+:", shown):
        return ROW.sub(lambda found: f"{found[1]} {notation.current().number(found[2])}", shown)
    return in_notation(shown, own)
