"""easel worker: another worker on the same store."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.command import Command
from app.commands.build import names


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--kinds", type=names, metavar="A,B", help="take only jobs of these kinds (default: all)")


def run(options: Namespace) -> int:
    from app.jobs.worker import Worker
    from app.settings import settings
    from app.store.engine import open_store

    chosen = settings()
    Worker(open_store(chosen.home, chosen.database_url), options.kinds, most_builds=chosen.builds).run()
    return 0


COMMAND = Command("worker", "run builds and batches that the web app has queued", 60, arguments, run)
