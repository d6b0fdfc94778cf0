"""JavaScript in a test: a Node process that holds inference/page/easel.js and answers questions about it."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inference.page.runtime import FOLDER as RUNTIME

EASEL = RUNTIME.parent / "easel.js"
DRIVER = Path(__file__).with_name("javascript.mjs")


class JavaScriptError(Exception):
    """What easel.js refused, with its sentence."""


class Node:
    """`ask(task, argument)` of javascript.mjs; floats, NaN and seconds come back as Python has them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, task: str, argument: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({task: argument}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "node ended"
        answer = json.loads(line, object_hook=_python)
        if "error" in answer:
            raise JavaScriptError(answer["error"])
        return answer.get("value")


def _python(found: dict[str, Any]) -> Any:
    if found == {"nan": True}:
        return math.nan
    return int(found["bigint"]) if set(found) == {"bigint"} else found


@contextmanager
def node(runtime: bool = False) -> Iterator[Node]:
    """A running process; skips with a sentence without Node, or where `runtime` is wanted and not there."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("There is no node; tests of JavaScript need it (Debian: apt-get install nodejs).")
    if runtime and not (RUNTIME / "ort.mjs").is_file():
        pytest.skip("ONNX Runtime Web is not there; with npm and the network: python scripts/web_runtime.py")
    command = [program, str(DRIVER), str(EASEL), str(RUNTIME)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Node(process)
        finally:
            process.kill()
