"""Spends the time: the portfolio in priority order, then Optuna on the families that lead, then larger bags for the
team."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from automl.allowances import LEAST_S, Allowances
from automl.bench import Bench, Candidate, Evaluated
from automl.contracts import Algorithm, Strategy
from automl.evaluate import Run
from automl.ledger import Ledger
from automl.plan import portfolio
from automl.quality import BALANCED, Quality
from automl.record import CandidateRecord
from automl.refit import finish_seconds
from automl.team import gains_of_waiting, likely_members
from automl.tuning import leading_families, new_study, origin, tell

if TYPE_CHECKING:
    import optuna

SEARCH_SHARE = 0.3
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
        self.for_bags_s = BAG_SHARE * clock.search_left() if self.bench.more_folds else 0.0
        clock.reserve(self.for_bags_s)
        self._allowances = Allowances(self.bench)
        self._planned = deque(portfolio(self.algorithms, self.strategies, self.bench.target, clock.budget_s))

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
                self._try(candidate, 0.0, origin=kept.origin, tuned_from=tuned_from)
        self._planned = deque(candidate for candidate in self._planned if not self.ledger.knows(candidate))

    def run_portfolio(self, most: int | None = None) -> None:
        """Tries the fixed list until it, the time, or `most` candidates is reached; at least one is always fitted.

        For a share of the time only first folds are looked at, where more is dear; then those that promise most are
        finished, and again after each further one."""
        end = self.bench.clock.elapsed() + EXPLORE_SHARE * self.bench.clock.search_left()
        while self._planned:
            if self.evaluated and (self.is_over() or (most is not None and self.n_tried >= most)):
                return
            candidate = self._next()
            if not self.evaluated or self._allowances.fits(candidate):
                self._try(candidate, self._allowances.share(candidate, self.n_tried))
            if self.bench.clock.elapsed() > end:
                self._finish_waiting()

    def _next(self) -> Candidate:
        """The next of the plan: the families that the team is made of, and those not tried yet, before the others."""
        families = {run.candidate.algorithm.name for run in self.runs}
        if self.evaluated and families:
            families -= {e.candidate.algorithm.name for e, _ in self.team()}
            families -= {run.candidate.algorithm.name for run in self.waiting}
        place = next((i for i, c in enumerate(self._planned) if c.algorithm.name not in families), 0)
        self._planned.rotate(-place)
        candidate = self._planned.popleft()
        self._planned.rotate(place)
        return candidate

    def run_optuna(self) -> None:
        """Draws settings of the leading tree families by TPE, warm-started with what the portfolio showed (the strength
        of a linear model is covered by the portfolio)."""
        self._finish_waiting(even_without_gain=True)
        families = leading_families(self.runs)
        studies = [new_study(algorithm, self.runs, self.bench.target, self.bench.seed) for _, algorithm in families]
        turn = 0
        while families and not self.is_over():
            turn += 1
            pairs = [i for i, (s, a) in enumerate(families) if self._allowances.fits(Candidate(s, a, {}))]
            if not pairs:
                break
            at = pairs[turn % len(pairs)]
            self._ask(studies[at], *families[at])
            self._finish_waiting()
        for run in self.waiting:
            run.give_up()
        self.waiting.clear()

    def _ask(self, study: optuna.Study, strategy: Strategy, algorithm: Algorithm) -> None:
        lineage, trial = origin(study, algorithm, self.runs), study.ask()
        settings = dict(algorithm.space(trial, self.bench.target))
        run = self._try(Candidate(strategy, algorithm, settings), SEARCH_SHARE, **lineage)
        tell(study, trial, run)

    def _try(self, candidate: Candidate, share: float, **lineage: Any) -> Run:
        """Runs a candidate through its folds, or through the first when it is to wait; `lineage`: its origin."""
        run = Run(
            bench=self.bench,
            candidate=candidate,
            index=self.n_tried,
            allowance_s=self._allowances.seconds(candidate, share),
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

    def _finish_waiting(self, *, even_without_gain: bool = False) -> None:
        """Finishes waiting candidates, always the one that adds most to the team of those that are done, by the first
        folds and for its seconds, until none adds anything or the time is short. Few rows may hide what one adds: when
        nothing better is left to do, the best are finished all the same."""
        while self.waiting and not self.is_over():
            done = [run for run in self.runs if run.state == "done"]
            gains = gains_of_waiting(self.bench, done, self.waiting)
            affordable = [i for i, r in enumerate(self.waiting) if self._allowances.are_left(r.seconds_to_finish)]
            worth = {i: gains[i] / self.waiting[i].seconds_to_finish for i in affordable if gains[i] > 0}
            if not worth and even_without_gain:
                worth = {i: self.waiting[i].first_gain for i in affordable}
            if not worth:
                return
            run = self.waiting.pop(max(worth, key=worth.__getitem__))
            self._note(run, self.ledger.finish(run))

    def _note(self, run: Run, evaluated: Evaluated | None) -> None:
        """Keeps what came of a run, and the seconds that finishing with the best will take."""
        if run.state in ("done", "waiting"):
            self._allowances.note(run)
        if evaluated is None:
            return
        self.evaluated.append(evaluated)
        self.reserve()

    def reserve(self) -> None:
        """Keeps the time that finishing the likely team takes, and that of fitting it on more folds."""
        members = [e for e, _ in self.team()]
        self.bench.clock.reserve(sum(finish_seconds(e, self.quality) for e in members) + self.for_bags_s)

    def team(self) -> list[tuple[Evaluated, float]]:
        """The likely members of the ensemble, and their weights."""
        return likely_members(self.bench, self.evaluated, self.quality.most_members)

    def is_over(self) -> bool:
        """Whether nothing more may be tried."""
        enough = self.n_tried >= self.most_candidates
        return enough or self.bench.should_stop() or self.bench.clock.search_left() <= LEAST_S
