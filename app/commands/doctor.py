"""easel doctor: checks everything that Easel keeps, and repairs what is safe."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from app.command import Command
from app.terminal import paragraph, print_json


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    """Exit code 1 when something is wrong that only a person can mend."""
    from app.doctor import examine
    from app.service import Service
    from app.settings import settings

    notes = examine(Service().store, settings().keep_days)
    is_well = all(note.verdict != "bad" for note in notes)
    if options.json:
        print_json({"is_well": is_well, "notes": [asdict(note) for note in notes]})
    else:
        for note in notes:
            print(paragraph(note.sentence, bullet=f"{note.verdict:9}{note.subject:8}"))
    return 0 if is_well else 1


COMMAND = Command("doctor", "check what is kept, and repair what is safe", 70, arguments, run)
