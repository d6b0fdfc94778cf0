"""Ordinal codes in a notebook."""

from __future__ import annotations

from automl.notebook._decided import nothing
from automl.notebook._parts import Preparation, on_blocks

CALL = '''
def ordinal(train, target, new, seed, decided):
    """Texts by frequency, numbers and dates as they are."""

    def prepared(columns):
        blocks = (number_block(columns), date_block(columns), gap_block(columns), ordinal_block(train, columns))
        return np.concatenate([*blocks, topic_block(columns)], axis=1)

    X, X_new, _ = without_constants(prepared(train), prepared(new))
    return X, X_new, ()
'''


PREPARATION = Preparation("ordinal", "ordinal", on_blocks(CALL), nothing)
