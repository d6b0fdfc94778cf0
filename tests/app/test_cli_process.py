"""The command `easel build` as a process: interrupted once, twice, and left to its budget."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.app.people import people_csv


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with people.csv."""
    (tmp_path / "people.csv").write_bytes(people_csv())
    return tmp_path


def start(arguments: Sequence[str], python: str, root: Path, folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.Popen(
        [python, "-m", "app.cli", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_first_interrupt_keeps_the_best(python: str, root: Path, folder: Path) -> None:
    arguments = ["build", "people.csv", "--target", "left", "--budget", "10m", "--out", "stopped.zip", "--json"]
    process = start(arguments, python, root, folder)
    assert process.stderr is not None
    for line in process.stderr:
        if "best ROC AUC" in line:
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "Stopping, and keeping the best so far." in err
    assert json.loads(out)["stopped_by"] == "you"
    assert (folder / "stopped.zip").is_file()


@pytest.mark.slow
@pytest.mark.alone
def test_the_second_interrupt_gives_up(python: str, root: Path, folder: Path) -> None:
    process = start(["build", "people.csv", "--target", "left", "--out", "given-up.zip"], python, root, folder)
    assert process.stderr is not None
    for line in process.stderr:
        if "Baseline" in line:
            break
    process.send_signal(signal.SIGINT)
    for line in process.stderr:
        if "Stopping" in line:
            break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Interrupted; nothing was written." in err
    assert not (folder / "given-up.zip").exists()


@pytest.mark.slow
@pytest.mark.alone
def test_the_budget_holds_for_the_whole_process(python: str, root: Path, folder: Path) -> None:
    started = time.monotonic()
    process = start(["build", "people.csv", "--target", "left", "--budget", "20s", "--json"], python, root, folder)
    out, err = process.communicate(timeout=60)
    took = time.monotonic() - started
    assert process.returncode == 0, err
    assert took <= 23
    assert json.loads(out)["seconds"] <= took
