"""Build a model: a record and a bundle for a model version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.jobs.kind import JobKind, Run
from app.jobs.leaving import model_table, write_json
from app.jobs.warming import tiny_order


def run(run: Run) -> Mapping[str, Any]:
    """The budget counts from the moment the worker took the job."""
    from app.jobs.progress import BuildProgress, goal_of
    from automl.build import build
    from automl.spec import BuildSpec
    from inference.bundle import write_bundle

    spec = BuildSpec.from_dict(dict(run.payload["spec"]))
    prepared = model_table(run).check(spec.target, spec.exclude)
    progress = BuildProgress(spec.budget_s, goal_of(prepared.table, spec), run.report)
    built = build(
        prepared.table,
        spec,
        on_event=progress,
        should_stop=run.should_stop,
        name=run.payload["name"],
        spent_s=run.elapsed_s(),
    )
    built = prepared.bundled(built)
    folder = run.folder()
    write_json(run.store.file(f"{folder}/record.json"), built.record.to_dict())
    write_bundle(run.store.file(f"{folder}/model.zip"), built.bundle)
    return {
        "record": f"{folder}/record.json",
        "bundle": f"{folder}/model.zip",
        "headline": built.record.headline,
        "score": asdict(built.record.score),
        "baseline": asdict(built.record.baseline),
    }


def warm() -> None:
    """Loading the engine takes seconds that belong to the first build."""
    from automl.build import build

    build(*tiny_order(budget_s=3.0))


KIND = JobKind(name="build", title="Build", priority=100, run=run, warm=warm)
