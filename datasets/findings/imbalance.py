"""A value of the target that is so rare that accuracy alone says little."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datasets.findings._rule import Evidence, Finding, Rule, percent
from datasets.findings.rare_classes import LEAST_CLASS_ROWS

MOST_CLASSES = 100


def _check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.classes is None or evidence.target is None:
        return
    codes, texts = evidence.classes
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    present = np.flatnonzero(counts)
    if not 2 <= len(present) <= MOST_CLASSES:
        return
    rarest = min(present, key=lambda code: (counts[code], texts[code]))
    n, total = int(counts[rarest]), int(counts.sum())
    threshold = 2 * RULE.threshold / len(present)
    if n / total >= threshold or (len(present) > 2 and n < LEAST_CLASS_ROWS):  # that is a rare class
        return
    sentence = (
        f'"{texts[rarest]}" stands in {n:,} of {total:,} rows ({percent(n / total)}). '
        "Always saying something else would look accurate."
    )
    example = evidence.show([int(np.flatnonzero(codes == rarest)[0])], [evidence.target])
    advice = "Judge the model by ROC AUC or F1, not by accuracy; on Analyze, set the threshold by what errors cost."
    title = f"{evidence.target} is out of balance"
    columns, share = (evidence.target,), n / total
    yield Finding(RULE.name, columns, title, sentence, share, threshold, example=example, advice=advice)


# of two values; with more, the same fifth of an even share
RULE = Rule("imbalance", "Imbalance", 0.1, 30, _check)
