"""Spends the time: the portfolio in priority order, then Optuna on the families that lead.

Nothing is started that cannot end: a candidate gets an allowance of what is left, and an algorithm whose last run took
much longer than what is left is passed over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from automl.bench import Bench, Candidate, Evaluated
from automl.contracts import Algorithm, Strategy
from automl.evaluate import Run
from automl.plan import portfolio
from automl.quality import BALANCED, Quality
from automl.record import CandidateRecord
from automl.refit import finish_seconds
from automl.replay import Plan
from datasets.errors import EaselError

if TYPE_CHECKING:
    import optuna

LINEAR_SHARE = 0.12
SHARE = 0.4
SEARCH_SHARE = 0.5
LEAST_S = 0.3
MAY_BE_CUT_TO = 0.5
MOST_CANDIDATES = 500
LEADERS = 3
LIKELY_MEMBERS = 5


@dataclass
class Search:
    """The candidates tried so far and the means to try more; `on_done` hears of every evaluated candidate."""

    bench: Bench
    algorithms: Sequence[Algorithm]
    strategies: Mapping[str, Strategy]
    report: Callable[[CandidateRecord], None]
    on_done: Callable[[Evaluated], object] = id
    evaluated: list[Evaluated] = field(default_factory=list)
    n_tried: int = 0
    most_candidates: int = MOST_CANDIDATES
    quality: Quality = BALANCED
    seconds_of: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._planned = deque(portfolio(self.algorithms, self.strategies, self.bench.target))

    @property
    def best(self) -> Evaluated | None:
        """The candidate with the highest gain so far."""
        return max(self.evaluated, key=lambda e: e.gain, default=None)

    def run_portfolio(self, most: int | None = None) -> None:
        """Tries the fixed list until it, the time, or `most` candidates is reached; at least one is always fitted."""
        while self._planned:
            if self.evaluated and (self._over() or (most is not None and self.n_tried >= most)):
                return
            candidate = self._planned.popleft()
            if not self.evaluated or self._fits(candidate):
                self._try(candidate, LINEAR_SHARE if candidate.algorithm.name == "linear" else SHARE)

    def run_optuna(self) -> None:
        """Draws settings of the leading tree families by TPE, warm-started with what the portfolio showed (the strength
        of a linear model is covered by the portfolio)."""
        families = self._leading_families()
        if self._over() or not families:
            return
        studies = [self._study(algorithm) for _, algorithm in families]
        turn = 0
        while not self._over():
            turn += 1
            pairs = [i for i, (s, a) in enumerate(families) if self._fits(Candidate(s, a, {}))]
            if not pairs:
                return
            at = pairs[turn % len(pairs)]
            self._ask(studies[at], *families[at])

    def run_plan(self, plan: Plan) -> None:
        """Fits the members of an earlier build as far as that build did. Raises EaselError when one cannot be
        fitted."""
        for member in plan.members:
            run = Run(
                bench=self.bench,
                candidate=member.candidate,
                index=member.index,
                allowance_s=float("inf"),
                report=self.report,
                efforts=member.efforts,
            )
            evaluated = run.evaluate()
            if evaluated is None:
                raise EaselError(f"{member.algorithm} could not be fitted again; use the table the model was built on.")
            self.evaluated.append(evaluated)

    def _ask(self, study: optuna.Study, strategy: Strategy, algorithm: Algorithm) -> None:
        import optuna

        trial = study.ask()
        settings = dict(algorithm.space(trial, self.bench.target))
        evaluated = self._try(Candidate(strategy, algorithm, settings), SEARCH_SHARE)
        if evaluated is None:
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            study.tell(trial, evaluated.gain)

    def _study(self, algorithm: Algorithm) -> optuna.Study:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        sampler = optuna.samplers.TPESampler(seed=self.bench.seed, n_startup_trials=5)
        study = optuna.create_study(direction="maximize", sampler=sampler)
        for known in self.evaluated:
            if known.candidate.algorithm is algorithm:
                _enqueue_known(study, algorithm, known, self.bench)
        return study

    def _leading_families(self) -> list[tuple[Strategy, Algorithm]]:
        pairs: list[tuple[Strategy, Algorithm]] = []
        for e in sorted(self.evaluated, key=lambda e: -e.gain):
            pair = (e.candidate.strategy, e.candidate.algorithm)
            if pair[1].needs == "trees" and all(a is not pair[1] for _, a in pairs):
                pairs.append(pair)
        return pairs[:LEADERS]

    def _try(self, candidate: Candidate, share: float) -> Evaluated | None:
        run = Run(
            bench=self.bench,
            candidate=candidate,
            index=self.n_tried,
            allowance_s=max(share * self.bench.clock.search_left(), LEAST_S),
            report=self.report,
            best=self.best,
            n_evaluated=len(self.evaluated),
            is_new_family=all(e.candidate.algorithm is not candidate.algorithm for e in self.evaluated),
        )
        self.n_tried += 1
        evaluated = run.evaluate()
        if evaluated is not None:
            self.evaluated.append(evaluated)
            self.seconds_of[candidate.algorithm.name] = evaluated.record.seconds
            leaders = sorted(self.evaluated, key=lambda e: -e.gain)[: self.quality.most_members or LIKELY_MEMBERS]
            self.bench.clock.reserve(sum(finish_seconds(e, self.quality) for e in leaders))
            self.on_done(evaluated)
        return evaluated

    def _fits(self, candidate: Candidate) -> bool:
        seconds = self.seconds_of.get(candidate.algorithm.name, 0.0)
        return self.bench.clock.search_left() > max(LEAST_S, MAY_BE_CUT_TO * seconds)

    def _over(self) -> bool:
        enough = self.n_tried >= self.most_candidates
        return enough or self.bench.should_stop() or self.bench.clock.search_left() <= LEAST_S


def _enqueue_known(study: optuna.Study, algorithm: Algorithm, known: Evaluated, bench: Bench) -> None:
    """Adds a portfolio result to the study as a finished trial; its settings must lie in the search space, so they are
    replayed through a fixed trial, and what the space does not hold is passed over."""
    import optuna

    settings: dict[str, Any] = dict(known.candidate.settings)
    probe = optuna.trial.FixedTrial(settings)
    try:
        algorithm.space(cast("optuna.Trial", probe), bench.target)
        trial = optuna.trial.create_trial(params=probe.params, distributions=probe.distributions, value=known.gain)
        study.add_trial(trial)
    except ValueError:
        return
