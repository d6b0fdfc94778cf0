"""Scaled numbers and all their products in a notebook."""

from __future__ import annotations

from automl.notebook._decided import nothing
from automl.notebook._parts import Preparation, on_blocks
from automl.notebook._statistics import scaling_code

CALL = '''
def product_block(train, new):
    """The products of every two columns, less their mean, by their standard deviation."""
    left, right = np.triu_indices(train.shape[1])
    products = train[:, left] * train[:, right]
    mean = products.mean(axis=0, dtype=np.float64).astype(np.float32)
    spread = np.maximum(products.std(axis=0, dtype=np.float64), 0.1).astype(np.float32)
    return (products - mean) / spread, (new[:, left] * new[:, right] - mean) / spread


def scaled_squares(train, target, new, seed, decided):
    """Scaled numbers with the products of every two of them, one column a level."""
    dates = [name for name in train.seconds for _ in range(6)]
    gaps = [a for a, _ in combinations(list(train.seconds)[:5], 2)]
    blocks = [(number_block, list(train.numbers)), (date_block, dates), (gap_block, gaps)]
    scaled = [scaled_block(block(train), block(new), sources) for block, sources in blocks]
    k = len(train.numbers)
    scaled.insert(1, product_block(scaled[0][0][:, :k], scaled[0][1][:, :k]))
    X = np.concatenate([*(one for one, _ in scaled), onehot_block(train, train), topic_block(train)], axis=1)
    X_new = np.concatenate([*(one for _, one in scaled), onehot_block(train, new), topic_block(new)], axis=1)
    X, X_new, _ = without_constants(X, X_new)
    return X, X_new, ()
'''


PREPARATION = Preparation("scaled_squares", "scaled_squares", on_blocks(CALL, scaling_code), nothing)
