"""Makes the table of docs/benchmarks.md about the queue: python -m benchmarks.queue.report [results ...]"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.automl.report import PAGE, between, markdown_table

RESULTS = Path(__file__).parent / "results"
HEAD = ["database", "jobs", "workers", "each done once", "ms a job", "claim to end, ms", "a page, ms: quiet"]
HEAD += ["while jobs run", "at most", "pages drawn", "load by others"]


def main() -> None:
    """Puts the table between the markers of the page, and leaves the rest of it alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queue.report", description=__doc__)
    parser.add_argument("results", nargs="*", type=Path, default=sorted(RESULTS.glob("20*.jsonl")))
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    lines = [json.loads(text) for path in options.results for text in path.read_text().splitlines()]
    options.page.write_text(between(options.page.read_text(), "queue", section(lines)))


def section(lines: Sequence[Mapping[str, Any]]) -> str:
    """When and where, then a row for every run."""
    dates = sorted({line["date"] for line in lines})
    machines = sorted({line["machine"] for line in lines})
    measured = f"Measured {dates[0]}{'' if len(dates) == 1 else ' to ' + dates[-1]} on {'; '.join(machines)}."
    return f"{measured}\n\n{markdown_table(HEAD, [_row(line) for line in lines])}"


def _row(line: Mapping[str, Any]) -> list[str]:
    once = "yes" if line["done_once"] and line["most_attempts"] == 1 else "no"
    return [
        *(line["database"], f"{line['jobs']:,}", str(line["workers"]), once),
        *(f"{line[name]:.1f}" for name in ("wall_ms_per_job", "claim_to_end_ms_median")),
        *(f"{line[f'page_ms_{name}']:.0f}" for name in ("median_quiet", "median_busy", "worst_busy")),
        *(str(line["pages_drawn"]), f"{line['others']:.1f}"),
    ]


if __name__ == "__main__":
    main()
