"""Imports and profiles a large CSV file, and lets others read the same one: python -m benchmarks.data.run --mb 1000.

Every step is a process of its own; printed are its seconds by the clock and of the processor, and its peak memory: all
of it, and without what is mapped from files, which the system takes back when it needs room. With --times 3 all steps
run three times, one after the other, and the medians are printed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil

from benchmarks.data.made import make

STEPS = {
    "Easel: import": (
        "from datasets.read import read; table = read({csv!r}); table.fingerprint; table.save({arrow!r})",
        "Easel",
    ),
    "Easel: profile": (
        "from datasets.table import Table; from datasets.profile import profile; profile(Table.load({arrow!r}))",
        "Easel",
    ),
    "DuckDB: COPY to Parquet": (
        "import duckdb; duckdb.execute(\"copy (from read_csv('{csv}')) to '{parquet}' (format parquet)\")",
        "Easel",
    ),
    "pandas: read_csv": ("import pandas; pandas.read_csv({csv!r})", "Easel"),
    "ydata-profiling (minimal)": (
        "import pandas; from ydata_profiling import ProfileReport; "
        "ProfileReport(pandas.read_csv({csv!r}), minimal=True, progress_bar=False).get_description()",
        "ydata",
    ),
}
EVERY_S = 0.05
# Every module that some step loads, those loaded late included.
IMPORTS = "import pandas, duckdb, datasets.read, datasets.profile, datasets.findings"
HEAD = "| step | seconds | of processor | peak MB | of it private |\n| --- | ---: | ---: | ---: | ---: |"


class Measured(NamedTuple):
    """Seconds by the clock and of the processor, and the highest memory in MB: all, and what is the process's own."""

    seconds: float
    of_processor: float
    peak: float
    private: float


def main() -> None:
    """Makes the file and runs every step on it; --ydata names a Python in which ydata-profiling is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--ydata", metavar="PYTHON")
    parser.add_argument("--times", type=int, default=1)
    options = parser.parse_args()
    csv = options.folder / f"easel-bench-{options.mb}.csv"
    n_rows = make(csv, options.mb)
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        places = {"csv": str(csv), "arrow": f"{scratch}/table.arrow", "parquet": f"{scratch}/table.parquet"}
        pythons = {"Easel": sys.executable, "ydata": options.ydata}
        print(f"{csv.stat().st_size / 1e6:,.0f} MB, {n_rows:,} rows, load {psutil.getloadavg()[0]:.1f} at the start\n")
        found: dict[str, list[Measured | None]] = {name: [] for name, (_, place) in STEPS.items() if pythons[place]}
        for _ in range(options.times):
            for name, results in found.items():
                code, place = STEPS[name]
                results.append(measured(code.format(**places), Path(scratch), pythons[place] or sys.executable))
    print(HEAD)
    for name, results in found.items():
        print(f"| {name} | {cells_of(results)} |")


def measured(code: str, scratch: Path, python: str = sys.executable) -> Measured | None:
    """One run; None when it failed. The code runs from a file, as programs do (DuckDB draws a bar elsewhere), after a
    run of its imports, so that Python has everything compiled, as where a program has run before, and after what the
    steps before it wrote is on disk, which would hold up its own writing."""
    script, compiled = scratch / "step.py", scratch / "compiled"
    script.write_text(f"{code}\nimport os\nt = os.times()\nprint(t.user + t.system)\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ = {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONPYCACHEPREFIX": str(compiled)}
    subprocess.run([python, "-c", IMPORTS], env=environ, check=False, capture_output=True)
    os.sync()
    began = time.perf_counter()
    process = subprocess.Popen([python, str(script)], stdout=subprocess.PIPE, text=True, env=environ)
    peaks = [0, 0]
    watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), peaks), daemon=True)
    watcher.start()
    out, _ = process.communicate()
    seconds = time.perf_counter() - began
    watcher.join()
    if process.returncode:
        return None
    return Measured(seconds, float(out), *(peak / 1e6 for peak in peaks))


def cells_of(results: list[Measured | None]) -> str:
    """The medians of the runs as the cells of one row of the table."""
    done = [result for result in results if result is not None]
    if len(done) < len(results):
        return f"failed {len(results) - len(done)} of {len(results)} times | | | "
    middle = Measured(*(median(values) for values in zip(*done, strict=True)))
    return f"{middle.seconds:.1f} | {middle.of_processor:.1f} | {middle.peak:,.0f} | {middle.private:,.0f}"


def _watch(process: psutil.Process, peaks: list[int]) -> None:
    try:
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            memory = process.memory_info()
            mapped = getattr(memory, "shared", 0)
            peaks[:] = max(peaks[0], memory.rss), max(peaks[1], memory.rss - mapped)
            time.sleep(EVERY_S)
    except psutil.NoSuchProcess:
        pass


if __name__ == "__main__":
    main()
