"""A quick look before a build: one model on at most 20,000 rows, within 5 seconds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from automl.build import Built, build
from automl.spec import PREVIEW_S, BuildSpec
from datasets.findings import Finding
from datasets.table import Table

PREVIEW_ROWS = 20_000
PREVIEW_ALGORITHM = "lightgbm"


def preview(table: Table, spec: BuildSpec, findings: tuple[Finding, ...] | None = None) -> Built:
    """The expected score with its interval and the column impact of one LightGBM, from at most PREVIEW_ROWS rows
    drawn at random. Raises what `build` raises."""
    if table.n_rows > PREVIEW_ROWS:
        rows = np.random.default_rng([spec.seed, 8]).choice(table.n_rows, PREVIEW_ROWS, replace=False)
        table = table.take(np.sort(rows))
    quick = replace(spec, budget_s=min(spec.budget_s, PREVIEW_S), algorithms=(PREVIEW_ALGORITHM,))
    return build(table, quick, name="Preview", findings=findings)
