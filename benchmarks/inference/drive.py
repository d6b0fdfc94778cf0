"""Fits a model as benchmarks/automl does, then times single rows and a file to predict: python drive.py DRIVER REQUEST

Runs as a script inside a peer's own environment, so this needs numpy and pandas only.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

DRIVERS = Path(__file__).parents[1] / "automl" / "drivers"
sys.path.insert(0, str(DRIVERS))

PACKAGES = {
    "easel": "easel-studio",
    "autogluon": "autogluon.tabular",
    "flaml": "flaml",
    "h2o": "h2o",
    "mljar": "mljar-supervised",
}
RUNS = 5
CALLS = 1_000
RUN_S = 4.0  # a slow system makes fewer calls a run, but at least LEAST_CALLS
LEAST_CALLS = 20


def main() -> None:
    """Writes answers.npz, result.json and the file of answers into the request's folder."""
    import numpy as np

    name, path = sys.argv[1], Path(sys.argv[2])
    said = json.loads(path.read_text())
    driver: Any = importlib.import_module(f"drive_{name}")
    request = importlib.import_module("_driver").Request(path, name == "easel")
    if name == "h2o":
        driver.start(request)
    began = time.perf_counter()
    model = driver.fit(request)
    result: dict[str, Any] = {"fit_s": round(time.perf_counter() - began, 2)}
    answers = np.asarray(model.answers(request.test), dtype=float)
    np.savez(request.folder / "answers.npz", answers=answers.reshape(len(request.test), -1), classes=model.classes)
    row = request.test.iloc[[0]]
    result |= single_row(lambda: model.one(row))
    big, out = Path(said["big"]), request.folder / "scored.csv"
    predict = FILES.get(name, by_pandas)
    predict(model, _short(big, request.folder / "short.csv"), out)
    began = time.perf_counter()
    predict(model, big, out)
    seconds = time.perf_counter() - began
    result |= {"file_s": round(seconds, 3), "file_rows": said["big_rows"]}
    result |= {"file_rows_per_s": round(said["big_rows"] / seconds), "file_mb": round(big.stat().st_size / 1e6, 1)}
    n_written = _n_lines(out) - 1
    if n_written < said["big_rows"]:
        raise SystemExit(f"The file of answers must have {said['big_rows']} rows; it has {n_written}.")
    if name == "easel":
        result |= session_rate(model.model, big)
    versions = {PACKAGES[name]: metadata.version(PACKAGES[name])}
    (request.folder / "result.json").write_text(
        json.dumps(result | {"versions": versions} | getattr(model, "said", {}))
    )


def single_row(call: Callable[[], object]) -> dict[str, Any]:
    """Milliseconds a call, median and 99th percentile, of the best of RUNS runs (that with the least median)."""
    import numpy as np

    for _ in range(3):
        call()
    began = time.perf_counter()
    call()
    calls = int(min(CALLS, max(LEAST_CALLS, RUN_S / (time.perf_counter() - began))))
    best = (float("inf"), float("inf"))
    for _ in range(RUNS):
        seconds = []
        for _ in range(calls):
            began = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - began)
        middle, late = (float(np.percentile(seconds, q)) for q in (50, 99))
        best = min(best, (middle, late))
    return {"p50_ms": round(1e3 * best[0], 4), "p99_ms": round(1e3 * best[1], 4), "single_calls": calls}


def session_rate(model: Any, big: Path) -> dict[str, Any]:
    """Rows a second of the ONNX session alone over ready tensors, on all cores, the best of three: what the model costs
    in every program, whatever reads and writes the rows."""
    from benchmarks.inference.limits import ready, run_all

    feeds, seconds = ready(model, big), []
    for _ in range(3):
        began = time.perf_counter()
        run_all(model, feeds)
        seconds.append(time.perf_counter() - began)
    n_rows = sum(len(next(iter(feed.values()))) for feed in feeds)
    return {"session_rows_per_s": round(n_rows / min(seconds))}


def by_easel(model: Any, big: Path, out: Path) -> None:
    """Easel's own way."""
    from inference import predict_file

    predict_file(model.model, big, out)


def by_h2o(model: Any, big: Path, out: Path) -> None:
    """The server reads and writes the file itself, as fast as it can."""
    h2o: Any = importlib.import_module("h2o")
    frame = h2o.import_file(
        str(big), col_types={name: kind for name, kind in model.types.items() if name in _head(big)}
    )
    h2o.export_file(frame.cbind(model.leader.predict(frame)), str(out), force=True)


def by_pandas(model: Any, big: Path, out: Path) -> None:
    """Read, answered and written as a data frame, the way each of these libraries documents."""
    import numpy as np
    import pandas as pd

    table = pd.read_csv(big, low_memory=False)
    answers = np.asarray(model.answers(table)).reshape(len(table), -1)
    names = [f"probability_{name}" for name in model.classes] or ["prediction"]
    if model.classes:
        table["prediction"] = np.asarray(model.classes, dtype=object)[answers.argmax(axis=1)]
    for place, name in enumerate(names):
        table[name] = answers[:, place]
    table.to_csv(out, index=False)


FILES: dict[str, Callable[[Any, Path, Path], None]] = {"easel": by_easel, "h2o": by_h2o}


def _head(path: Path) -> list[str]:
    import pandas as pd

    return list(pd.read_csv(path, nrows=0).columns)


def _short(path: Path, short: Path) -> Path:
    """The first rows of a file: libraries are loaded for them, which those that trained here have done already."""
    import pandas as pd

    pd.read_csv(path, nrows=10, dtype=str, keep_default_na=False).to_csv(short, index=False)
    return short


def _n_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


if __name__ == "__main__":
    main()
