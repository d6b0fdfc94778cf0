"""easel build data.csv --target churn: a model bundle from a table, within a budget."""

from __future__ import annotations

import signal
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from app import reading
from app.build_options import arguments, spec_of
from app.build_report import show_build
from app.command import Command
from app.job_records import Progress
from app.replay import Replay
from app.terminal import ProgressLine, paragraph, print_json
from app.writable import check_writable
from automl.spec import BuildSpec
from datasets.errors import InputError

if TYPE_CHECKING:
    from app.preparing import Prepared
    from automl.build import Built
    from datasets.databases import Address
    from datasets.table import Table


def run(options: Namespace) -> int:
    from app.verbs.names import stem
    from app.verbs.sources import name_of

    replay = Replay.of(options) if options.replay else None
    spec = replay.spec if replay else spec_of(options)
    if options.queue:
        return _queue(options, spec)
    source = reading.source_of(options)
    name = name_of(source, reading.options_of(options))
    out: Path = options.out or Path(f"{stem(name)}.model.zip")
    check_writable(out, options.data)
    with ProgressLine() as line:
        line.tell(Progress(budget_s=_limit(spec, replay), elapsed_s=time.monotonic() - options.started, now=name))
        built, about = _build(source, options, spec, replay, line)
        _write(out, built)
        if said := _logged(built):
            line.say(said)
    took = time.monotonic() - options.started
    if options.json:
        print_json(_document(built, out, took) | ({"replay": about} if about else {}))
    else:
        show_build(replace(built.record, seconds=took), out)
        if about:
            print(paragraph(about["sentence"]))
    return 0


def _queue(options: Namespace, spec: BuildSpec) -> int:
    from app.queueing import queue_build

    if options.replay:
        raise InputError("--queue builds something new, --replay builds a model once more; leave one of them out.")
    if options.out:
        check_writable(options.out, options.data)
    return queue_build(options, spec)


def _build(
    data: str | Address, options: Namespace, spec: BuildSpec, replay: Replay | None, line: ProgressLine
) -> tuple[Built, dict[str, Any]]:
    """The build, and what there is to say about a replay."""
    from datasets.read import read

    plan = replay.plan if replay else None
    table = reading.with_kinds(read(data, options=reading.options_of(options)), options)
    prepared = replay.as_read(table) if replay else _prepared(table, options.recipe)
    source = prepared.check(spec.target, spec.exclude).table
    from app.jobs.progress import BuildProgress, goal_of
    from automl.build import build

    progress = BuildProgress(_limit(spec, replay), goal_of(source, spec), line.tell)
    stopping: list[bool] = []
    with _first_interrupt_stops(stopping, line):
        built = build(
            source,
            spec,
            on_event=progress,
            should_stop=lambda: bool(stopping),
            spent_s=time.monotonic() - options.started,
            plan=plan,
        )
    return prepared.bundled(built), replay.about(source) if replay else {}


def _prepared(table: Table, recipe: Path | None) -> Prepared:
    """The table as it was read, or as the recipe in a file makes it."""
    from app.preparing import prepare, read_recipe
    from datasets.changes import AS_READ

    return prepare(table, AS_READ, read_recipe(recipe) if recipe else None)


def _limit(spec: BuildSpec, replay: Replay | None) -> float | None:
    """The seconds that a progress bar counts; None where something else ends the build."""
    return None if spec.candidates or replay else spec.budget_s


@contextmanager
def _first_interrupt_stops(stopping: list[bool], line: ProgressLine) -> Iterator[None]:
    """The first Ctrl-C (or SIGTERM) asks the build to end with its best, the second ends the program."""

    def handle(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stopping:
            raise KeyboardInterrupt
        stopping.append(True)
        line.say("Stopping, and keeping the best so far. Press Ctrl-C again to give up.")

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _write(out: Path, built: Built) -> None:
    from inference.bundle import write_bundle

    write_bundle(out, built.bundle)


def _logged(built: Built) -> str | None:
    """How telling an MLflow server went; None where no server is set."""
    from app.mlflow_log import log_build

    return log_build(built)


def _document(built: Built, out: Path, took: float) -> dict[str, Any]:
    """The manifest, and what only the record knows."""
    record = built.record
    return {
        **built.bundle.manifest.to_dict(),
        "seconds": round(took, 3),
        "headline": record.headline,
        "problem_sentence": record.problem_sentence,
        "insights": asdict(record.insights),
        "impact": [asdict(impact) for impact in record.impact],
        "left_out": dict(record.left_out),
        "set_aside": list(record.set_aside),
        "notes": list(record.notes),
        "stopped_by": record.stopped_by,
        "out": str(out),
        "bytes": out.stat().st_size,
    }


COMMAND = Command("build", "build a model that predicts one column", 30, arguments, run)
