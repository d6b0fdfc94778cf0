"""The command `easel`: finds the subcommand, runs it, and turns every error into one sentence and an exit code.

0: done; 2: wrong usage or unusable input; 1: anything else.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any, NoReturn

from app.command import STARTED, Command
from datasets.errors import EaselError, InputError


class Parser(ArgumentParser):
    """A parser whose complaints are sentences."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message[:1].upper()}{message[1:].rstrip('.')}. Try: {self.prog} --help")


def commands() -> dict[str, Command]:
    """The subcommands by name."""
    from app import commands as folder
    from datasets.registry import discover

    return discover(folder, Command)


def build_parser() -> Parser:
    """The parser of the whole command line."""
    parser = Parser(prog="easel", description="Machine learning for people who live in spreadsheets.")
    parser.add_argument("--version", action="version", version=f"easel {_version()}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for command in sorted(commands().values(), key=lambda command: command.order):
        sub = subparsers.add_parser(
            command.name,
            help=command.help,
            description=command.help[:1].upper() + command.help[1:] + ".",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.arguments(sub)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: that of the process); returns the exit code."""
    started = STARTED if argv is None else time.monotonic()
    try:
        arguments = build_parser().parse_args(argv, Namespace(started=started))
        return _run(commands()[arguments.command], arguments)
    except EaselError as error:
        return _complain(_with_options(error), error.exit_code)
    except KeyboardInterrupt:
        return _complain("Interrupted; nothing was written.", 1)
    except BrokenPipeError:  # the reader of our output has gone, as `easel inspect m.zip | head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError:
        return _complain("The memory of this computer was not enough. Use a smaller table or close other programs.", 1)
    except Exception as error:
        return _complain(_unexpected(error), 1)
    finally:
        if argv is None:  # all is said: a Ctrl-C that comes now must not end in a traceback
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(command: Command, arguments: Namespace) -> int:
    code = command.run(arguments)
    sys.stdout.flush()
    return code


def _with_options(error: EaselError) -> str:
    """The sentence of an error, with the options that mend it."""
    remedies = error.remedies if isinstance(error, InputError) else {}
    options = [_option(name, value) for name, values in remedies.items() for value in values]
    return f"{str(error).removesuffix('.')} ({' or '.join(options)})." if options else str(error)


def _option(name: str, value: Any) -> str:
    option = f"--{name.replace('_', '-')}"
    if isinstance(value, bool):
        return option if value else f"without {option}"
    return f"{option} {value}"


def _complain(sentence: str, code: int) -> int:
    print(f"easel: {sentence}", file=sys.stderr)
    return code


def _unexpected(error: Exception) -> str:
    """The sentence for an error that nobody foresaw; its traceback goes to a log file."""
    import tempfile
    import traceback
    from pathlib import Path

    from app.settings import settings

    what = f"Something unexpected happened ({type(error).__name__})."
    try:
        folder = settings().home / "logs"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, InputError):
        folder = Path(tempfile.gettempdir())
    log = folder / f"easel-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    try:
        log.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return f"{what} No log could be written to {folder}."
    return f"{what} The details are in {log}."


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("easel-studio")
    except PackageNotFoundError:
        return "of an unknown version (not installed as a package)"


if __name__ == "__main__":
    sys.exit(main())
