"""Scaled numbers and pairs in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import FittedStrategy
from automl.notebook._decided import pairs
from automl.notebook._parts import Preparation, on_blocks
from automl.notebook._statistics import scaling_code

CALL = '''
def scaled_crossed(train, target, new, seed, decided):
    """Scaled numbers with their telling pairs, one column a level."""
    dates = [name for name in train.seconds for _ in range(6)]
    gaps = [a for a, _ in combinations(list(train.seconds)[:5], 2)]
    blocks = [(number_block, list(train.numbers)), (date_block, dates), (gap_block, gaps)]
    first = [a if isinstance(a, str) else a[1] for _, a, _ in decided["pairs"]]
    blocks.append((lambda columns: pair_block(columns, decided["pairs"]), first))
    scaled = [scaled_block(block(train), block(new), sources) for block, sources in blocks]
    X = np.concatenate([*(one for one, _ in scaled), onehot_block(train, train), topic_block(train)], axis=1)
    X_new = np.concatenate([*(one for _, one in scaled), onehot_block(train, new), topic_block(new)], axis=1)
    X, X_new, _ = without_constants(X, X_new)
    return X, X_new, ()
'''


def _decided(fitted: FittedStrategy, texts: frozenset[str]) -> Mapping[str, Any]:
    del texts
    return {"pairs": pairs(fitted)}


PREPARATION = Preparation("scaled_crossed", "scaled_crossed", on_blocks(CALL, scaling_code), _decided)
