"""Easel and its peers on the same splits, cores, budget and metric; one JSON line a run. See README.md."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from benchmarks.automl import systems
from benchmarks.automl.runs import Benchmark, Line, answered, head_of
from benchmarks.tables import Case

TABLES = (
    *("telco_churn", "bank_marketing", "adult_income", "credit_default_taiwan", "german_credit", "hr_attrition"),
    *("stroke", "lending_club", "churn_mlc", "ai4i_maintenance", "titanic"),
    *("vehicle", "letter", "obesity", "diabetes_readmission"),
    *("ames_housing", "kc_house", "diamonds", "bike_hourly", "wine_quality", "melbourne_housing"),
)
RESULTS = Path("benchmarks/automl/results")


def run(system: systems.System, case: Case, options: argparse.Namespace) -> Line:
    """One line of results."""
    systems.install(system, options.peers)
    command = partial(system.command, options.peers)
    return head_of(system, case, options) | answered(system, case, options, command, options.budget)


BENCHMARK = Benchmark("benchmarks.automl.run", __doc__, TABLES, systems.DEFAULT, RESULTS, run)

if __name__ == "__main__":
    BENCHMARK.run_all(BENCHMARK.parser().parse_args())
