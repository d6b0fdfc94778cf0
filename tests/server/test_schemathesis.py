"""The server keeps what its OpenAPI document promises: tried by schemathesis with data that fits and that does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.server.process import served

EXAMPLES = max(15, int(float(os.environ.get("EASEL_SOAK_S", "0"))))  # of each kind, for each address
PHASES = {"tests.server.csv_examples": "examples", "tests.server.csv_rows": "coverage,fuzzing"}  # by what is taught


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize("problem", ["binary", "regression"])
def test_no_request_is_answered_otherwise_than_promised(root, problem):
    program = Path(sys.executable).with_name("schemathesis")
    options = ["--checks", "all", "--max-examples", str(EXAMPLES), "--seed", "1"]
    with served(root / "tests" / "golden" / f"format_1_{problem}.zip", "--workers", "1") as server:
        where = f"http://127.0.0.1:{server.port}/openapi.json"
        for hooks, phases in PHASES.items():
            words = ("--config-file", "tests/server/schemathesis.toml", "run", *options, "--phases", phases, where)
            done = subprocess.run(
                [program, *words],
                cwd=root,
                env={**os.environ, "PYTHONPATH": str(root), "SCHEMATHESIS_HOOKS": hooks},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-2_000:]
            assert "4 selected / 4 total" in done.stdout
