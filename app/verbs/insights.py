"""What can be asked about the measured rows of a version after its build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.verbs.decisions import DecisionVerbs
from app.verbs.kept import Kept
from datasets.errors import InputError

if TYPE_CHECKING:
    from automl.held import Held
    from automl.insights import Fairness

MOST_HELD = 4
NOT_KEPT = "The measured rows of this version were not kept: an older Easel built it. Build it again to see this."
_HELD: Kept[Held] = Kept(MOST_HELD)


class InsightVerbs(DecisionVerbs):
    """The rows that a version was measured on are kept with it, with their cells and the model's answers."""

    def held(self, model_version_id: str) -> Held:
        """The measured rows of a version that is ready. Raises InputError when an older Easel built it."""
        from automl.held import Held

        try:
            path = self._version_file(model_version_id, "held")
        except InputError:
            raise InputError(NOT_KEPT) from None
        return _HELD.get(path, lambda: Held.load(path))

    def fairness(self, model_version_id: str, column: str, chosen: str | None = None) -> Fairness:
        """How the groups of a column fare at the threshold in use. `chosen` is the class that counts as being chosen
        (None: the positive one, or the last). Raises InputError for an unknown column or class."""
        from automl.fairness import fairness

        record, held = self.record(model_version_id), self.held(model_version_id)
        if chosen is not None and chosen not in held.classes:
            raise InputError(f"{record.target} has no class {chosen!r}; it has {', '.join(held.classes) or 'none'}.")
        return fairness(
            held,
            column,
            used=column in record.used_columns,
            chosen=chosen or record.positive,
            threshold=self.threshold(model_version_id),
            positive=record.positive,
        )
