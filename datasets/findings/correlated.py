"""Columns that say nearly the same: one of them is enough, and with several their impact is shared out among them.

Numbers: rank correlation (Spearman) on at most 5,000 rows. Texts: their values stand for each other one to one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from datasets.findings._rule import Evidence, Finding, Fix, Rule, listed
from datasets.relation import ranks
from datasets.schema import Kind

MOST_ROWS = 5_000
MOST_COLUMNS = 400
LEAST_ROWS = 50
LEAST_DIFFERENT = 3
MOST_FINDINGS = 3
LONGEST_NAME = 20  # letters that a button has room for
Groups = list[tuple[list[str], float]]  # the column to keep first, and the least strength in the group


def _check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.n_rows < LEAST_ROWS:
        return
    groups = [*_number_groups(evidence), *_text_groups(evidence)]
    if len(groups) <= MOST_FINDINGS:
        yield from (_finding(evidence, names, strength) for names, strength in groups)
        return
    names = tuple(name for group, _ in groups for name in group)
    spare = tuple(name for group, _ in groups for name in group[1:])
    said = "; ".join(listed(group) for group, _ in groups[:3])
    more = f"; and {len(groups) - 3} more"
    sentence = (
        f"{len(names)} columns form {len(groups)} groups that say nearly the same within: {said}{more}. One of each "
        f"group is enough{evidence.sampled}."
    )
    example = evidence.show([0], groups[0][0][:3])
    fix = Fix("drop_columns", spare, "Keep one of each")
    least = min(strength for _, strength in groups)
    title = f"{len(groups)} groups of columns say the same"
    yield Finding(RULE.name, names, title, sentence, least, RULE.threshold, "note", example, fix)


def _finding(evidence: Evidence, names: list[str], strength: float) -> Finding:
    if strength == 1:
        sentence = f"{listed(names)} say the same in every row, one to one."
    else:
        least = np.floor(1000 * strength) / 1000
        sentence = f"{listed(names)} rise and fall together (rank correlation at least {least:.3f})."
    sentence += f" One of them is enough; with several, their impact is shared out among them{evidence.sampled}."
    fix = Fix(
        "drop_columns", tuple(names[1:]), f"Keep only {names[0]}" if len(names[0]) <= LONGEST_NAME else "Keep only one"
    )
    example = evidence.show([0, evidence.n_rows // 2], names[:3])
    title = f"{listed(names, 3)} say the same"
    return Finding(RULE.name, tuple(names), title, sentence, strength, RULE.threshold, "note", example, fix)


def _number_groups(evidence: Evidence) -> Groups:
    step = max(1, evidence.rows.n_rows // MOST_ROWS)
    names, columns = [], []
    for column in evidence.of_kind(Kind.NUMERIC):
        if column.n_unique < LEAST_DIFFERENT:
            continue
        values = evidence.rows.numbers(column.name)[::step]
        known = ~np.isnan(values)
        if known.sum() >= LEAST_ROWS and np.ptp(values[known]) > 0:
            names.append(column.name)
            columns.append(_standard_ranks(values, known))
    if len(names) < 2:
        return []
    order = _by_use(evidence, names)[:MOST_COLUMNS]
    R = np.column_stack([columns[i] for i in order])
    strengths = np.abs(R.T @ R / len(R))
    return _groups([names[i] for i in order], strengths)


def _standard_ranks(values: npt.NDArray[np.float64], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Ranks with mean 0 and deviation 1; a missing cell is 0."""
    found = np.zeros(len(values))
    of_known = ranks(values[known])
    found[known] = of_known - of_known.mean()
    scaled: npt.NDArray[np.float64] = found / np.sqrt((found**2).mean())
    return scaled


def _by_use(evidence: Evidence, names: list[str]) -> list[int]:
    """Places in `names`: closest to the target first, then fewest gaps, then the order of the table."""
    profiles = [evidence.profile[name] for name in names]
    return sorted(range(len(names)), key=lambda i: (-(profiles[i].relation or 0.0), profiles[i].n_missing, i))


def _groups(names: list[str], strengths: npt.NDArray[np.float64]) -> Groups:
    """Every column joins the first one that is left before it and that it goes together with."""
    found: Groups = []
    free = np.ones(len(names), dtype=bool)
    for leader in range(len(names)):
        if not free[leader]:
            continue
        mates = np.flatnonzero(free & (strengths[leader] >= RULE.threshold))
        mates = mates[mates > leader]
        free[mates] = False
        if len(mates):
            least = min(float(strengths[leader, mates].min()), 0.9999)
            found.append(([names[leader], *(names[mate] for mate in mates)], least))
    return found


def _text_groups(evidence: Evidence) -> Groups:
    alike: dict[bytes, list[str]] = defaultdict(list)
    for column in evidence.of_kind(Kind.CATEGORY, Kind.BOOLEAN):
        codes = evidence.rows.texts(column.name).dictionary_encode().indices  # numbered by first appearance
        alike[np.asarray(codes).tobytes()].append(column.name)
    groups = [names for names in alike.values() if len(names) > 1]
    return [([names[i] for i in _by_use(evidence, names)], 1.0) for names in groups]


RULE = Rule("correlated", "Columns that say the same", 0.98, 66, _check)
