"""A value of the target that is so rare that accuracy alone says little."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from datasets.findings._rule import Evidence, Finding, Rule
from datasets.schema import Kind

MOST_CLASSES = 100


def _check(evidence: Evidence) -> Iterator[Finding]:
    target = evidence.target
    if target is None or evidence.table.schema[target].kind in (Kind.NUMERIC, Kind.DATETIME):
        return
    known = ~evidence.table.missing(target)
    counts = pc.value_counts(evidence.table.texts(target).filter(pa.array(known)))
    if not 2 <= len(counts) <= MOST_CLASSES:
        return
    rarest = min(counts.to_pylist(), key=lambda item: (item["counts"], item["values"]))
    share = rarest["counts"] / int(known.sum())
    threshold = 2 * RULE.threshold / len(counts)
    if share >= threshold:
        return
    sentence = (
        f'"{rarest["values"]}" stands in {rarest["counts"]:,} of {int(known.sum()):,} rows ({_percent(share)}). '
        "Always saying something else would look accurate; judge the model by ROC AUC or F1."
    )
    yield Finding(RULE.name, target, f"{target} is out of balance", sentence, share, threshold)


def _percent(share: float) -> str:
    """With as many digits as are needed to see that it is not 0."""
    return f"{100 * share:.1f} %" if share >= 0.001 else f"{100 * share:.1g} %"


# of two values; with more, the same fifth of an even share
RULE = Rule("imbalance", "Imbalance", 0.1, 30, _check)
