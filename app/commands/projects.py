"""easel projects: what a team shares, from the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from app.command import Command
from app.terminal import paragraph, print_json, table

if TYPE_CHECKING:
    from app.store.projects import ProjectView


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=("list", "add"), nargs="?", default="list", help="what to do (default: list)")
    parser.add_argument("name", nargs="?", help="of the new project")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    from app.service import Service
    from datasets.errors import InputError

    service = Service()
    if options.action == "add":
        if not options.name:
            raise InputError("easel projects add needs a name: easel projects add Sales")
        found: tuple[ProjectView, ...] = (service.add_project(options.name),)
    else:
        found = service.projects()
    if options.json:
        print_json([{"id": one.id, "name": one.name, "members": len(one.members)} for one in found])
    elif options.action == "add":
        print(paragraph(f"The project {found[0].name} is there; administrators are in it, and whom they add."))
    else:
        rows = [[one.name, str(len(one.members)), str(one.datasets), str(one.models)] for one in found]
        print(table(["name", "members", "datasets", "models"], rows, right=(1, 2, 3), indent=0))
    return 0


COMMAND = Command("projects", "list and add the projects that people share", 81, arguments, run)
