"""Classes of the target with so few rows that no model can learn or be measured on them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from datasets.findings._rule import Evidence, Finding, Rule, listed

LEAST_CLASS_ROWS = 10
MOST_CLASSES = 1000


def _check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.classes is None or evidence.target is None:
        return
    codes, texts = evidence.classes
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    present = np.flatnonzero(counts)
    rare = sorted(present[counts[present] < RULE.threshold], key=lambda code: (counts[code], texts[code]))
    if not rare or not 2 < len(present) <= MOST_CLASSES or counts.max() < RULE.threshold:
        return
    names = [f'"{texts[code]}" ({counts[code]:,})' for code in rare]
    n_rows = int(counts[rare].sum())
    few = "1 class has" if len(rare) == 1 else f"{len(rare):,} classes have"
    sentence = (
        f"{few} fewer than {RULE.threshold:g} rows, {n_rows:,} together: {listed(names)}. A model cannot learn so few, "
        "and a score on them says nothing."
    )
    first = [int(np.flatnonzero(codes == code)[0]) for code in rare[:2]]
    example = evidence.show(sorted(first), [evidence.target])
    advice = "Join them with another class in the file, leave their rows out, or collect more of them."
    title = f"{evidence.target} has classes with hardly any rows"
    value, columns = float(counts[rare[0]]), (evidence.target,)
    yield Finding(RULE.name, columns, title, sentence, value, RULE.threshold, example=example, advice=advice)


RULE = Rule("rare_classes", "Rare classes", LEAST_CLASS_ROWS, 32, _check)
