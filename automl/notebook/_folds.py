"""The cell of a notebook that cuts the rows into the folds of the build."""

from __future__ import annotations

from automl.notebook._parts import code
from automl.notebook._situation import Situation
from automl.notebook._source import pieces
from automl.splits import _sizes, date, group, random

SPLITS = {
    "random": (random, ("hold_out", "folds", "_groups", "_assign", "_cut")),
    "date": (date, ("VALIDATED_SHARE", "MOST_FOLDS", "hold_out", "folds", "_border")),
    "group": (group, ("hold_out", "folds", "_cut")),
}
KEYS = {
    "random": "keys = np.zeros(len(rows), dtype=np.int64)",
    "date": """
moments = values[SPLIT_COLUMN].astype(np.float64)
unknown = is_missing(cells[SPLIT_COLUMN], missing_words[SPLIT_COLUMN]) | np.isnan(moments) | (moments < -9e18)
keys = np.zeros(len(moments), dtype=np.int64)
keys[~unknown] = np.unique(moments[~unknown], return_inverse=True)[1] + 1
keys = keys[rows]""",
    "group": """
texts = as_texts(cells[SPLIT_COLUMN], missing_words[SPLIT_COLUMN])
codes, found = pd.factorize(pd.Series(texts))
unknown = is_missing(cells[SPLIT_COLUMN], missing_words[SPLIT_COLUMN])
codes = codes.astype(np.float64)
codes[unknown] = len(found) + np.arange(int(unknown.sum()))
keys = np.unique(codes, return_inverse=True)[1].astype(np.int64)[rows]""",
}


def folds(situation: Situation) -> str:
    """The split by its own code, then the folds."""
    split = situation.order.split.split.name
    module, names = SPLITS[split]
    sizes = pieces(_sizes, "HOLDOUT_FROM_ROWS", "HOLDOUT_SHARE", "HOLDOUT_MOST_ROWS", "SINGLE_FOLD_SHARE", "held_share")
    parts = (code("splitting"), sizes, pieces(module, *names), KEYS[split], code("cut"))
    return "\n\n".join(parts)


__all__ = ["folds"]
