"""Queueing a build from the command line: the table is imported, a model is made, and a worker does the rest."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app import reading
from app.terminal import print_json

if TYPE_CHECKING:
    from app.job_records import JobView
    from app.service import Service
    from automl.spec import BuildSpec

SETTINGS = ("target", "problem", "metric", "exclude", "algorithms", "positive", "split", "quality", "seed")


def queue_build(options: Namespace, spec: BuildSpec) -> int:
    """Queues what `easel build` was asked for and prints the job's id. Raises InputError when it could not be built,
    and then nothing is kept."""
    from app.acting import service_of
    from app.commands.jobs import document

    service = service_of(options)
    job = _queued(service, options, spec)
    if options.json:
        print_json(document(service, job))
    else:
        print(job.id)
    return 0


def _queued(service: Service, options: Namespace, spec: BuildSpec) -> JobView:
    version = service.import_file(reading.source_of(options), options=reading.options_of(options))
    try:
        model = service.create_model(version.id)
        try:
            service.update_model(model.id, **_settings(options, spec))
            return service.start_build(
                model.id, spec.budget_s, candidates=spec.candidates, row_ms=spec.row_ms, out=options.out
            )
        except BaseException:
            service.remove_for_good(model.id)
            raise
    except BaseException:
        service.remove_for_good(version.dataset_id)
        raise


def _settings(options: Namespace, spec: BuildSpec) -> dict[str, Any]:
    chosen = {name: getattr(spec, name) for name in SETTINGS}
    return {**chosen, "recipe": _steps(options), "kinds": reading.kinds_of(options)}


def _steps(options: Namespace) -> tuple[Mapping[str, Any], ...]:
    """The steps of the recipe in a file; those that look up in another file are refused where they are used."""
    from app.preparing import read_recipe

    return tuple(read_recipe(options.recipe).to_dict()["steps"]) if options.recipe else ()


__all__ = ["queue_build"]
