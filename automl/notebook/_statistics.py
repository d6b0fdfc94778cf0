"""The formulas that preparations share: statistics of the target by level, and robust scales."""

from __future__ import annotations

from automl.notebook._source import pieces
from automl.strategies import _scaled, _statistics, _words, target_encode

OF_LEVELS = ("LevelStatistics", "level_statistics", "_statistics", "_by_fold", "_shrunk", "_prior_strength")
LIMITS = ("FOLDS", "MOST_CLASSES", "DIRECTIONS", "WEAKEST_PRIOR", "STRONGEST_PRIOR")
OF_WORDS = ("TOPICS", "MOST_WORDS", "MOST_TOKENS_KNOWN", "MOST_TOKENS", "LEAST_TEXTS", "LEAST_WORDS", "SMALL", "_WORD")


def statistics_code() -> str:
    """Shrunk means of the target by level."""
    return pieces(_statistics, "plain") + "\n\n" + pieces(target_encode, *LIMITS, *OF_LEVELS)


def scaling_code() -> str:
    """Medians and interquartile ranges."""
    return pieces(_scaled, "IQR_OF_UNIT_NORMAL", "SAMPLE_ROWS", "robust_centre_and_scale", "_centre_and_scale")


def topics_code() -> str:
    """Texts as topics of their words."""
    return pieces(_words, *OF_WORDS, "Table", "table_of", "_table", "tokens_of", "_gathered", "_raw")
