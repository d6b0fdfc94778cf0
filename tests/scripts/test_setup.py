"""The set-up names what is missing in one sentence, before anything is made or fetched."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = ("sh", "dirname", "date", "printf", "grep", "touch", "rm")


@pytest.fixture
def place(tmp_path: Path, root: Path) -> Path:
    """A folder with the set-up script and a PATH of its own, on which no Python is found yet."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(root / "scripts" / "setup.sh", tmp_path / "scripts")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, f"this machine has no {tool}"
        (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def put_python(place: Path, name: str, fails_on: str = "nothing at all", version: str = "3.12.1") -> None:
    """Puts a stand-in for a Python on the PATH: it fails on programs that contain `fails_on`."""
    program = place / "bin" / name
    program.write_text(f'#!/bin/sh\ncase "$2" in *"{fails_on}"*) exit 1 ;; *print*) echo {version} ;; esac\n')
    program.chmod(0o755)


def set_up(place: Path, *arguments: str) -> str:
    """Runs the set-up, which must refuse; gives the sentence it refuses with."""
    done = subprocess.run(
        ["sh", "scripts/setup.sh", *arguments],
        cwd=place,
        env={**os.environ, "PATH": str(place / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert not (place / ".venv").exists()
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_no_python(place: Path) -> None:
    sentence = set_up(place)
    assert "no Python was found" in sentence
    assert "3.11" in sentence


def test_a_python_that_is_too_old(place: Path) -> None:
    put_python(place, "python3", fails_on="version_info < ", version="3.9.2")
    sentence = set_up(place)
    assert "python3 is Python 3.9.2" in sentence
    assert "make run PYTHON=" in sentence


def test_no_venv_module(place: Path) -> None:
    put_python(place, "python3", fails_on="import venv")
    assert "its venv module is missing" in set_up(place)


def test_a_python_with_venv_is_preferred_to_one_without(place: Path) -> None:
    put_python(place, "python3.11", fails_on="import venv")
    put_python(place, "python3.12", fails_on="libgomp")
    assert "libgomp.so.1 is missing" in set_up(place)


def test_no_openmp_library(place: Path) -> None:
    put_python(place, "python3", fails_on="libgomp")
    sentence = set_up(place)
    assert "libgomp.so.1 is missing" in sentence
    assert "libgomp1" in sentence


def test_a_named_python_that_is_not_there(place: Path) -> None:
    put_python(place, "python3")
    assert "python9 does not run" in set_up(place, "python9")
