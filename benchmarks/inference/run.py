"""Single rows and whole files of Easel and its peers, on models of the same tables, split and budget; one JSON line a
run. See README.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.automl import systems
from benchmarks.automl.run import WORKSPACE, drive, finished, judged
from benchmarks.inference.repeated import repeat_rows
from benchmarks.tables import Case, catalogue, split

TABLES = (
    *("telco_churn", "bank_marketing", "adult_income", "german_credit", "titanic"),
    *("obesity", "vehicle", "letter", "kc_house", "bike_hourly", "diamonds", "ames_housing"),
)
SYSTEMS = ("easel", "easel_fast", "flaml", "autogluon_medium", "mljar", "h2o")
DRIVER = Path(__file__).parent / "drive.py"
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Runs every system on every table named that does not stand in the results yet, table by table."""
    options = _options()
    cases = catalogue()
    unknown = [name for name in options.tables if name not in cases]
    if unknown:
        sys.exit(f"There is no table {', '.join(unknown)} in the catalogue. The tables are: {', '.join(cases)}.")
    out = options.out or RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-{options.budget:g}s.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    done = finished(out, options.budget)
    for table in options.tables:
        for name in options.systems:
            if (table, name) not in done:
                line = run(systems.ALL[name], cases[table], options)
                with out.open("a") as file:
                    file.write(json.dumps(line) + "\n")
                print(json.dumps(line), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inference.run", description=__doc__)
    parser.add_argument("tables", nargs="*", default=TABLES, help="tables of the catalogue; default: the twelve")
    names = [name for name in systems.ALL if name != "linear"]
    parser.add_argument("--systems", type=_names(names), default=SYSTEMS, help=f"with commas: {','.join(names)}")
    parser.add_argument("--budget", type=float, default=60, help="seconds of a build; default 60")
    parser.add_argument("--rows", type=int, default=200_000, help="of the file to predict; default 200000")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="default: every core")
    parser.add_argument("--out", type=Path, help="results; default benchmarks/inference/results/DATE-BUDGETs.jsonl")
    parser.add_argument("--peers", type=Path, default=WORKSPACE / "peers", help="where the peers are installed")
    return parser.parse_args()


def _names(known: list[str]) -> Any:
    def named(text: str) -> list[str]:
        names = text.split(",")
        if unknown := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(f"there is no system {', '.join(unknown)}; they are {', '.join(known)}")
        return names

    return named


def run(system: systems.System, case: Case, options: argparse.Namespace) -> dict[str, Any]:
    """One line of results; what went wrong is a line too."""
    systems.install(system, options.peers)
    parts = WORKSPACE / "splits" / case.name
    if not (parts / "test.csv").exists():
        split(case, parts)
    big = parts / f"repeated-{options.rows}.csv"
    n_rows = repeat_rows(parts / "test.csv", case.target, big, options.rows)
    line: dict[str, Any] = {"table": case.name, "system": system.name, "budget_s": options.budget}
    line |= {"metric": case.metric, "date": f"{datetime.now(UTC):%Y-%m-%d}"}
    line |= {"machine": f"{platform.machine()}, {options.threads} threads, Python {platform.python_version()}"}
    line |= {"load_at_start": round(os.getloadavg()[0], 2)}
    with tempfile.TemporaryDirectory() as folder:
        request = Path(folder) / "request.json"
        said: dict[str, Any] = {}
        said |= {"train": str((parts / "train.csv").resolve()), "test": str((parts / "test.csv").resolve())}
        said |= {"target": case.target, "problem": case.problem, "preset": system.preset, "folder": folder}
        said |= {"big": str(big.resolve()), "big_rows": n_rows}
        request.write_text(json.dumps(said | {"budget_s": options.budget, "threads": options.threads}))
        command = [str(system.python(options.peers)), str(DRIVER), system.driver, str(request)]
        ended = drive(command, options.budget + n_rows / 1_000)  # no peer is slower than a thousand rows a second
        if "error" in ended:
            return line | ended
        scored = judged(case, parts / "test.csv", Path(folder))
        return line | ended | {name: value for name, value in scored.items() if name != "resampled_losses"}


if __name__ == "__main__":
    main()
