"""Pairs of columns in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import FittedStrategy
from automl.notebook._decided import coded, crosses, groups, pairs
from automl.notebook._parts import Preparation, on_blocks
from automl.notebook._statistics import statistics_code

CALL = '''
def crossed(train, target, new, seed, decided):
    """Target statistics, of pairs of categories too, and numbers joined with numbers or compared with their group."""

    def plain(columns):
        made = (pair_block(columns, decided["pairs"]), group_block(train, columns, decided["groups"]))
        return np.concatenate([number_block(columns), date_block(columns), gap_block(columns), *made], axis=1)

    levels, new_levels = target_block(train, target, new, seed, decided["coded"])
    cells, new_cells = crossed_block(train, target, new, seed, decided["crosses"])
    X = np.concatenate([plain(train), levels, cells, topic_block(train)], axis=1)
    X_new = np.concatenate([plain(new), new_levels, new_cells, topic_block(new)], axis=1)
    X, X_new, _ = without_constants(X, X_new)
    return X, X_new, ()
'''


def _decided(fitted: FittedStrategy, texts: frozenset[str]) -> Mapping[str, Any]:
    made = {"pairs": pairs(fitted), "groups": groups(fitted), "crosses": crosses(fitted)}
    return {**made, "coded": coded(fitted, texts)}


PREPARATION = Preparation("crossed", "crossed", on_blocks(CALL, statistics_code), _decided)
