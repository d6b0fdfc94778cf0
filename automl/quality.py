"""How much a model may cost when it answers: fast, balanced or best."""

from __future__ import annotations

from dataclasses import dataclass

from datasets.errors import InputError


@dataclass(frozen=True)
class Quality:
    """A choice between quick answers and the last bit of accuracy.

    refits        the members of the model are fitted once more on all training rows, and that one fit answers, instead
                  of the mean of the fits on the folds
    most_members  how many candidates may make up the model; None: as many as the size of the table bears
    thoroughness  a table counts as so many times smaller when the number of folds is chosen
    forgone       the share of the loss that may be given up, by out-of-fold answers, for quicker answers
    """

    name: str
    title: str
    sentence: str
    refits: bool = False
    most_members: int | None = None
    thoroughness: float = 1.0
    forgone: float = 0.0


FAST = Quality("fast", "Fast", "Answers quickest: at most three models, each fitted once.", True, 3, forgone=0.005)
BALANCED = Quality("balanced", "Balanced", "A few models of several kinds, each fitted on every fold.", forgone=0.002)
BEST = Quality("best", "Best", "More folds, for the last bit of accuracy; answers slowest.", thoroughness=3.0)
ALL = {quality.name: quality for quality in (FAST, BALANCED, BEST)}


def named(name: str) -> Quality:
    """The quality of that name. Raises InputError when there is none."""
    if name not in ALL:
        raise InputError(f"The quality must be one of {', '.join(ALL)}. It is {name!r}.")
    return ALL[name]


__all__ = ["ALL", "BALANCED", "BEST", "FAST", "Quality", "named"]
