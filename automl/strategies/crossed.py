"""Target statistics, of pairs of categories too, numbers less the mean of their group, and sums, differences, products
and ratios of numbers, where they say more together than alone; for trees."""

from __future__ import annotations

from automl.contracts import FittedStrategy, Matrix, Strategy, Target
from automl.features import Features
from automl.strategies._blocks import prepare
from automl.strategies._crosses import chosen_crosses, crossed_levels
from automl.strategies._dates import Dates
from automl.strategies._gaps import Gaps
from automl.strategies._groups import Groups
from automl.strategies._numbers import Numbers
from automl.strategies._pairs import Pairs
from automl.strategies._statistics import plain
from automl.strategies._topics import topic_blocks
from automl.strategies.target_encode import encoded_levels


def refuses(features: Features, target: Target) -> str | None:
    """No two columns say more together than alone."""
    T = plain(target)
    if Pairs.of(features, T).pairs or Groups.of(features, T).groups or chosen_crosses(features, T):
        return None
    return "No two columns say more about the target together than alone."


def fit(features: Features, target: Target, seed: int) -> tuple[FittedStrategy, Matrix]:
    """The fitted strategy and its matrix (n, k), out-of-fold where it holds statistics of the target."""
    T = plain(target)
    made = (Pairs.of(features, T), Groups.of(features, T))
    blocks = (Numbers.of(features), Dates.of(features), Gaps.of(features), *made)
    return prepare(
        [
            *((block, block.transform(features)) for block in blocks),
            encoded_levels(features, target, seed),
            *crossed_levels(features, target, seed),
            *topic_blocks(features),
        ]
    )


STRATEGY = Strategy(
    name="crossed",
    title="Pairs of columns",
    provides="trees",
    fit=fit,
    refuses=refuses,
    order=15,
)
