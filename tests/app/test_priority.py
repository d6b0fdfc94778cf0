"""A worker that gives way is put back, with all that it starts; others are not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.commands.app import worker_commands
from app.jobs.priority import AUTOGROUP, STEPS

SAYING = "import os, subprocess, sys; from app.jobs.priority import give_way; give_way(); print(os.nice(0))"
CHILD = "; subprocess.run([sys.executable, '-c', 'import os; print(os.nice(0))'], check=True)"
GROUP = f"; print(open('{AUTOGROUP}').read())"

pytestmark = pytest.mark.skipif(not hasattr(os, "nice"), reason="This system has no niceness.")


def said(script: str, *, own_session: bool) -> list[str]:
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-u", "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=root,
        start_new_session=own_session,
    )
    return ran.stdout.split("\n")


def test_the_process_and_what_it_starts_are_put_back() -> None:
    expected = str(min(os.nice(0) + STEPS, 19))
    assert said(SAYING + CHILD, own_session=False)[:2] == [expected, expected]


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="This system does not share the processor between sessions.")
def test_a_session_of_its_own_is_put_back_and_nobody_elses() -> None:
    assert said(SAYING + GROUP, own_session=True)[1].endswith(f"nice {STEPS}")
    before = AUTOGROUP.read_text()
    said(SAYING, own_session=False)
    assert AUTOGROUP.read_text() == before


def test_builds_give_way_and_what_is_short_does_not() -> None:
    builds, short = worker_commands()
    assert builds[-3:] == ["--kinds", "build", "--give-way"]
    assert "--give-way" not in short
