"""easel worker: another worker on the same store."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from app.build_options import names
from app.command import Command

if TYPE_CHECKING:
    from app.settings import Settings
    from app.store.engine import Store


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--kinds", type=names, metavar="A,B", help="take only jobs of these kinds (default: all)")
    parser.add_argument("--give-way", action="store_true", help="take what other programs leave of the processor")


def run(options: Namespace) -> int:
    from app.jobs.priority import give_way
    from app.jobs.worker import Worker
    from app.settings import settings

    if options.give_way:
        give_way()
    chosen = settings()
    Worker(_opened(chosen), options.kinds, most_builds=chosen.builds).run()
    return 0


def _opened(chosen: Settings) -> Store:
    """The store; a worker that starts before its database waits for it."""
    from app.jobs.outage import Outage
    from app.store.away import AwayError
    from app.store.engine import open_store

    outage = Outage(lambda said: print(f"easel: {said}", file=sys.stderr, flush=True))
    while True:
        try:
            store = open_store(chosen.home, chosen.database_url, chosen.files_url)
        except AwayError as error:
            time.sleep(outage.met(error))
        else:
            outage.over()
            return store


COMMAND = Command("worker", "run builds and batches that the web app has queued", 60, arguments, run)
