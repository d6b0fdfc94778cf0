"""Target statistics in a notebook."""

from __future__ import annotations

from automl.notebook._decided import only_coded
from automl.notebook._parts import Preparation, on_blocks
from automl.notebook._statistics import statistics_code

CALL = '''
def target_encode(train, target, new, seed, decided):
    """Texts, and numbers and dates that are codes, as what the target was like for them."""

    def plain(columns):
        return np.concatenate([number_block(columns), date_block(columns), gap_block(columns)], axis=1)

    levels, new_levels = target_block(train, target, new, seed, decided["coded"])
    X = np.concatenate([plain(train), levels, topic_block(train)], axis=1)
    X_new = np.concatenate([plain(new), new_levels, topic_block(new)], axis=1)
    X, X_new, _ = without_constants(X, X_new)
    return X, X_new, ()
'''


PREPARATION = Preparation("target_encode", "target_encode", on_blocks(CALL, statistics_code), only_coded)
