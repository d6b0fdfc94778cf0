"""Makes the tables of docs/benchmarks.md about predicting: python -m benchmarks.inference.report [results ...]"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.automl.report import PAGE, between, markdown_table
from benchmarks.automl.standings import Line, by_table
from datasets.wording import plural

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Puts a section for every budget between the markers of the page, and leaves the rest of it alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inference.report", description=__doc__)
    parser.add_argument("results", nargs="*", type=Path, default=sorted(RESULTS.glob("20*.jsonl")))
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    lines = [json.loads(text) for path in options.results for text in path.read_text().splitlines()]
    text = "\n\n".join(section(lines, budget) for budget in sorted({line["budget_s"] for line in lines}))
    options.page.write_text(between(options.page.read_text(), "inference", text))


def section(lines: Sequence[Line], budget_s: float) -> str:
    """The medians, then single rows, files and scores by table, at one budget."""
    chosen = [line for line in lines if line["budget_s"] == budget_s]
    tables = by_table(lines, budget_s)
    names = list(dict.fromkeys(line["system"] for line in chosen))
    versions = {name: number for line in chosen for name, number in line.get("versions", {}).items()}
    dates, machine = sorted({line["date"] for line in chosen}), chosen[0]["machine"]
    measured = f"Measured {dates[0]}{'' if len(dates) == 1 else ' to ' + dates[-1]} on {machine}."
    parts = [
        f"### Models of {budget_s:g} seconds, {plural(len(tables), 'table')}",
        f"{measured} {', '.join(f'{name} {number}' for name, number in versions.items())}.",
        _medians(chosen, names),
        "Milliseconds a row, one row at a time (median; the best is bold):",
        _by_table(tables, names, "p50_ms", lambda value: f"{value:,.2f}", min),
        "Rows a second, from file to file:",
        _by_table(tables, names, "file_rows_per_s", lambda value: f"{value:,.0f}", max),
        "Scores on rows that no system has seen, of these very models:",
        _by_table(tables, names, "score", lambda value: f"{value:,.4f}", None),
        *_fast_beside_balanced(tables),
    ]
    return "\n\n".join(parts)


def _fast_beside_balanced(tables: dict[str, dict[str, Line]]) -> list[str]:
    """What the *fast* quality gives and takes: the rate of the ONNX session alone, and the loss; nothing where it was
    not measured."""
    rows, ratios, more = [], [], []
    for table, runs in tables.items():
        slow, quick = runs.get("easel", {}), runs.get("easel_fast", {})
        if "session_rows_per_s" in slow and "session_rows_per_s" in quick:
            rates = (slow["session_rows_per_s"], quick["session_rows_per_s"])
            ratios.append(rates[1] / rates[0])
            more.append(quick["loss"] / slow["loss"] - 1)
            rows.append([table, *(f"{rate:,.0f}" for rate in rates), f"{ratios[-1]:.1f}", f"{more[-1]:+.1%}"])
    if not rows:
        return []
    rows.append(["median", "", "", f"{median(ratios):.1f}", f"{median(more):+.1%}"])
    head = ["table", "balanced, rows a second", "fast, rows a second", "times", "more loss"]
    said = "What *fast* gives and takes: the ONNX session alone over ready tensors, on all cores, and the loss:"
    return [said, markdown_table(head, rows)]


def _medians(lines: Sequence[Line], names: Sequence[str]) -> str:
    rows = []
    for name in names:
        runs = [line for line in lines if line["system"] == name and "error" not in line]
        if runs:
            middle = (median(run[key] for run in runs) for key in ("p50_ms", "p99_ms", "file_rows_per_s", "peak_mb"))
            single, late, rate, peak = middle
            calls = sorted({run["single_calls"] for run in runs})
            said = f"{calls[0]:,}" if len(calls) == 1 else f"{calls[0]:,} to {calls[-1]:,}"
            rows.append(
                [name, str(len(runs)), f"{single:.2f}", f"{late:.2f}", f"5 x {said}", f"{rate:,.0f}", f"{peak:,.0f}"]
            )
    return markdown_table(["system (medians)", "tables", "ms a row", "99 %", "calls", "rows a second", "peak MB"], rows)


def _by_table(
    tables: dict[str, dict[str, Line]],
    names: Sequence[str],
    key: str,
    shown: Callable[[float], str],
    best: Callable[[list[float]], float] | None,
) -> str:
    rows = []
    for table, runs in tables.items():
        values = [run[key] for run in runs.values() if key in run]
        ahead = best(values) if best is not None and values else None
        cells = []
        for name in names:
            run = runs.get(name)
            text = "" if run is None else "failed" if key not in run else shown(run[key])
            cells.append(f"**{text}**" if run is not None and ahead is not None and run.get(key) == ahead else text)
        rows.append([table, *cells])
    return markdown_table(["table", *names], rows)


if __name__ == "__main__":
    main()
