"""Makes the table of docs/benchmarks.md about interactions: python -m benchmarks.interactions.report [results ...]"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.automl.report import PAGE, between, markdown_table

RESULTS = Path(__file__).parent / "results"
MODES = {"quiet": "nothing else runs", "build": "a build runs"}
Line = Mapping[str, Any]


def main() -> None:
    """Puts the newest line of every table, mode and interaction between the markers of the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interactions.report", description=__doc__)
    parser.add_argument("results", nargs="*", type=Path, default=sorted(RESULTS.glob("20*.jsonl")))
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    lines = [json.loads(text) for path in options.results for text in path.read_text().splitlines()]
    options.page.write_text(between(options.page.read_text(), "interactions", section(lines)))


def section(lines: Sequence[Line]) -> str:
    """One table: a row an interaction, two columns (median, 95 %) a table and mode."""
    newest = {(line["table"], line["mode"], line["interaction"]): line for line in lines}
    runs = list(dict.fromkeys((table, mode) for table, mode, _ in newest))
    rows = {line["interaction"]: line["title"] for line in newest.values()}
    said = {table: f"{line['rows']:,} rows" for (table, _, _), line in newest.items()}
    head = ["ms, median / 95 %", *(f"{table} ({said[table]}), {MODES[mode]}" for table, mode in runs)]
    body = [[title, *(_cell(newest.get((*run, name))) for run in runs)] for name, title in rows.items()]
    body.append(["**All ten**", *(_middle([line for key, line in newest.items() if key[:2] == run]) for run in runs)])
    some = next(iter(newest.values()))
    dates = sorted({line["date"] for line in newest.values()})
    times = sorted({line["times"] for line in newest.values()})
    when = f"Measured {dates[0]}{'' if len(dates) == 1 else ' to ' + dates[-1]} on {some['machine']}"
    often = " to ".join(map(str, dict.fromkeys((times[0], times[-1]))))
    return f"{when}, each {often} times.\n\n{markdown_table(head, body)}"


def _cell(line: Line | None) -> str:
    if line is None:
        return ""
    shown = f"{line['answered_ms_median']:,} / {line['answered_ms_p95']:,}"
    if "first_paint_ms_median" in line:
        return f"{shown} (first paint {line['first_paint_ms_median']:,} / {line['first_paint_ms_p95']:,})"
    return shown


def _middle(lines: Sequence[Line]) -> str:
    """The middle of the medians, and the largest 95 % of all interactions within the app."""
    inside = [line for line in lines if "first_paint_ms_median" not in line]
    if not inside:
        return ""
    worst = max(line["answered_ms_p95"] for line in inside)
    return f"**{median(line['answered_ms_median'] for line in inside):,.0f}** / at most {worst:,}"


if __name__ == "__main__":
    main()
