"""What every subcommand of `easel` must keep."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser

import pytest

from app.cli import build_parser, commands
from app.command import Command

ALL = commands()
HEAVY = "{'pandas', 'sklearn', 'lightgbm', 'streamlit', 'sqlalchemy', 'duckdb', 'pyarrow', 'onnxruntime'}"


@pytest.mark.parametrize("command", ALL.values(), ids=lambda command: command.name)
def test_a_command_explains_itself(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    command.arguments(parser)
    assert all(action.help for action in parser._actions)
    with pytest.raises(SystemExit) as end:
        build_parser().parse_args([command.name, "--help"])
    assert end.value.code == 0
    assert command.help in capsys.readouterr().out.lower().replace("\n", " ")


def test_orders_differ() -> None:
    assert len({command.order for command in ALL.values()}) == len(ALL)


def test_asking_for_help_loads_nothing_heavy() -> None:
    code = f"import sys; from app.cli import build_parser; build_parser(); print({HEAVY} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"
