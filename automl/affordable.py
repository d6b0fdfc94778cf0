"""Of a team that would take too long to finish, the part that can be finished and is worth most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

MOST_TRIED = 8  # members, the heaviest: all their combinations are looked at


def affordable_team(
    team: Mapping[int, float], seconds: Mapping[int, float], limit_s: float, gain: Callable[[dict[int, float]], float]
) -> list[int]:
    """The members that stay, in rising order: all of them where they take at most `limit_s`, else the combination with
    the highest gain of those that do, with whoever still fits in beside it, since weights are chosen anew. Where not
    even one member does, the quickest stays.

    team     weights by candidate
    seconds  that finishing takes, by candidate
    gain     of a team with these weights (they sum to 1), higher is better
    """
    if sum(seconds[i] for i in team) <= limit_s:
        return sorted(team)
    heaviest = sorted(team, key=lambda i: -team[i])[:MOST_TRIED]
    best: tuple[int, ...]
    best, best_gain = (min(team, key=lambda i: seconds[i]),), float("-inf")
    for size in range(1, len(heaviest) + 1):
        for some in combinations(heaviest, size):
            if sum(seconds[i] for i in some) > limit_s:
                continue
            whole = sum(team[i] for i in some)
            found = gain({i: team[i] / whole for i in some})
            if found > best_gain:
                best, best_gain = some, found
    for i in sorted(set(team) - set(best), key=lambda i: -team[i]):
        if sum(seconds[j] for j in (*best, i)) <= limit_s:
            best = (*best, i)
    return sorted(best)


__all__ = ["affordable_team"]
