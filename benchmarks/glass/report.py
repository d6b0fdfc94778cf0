"""Makes the tables of docs/benchmarks.md about the glass box: python -m benchmarks.glass.report"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.automl.report import PAGE, between, markdown_table
from benchmarks.glass import ready, run
from benchmarks.tables import METRICS

LEVELS = ("80", "90", "95")
ADD_UP = 1e-4  # how far the sum of reasons may lie from the answer
OFF = 0.02  # how far what bands hold may lie from what they promise
READY_S, REASONS_MS = 10.0, 100.0
Line = Mapping[str, Any]


def main() -> None:
    """Puts the tables between the markers of the page, and leaves the rest of it alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.glass.report", description=__doc__)
    parser.add_argument("--results", type=Path, default=run.RESULTS)
    parser.add_argument("--ready", type=Path, default=ready.RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    lines, times = (
        [json.loads(text) for text in path.read_text().splitlines()] for path in (options.results, options.ready)
    )
    options.page.write_text(between(options.page.read_text(), "glass", "\n\n".join((section(lines), timed(times)))))


def section(lines: Sequence[Line]) -> str:
    """What was promised and what was seen, pooled and by table."""
    first = lines[0]
    asked = f"{first['candidates']} candidates" if first["candidates"] else f"{first['budget_s']:g} s"
    said = (
        f"{len(lines)} tables, each built with {asked} from at most {first['most_rows']:,} rows, measured on "
        f"{sum(line['test_rows'] for line in lines):,} rows that nobody trained on."
    )
    return "\n\n".join((said, _promises(lines), _tables(lines)))


def pooled(lines: Sequence[Line], level: str) -> float:
    """The share of all rows that the bands of a level hold."""
    numbers = [line for line in lines if line["coverage"]]
    rows = sum(line["test_rows"] for line in numbers)
    return float(sum(line["coverage"][level] * line["test_rows"] for line in numbers) / rows)


def calibrated(lines: Sequence[Line]) -> tuple[float, float]:
    """The calibration error before and after, over the rows of all tables of classes."""
    classes = [line for line in lines if line["ece"]]
    rows = sum(line["test_rows"] for line in classes)
    before, after = (sum(line["ece"][i] * line["test_rows"] for line in classes) / rows for i in (0, 1))
    return before, after


def held(found: Mapping[str, float], *, widened: bool) -> bool:
    """Whether a reported interval holds the measured score; widened by what chance makes of the score itself."""
    miss = found["score"] - found["value"]
    half = found["high"] - found["value"] if miss > 0 else found["value"] - found["low"]
    return abs(miss) <= (math.hypot(half, found["half"]) if widened else half)


def _promises(lines: Sequence[Line]) -> str:
    gap = max(line["reasons_gap"] for line in lines)
    rows = [("largest distance of reasons from their answer", f"{gap:.1e}", f"at most {ADD_UP:g}", gap <= ADD_UP)]
    for level in LEVELS:
        share = pooled(lines, level)
        right = abs(share - float(level) / 100) <= OFF
        rows.append((f"rows that the {level} % bands hold", f"{share:.1%}", f"{level} %, give or take 2", right))
    before, after = calibrated(lines)
    seen = f"{after:.4f} ({before:.4f})"
    rows.append(("calibration error after (before)", seen, "after at most before", after <= before))
    every = [one for line in lines for one in line["intervals"].values()]
    mains = [line["intervals"][METRICS[line["problem"]]] for line in lines]
    for name, some in (("every score", every), ("the objective", mains)):
        share = sum(held(one, widened=True) for one in some) / len(some)
        plain = sum(held(one, widened=False) for one in some) / len(some)
        what = f"90 % intervals of {name}, widened, that hold the measured score (as reported)"
        least = 0.9 - 1.64 * math.sqrt(0.09 / len(lines))
        rows.append((what, f"{share:.0%} ({plain:.0%})", f"90 %, by chance {least:.0%}", share >= least))
    told = [[what, seen, wanted, "yes" if kept else "**no**"] for what, seen, wanted, kept in rows]
    classes = [line["ece"] for line in lines if line["ece"]]
    same = sum(after == before for before, after in classes)
    better = sum(after < before for before, after in classes)
    counted = (
        f"Of {len(classes)} tables of classes the calibration error is smaller after than before on {better}, the same "
        f"on {same}, larger on {len(classes) - better - same}."
    )
    return f"{markdown_table(['what', 'seen', 'promised', 'kept'], told)}\n\n{counted}"


def _tables(lines: Sequence[Line]) -> str:
    rows = []
    for line in lines:
        bands = [f"{line['coverage'][level]:.1%}" if line["coverage"] else "" for level in LEVELS]
        errors = [f"{error:.4f}" for error in line["ece"]] or ["", ""]
        intervals = line["intervals"]
        inside = f"{sum(held(one, widened=True) for one in intervals.values())} of {len(intervals)}"
        size = f"{line['rows']:,} / {line['test_rows']:,}"
        rows.append([line["table"], size, f"{line['reasons_gap']:.0e}", *bands, *errors, inside])
    heads = [
        "table",
        "rows / test",
        "reasons off",
        "80 %",
        "90 %",
        "95 %",
        "ECE before",
        "after",
        "intervals that hold",
    ]
    return markdown_table(heads, rows)


def timed(lines: Sequence[Line]) -> str:
    """When all of Analyze is there after a build, and how long reasons take."""
    rows = []
    for line in lines:
        parts = sum(line["parts_s"].values())
        whole = max(line["over_budget_s"], 0.0) + parts + sum(line["documents_s"].values())
        slowest = max(line["parts_s"], key=lambda name: line["parts_s"][name])
        rows.append(
            [
                line["table"],
                f"{line['over_budget_s']:+.1f}",
                f"{parts:.1f}",
                f"{slowest} {line['parts_s'][slowest]:.1f}",
                f"{sum(line['documents_s'].values()):.1f}",
                f"{whole:.1f}",
                f"{line['first_reasons_ms']:.0f}",
                f"{line['reasons_ms']:.0f} ({line['reasons_most_ms']:.0f})",
                f"{line['reasons_cpu_ms']:.0f}" if "reasons_cpu_ms" in line else "",
                f"{line['load']:g}",
            ]
        )
    said = (
        f"After builds of {lines[0]['budget_s']:g} s: seconds over the budget, to draw all parts of Analyze one after "
        "the other (every column's fairness with them), the slowest of them, HTML and PDF report, and all of that "
        f"together (aim: {READY_S:g}); milliseconds for the reasons of the first row, then of others median and most "
        f"(aim: {REASONS_MS:g}), and of processor time, which two cores share; and how many processes wanted the two "
        "cores at the start."
    )
    heads = [
        "table",
        "over",
        "parts",
        "slowest",
        "documents",
        "all",
        "first reasons",
        "reasons",
        "of processor",
        "load",
    ]
    return f"{said}\n\n{markdown_table(heads, rows)}"


if __name__ == "__main__":
    main()
