"""How much each setting of an algorithm mattered for the score, by functional ANOVA over what was tried.

Hutter, Hoos, Leyton-Brown: An Efficient Approach for Assessing Hyperparameter Importance, ICML 2014, as in Optuna: a
forest learns the score from the settings, and the share of its variance that each explains alone is its importance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from automl.record import CandidateRecord

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

LEAST = 8  # candidates; of fewer, a forest learns nothing
ENOUGH = 30  # candidates from which shares are more than a hint
LOG_FROM = 10.0  # times the smallest value: a setting that spreads so far is seen on a logarithmic scale
SEED = 7


@dataclass(frozen=True)
class Importance:
    """`shares` of the settings that differed, largest first (they sum to 1), from `n` candidates."""

    shares: Mapping[str, float]
    n: int

    @property
    def is_hint(self) -> bool:
        """Whether the candidates are too few to trust the shares."""
        return self.n < ENOUGH


def varied(candidates: Sequence[CandidateRecord]) -> tuple[str, ...]:
    """The settings that all of them have and that differ, in their order."""
    if not candidates:
        return ()
    names = [name for name in candidates[0].settings if all(name in one.settings for one in candidates)]
    return tuple(name for name in names if len({repr(one.settings[name]) for one in candidates}) > 1)


def is_number(values: Sequence[Any]) -> bool:
    """Whether a setting with these values is a scale."""
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def is_logarithmic(values: Sequence[Any]) -> bool:
    """Whether a scale is read by factors: all above 0, the largest many times the smallest."""
    return bool(min(values) > 0 and max(values) / min(values) >= LOG_FROM)


def importance(candidates: Sequence[CandidateRecord]) -> Importance | None:
    """Of candidates of one algorithm with a score; None when fewer than LEAST have one, or all scores are the same."""
    import optuna

    known = [one for one in candidates if one.score is not None and math.isfinite(one.score)]
    names = varied(known)
    if len(known) < LEAST or not names or len({one.score for one in known}) < 2:
        return None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    scales = {name: _scale([one.settings[name] for one in known]) for name in names}
    study = optuna.create_study()
    for one in known:
        params = {name: _cell(one.settings[name], scales[name]) for name in names}
        study.add_trial(optuna.trial.create_trial(params=params, distributions=scales, value=one.score))
    evaluator = optuna.importance.FanovaImportanceEvaluator(n_trees=32, max_depth=32, seed=SEED)
    found = optuna.importance.get_param_importances(study, evaluator=evaluator)
    return Importance({name: float(share) for name, share in found.items()}, len(known))


def _scale(values: Sequence[Any]) -> BaseDistribution:
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    if not is_number(values):
        return CategoricalDistribution(sorted({str(value) for value in values}))
    return FloatDistribution(float(min(values)), float(max(values)), log=is_logarithmic(values))


def _cell(value: Any, scale: BaseDistribution) -> Any:
    from optuna.distributions import FloatDistribution

    return float(value) if isinstance(scale, FloatDistribution) else str(value)


__all__ = ["Importance", "importance", "is_logarithmic", "is_number", "varied"]
