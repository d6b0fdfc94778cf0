"""Spends the time on the portfolio in priority order, until its families have shown what they are worth; turns.py goes
on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from automl.allowances import LEAST_S, Allowances
from automl.bench import Bench, Candidate, Evaluated
from automl.contracts import Algorithm, Strategy
from automl.evaluate import Run
from automl.ledger import Ledger
from automl.plan import SHORT_S, portfolio
from automl.quality import BALANCED, Quality
from automl.record import CandidateRecord
from automl.refit import finish_seconds
from automl.team import gains_of_waiting, likely_members
from automl.tuning import leading_families

MOST_CANDIDATES = 500
EXPLORE_SHARE = 0.25
BAG_SHARE = 0.2


@dataclass
class Search:
    """The candidates tried so far and the means to try more; the ledger knows those of earlier, interrupted tries."""

    bench: Bench
    algorithms: Sequence[Algorithm]
    strategies: Mapping[str, Strategy]
    report: Callable[[CandidateRecord], None]
    ledger: Ledger = field(default_factory=Ledger)
    evaluated: list[Evaluated] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    waiting: list[Run] = field(default_factory=list)
    most_candidates: int = MOST_CANDIDATES
    quality: Quality = BALANCED

    def __post_init__(self) -> None:
        clock = self.bench.clock
        may_bag = self.bench.more_folds and math.isfinite(clock.budget_s)
        self.for_bags_s = BAG_SHARE * clock.search_left() if may_bag else 0.0
        clock.reserve(self.for_bags_s)
        self._explore_until = clock.elapsed() + EXPLORE_SHARE * clock.search_left()
        self._judged: tuple[int, dict[int, float]] = 0, {}
        self._team: tuple[list[tuple[int, int]], list[tuple[Evaluated, float]]] = [], []
        self.allowances = Allowances(self.bench)
        self.planned = list(portfolio(self.algorithms, self.strategies, self.bench.target, clock.budget_s))

    @property
    def n_tried(self) -> int:
        """How many candidates have been tried, whatever came of them."""
        return len(self.runs)

    @property
    def best(self) -> Evaluated | None:
        """The candidate with the highest gain so far."""
        return max(self.evaluated, key=lambda e: e.gain, default=None)

    def resume(self) -> None:
        """Takes over at once what earlier tries have kept, where the clock counts. Where candidates are counted, each
        is taken over when its turn comes, so that the search goes the way it went."""
        if math.isinf(self.bench.clock.budget_s):
            return
        places: dict[int, int] = {}
        for kept in self.ledger:
            available = {algorithm.name: algorithm for algorithm in self.algorithms}
            if kept.strategy in self.strategies and kept.algorithm in available:
                strategy, algorithm = self.strategies[kept.strategy], available[kept.algorithm]
                places[kept.index] = self.n_tried
                tuned_from = tuple(places[index] for index in kept.tuned_from if index in places)
                candidate = Candidate(strategy, algorithm, dict(kept.settings))
                self.attempt(candidate, 0.0, origin=kept.origin, tuned_from=tuned_from)
        self.planned = [candidate for candidate in self.planned if not self.ledger.knows(candidate)]

    def run_portfolio(self, most: int | None = None) -> None:
        """Tries the fixed list until it, the time, or `most` candidates is reached; at least one is always fitted.

        For a share of the time only first folds are looked at, where more is dear; then those that promise most are
        finished, and again after each further one."""
        while self.planned:
            if self.evaluated and (self.is_over() or (most is not None and self.n_tried >= most)):
                return
            place = self.promising()
            if place is None and self.evaluated and self._may_draw and leading_families(self.runs):
                return
            self.try_planned(place or 0)
            if not self._explores:
                self.finish_waiting()

    @property
    def _explores(self) -> bool:
        """Whether it is early: of what is dear only first folds are looked at."""
        return self.bench.clock.elapsed() <= self._explore_until

    @property
    def _may_draw(self) -> bool:
        """Whether there is time for settings that Optuna draws beside what is left of the portfolio."""
        return self.bench.clock.budget_s > SHORT_S

    def promising(self) -> int | None:
        """The place in the plan of the next candidate of a family that the team is made of, that may come into it, or
        that was not tried yet; None where the families left have lost."""
        families = {run.candidate.algorithm.name for run in self.runs}
        if self.evaluated:
            families -= {e.candidate.algorithm.name for e, _ in self.team()}
        if self._explores:
            families -= {run.candidate.algorithm.name for run in self.waiting}
        return next((i for i, c in enumerate(self.planned) if c.algorithm.name not in families), None)

    def try_planned(self, place: int) -> None:
        """Tries the candidate of that place in the plan, if there is time for one of its family."""
        candidate = self.planned.pop(place)
        if not self.evaluated or self.allowances.fits(candidate):
            self.attempt(candidate, self.allowances.share(candidate, self.n_tried))

    def attempt(self, candidate: Candidate, share: float, **lineage: Any) -> Run:
        """Runs a candidate through its folds, or through the first when it is to wait; `lineage`: its origin."""
        run = Run(
            bench=self.bench,
            candidate=candidate,
            index=self.n_tried,
            allowance_s=self.allowances.seconds(candidate, share),
            report=self.report,
            to_beat=max((run.first_gain for run in self.runs if run.gains), default=None),
            n_evaluated=sum(run.state in ("done", "waiting") for run in self.runs),
            is_new_family=all(r.candidate.algorithm is not candidate.algorithm for r in self.runs if r.gains),
            **lineage,
        )
        self.runs.append(run)
        self._note(run, self.ledger.evaluate(run))
        if run.state == "waiting":
            self.waiting.append(run)
        return run

    def finish_waiting(self) -> None:
        """Finishes waiting candidates, always the one that adds most to the team of those that are done, by the first
        folds and for its seconds, until none adds anything or the time is short."""
        while (places := self.affordable()) and not self.is_over():
            done = [run for run in self.runs if run.state == "done"]
            if not done:
                self.finish(max(places, key=lambda i: self.waiting[i].first_gain))
                continue
            gains = self._gains_of_waiting(done)
            worth = {i: gains[i] / self.waiting[i].seconds_to_finish for i in places if gains[i] > 0}
            if not worth:
                return
            self.finish(max(worth, key=worth.__getitem__))

    def _gains_of_waiting(self, done: Sequence[Run]) -> list[float]:
        """As in team.py; those that were judged beside the same candidates are known."""
        beside, known = self._judged
        if beside != len(done):
            known = {}
        new = [run for run in self.waiting if run.index not in known]
        known |= zip([run.index for run in new], gains_of_waiting(self.bench, done, new), strict=True)
        self._judged = len(done), known
        return [known[run.index] for run in self.waiting]

    def affordable(self) -> list[int]:
        """The places of waiting candidates that there is time to finish."""
        return [i for i, run in enumerate(self.waiting) if self.allowances.are_left(run.seconds_to_finish)]

    def finish(self, place: int) -> None:
        """Finishes the waiting candidate of that place."""
        run = self.waiting.pop(place)
        self._note(run, self.ledger.finish(run))

    def _note(self, run: Run, evaluated: Evaluated | None) -> None:
        """Keeps what came of a run, and the seconds that finishing with the best will take."""
        if run.state in ("done", "waiting"):
            self.allowances.note(run)
        if evaluated is None:
            return
        self.evaluated.append(evaluated)
        self.reserve()

    def reserve(self) -> None:
        """Keeps the time that finishing the likely team takes, and that of fitting it on more folds."""
        members = [e for e, _ in self.team()]
        self.bench.clock.reserve(sum(finish_seconds(e, self.quality) for e in members) + self.for_bags_s)

    def team(self) -> list[tuple[Evaluated, float]]:
        """The likely members of the ensemble, and their weights; chosen anew when there is anything new."""
        choice = [(e.record.index, len(e.parts)) for e in self.evaluated]
        if choice != self._team[0]:
            self._team = choice, likely_members(self.bench, self.evaluated, self.quality.most_members)
        return self._team[1]

    def is_over(self) -> bool:
        """Whether nothing more may be tried."""
        enough = self.n_tried >= self.most_candidates
        return enough or self.bench.should_stop() or self.bench.clock.search_left() <= LEAST_S
