"""Rows of one customer, patient or machine: their answers are alike, so a score on other rows of the same one flatters.

Looked at are columns that name something by their name (an id, a customer ...), and columns on whose value many other
columns depend; measured is how much more alike two rows with the same value answer than any two rows.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from datasets.findings._agreement import agreement
from datasets.findings._rule import Evidence, Finding, Fix, Rule, Severity
from datasets.identity import ID_UNIQUE_SHARE, id_hint, name_words, needed_share
from datasets.missing import says_missing
from datasets.profile import ColumnProfile
from datasets.relation import SAMPLE_ROWS, target_values
from datasets.schema import Kind
from datasets.table import Table
from datasets.texts import text_cells

ENTITIES = frozenset(
    [
        "customer",
        "client",
        "patient",
        "subject",
        "user",
        "person",
        "student",
        "driver",
        "machine",
        "device",
        "sensor",
        "store",
        "shop",
        "household",
        "family",
        "account",
        "member",
        "employee",
        "player",
        "participant",
        "respondent",
        "vehicle",
        "engine",
    ]
)
LEAST_ROWS = 100
LEAST_GROUPS = 20
LEAST_ROWS_EACH = 1.2
LEAST_FOLLOWERS, FOLLOWER_SHARE = 3, 0.3  # other columns that have one value in each group
ALIKE_SHARE, CHANCE_GAP = 0.95, 0.3
Codes = npt.NDArray[np.int64]


def _check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.target is None or evidence.n_rows < LEAST_ROWS:
        return
    found = [one for c in _candidates(evidence) if (one := _look(evidence, c)) is not None]
    if found:
        yield max(found, key=lambda finding: finding.value)


def _candidates(evidence: Evidence) -> Iterator[ColumnProfile]:
    for column in evidence.of_kind(Kind.ID, Kind.CATEGORY, Kind.NUMERIC):
        known = evidence.n_rows - column.n_missing
        fits = column.kind != Kind.NUMERIC or needed_share(column.name) < ID_UNIQUE_SHARE
        if fits and column.n_unique >= LEAST_GROUPS and known >= max(LEAST_ROWS, LEAST_ROWS_EACH * column.n_unique):
            yield column


def _names_something(name: str) -> bool:
    words = name_words(name)
    return id_hint(name) is not None or bool(words and words[-1] in ENTITIES)


def _look(evidence: Evidence, column: ColumnProfile) -> Finding | None:
    name, target = column.name, evidence.target
    assert target is not None
    places, groups = _whole_groups(evidence, name)
    order = np.argsort(groups, kind="stable")
    same = groups[order][1:] == groups[order][:-1]
    left, right = order[:-1][same], order[1:][same]
    value = agreement(target_values(evidence.table.select([target]).take(places), target), left, right)
    if value < RULE.threshold or len(left) == 0:
        return None
    named = _names_something(name)
    if not named and not _is_followed(evidence, evidence.table.take(places), name, left, right):
        return None
    pairs = places[[left[0], right[0]]]
    rows_each = (evidence.n_rows - column.n_missing) / column.n_unique
    sentence = (
        f"{column.n_unique:,} values of {name} have {rows_each:.1f} rows each on average, and rows of one value are "
        f"alike in {target}. If you will predict for values of {name} that are new, rows drawn at random give a score "
        "that is too good."
    )
    severity: Severity = "warning" if named else "note"
    title = f"{name} groups rows that belong together"
    fix = Fix("split", (name,), "Split by this column", {"by": "group"})
    example = evidence.show(sorted(pairs.tolist()), [name, target])
    return Finding(RULE.name, (name,), title, sentence, value, RULE.threshold, severity, example, fix)


def _whole_groups(evidence: Evidence, name: str) -> tuple[Codes, Codes]:
    """(places, groups) (m,) of all rows of some groups drawn at random, about 20,000 rows in all."""
    encoded = text_cells(evidence.table.cells.column(name)).dictionary_encode()
    missing = np.append(says_missing(encoded.dictionary, evidence.table.schema[name]), True)
    codes = np.asarray(pc.fill_null(encoded.indices, -1), dtype=np.int64)
    known = np.flatnonzero(~missing[codes])
    share = min(1.0, SAMPLE_ROWS / max(len(known), 1))
    chosen = np.random.default_rng(0).random(len(encoded.dictionary)) < share
    places = known[chosen[codes[known]]]
    return places, codes[places]


def _is_followed(evidence: Evidence, rows: Table, name: str, left: Codes, right: Codes) -> bool:
    """Whether many other columns have one value in each group, and not by chance."""
    kinds = (Kind.NUMERIC, Kind.CATEGORY, Kind.BOOLEAN, Kind.DATETIME)
    others = [column.name for column in evidence.of_kind(*kinds) if column.name != name]
    shuffled = np.random.default_rng(1).permutation(rows.n_rows)
    followers = 0
    for other in others:
        codes = np.asarray(rows.texts(other).dictionary_encode().indices)
        alike = float((codes[left] == codes[right]).mean())
        followers += alike >= ALIKE_SHARE and alike - float((codes == codes[shuffled]).mean()) >= CHANCE_GAP
    return followers >= max(LEAST_FOLLOWERS, FOLLOWER_SHARE * len(others))


RULE = Rule("group_column", "Rows that belong together", 0.3, 24, _check)
