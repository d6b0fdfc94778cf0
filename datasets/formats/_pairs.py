"""Lines of key=value pairs, as programs write logs (logfmt): a table when every line has the same keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from datasets.formats._anew import Anew, joined
from datasets.formats._text import TextFile
from datasets.layout import PAIRS
from datasets.record import ReadOptions

SAID = "Every line is written as key=value pairs; the keys are the columns."
OTHER_KEYS = "The lines are written as key=value pairs, but not all with the same keys; they were left as they are."
MIN_PAIRS = 2
MIN_LINES = 2
# A comma, semicolon or bar in a bare value may be a delimiter: such lines are none of pairs.
_PAIR = re.compile(r'([A-Za-z_@][\w.@/-]*)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;|]*))( +|\t+|$)')
_ESCAPED = re.compile(r'\\(["\\])')

Pairs = dict[str, str]


def unpaired(text: TextFile, options: ReadOptions, workspace: Path, least: int = MIN_LINES) -> Anew | None:
    """The same text with tabs between the values, below a header of the keys; None when some line is none of pairs, or
    there are fewer than `least`. Where the keys differ, the text itself and the sentence that says so."""
    if options.delimiter not in (None, "\t") or options.quote not in (None, '"'):
        return None
    lines = _lines(text.path)
    first = next(lines, "")
    if not (names := list(pairs_in(first))):
        return None
    path, n_lines, is_same = workspace / "unpaired.utf8", 0, True
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(joined(names, "\t"))
        for pairs in map(pairs_in, chain([first], lines)):
            if not pairs:
                return None
            n_lines += 1
            if is_same := is_same and len(pairs) == len(names) and all(name in pairs for name in names):
                out.write(joined([pairs[name] for name in names], "\t"))
    if n_lines < least:
        return None
    if not is_same:
        return Anew(text, options, (OTHER_KEYS,))
    options = replace(options, delimiter="\t", quote='"', escape='"')
    text = replace(text, path=path, n_crlf=0, n_lf=n_lines + 1, n_cr=0, layout=PAIRS)
    return Anew(text, options, (SAID,))


def pairs_in(line: str) -> Pairs:
    """The values of a line by their keys; none where it is not all pairs, has one only, or a key twice, or where both
    tabs and blanks part them: the tabs of a table, and blanks within its cells."""
    found: Pairs = {}
    between: set[str] = set()
    place = 0
    while place < len(line):
        pair = _PAIR.match(line, place)
        if pair is None or pair[1] in found:
            return {}
        found[pair[1]] = pair[3] if pair[2] is None else _ESCAPED.sub(r"\1", pair[2])
        between.add(pair[4][:1])
        place = pair.end()
    return found if len(found) >= MIN_PAIRS and not between >= {" ", "\t"} else {}


def _lines(path: Path) -> Iterator[str]:
    """The lines that are not blank, bare."""
    with path.open(encoding="utf-8") as lines:
        yield from (bare for line in lines if (bare := line.strip()))
