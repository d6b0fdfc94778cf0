"""The options of the server on a command line without `easel`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from inference.server.settings import MAX_BYTES, MAX_ROWS, PORT, Settings, default_workers

MODEL = Path("/opt/ml/model")  # where containers that serve models find theirs


def parser() -> ArgumentParser:
    """`python -m inference.server`, in the slim image `serve`."""
    made = ArgumentParser(prog="serve", description="Serves a model that Easel built over HTTP.", allow_abbrev=False)
    made.add_argument("model", nargs="?", type=Path, default=MODEL, help=f"the bundle or its folder (default: {MODEL})")
    made.add_argument("--host", default="localhost", help="on which address (default: localhost; 0.0.0.0 for all)")
    made.add_argument("--port", type=int, default=PORT, help=f"where it answers (default: {PORT})")
    made.add_argument("--workers", type=int, default=default_workers(), help="processes (default: one a processor)")
    made.add_argument("--max-rows", type=int, default=MAX_ROWS, help=f"rows in a request (default: {MAX_ROWS:,})")
    made.add_argument("--max-bytes", type=int, default=MAX_BYTES, help=f"bytes in a request (default: {MAX_BYTES:,})")
    return made


def settings(options: Namespace) -> Settings:
    """What the options say. Raises InputError for a number that cannot be."""
    return Settings(options.model, options.host, options.port, options.workers, options.max_rows, options.max_bytes)
