"""Rows that stand in the table more than once count more than once, in learning and in the score."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from datasets.findings._rule import Evidence, Finding, Fix, Rule


def _check(evidence: Evidence) -> Iterator[Finding]:
    n_rows = evidence.table.n_rows
    different = _count_different(evidence)
    repeated = n_rows - different
    if repeated / n_rows < RULE.threshold:
        return
    sentence = (
        f"{repeated:,} of {n_rows:,} rows ({100 * repeated / n_rows:.1f} %) are equal to an earlier row in every cell. "
        "Some of them will be learned and measured alike, so the score looks better than it is."
    )
    fix = Fix("drop_duplicates", None, "Remove repeats")
    yield Finding(RULE.name, None, "Rows repeat", sentence, repeated / n_rows, RULE.threshold, "warning", fix)


def _count_different(evidence: Evidence) -> int:
    """Rows that differ in at least one cell."""
    cells = evidence.table.cells.rename_columns([f"c{i}" for i in range(evidence.table.n_columns)])
    with duckdb.connect() as connection:
        connection.register("cells", cells)
        found = connection.execute("select count(*) from (select distinct * from cells)").fetchone()
    return int(found[0]) if found else 0


RULE = Rule("duplicates", "Repeated rows", 0.01, 50, _check)
