"""easel serve model.zip: the model behind HTTP."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from app.command import Command


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("model", type=Path, help="the bundle (.zip) that a build wrote, or the folder that holds it")
    parser.add_argument("--host", default="localhost", help="on which address (default: localhost; 0.0.0.0 for all)")
    parser.add_argument("--port", type=int, help="where it answers (default: 8080)")
    parser.add_argument("--workers", type=int, help="processes (default: one a processor)")
    parser.add_argument("--max-rows", type=int, help="rows in a request (default: 10,000)")
    parser.add_argument("--max-bytes", type=int, help="bytes in a request (default: 10,000,000)")


def run(options: Namespace) -> int:
    from inference.server.launch import serve
    from inference.server.settings import Settings, default_workers

    names = ("host", "port", "workers", "max_rows", "max_bytes")
    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    return serve(Settings(options.model, **{"workers": default_workers(), **given}))


COMMAND = Command("serve", "let other programs ask a model for answers", 45, arguments, run)
