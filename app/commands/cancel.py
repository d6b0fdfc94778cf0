"""easel cancel ID: end a job and keep nothing of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.command import Command
from app.commands.jobs import document
from app.terminal import print_json


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the job, as easel jobs lists it")
    parser.add_argument("--keep", action="store_true", help="of a build that runs, keep the best so far")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    from app.service import Service
    from datasets.errors import InputError

    service = Service()
    job = service.job(options.id)
    if job.is_over:
        raise InputError(f"Only a job that waits or runs can be cancelled; {job.id} is {job.state}.")
    (service.stop_build if options.keep else service.cancel_job)(job.id)
    job = service.job(job.id)
    if options.json:
        print_json(document(service, job))
    else:
        print(f"{job.id} is cancelled." if job.is_over else f"{job.id} ends within seconds.")
    return 0


COMMAND = Command("cancel", "end a job that waits or runs", 56, arguments, run)
