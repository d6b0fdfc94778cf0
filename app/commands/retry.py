"""easel retry ID: queue a job again that failed or was cancelled."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.command import Command
from app.commands.jobs import document
from app.terminal import print_json


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the job, as easel jobs lists it")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    from app.service import Service

    service = Service()
    job = service.retry_job(options.id)
    if options.json:
        print_json(document(service, job))
    else:
        print(f"{job.id} is queued again; a build that failed goes on from what it has kept.")
    return 0


COMMAND = Command("retry", "queue a job again that failed or was cancelled", 57, arguments, run)
