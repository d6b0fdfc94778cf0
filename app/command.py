"""What a subcommand of `easel` must offer."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

STARTED = time.monotonic()  # the start of the process, near enough: importing is part of a budget


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand. `arguments` adds its options to a parser; `run` does the work and returns the exit code; among
    what it is given is `started`, the moment (time.monotonic) from which a budget counts.
    Modules of app/commands import what is heavy inside these functions, so that every command starts fast."""

    name: str
    help: str
    order: int
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
