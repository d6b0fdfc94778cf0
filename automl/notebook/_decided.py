"""What a fitted strategy decided from the rows it saw, read from its blocks as constants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from automl.contracts import FittedStrategy
from automl.strategies._blocks import Block, Prepared
from automl.strategies._crosses import Cross
from automl.strategies._groups import Groups
from automl.strategies._levels import Levels
from automl.strategies._pairs import Pairs
from automl.strategies._scaled import Scaled


def pairs(fitted: FittedStrategy) -> list[Any]:
    """Pairs of numbers that say more together, as (operator, a, b), where a may again be
    such a pair; scaled ones keep all that were chosen."""
    return [list(pair) for block in _blocks(fitted) if isinstance(block, Pairs) for pair in block.pairs]


def groups(fitted: FittedStrategy) -> list[Any]:
    """Numbers with the category whose means are taken off."""
    return [[g.number, g.category] for block in _blocks(fitted) if isinstance(block, Groups) for g in block.groups]


def crosses(fitted: FittedStrategy) -> list[Any]:
    """Pairs of categories."""
    return [list(block.columns) for block in _blocks(fitted) if isinstance(block, Cross)]


def coded(fitted: FittedStrategy, texts: frozenset[str]) -> list[str]:
    """Numbers and dates that are read as levels; `texts` are the columns that are levels anyway."""
    levels = (block for block in _blocks(fitted) if isinstance(block, Levels))
    return [table.column for block in levels for table in block.tables if table.column not in texts]


def only_coded(fitted: FittedStrategy, texts: frozenset[str]) -> Mapping[str, Any]:
    """What a preparation decided that makes levels and nothing else."""
    return {"coded": coded(fitted, texts)}


def nothing(fitted: FittedStrategy, texts: frozenset[str]) -> Mapping[str, Any]:
    """Of a preparation that decides nothing a notebook has to be told."""
    del fitted, texts
    return {}


def _blocks(fitted: FittedStrategy) -> Iterator[Block]:
    assert isinstance(fitted, Prepared)
    for block in fitted.blocks:
        yield block.block if isinstance(block, Scaled) else block


__all__ = ["coded", "crosses", "groups", "nothing", "only_coded", "pairs"]
