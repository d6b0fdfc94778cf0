"""From lines of results to standings: ranks, wins, what is lost to the best peer, and whether Easel was honest."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median, stdev
from typing import Any

from benchmarks.tables import SEED

Line = Mapping[str, Any]
OURS = "easel"
FLOOR = "linear"  # a reference, not a peer: it takes no part in ranks
NEAR = 0.03
Z90 = 1.645


@dataclass(frozen=True)
class Standing:
    """One system over all its tables. `rank` and `wins` count systems that are compared; `ahead` is the share of tables
    on which Easel is ahead of it; the rest are medians over tables, `over_s` the longest over-run in seconds."""

    system: str
    rank: float
    wins: int
    failures: int
    ahead: float
    over_s: float
    single_ms: float
    rows_per_s: float
    peak_mb: float


def split_of(line: Line) -> int:
    """The seed that the rows of a run were split by; lines that say none are from when there was one only."""
    return int(line.get("split", SEED))


def by_table(lines: Iterable[Line], budget_s: float, seed: int = SEED) -> dict[str, dict[str, Line]]:
    """table -> system -> line, of one budget and one split of the rows; the last line of a run counts."""
    tables: dict[str, dict[str, Line]] = defaultdict(dict)
    for line in lines:
        if line["budget_s"] == budget_s and split_of(line) == seed:
            tables[line["table"]][line["system"]] = line
    return dict(tables)


def standings(tables: Mapping[str, Mapping[str, Line]], systems: Sequence[str]) -> list[Standing]:
    """The systems by mean rank, over the tables on which every one of them was run. A failure ranks last; equal losses
    share the mean of their ranks."""
    whole = {name: runs for name, runs in tables.items() if all(system in runs for system in systems)}
    if not whole:
        return []
    ranks = {name: _ranks({s: _loss(runs[s]) for s in systems}) for name, runs in whole.items()}
    found = []
    for system in systems:
        runs = [table[system] for table in whole.values()]
        good = [run for run in runs if "error" not in run]
        beaten = [_loss(table[OURS]) < _loss(table[system]) for table in whole.values() if OURS in table]
        found.append(
            Standing(
                system=system,
                rank=mean(rank[system] for rank in ranks.values()),
                wins=sum(rank[system] < 1.5 for rank in ranks.values()),
                failures=len(runs) - len(good),
                ahead=math.nan if system == OURS or not beaten else mean(beaten),
                over_s=max((run["fit_s"] - run["budget_s"] for run in good), default=math.nan),
                single_ms=_median(good, "single_ms"),
                rows_per_s=_median(good, "rows_per_s"),
                peak_mb=_median(good, "peak_mb"),
            )
        )
    return sorted(found, key=lambda standing: standing.rank)


def _loss(run: Line) -> float:
    return float(run.get("loss", math.inf))


def _median(runs: Sequence[Line], key: str) -> float:
    return median([run[key] for run in runs]) if runs else math.nan


def _ranks(losses: Mapping[str, float]) -> dict[str, float]:
    return {
        name: 1 + sum(other < loss for other in losses.values()) + (sum(o == loss for o in losses.values()) - 1) / 2
        for name, loss in losses.items()
    }


@dataclass(frozen=True)
class Gap:
    """How far Easel is behind another system on a table: `relative` in its loss (below 0: ahead), `errors` in paired
    bootstrap standard errors of the difference on the same test rows (NaN where a line kept no resamples)."""

    table: str
    system: str
    relative: float
    errors: float

    @property
    def far(self) -> bool:
        """Behind by more than 3 % and more than one standard error, or one that is not known."""
        return self.relative > NEAR and not self.errors <= 1


def gap(table: str, ours: Line, other: Line) -> Gap:
    """Easel's loss against another's, where neither failed."""
    difference = _loss(ours) - _loss(other)
    pairs = zip(ours.get("resampled_losses", []), other.get("resampled_losses", []), strict=False)
    differences = [a - b for a, b in pairs]
    error = stdev(differences) if len(differences) > 1 else math.nan
    relative = difference / other["loss"] if other["loss"] > 0 else math.copysign(math.inf, difference)
    return Gap(table, other["system"], relative if difference else 0.0, difference / error if error else 0.0)


def gaps(tables: Mapping[str, Mapping[str, Line]], peers: Sequence[str]) -> list[Gap]:
    """Easel against the best of the peers on every table, the worst first."""
    found = []
    for table, runs in tables.items():
        good = [runs[peer] for peer in peers if peer in runs and "error" not in runs[peer]]
        if good and "loss" in runs.get(OURS, {}):
            found.append(gap(table, runs[OURS], min(good, key=_loss)))
    return sorted(found, key=lambda g: -g.relative)


@dataclass(frozen=True)
class Honesty:
    """Whether the score that a build reports holds on new rows: the share of runs on which the measured score lies in
    the reported 90 % interval (widened by 1.645 standard errors of the measured score, in quadrature), and the mean of
    (reported - measured) in their combined standard errors, above 0 where too much was promised."""

    runs: int
    inside: float
    bias: float

    @property
    def allowed_bias(self) -> float:
        """1.64 standard errors of a mean over so many runs."""
        return 1.64 / math.sqrt(self.runs)


def honesty(runs: Iterable[Line]) -> Honesty | None:
    """Of Easel's among the runs; None without any."""
    inside, biases = [], []
    for ours in runs:
        if ours["system"] != OURS or "reported" not in ours:
            continue
        said, better = ours["reported"], -1.0 if ours["metric"] in ("log_loss", "rmse") else 1.0
        error = stdev(ours["resampled_losses"])
        miss = ours["score"] - said["value"]
        half = (said["high"] - said["value"]) if miss > 0 else (said["value"] - said["low"])
        inside.append(abs(miss) <= math.hypot(half, Z90 * error))
        biases.append(-better * miss / math.hypot((said["high"] - said["low"]) / 2 / Z90, error))
    return Honesty(len(inside), mean(inside), mean(biases)) if inside else None
