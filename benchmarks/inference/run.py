"""Single rows and whole files of Easel and its peers, on models of the same tables, split and budget; one JSON line a
run. See README.md."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from benchmarks.automl import systems
from benchmarks.automl.runs import RESAMPLES, Benchmark, Line, answered, head_of, parts_of
from benchmarks.inference.repeated import repeat_rows
from benchmarks.tables import Case

TABLES = (
    *("telco_churn", "bank_marketing", "adult_income", "german_credit", "titanic"),
    *("obesity", "vehicle", "letter", "kc_house", "bike_hourly", "diamonds", "ames_housing"),
)
SYSTEMS = ("easel", "easel_fast", "flaml", "autogluon_medium", "mljar", "h2o")
DRIVER = Path(__file__).parent / "drive.py"
RESULTS = Path(__file__).parent / "results"
SLOWEST = 1_000  # rows a second: no peer is slower


def run(system: systems.System, case: Case, options: argparse.Namespace) -> Line:
    """One line of results."""
    systems.install(system, options.peers)
    parts = parts_of(case)
    big = parts / f"repeated-{options.rows}.csv"
    n_rows = repeat_rows(parts / "test.csv", case.target, big, options.rows)
    head = head_of(system, case, options) | {"load_at_start": round(os.getloadavg()[0], 2)}

    def command(request: Path) -> list[str]:
        return [str(system.python(options.peers)), str(DRIVER), system.driver, str(request)]

    more = {"big": str(big.resolve()), "big_rows": n_rows}
    found = answered(system, case, options, command, options.budget + n_rows / SLOWEST, more.items())
    return head | {name: value for name, value in found.items() if name != RESAMPLES}


BENCHMARK = Benchmark("benchmarks.inference.run", __doc__, TABLES, SYSTEMS, RESULTS, run)


def main() -> None:
    """Runs what is asked for."""
    parser = BENCHMARK.parser()
    parser.add_argument("--rows", type=int, default=200_000, help="of the file to predict; default 200000")
    BENCHMARK.run_all(parser.parse_args())


if __name__ == "__main__":
    main()
