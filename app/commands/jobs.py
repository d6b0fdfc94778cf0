"""easel jobs: what waits, runs and ran, with what became of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from app.acting import project_argument, service_of
from app.command import Command
from app.terminal import paragraph, print_json, table

if TYPE_CHECKING:
    from app.job_records import JobView
    from app.service import Service


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--log", metavar="ID", help="print the log of one job instead")
    project_argument(parser, "only the jobs of this project")
    parser.add_argument("--json", action="store_true", help="print one JSON document: a list, newest first")


def run(options: Namespace) -> int:
    service = service_of(options)
    if options.log:
        return _log(service, options)
    jobs = service.jobs()
    if options.json:
        print_json([document(service, job) for job in jobs])
    elif jobs:
        _show(service, jobs)
    else:
        print(paragraph("No jobs yet. Queue one: easel build DATA --target COLUMN --queue"))
    return 0


def document(service: Service, job: JobView) -> dict[str, Any]:
    """A job as commands print it. `out`: the file that it writes, or wrote into the home folder."""
    return {
        "id": job.id,
        "kind": job.kind,
        "title": job.title,
        "state": job.state,
        "stopping": job.stopping,
        "attempts": job.attempts,
        "evaluated": job.evaluated,
        "reused": job.reused,
        "left_s": job.progress.left_s if job.progress else None,
        "error": job.error,
        "out": _out(service, job),
        "asked_by": job.asked_by,
        "created": job.created.isoformat(),
        "started": job.started.isoformat() if job.started else None,
        "ended": job.ended.isoformat() if job.ended else None,
    }


def _out(service: Service, job: JobView) -> str | None:
    if job.payload.get("out"):
        return str(job.payload["out"])
    left = (job.result or {}).get("bundle") or (job.result or {}).get("scored")
    return str(service.store.place(left)) if left else None


def _log(service: Service, options: Namespace) -> int:
    lines = service.job_log(options.log)
    if options.json:
        print_json({"id": options.log, "log": list(lines)})
    else:
        print("\n".join(lines) or "Nothing was logged yet.")
    return 0


def _show(service: Service, jobs: tuple[JobView, ...]) -> None:
    columns = ["id", "what", "state", "attempts", "candidates", "reused", "since"]
    print(table(columns, [_row(job) for job in jobs], right=(3, 4, 5), indent=0))
    for job in jobs:
        if job.error:
            print(paragraph(f"{job.id}: {job.error}"))
    if any(job.state == "queued" for job in jobs) and not service.workers_alive():
        print(paragraph("No worker is running, so what is queued waits. Start one: easel worker"))


def _row(job: JobView) -> list[str]:
    since = (job.ended or job.started or job.created).astimezone()
    state = "stopping" if job.stopping else job.state
    counts = [str(number) if number else "" for number in (job.attempts, job.evaluated, job.reused)]
    return [job.id, job.title, state, *counts, f"{since:%Y-%m-%d %H:%M}"]


COMMAND = Command("jobs", "list what waits, runs and ran in the background", 55, arguments, run)
