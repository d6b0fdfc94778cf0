"""easel restore FILE: puts a backup back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from app.command import Command
from app.terminal import paragraph, print_json


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the zip file that easel backup wrote")
    parser.add_argument("--replace", action="store_true", help="delete first what is there")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    from app.restore import restore
    from app.service import Service

    service = Service()
    contents = restore(service.store, options.file, replace=options.replace)
    if options.json:
        print_json({**asdict(contents), "home": str(service.home)})
    else:
        print(paragraph(f"{service.home} is as it was on {contents.created}: {contents.files} files are back."))
    return 0


COMMAND = Command("restore", "put a backup back", 72, arguments, run)
