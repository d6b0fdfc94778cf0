"""Cells that mean "not known" without being empty: words as "unknown", numbers as -999, dates as 1900-01-01."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.cells import MISSING_SECONDS
from datasets.findings._rule import Evidence, Finding, Fix, Rule, Severity, listed, number, percent
from datasets.findings._sentinels import WORDS, odd_days, stands_out
from datasets.schema import Kind
from datasets.texts import text_cells
from datasets.values import short

MOST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """Cells of one column: their texts, their rows in the whole table, the first of those, and the others' range."""

    name: str
    texts: tuple[str, ...]
    n_rows: int
    place: int
    others: str = ""

    @property
    def said(self) -> str:
        return listed([short(text) for text in self.texts])


def _check(evidence: Evidence) -> Iterator[Finding]:
    words = [found for name in evidence.features if (found := _words(evidence, name)) is not None]
    if words:
        yield _about_words(evidence, words)
    odd = [found for name in evidence.table.names if (found := _numbers(evidence, name) or _dates(evidence, name))]
    if len(odd) <= MOST_FINDINGS:
        yield from (_about_one(evidence, found) for found in odd)
    elif odd:
        yield _about_many(evidence, odd)


def _words(evidence: Evidence, name: str) -> _Found | None:
    """Words in a column of texts, or in one of numbers or dates that cannot read them."""
    column = evidence.profile[name]
    reads = column.kind in (Kind.CATEGORY, Kind.TEXT, Kind.BOOLEAN)
    if not reads and not (column.kind in (Kind.NUMERIC, Kind.DATETIME) and column.n_mismatched):
        return None
    texts = pc.unique(evidence.rows.texts(name))
    folded = pc.utf8_lower(pc.utf8_trim_whitespace(texts))
    found = texts.filter(pc.is_in(folded, pa.array(sorted(WORDS)))).to_pylist()
    return _counted(evidence, name, found) if found and len(texts) > len(found) + 1 else None


def _numbers(evidence: Evidence, name: str) -> _Found | None:
    column = evidence.profile[name]
    if column.kind != Kind.NUMERIC:
        return None
    values = evidence.rows.numbers(name)
    known = values[~np.isnan(values)]
    odd = stands_out(known)
    if name == evidence.target:
        odd = [value for value in odd if value not in (0.0, -1.0)]
    if not odd:
        return None
    rest = known[~np.isin(known, odd)]
    texts = pc.unique(evidence.rows.texts(name).filter(pa.array(np.isin(values, odd)))).to_pylist()
    return _counted(evidence, name, texts, f"{number(float(rest.min()))} to {number(float(rest.max()))}")


def _dates(evidence: Evidence, name: str) -> _Found | None:
    if evidence.profile[name].kind != Kind.DATETIME:
        return None
    seconds = evidence.rows.seconds(name)
    known = seconds[seconds != MISSING_SECONDS].astype(np.float64)
    odd = odd_days(known)
    if not odd:
        return None
    rest = known[~np.isin(known, odd)]
    texts = pc.unique(evidence.rows.texts(name).filter(pa.array(np.isin(seconds, odd)))).to_pylist()
    days = [str(np.datetime64(int(end), "s"))[:10] for end in (rest.min(), rest.max())]
    return _counted(evidence, name, texts, f"{days[0]} to {days[1]}")


def _counted(evidence: Evidence, name: str, texts: list[str], others: str = "") -> _Found | None:
    cells = text_cells(evidence.table.cells.column(name))
    hit = np.asarray(pc.is_in(cells, pa.array(texts, pa.string())))
    places = np.flatnonzero(hit)
    return _Found(name, tuple(sorted(texts)), len(places), int(places[0]), others) if len(places) else None


def _about_words(evidence: Evidence, found: list[_Found]) -> Finding:
    names = tuple(one.name for one in found)
    total = sum(one.n_rows for one in found)
    words = sorted({text.strip() for one in found for text in one.texts})
    most = max(found, key=lambda one: one.n_rows)
    share = most.n_rows / evidence.n_rows
    said = listed([short(word) for word in words])
    sentence = (
        f"{total:,} {'cell says' if total == 1 else 'cells say'} {said} in {listed(names)}. A model takes that for a "
        "value like any other, unless it counts as not known."
    )
    example = evidence.show([most.place], [most.name])
    title = f"{listed(names, 3)} may hide missing values"
    return _finding(names, title, sentence, share, "note", example, found)


def _about_one(evidence: Evidence, found: _Found) -> Finding:
    share = found.n_rows / evidence.n_rows
    sentence = (
        f"{listed(found.texts)} {'stands' if len(found.texts) == 1 else 'stand'} in {found.n_rows:,} of "
        f"{evidence.n_rows:,} rows ({percent(share)}), far from all other values, which go from {found.others}. It "
        'looks like a mark for "not known".'
    )
    zero = {"0", "0.0", "-1"} >= set(found.texts)
    example = evidence.show([found.place], [found.name])
    title = f"{found.name} may hide missing values"
    return _finding((found.name,), title, sentence, share, "note" if zero else "warning", example, [found])


def _about_many(evidence: Evidence, found: list[_Found]) -> Finding:
    names = tuple(one.name for one in found)
    most = max(one.n_rows for one in found) / evidence.n_rows
    marks = listed([f"{listed(one.texts, 2)} in {one.name} (others {one.others})" for one in found], 4)
    sentence = f'Far from all other values stand {marks}. They look like marks for "not known".'
    example = evidence.show([found[0].place], [found[0].name])
    title = f"{len(found)} columns may hide missing values"
    return _finding(names, title, sentence, most, "warning", example, found)


def _finding(
    names: tuple[str, ...],
    title: str,
    sentence: str,
    share: float,
    severity: Severity,
    example: str,
    found: list[_Found],
) -> Finding:
    fix = Fix("missing_words", names, "Count as not known", {"words": {one.name: list(one.texts) for one in found}})
    return Finding(RULE.name, names, title, sentence, share, RULE.threshold, severity, example, fix)


RULE = Rule("disguised_missing", "Hidden missing values", 0, 40, _check)
