"""The memory of a server stays flat, however long it is asked."""

from __future__ import annotations

import os

import pytest

from benchmarks.server.client import drive, http_request
from benchmarks.server.process import served
from benchmarks.server.rows import drawn_rows, json_body

SOAK_S = float(os.environ.get("EASEL_SOAK_S", "6"))
PARTS = 6
WARM_S = 5.0
ROOM_MB = 20.0  # what caches of bounded size and the heap of the second thread may still take


@pytest.mark.slow
@pytest.mark.soak
def test_memory_stays_flat(bundle):
    rows = drawn_rows(bundle, 4_000)
    for number, row in enumerate(rows):
        row["label"] = f"text {number} " * 20  # new texts all the time
    requests = [http_request(json_body([row])) for row in rows]
    requests += [http_request(json_body(rows[start : start + 100])) for start in range(0, 1000, 100)]
    with served(bundle, "--workers", "1") as server:
        drive(server.port, requests, WARM_S, 12)
        memory = [server.memory_mb()]
        for _ in range(PARTS):
            load = drive(server.port, requests, SOAK_S / PARTS, 12)
            assert set(load.statuses) <= {200, 503}
            memory.append(server.memory_mb())
        assert server.stop() == 0
    print(*map(round, memory), "MB")
    assert max(memory) - memory[0] < ROOM_MB, memory
