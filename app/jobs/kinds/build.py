"""Build a model: a record and a bundle for a model version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.job_records import Progress
from app.jobs.kind import JobKind, Run
from app.jobs.leaving import model_table, write_json
from app.jobs.warming import tiny_order
from automl.record import STAGE_TITLES, CandidateRecord

TO_FINISH = 0.15  # of the budget: what a build that is resumed late keeps for joining, measuring and writing


def run(run: Run) -> Mapping[str, Any]:
    """The budget counts the seconds that workers spent on the job. A build that was interrupted goes on from the
    candidates that it has kept."""
    from app.jobs.progress import BuildProgress, goal_of
    from app.mlflow_log import log_build
    from automl.build import build
    from automl.checkpoint_folder import FolderCheckpoints, context_of
    from automl.spec import BuildSpec
    from inference.bundle import write_bundle

    spec = BuildSpec.from_dict(dict(run.payload["spec"]))
    prepared = model_table(run).check(spec.target, spec.exclude)
    goal = goal_of(prepared.table, spec)
    progress = BuildProgress(spec.time_s if spec.candidates is None else None, goal, _told(run))
    checkpoints = FolderCheckpoints(run.kept_folder(), context_of(prepared.table, spec), run.log, run.share_kept)
    built = build(
        prepared.table,
        spec,
        on_event=progress,
        should_stop=run.should_stop,
        name=run.payload["name"],
        spent_s=min(run.spent_s(), (1 - TO_FINISH) * spec.budget_s),
        checkpoints=checkpoints,
    )
    built = prepared.bundled(built)
    run.log(built.record.headline)
    folder = run.folder()
    write_json(run.store.place(f"{folder}/record.json"), built.record.to_dict())
    write_bundle(run.store.place(f"{folder}/model.zip"), built.bundle)
    built.held.save(run.store.place(f"{folder}/held.arrow"))
    if out := run.payload.get("out"):
        write_bundle(Path(out), built.bundle)
    if said := log_build(built):
        run.log(said)
    return {
        "record": f"{folder}/record.json",
        "bundle": f"{folder}/model.zip",
        "held": f"{folder}/held.arrow",
        "out": out,
        "headline": built.record.headline,
        "score": asdict(built.record.score),
        "baseline": asdict(built.record.baseline),
    }


def _told(run: Run) -> Callable[[Progress], None]:
    """Hands progress on, counts candidates, and logs stages and candidates that are done. A candidate is kept just
    after it is told, so that it counts with the next news."""
    logged: set[object] = set()
    done: list[CandidateRecord] = []

    def tell(progress: Progress) -> None:
        run.report(progress)
        run.count(len(done), sum(candidate.reused for candidate in done))
        done[:] = [candidate for candidate in progress.candidates if candidate.status == "done"]
        news = {progress.stage: STAGE_TITLES[progress.stage]} | {
            (c.index, c.status): f"{c.strategy_title} with {c.algorithm_title}, {c.settings_text}: {_outcome(c)}"
            for c in progress.candidates
            if c.status in ("done", "stopped early", "failed")
        }
        for key in news.keys() - logged:
            run.log(news[key])
        logged.update(news)

    return tell


def _outcome(candidate: CandidateRecord) -> str:
    if candidate.score is None:
        return f"{candidate.status}, {candidate.note}"
    return f"{candidate.score:.5g}" + (" (from before the restart)" if candidate.reused else "")


def warm() -> None:
    """Loading the engine takes seconds that belong to the first build."""
    from automl.build import build

    build(*tiny_order(budget_s=3.0))


KIND = JobKind(name="build", title="Build", priority=100, run=run, warm=warm, heavy=True)
