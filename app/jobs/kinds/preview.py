"""A quick look at what a build would give: one model on at most 20,000 rows, within 5 seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.jobs.kind import JobKind, Run
from app.jobs.leaving import model_table, write_json
from app.jobs.warming import tiny_order


def run(run: Run) -> Mapping[str, Any]:
    from automl.preview import preview
    from automl.spec import BuildSpec

    record = preview(model_table(run).table, BuildSpec.from_dict(dict(run.payload["spec"]))).record
    folder = run.folder()
    write_json(run.store.place(f"{folder}/record.json"), record.to_dict())
    return {
        "record": f"{folder}/record.json",
        "headline": record.headline,
        "score": asdict(record.score),
        "baseline": asdict(record.baseline),
    }


def warm() -> None:
    """Loading the engine takes longer than a preview with it."""
    from automl.preview import preview

    preview(*tiny_order(budget_s=2.0))


KIND = JobKind(name="preview", title="Preview", priority=0, run=run, warm=warm)
