"""Free memory goes back to the system, and a booster of a large table lets go of what it was trained on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from automl.algorithms import ALL, _lightgbm
from automl.allocators import LARGE_CELLS, give_back, keep_little
from automl.contracts import FitRequest, Target

STATM = Path("/proc/self/statm")
HELD = """
import sys
import numpy as np
from pathlib import Path
from automl.allocators import give_back

def pages():
    return int(Path("/proc/self/statm").read_text().split()[1])

held = [np.ones(10_000) for _ in range(3_000)]
last = held[-1]
del held
before = pages()
give_back(int(sys.argv[1]))
print(before - pages())
"""


@pytest.mark.skipif(not STATM.exists(), reason="this system does not say how much memory a process holds")
@pytest.mark.parametrize(("cells", "gives"), [(LARGE_CELLS, True), (LARGE_CELLS - 1, False)])
def test_free_memory_below_what_is_in_use_goes_back_after_large_work(cells, gives):
    environment = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "1000000"}
    command = [sys.executable, "-c", HELD, str(cells)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert (int(done.stdout) * os.sysconf("SC_PAGE_SIZE") > 200_000_000) is gives


def test_giving_back_leaves_what_is_in_use():
    kept = pa.array(np.arange(1000))
    give_back(LARGE_CELLS)
    assert kept.to_pylist() == list(range(1000))


def test_what_the_environment_says_of_mimalloc_stands(monkeypatch):
    monkeypatch.setenv("MIMALLOC_PURGE_DELAY", "100")
    keep_little()
    assert os.environ["MIMALLOC_PURGE_DELAY"] == "100"
    monkeypatch.delenv("MIMALLOC_PURGE_DELAY")
    keep_little()
    assert os.environ["MIMALLOC_PURGE_DELAY"] == "0"


def test_a_booster_read_anew_answers_the_same(monkeypatch):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 4)).astype(np.float32)
    y = (X[:, 0] > 0).astype(np.int64)

    def answers():
        request = FitRequest(
            X=X[:300],
            y=y[:300],
            target=Target("binary", y[:300], ("no", "yes")),
            settings={"rounds": 20},
            seed=1,
            threads=1,
            X_valid=X[300:],
            y_valid=y[300:],
        )
        model = ALL["lightgbm"].fit(request)
        return model, model.scores(X)

    usual, before = answers()
    monkeypatch.setattr(_lightgbm, "LARGE_CELLS", 1)
    released, after = answers()
    assert usual.booster.train_set is not None
    assert getattr(released.booster, "train_set", None) is None
    assert np.array_equal(before, after)
    assert np.array_equal(usual.trees.threshold, released.trees.threshold)
