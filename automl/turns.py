"""When the families have shown what they are worth, they take turns: settings drawn by Optuna for those that lead, and
what is left of the portfolio."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from automl.bench import Candidate
from automl.contracts import Algorithm, Settings, Strategy
from automl.tuning import draw, leading_families, next_turn

if TYPE_CHECKING:
    from automl.search import Search

SHARE = 0.3
MOST_DRAWS = 10
MOST_TRIED = 1_000  # candidates: seeds of draws lie so far apart
REST = ""  # stands among the names of families for what is left of the portfolio


def take_turns(search: Search) -> None:
    """Draws settings of the leading families by TPE, which knows what the portfolio showed, in turns with what is left
    of the portfolio: whom the team leans on has more turns. What waits at the end is given up."""
    turns: Counter[str] = Counter()
    while not search.is_over():
        search.finish_waiting()
        if search.is_over() or not _take_turn(search, turns):
            break
    for run in search.waiting:
        run.give_up()
    search.waiting.clear()


def _take_turn(search: Search, turns: Counter[str]) -> bool:
    """Lets one of them try something; False where none has anything to try."""
    place = search.promising()
    if place is not None:
        search.try_planned(place)
        return True
    families = [(s, a) for s, a in leading_families(search.runs) if search.allowances.fits(Candidate(s, a, {}))]
    names, affordable = [algorithm.name for _, algorithm in families], search.affordable()
    if search.planned or affordable:
        names.append(REST)
    if not names:
        return False
    at = next_turn([turns[name] for name in names], _weights(search, names))
    turns[names[at]] += 1
    if names[at] != REST:
        _draw(search, *families[at])
    elif search.planned:
        search.try_planned(0)
    else:
        search.finish(max(affordable, key=lambda i: search.waiting[i].first_gain))
    return True


def _weights(search: Search, names: list[str]) -> list[float]:
    """The share of each family in the likely team."""
    team = search.team()
    return [sum(weight for e, weight in team if e.candidate.algorithm.name == name) for name in names]


def _draw(search: Search, strategy: Strategy, algorithm: Algorithm) -> None:
    """Tries the next settings. Where they were tried with that strategy, or will be, others are drawn at random, as
    often as MOST_DRAWS: in a small space TPE comes back to the same place."""
    bench, tried = search.bench, [*(run.candidate for run in search.runs), *search.planned]
    known = [_whole(algorithm, c.settings) for c in tried if c.algorithm is algorithm and c.strategy is strategy]
    for again in range(MOST_DRAWS):
        seed = bench.seed + search.n_tried + again * MOST_TRIED
        drawn = draw(algorithm, () if again else search.runs, bench.target, seed)
        if _whole(algorithm, drawn.settings) not in known:
            break
    search.attempt(
        Candidate(strategy, algorithm, dict(drawn.settings)), SHARE, origin=drawn.origin, tuned_from=drawn.tuned_from
    )


def _whole(algorithm: Algorithm, settings: Settings) -> Settings:
    return {**algorithm.defaults, **settings}


__all__ = ["take_turns"]
