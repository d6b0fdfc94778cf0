"""What is tried, in which order, and how thoroughly it is checked: decisions made before the first fit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from automl import algorithms as algorithm_registry
from automl import strategies as strategy_registry
from automl.bench import Candidate
from automl.contracts import Algorithm, Strategy, Target
from automl.features import Features
from datasets.errors import InputError

# The first of each family, in this order; then second settings of each, third, ...
FIRST, LAST = ("linear", "lightgbm"), ("random_forest",)
FAMILY_ORDER = (*FIRST, "catboost", "neural_net", "quadratic", "lightgbm_sets", "extra_trees", "xgboost", *LAST)
WITH_SOME_CLASSES = (*FIRST, "neural_net", "quadratic", "xgboost", "extra_trees", "catboost", "lightgbm_sets", *LAST)
WITH_MANY_CLASSES = (
    *("linear", "neural_net", "lightgbm", "extra_trees", "xgboost", "catboost", "lightgbm_sets"),
    *("quadratic", *LAST),
)
IN_SHORT = (*FIRST, "extra_trees", "catboost", "xgboost", "quadratic", "random_forest", "neural_net", "lightgbm_sets")
SOME_SCORES, MANY_SCORES = 4, 8
FEW_WORK = 0.15e6
SOME_WORK = 0.9e6
MOST_WORK = 20e6
FEW_ROWS = 2_500  # of so few, every one is needed to tell candidates apart
FEW_FOLDS = 2
CUT_FOR_FEW = 10
SHORT_S = 20.0


def count_folds(n_rows: int, n_columns: int, target: Target, budget_s: float, thoroughness: float = 1.0) -> int:
    """Folds by the work that one pass over the table makes (rows x columns x scores), per 60 s of budget; twice the
    thoroughness bears twice the work. FEW_FOLDS are those of CUT_FOR_FEW: nine tenths of the rows are learnt from, and
    there is time for fits that go on until they gain no more."""
    work = n_rows * n_columns * target.n_scores * 60 / budget_s / thoroughness
    if work <= (FEW_WORK if n_rows > FEW_ROWS else SOME_WORK):
        return 8
    return FEW_FOLDS if work <= MOST_WORK else 1


def folds_to_cut(n_folds: int) -> int:
    """Into how many folds the rows are cut so that `n_folds` (the last of them) are used."""
    return CUT_FOR_FEW if n_folds == FEW_FOLDS else n_folds


def chosen_algorithms(names: Sequence[str] | None, problem: str | None) -> tuple[Algorithm, ...]:
    """The algorithms to use, in family order; `problem` None: of any problem. Raises InputError when a name is unknown,
    not installed or does not fit the problem."""
    available = algorithm_registry.available()
    for name in names or ():
        if name not in algorithm_registry.ALL:
            known = ", ".join(algorithm_registry.ALL)
            raise InputError(f"There is no algorithm {name!r}. The algorithms are: {known}.")
        if name not in available:
            raise InputError(algorithm_registry.missing()[name])
    chosen = [a for name, a in available.items() if (names is None or name in names) and problem in (None, *a.problems)]
    if not chosen:
        raise InputError(f"None of the chosen algorithms fits a {problem} problem. Choose others.")
    rank = {name: i for i, name in enumerate(FAMILY_ORDER)}
    return tuple(sorted(chosen, key=lambda a: (rank.get(a.name, len(rank)), a.name)))


def fitting_strategies(features: Features, target: Target, algorithms: Sequence[Algorithm]) -> dict[str, Strategy]:
    """The strategies that do not refuse this table, by name. Raises InputError when none suits any algorithm."""
    refusals = {name: strategy.refuses(features, target) for name, strategy in strategy_registry.ALL.items()}
    fitting = {name: strategy for name, strategy in strategy_registry.ALL.items() if refusals[name] is None}
    needed = {algorithm.needs for algorithm in algorithms}
    if needed.isdisjoint(strategy.provides for strategy in fitting.values()):
        reasons = [said for name, said in refusals.items() if said and strategy_registry.ALL[name].provides in needed]
        chosen = ", ".join(algorithm.name for algorithm in algorithms)
        raise InputError(f"This table does not suit {chosen}: {' '.join(reasons)} Choose other algorithms, too.")
    return fitting


def portfolio(
    algorithms: Sequence[Algorithm], strategies: Mapping[str, Strategy], target: Target, budget_s: float = math.inf
) -> Iterator[Candidate]:
    """Candidates in priority order: first settings of every family, then the second settings, and so on; strategies
    that suit an algorithm take turns, so that its settings are seen with each. Where there are many classes the neural
    network comes before the boosters, which grow a tree for each class in every round. In a short build what is quick
    comes first, and the boosters begin with the quickest strategy, since looking for pairs of columns would leave them
    no time to learn."""
    short = budget_s <= SHORT_S
    order = IN_SHORT if short else FAMILY_ORDER
    if target.n_scores >= SOME_SCORES:
        order = WITH_MANY_CLASSES if target.n_scores >= MANY_SCORES else WITH_SOME_CLASSES
    algorithms = sorted(algorithms, key=lambda a: order.index(a.name) if a.name in order else len(order))
    turning = [algorithm for algorithm in algorithms if algorithm.needs == "trees" or not short]
    turns = {algorithm.name: turn for turn, algorithm in enumerate(turning)}
    for level in range(max(len(a.portfolio) for a in algorithms)):
        for algorithm in algorithms:
            suited = [s for s in strategies.values() if s.provides == algorithm.needs]
            if level < len(algorithm.portfolio) and suited:
                suited.sort(key=lambda s: s.order)
                place = level + (turns[algorithm.name] if algorithm.needs == "trees" else 0)
                yield Candidate(suited[place % len(suited)], algorithm, dict(algorithm.portfolio[level]))
