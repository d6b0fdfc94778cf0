"""Where the line between yes and no is drawn for a version, and what each outcome is worth to the analyst."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.store.files import MADE
from app.verbs.builds import BuildVerbs
from datasets.errors import InputError

if TYPE_CHECKING:
    from automl.decisions import Worth

MOST_CURRENCY = 4


class DecisionVerbs(BuildVerbs):
    """A threshold belongs to a version, what outcomes are worth to its model; both can be taken back."""

    def threshold(self, model_version_id: str) -> float | None:
        """The threshold (0..1) that was chosen for a version; None: the one it was built with."""
        return self._model_of(model_version_id).settings.thresholds.get(model_version_id)

    def use_threshold(self, model_version_id: str, threshold: float | None) -> None:
        """From now on every prediction of the version says yes from `threshold` on; None: as it was built.

        Raises InputError when it is no share, or when the model does not answer a yes / no question.
        """
        from app.store import models

        if threshold is not None:
            if not 0 <= threshold <= 1:
                raise InputError(f"A threshold must lie between 0 and 1; it is {threshold:g}.")
            self._moved(super().bundle_path(model_version_id), threshold)
        model_id = self._model_of(model_version_id).id
        with self.store.write() as connection:
            models.set_threshold(connection, model_id, model_version_id, threshold)

    def bundle_path(self, model_version_id: str) -> Path:
        """The zip of a version that is ready, with the threshold that was chosen for it."""
        built, threshold = super().bundle_path(model_version_id), self.threshold(model_version_id)
        return built if threshold is None else self._moved(built, threshold)

    def set_worth(self, model_id: str, worth: Worth, currency: str) -> None:
        """Keep what each outcome is worth. Raises InputError when the currency's sign is longer than MOST_CURRENCY."""
        sign = currency.strip()
        if len(sign) > MOST_CURRENCY:
            raise InputError(
                f"A currency has at most {MOST_CURRENCY} letters, such as € or USD; this one has {len(sign)}."
            )
        self.update_model(model_id, worth=worth.to_dict(), currency=sign)

    def _moved(self, built: Path, threshold: float) -> Path:
        """The file made from the built one that has another threshold, written when it is not there."""
        path = built.parent / MADE / f"{built.stem}-{threshold:.4f}{built.suffix}"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            from automl.export import at_threshold
            from inference.bundle import read_bundle, write_bundle

            write_bundle(path, at_threshold(read_bundle(built), threshold))
        return path
