"""A quick look at what a build would give: one model on at most 20,000 rows, within 5 seconds."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.jobs.kind import JobKind, Run
from app.jobs.leaving import model_table, write_json


def run(run: Run) -> Mapping[str, Any]:
    from automl.preview import preview
    from automl.spec import BuildSpec

    record = preview(model_table(run), BuildSpec.from_dict(dict(run.payload["spec"]))).record
    folder = run.folder()
    write_json(run.store.file(f"{folder}/record.json"), record.to_dict())
    return {
        "record": f"{folder}/record.json",
        "headline": record.headline,
        "score": asdict(record.score),
        "baseline": asdict(record.baseline),
    }


def warm() -> None:
    """Previews a tiny table: loading the engine takes longer than using it."""
    from automl.preview import preview
    from automl.spec import BuildSpec
    from datasets.read import read

    lines = ["size,colour,bought", *(f"{i},{'red' if i % 3 else 'blue'},{'yes' if i % 2 else 'no'}" for i in range(60))]
    preview(read(io.BytesIO("\n".join(lines).encode()), name="tiny.csv"), BuildSpec("bought", budget_s=2))


KIND = JobKind(name="preview", title="Preview", priority=0, run=run, warm=warm)
