"""Makes a team lean: members leave that cost more time in every answer than they give accuracy.

A pruned ensemble in the sense of Caruana, Munson, Niculescu-Mizil 2006, "Getting the most out of ensemble selection",
with the price of an answer in place of the number of members.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

LEAST_SAVED = 0.05  # of the team's cost; for less no member leaves

Weights = dict[int, float]


def lean_team(
    team: Weights, costs: Mapping[int, float], rejoined: Callable[[list[int]], tuple[Weights, float]], allowed: float
) -> Weights:
    """The team without the members that save most, one by one, as long as its gain stays within `allowed` of the
    whole team's.

    team      weights by candidate
    costs     of an answer, by candidate, in any unit
    rejoined  the weights that suit a choice of candidates best, with their gain (higher is better)
    allowed   how much of the gain may be given up, in the gain's own unit; 0: nothing leaves but what is of no use
    """
    _, whole = rejoined(sorted(team))
    while len(team) > 1:
        cost = sum(costs[i] for i in team)
        smaller = [rejoined(sorted(set(team) - {i})) for i in team]
        quicker = [
            (sum(costs[i] for i in weights), gain, weights) for weights, gain in smaller if gain >= whole - allowed
        ]
        if not quicker:
            break
        least, _, weights = min(quicker, key=lambda option: (option[0], -option[1]))
        if least > (1 - LEAST_SAVED) * cost:
            break
        team = weights
    return team


__all__ = ["lean_team"]
