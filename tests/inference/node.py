"""JavaScript in a test: a Node process that holds inference/page/easel.js and answers questions about it."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from inference.page.runtime import FOLDER as WEB

EASEL = WEB.parent / "easel.js"
NODE = Path(__file__).parents[2] / "build" / "onnxruntime-node"
NODE_PACKAGE = "onnxruntime-node@1.30.0"
NPM_S = 300
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


def web_runtime() -> Path:
    """The folder of ONNX Runtime Web; skips with a sentence where set-up could not fetch it."""
    if not (WEB / "ort.mjs").is_file():
        pytest.skip("ONNX Runtime Web is not there; with npm and the network: python scripts/web_runtime.py")
    return WEB


def node_runtime() -> Path:
    """The folder of onnxruntime-node, which npm installs when it is first asked for; skips with a sentence where it
    does not. Without its scripts, which would fetch what only graphics cards need."""
    if not (NODE / "node_modules" / "onnxruntime-node").is_dir():
        NODE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--ignore-scripts", "--prefix", str(NODE), NODE_PACKAGE]
        without = {**os.environ, "ONNXRUNTIME_NODE_INSTALL_CUDA": "skip"}
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=NPM_S, env=without)
        except (subprocess.SubprocessError, OSError):
            pytest.skip(f"npm did not give {NODE_PACKAGE}; tests of it need npm and the network.")
    return NODE


RUNTIMES = {"web": web_runtime, "node": node_runtime}


@contextmanager
def node(runtime: str | None = None) -> Iterator[Node]:
    """A running process, with the runtime of that name where one is needed; skips with a sentence without Node."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("There is no node; tests of JavaScript need it (Debian: apt-get install nodejs).")
    folder = WEB if runtime is None else RUNTIMES[runtime]()
    command = [program, str(DRIVER), str(EASEL), str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Node(process)
        finally:
            process.kill()
