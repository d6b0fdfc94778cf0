"""easel users: the people who may sign in, from the command line of the computer that Easel runs on."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from app.command import Command
from app.terminal import paragraph, print_json, table

if TYPE_CHECKING:
    from app.service import Service
    from app.store.people import PersonView
    from app.verbs.people import Linked

ACTIONS = ("list", "add", "role", "reset", "remove")


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=ACTIONS, nargs="?", default="list", help="what to do (default: list)")
    parser.add_argument("name", nargs="?", help="whom: a name or an e-mail address")
    parser.add_argument("role", nargs="?", help="viewer, analyst or admin; of somebody new: viewer, if it is left out")
    parser.add_argument(
        "--project", metavar="NAME", help="somebody new is in this one; of another role: only there (default: Home)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    from app.service import Service
    from datasets.errors import InputError

    service = Service()
    if options.action == "list":
        return _list(service, options)
    if not options.name:
        raise InputError(f"easel users {options.action} needs a name. Try: easel users list")
    if options.action == "add":
        return _linked(service.invite(options.name, options.role or "viewer", (_project(service, options),)), options)
    person = _person(service, options.name)
    if options.action == "reset":
        return _linked(service.reset_link(person.id), options)
    if options.action == "remove":
        service.remove_person(person.id)
        return _said(options, person, f"{person.name} is removed. What they made stays.")
    if not options.role:
        raise InputError("easel users role needs a name and a role: easel users role ann analyst")
    if options.project:
        service.set_member(_project(service, options), person.id, options.role)
        return _said(options, person, f"{person.name} is {options.role} in {options.project} now.")
    changed = service.set_role(person.id, options.role)
    return _said(options, changed, f"{changed.name} is {changed.role} now.")


def _project(service: Service, options: Namespace) -> str:
    from app.people.roles import HOME
    from app.store.projects import project_named

    if not options.project:
        return HOME
    with service.store.read() as connection:
        return project_named(connection, options.project).id


def _person(service: Service, name: str) -> PersonView:
    from app.store.people import person_named

    with service.store.read() as connection:
        return person_named(connection, name)


def _list(service: Service, options: Namespace) -> int:
    people = service.people()
    if options.json:
        print_json([_document(person) for person in people])
    elif people:
        rows = [[one.name, one.role, _state(one), f"{one.seen:%Y-%m-%d %H:%M}" if one.seen else ""] for one in people]
        print(table(["name", "role", "state", "signed in (UTC)"], rows, indent=0))
    else:
        print(paragraph("Nobody yet. Let somebody in: easel users add ann@example.com analyst"))
    return 0


def _state(person: PersonView) -> str:
    return "invited" if person.active and person.invited else "active" if person.active else "may not sign in"


def _document(person: PersonView) -> dict[str, object]:
    seen = person.seen.isoformat() if person.seen else None
    return {"id": person.id, "name": person.name, "role": person.role, "state": _state(person), "seen": seen}


def _linked(linked: Linked, options: Namespace) -> int:
    """The link by which a person sets a password; people that an identity provider knows need none."""
    from app.settings import settings

    chosen = settings()
    host = "localhost" if chosen.host in ("0.0.0.0", "::", "") else chosen.host
    link = f"http://{host}:{chosen.port}/welcome/{linked.token}"
    if options.json:
        print_json({**_document(linked.person), "link": link})
        return 0
    print(
        paragraph(
            f"{linked.person.name} ({linked.person.role}) sets a password by this link. It works once, for 7 days; put "
            "the name of this computer in the place of the first part:"
        )
    )
    print(f"\n    {link}\n")
    return 0


def _said(options: Namespace, person: PersonView, sentence: str) -> int:
    if options.json:
        print_json(_document(person))
    else:
        print(paragraph(sentence))
    return 0


COMMAND = Command("users", "list, add, change and remove the people who may sign in", 80, arguments, run)
