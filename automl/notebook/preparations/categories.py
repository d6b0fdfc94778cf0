"""Category codes in a notebook."""

from __future__ import annotations

from automl.notebook._decided import only_coded
from automl.notebook._parts import Preparation, on_blocks

CALL = '''
def categories(train, target, new, seed, decided):
    """Codes of categories that trees split into sets."""

    def prepared(columns):
        blocks = (number_block(columns), date_block(columns), gap_block(columns))
        return [*blocks, category_block(train, columns, decided["coded"]), topic_block(columns)]

    blocks = prepared(train)
    X, X_new, kept = without_constants(np.concatenate(blocks, axis=1), np.concatenate(prepared(new), axis=1))
    ends = np.cumsum([block.shape[1] for block in blocks])
    is_level = (np.arange(ends[-1]) >= ends[2]) & (np.arange(ends[-1]) < ends[3])
    return X, X_new, tuple(np.flatnonzero(is_level[kept]).tolist())
'''


PREPARATION = Preparation("categories", "categories", on_blocks(CALL), only_coded)
