"""The service of a command: it acts for the owner of the computer, in one project where one is named."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.service import Service


def project_argument(parser: ArgumentParser, does: str) -> None:
    """Adds `--project`; `does` says what it is for."""
    parser.add_argument("--project", metavar="NAME", help=does)


def service_of(options: Namespace) -> Service:
    """Raises InputError when there is no project with that name, naming those there are."""
    from app.people.roles import OWNER
    from app.service import Service
    from app.store.projects import project_named

    service = Service()
    if not options.project:
        return service
    with service.store.read() as connection:
        project_id = project_named(connection, options.project).id
    return service.acting(replace(OWNER, project_id=project_id))
