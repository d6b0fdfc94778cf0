"""easel backup OUT: everything that Easel keeps, in one file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from app.command import Command
from app.terminal import paragraph, print_json
from app.writable import check_writable


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT", type=Path, help="the zip file to write; the app may run meanwhile")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    from app.backup import back_up
    from app.service import Service
    from app.ui.formats import size

    check_writable(options.out)
    contents = back_up(Service().store, options.out)
    if options.json:
        print_json({**asdict(contents), "out": str(options.out)})
    else:
        rows = ", ".join(f"{count} {table.replace('_', ' ')}" for table, count in contents.rows.items())
        print(paragraph(f"{options.out} ({size(options.out.stat().st_size)}) holds {contents.files} files and {rows}."))
    return 0


COMMAND = Command("backup", "write everything that is kept into one file", 71, arguments, run)
