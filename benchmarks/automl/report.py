"""Makes the tables of docs/benchmarks.md from the files of results: python -m benchmarks.automl.report [results ...]"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.automl.standings import (
    FLOOR,
    OURS,
    Gap,
    Line,
    Standing,
    by_table,
    gap,
    gaps,
    honesty,
    split_of,
    standings,
)

RESULTS = Path(__file__).parent / "results"
PAGE = Path("docs/benchmarks.md")
AGAINST_LONGER = {10: ("flaml", 60)}  # what builds of so many seconds are held to: another system with more


def main() -> None:
    """Puts a section for every budget between the markers of the page, and leaves the rest of it alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.automl.report", description=__doc__)
    parser.add_argument("results", nargs="*", type=Path, default=dated_results())
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    lines = [json.loads(text) for path in options.results for text in path.read_text().splitlines()]
    text = "\n\n".join(section(lines, budget) for budget in sorted({line["budget_s"] for line in lines}))
    options.page.write_text(between(options.page.read_text(), "automl", text))


def dated_results() -> list[Path]:
    """The files of runs against other systems, oldest first; how cost grows is another table."""
    return sorted(RESULTS.glob("20*.jsonl"))


def between(page: str, name: str, text: str) -> str:
    """The page with `text` between its markers of that name. Raises ValueError when a marker is missing."""
    start, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    if start not in page or end not in page:
        raise ValueError(f"The page must hold the lines {start} and {end}; one is missing.")
    before, rest = page.split(start, 1)
    return f"{before}{start}\n{text}\n{end}{rest.split(end, 1)[1]}"


def section(lines: Sequence[Line], budget_s: float) -> str:
    """Standings, scores by table, and what Easel promises about them, at one budget."""
    tables = by_table(lines, budget_s)
    names = dict.fromkeys(line["system"] for line in lines if line["budget_s"] == budget_s)
    if budget_s in AGAINST_LONGER:
        system, longer_s = AGAINST_LONGER[int(budget_s)]
        for table, runs in by_table(lines, longer_s).items():
            if table in tables and system in runs:
                names[longer := f"{system}, {longer_s} s"] = None
                tables[table][longer] = runs[system]
    compared = {name: runs for name, runs in tables.items() if OURS in runs} or tables
    ranked = [name for name in names if name != FLOOR and all(name in runs for runs in compared.values())]
    found = standings(compared, ranked)
    dates = sorted({line["date"] for runs in tables.values() for line in runs.values()})
    machine = next(iter({line["machine"] for line in lines if line["budget_s"] == budget_s}))
    parts = [
        f"### {budget_s:g} seconds, {len(compared)} tables",
        f"Measured {dates[0]}{'' if len(dates) == 1 else ' to ' + dates[-1]} on {machine}. {_versions(lines)}",
        _standings(found),
        _scores(tables, [s.system for s in found] + [name for name in names if name not in ranked]),
        _promises(tables, [name for name in ranked if not name.startswith(OURS)]),
        _other_splits([line for line in lines if line["budget_s"] == budget_s]),
    ]
    return "\n\n".join(part for part in parts if part)


def _versions(lines: Iterable[Line]) -> str:
    versions = {name: number for line in lines for name, number in line.get("versions", {}).items()}
    return ", ".join(f"{name} {number}" for name, number in versions.items()) + "."


def _standings(found: Sequence[Standing]) -> str:
    rows = [
        [
            *(s.system, f"{s.rank:.2f}", str(s.wins), "" if math.isnan(s.ahead) else f"{s.ahead:.0%}", str(s.failures)),
            *(f"{s.over_s:+.1f}", f"{s.single_ms:.2f}", f"{s.rows_per_s:,.0f}", f"{s.peak_mb:,.0f}"),
        ]
        for s in found
    ]
    head = ["system", "mean rank", "wins", "Easel ahead on", "failures", "s over budget, at most", "ms a row"]
    return markdown_table([*head, "rows a second", "peak MB"], rows) if rows else ""


def _scores(tables: Mapping[str, Mapping[str, Line]], systems: Sequence[str]) -> str:
    rows = []
    for name, runs in tables.items():
        best = min((run["loss"] for run in runs.values() if "loss" in run), default=math.nan)
        metric = next(iter(runs.values()))["metric"]
        rows.append([name, metric, *(_score(runs.get(system), best) for system in systems)])
    return markdown_table(["table", "metric", *systems], rows)


def _score(run: Line | None, best: float) -> str:
    if run is None:
        return ""
    if "loss" not in run:
        return "failed"
    text = f"{run['score']:,.0f}" if run["score"] >= 1000 else f"{run['score']:.4f}"
    return f"**{text}**" if run["loss"] <= best else text


def _promises(tables: Mapping[str, Mapping[str, Line]], peers: Sequence[str]) -> str:
    said = []
    behind = gaps(tables, peers)
    if behind:
        far = [f"{g.table} ({g.relative:.1%} behind {g.system}, {_errors(g)})" for g in behind if g.far]
        said.append(
            f"- Against the best peer of each table: ahead or level on {sum(g.relative <= 0 for g in behind)} of "
            f"{len(behind)}; behind by more than 3 % and one paired standard error on: {', '.join(far) or 'none'}."
        )
    floor = [gap(name, runs[OURS], runs[FLOOR]) for name, runs in tables.items() if _both(runs)]
    if floor:
        low = [f"{g.table} ({g.errors:.1f})" for g in floor if g.errors > 1]
        said.append(f"- More than one standard error below plain linear models on: {', '.join(low) or 'none'}.")
    honest = honesty(run for runs in tables.values() for run in runs.values())
    if honest:
        said.append(
            f"- The measured score lies in the widened reported interval on {honest.inside:.0%} of {honest.runs} "
            f"tables; reported minus measured averages {honest.bias:+.2f} standard errors "
            f"(allowed: {honest.allowed_bias:.2f})."
        )
    return "\n".join(said)


def _other_splits(lines: Sequence[Line]) -> str:
    """What is reported against what is measured, where the rows were split in more ways than one."""
    seeds = sorted({split_of(line) for line in lines})
    if len(seeds) == 1:
        return ""
    last = [
        line
        for seed in seeds
        for runs in by_table(lines, lines[0]["budget_s"], seed).values()
        for line in runs.values()
    ]
    each = {seed: honesty(line for line in last if split_of(line) == seed) for seed in seeds}
    both = honesty(last)
    if both is None:
        return ""
    biases = ", ".join(f"{one.bias:+.2f} on {one.runs} tables" for one in each.values() if one)
    return (
        f"With the rows split in {len(seeds)} ways the score lies in the widened interval in {both.inside:.0%} of "
        f"{both.runs} runs; reported minus measured averages {both.bias:+.2f} standard errors ({biases}; allowed for "
        f"all: {both.allowed_bias:.2f})."
    )


def _errors(behind: Gap) -> str:
    return "standard error not kept" if math.isnan(behind.errors) else f"{behind.errors:.1f} standard errors"


def _both(runs: Mapping[str, Line]) -> bool:
    return all("loss" in runs.get(name, {}) for name in (OURS, FLOOR))


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown, numbers to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
