"""easel open model.zip: a model that was built elsewhere, in the app."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from app.acting import project_argument, service_of
from app.command import Command
from app.terminal import paragraph, print_json


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="the bundle (.zip) that a build wrote, here or elsewhere")
    parser.add_argument("--name", help="what the model is called in the app (default: its name in the bundle)")
    project_argument(parser, "where it goes (default: Home)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: Namespace) -> int:
    model = service_of(options).open_bundle(options.model, options.name)
    version = model.versions[-1]
    if options.json:
        print_json({"model": model.id, "version": version.id, "name": model.name, "score": version.score})
    else:
        print(paragraph(f"{options.model} is now the model {model.name} in the app, to predict with and to look at."))
    return 0


COMMAND = Command("open", "show a model that was built elsewhere in the app", 52, arguments, run)
