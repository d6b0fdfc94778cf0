"""Larger bags: the members of the team fitted on folds that score nothing, in the time that is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl.pacing import SLOWER
from automl.team import bag_worth

if TYPE_CHECKING:
    from automl.search import Search


def bag_more(search: Search) -> None:
    """Fits the members of the team on folds that score nothing, as long as there is time: always those whose bag
    gains most for its seconds, if the variance of a bag falls with its size."""
    search.for_bags_s = 0.0
    search.reserve()
    while search.bench.more_folds and not search.is_over():
        worth = {
            e.record.index: bag_worth(run, weight)
            for (e, weight), run in ((member, search.runs[member[0].record.index]) for member in search.team())
            if search.bench.clock.search_left() > SLOWER * run.round_s + e.finish_s * run.n_together / len(run.parts)
        }
        worth = {index: value for index, value in worth.items() if value}
        if not worth:
            return
        index = max(worth, key=worth.__getitem__)
        whole = search.ledger.bag_more(search.runs[index])
        at = next(i for i, e in enumerate(search.evaluated) if e.record.index == index)
        search.evaluated[at] = search.runs[index].evaluated()
        search.reserve()
        if not whole:
            return


__all__ = ["bag_more"]
