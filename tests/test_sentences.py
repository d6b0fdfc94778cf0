"""What is refused below the app is told in words that fit a page, a command line and a program."""

import ast
import re
from pathlib import Path

import pytest

OPTION = re.compile(r"(?<![\w-])--[a-z]")
OF_COMMANDS = "inference/server"  # what is refused there is refused to the command that starts it


def options_in(source: str) -> list[int]:
    """The lines of the `raise` statements whose words name an option of a command line."""
    raised = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Raise)]
    words = [(node.lineno, one.value) for node in raised for one in ast.walk(node) if isinstance(one, ast.Constant)]
    return [line for line, value in words if isinstance(value, str) and OPTION.search(value)]


@pytest.mark.parametrize("floor", ["datasets", "inference", "automl"])
def test_no_refusal_below_the_app_names_an_option(root: Path, floor: str) -> None:
    files = [file.relative_to(root) for file in (root / floor).rglob("*.py")]
    mine = [file for file in files if not file.as_posix().startswith(OF_COMMANDS)]
    assert mine
    assert [f"{file}:{line}" for file in mine for line in options_in((root / file).read_text("utf-8"))] == []


def test_an_option_in_a_refusal_is_found() -> None:
    assert options_in('raise InputError(f"{why} Allow it (--allow-missing).", remedies={})') == [1]
    assert options_in('raise InputError("Nothing -- or so.")') == []
