"""Imports and profiles a large CSV file, and lets others read the same one: python -m benchmarks.data.run --mb 1000.

Every step is a process of its own; printed are its seconds by the clock and of the processor, and its peak memory: all
of it, and without what is mapped from files, which the system takes back when it needs room.
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


def main() -> None:
    """Makes the file and runs every step on it; --ydata names a Python in which ydata-profiling is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=1000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--ydata", metavar="PYTHON")
    options = parser.parse_args()
    csv = options.folder / f"easel-bench-{options.mb}.csv"
    n_rows = make(csv, options.mb)
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        places = {"csv": str(csv), "arrow": f"{scratch}/table.arrow", "parquet": f"{scratch}/table.parquet"}
        pythons = {"Easel": sys.executable, "ydata": options.ydata}
        print(f"{csv.stat().st_size / 1e6:,.0f} MB, {n_rows:,} rows, load {psutil.getloadavg()[0]:.1f} at the start\n")
        print("| step | seconds | of processor | peak MB | of it private |\n| --- | ---: | ---: | ---: | ---: |")
        for name, (code, place) in STEPS.items():
            python = pythons[place]
            if python:
                print(f"| {name} | {measured(code.format(**places), Path(scratch), python)} |", flush=True)


def measured(code: str, scratch: Path, python: str = sys.executable) -> str:
    """The cells of one row of the table. The code runs from a file, as programs do (DuckDB draws a bar elsewhere)."""
    script = scratch / "step.py"
    script.write_text(f"{code}\nimport os\nt = os.times()\nprint(t.user + t.system)\n", encoding="utf-8")
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    began = time.perf_counter()
    process = subprocess.Popen([python, str(script)], stdout=subprocess.PIPE, text=True, env=environ)
    peaks = [0, 0]
    watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), peaks), daemon=True)
    watcher.start()
    out, _ = process.communicate()
    seconds = time.perf_counter() - began
    watcher.join()
    if process.returncode:
        return f"ended with {process.returncode} | | | "
    whole, private = (peak / 1e6 for peak in peaks)
    return f"{seconds:.1f} | {float(out):.1f} | {whole:,.0f} | {private:,.0f}"


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
