"""Putting aside, deleting, taking that back, and copying: what happens to models and datasets after they are made."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from app.records import Deleted, ModelSettings, ModelView
from app.settings import settings
from app.verbs.builds import BuildVerbs
from app.verbs.names import given_name
from datasets.errors import InputError


@dataclass(frozen=True, slots=True)
class Clone:
    """A model made from another; `gone` says in sentences what could not be taken along."""

    model: ModelView
    gone: tuple[str, ...] = ()


class KeepingVerbs(BuildVerbs):
    """What is deleted is kept for EASEL_KEEP_DAYS, unseen, and can be brought back until then."""

    def archive_model(self, model_id: str, archived: bool = True) -> ModelView:
        """Put a model aside, or take it back; it works as before either way."""
        from app.store import models
        from app.store.engine import now

        with self.store.write() as connection:
            models.one_model(connection, model_id, self._question)
            models.change(connection, model_id, archived=now() if archived else None)
            return models.one_model(connection, model_id, self._question)

    def delete_model(self, model_id: str) -> None:
        """Delete a model with its versions; what runs for it is cancelled. `bring_back` undoes it."""
        from app.store import keeping

        self.model(model_id)
        with self.store.write() as connection:
            unfinished = keeping.delete_model(connection, model_id)
        for job_id in unfinished:
            self.cancel_job(job_id)

    def delete_dataset(self, dataset_id: str) -> None:
        """Delete a dataset with all versions; `bring_back` undoes it. Raises InputError when a model uses it."""
        from app.store import keeping

        with self.store.write() as connection:
            keeping.delete_dataset(connection, dataset_id)

    def deleted(self) -> tuple[Deleted, ...]:
        """What can be brought back, the last deleted first."""
        from app.store import keeping
        from app.store.engine import moment

        kept = timedelta(days=settings().keep_days)
        with self.store.read() as connection:
            found = keeping.waiting(connection, self.who.project_id)
        return tuple(Deleted(one.id, one.what, one.name, moment(one.at), moment(one.at) + kept) for one in found)

    def bring_back(self, deleted_id: str) -> None:
        """Undo a deletion; a model brings the datasets along that it needs. Raises InputError when it is gone."""
        from app.store import keeping

        with self.store.write() as connection:
            keeping.bring_back(connection, deleted_id)

    def remove_for_good(self, deleted_id: str) -> None:
        """Remove a model or dataset with its files at once, deleted before or not; nothing brings it back."""
        from app.store import keeping
        from app.store.files import hash_in
        from app.store.unused import remove_now

        with self.store.write() as connection:
            paths, until = keeping.files_of(connection, deleted_id)
            keeping.remove(connection, deleted_id)
        remove_now(self.store, paths, until)
        for path in paths:
            if hash_in(path) is None:
                shutil.rmtree(self.store.place(path).parent, ignore_errors=True)

    def clone_model(self, model_id: str, *, dataset_version_id: str | None = None, name: str | None = None) -> Clone:
        """A new model with the same settings, on the same table or on another version or dataset. What names a column
        that is not there is left out and named in `gone`."""
        from app.store import models

        view = self.model(model_id)
        version_id = dataset_version_id or view.dataset_version_id
        chosen = view.settings
        gone: list[str] = []
        if version_id != view.dataset_version_id:
            chosen, gone = self._fitted(chosen, version_id)
        with self.store.write() as connection:
            cloned = models.add_model(
                connection,
                version_id,
                given_name(name or f"{view.name} copy"),
                replace(chosen, thresholds={}, recipes_before=()),
            )
            return Clone(models.one_model(connection, cloned, self._question), tuple(gone))

    def _fitted(self, chosen: ModelSettings, version_id: str) -> tuple[ModelSettings, list[str]]:
        """The settings as far as a table allows them, and sentences about what it does not allow."""
        gone: list[str] = []
        try:
            names = self.prepared(version_id, chosen.changes, chosen.recipe).table.names
        except InputError as error:
            names = self.table(version_id).names
            chosen = replace(chosen, recipe=())
            gone.append(f"The recipe does not fit and is left out: {error}")
        if chosen.target is not None and chosen.target not in names:
            gone.append(f"{chosen.target}, the column to predict, is not in this table. Choose another one.")
            chosen = replace(chosen, target=None, problem=None, metric=None, positive=None, worth={})
        if _split_column(chosen.split) not in (None, *names):
            gone.append(f"{_split_column(chosen.split)}, which rows were kept apart by, is not in this table.")
            chosen = replace(chosen, split="random")
        known = {*names, *self.table(version_id).names}
        lost = [name for name in (*chosen.exclude, *chosen.kinds, *chosen.missing) if name not in known]
        if lost:
            gone.append(f"Not in this table any more: {', '.join(dict.fromkeys(lost))}.")
        fitting = replace(
            chosen,
            exclude=tuple(name for name in chosen.exclude if name in known),
            kinds=_only(chosen.kinds, known),
            missing=_only(chosen.missing, known),
        )
        return fitting, gone


def _split_column(split: str) -> str | None:
    return split.partition(":")[2] or None


def _only(values: Mapping[str, Any], names: Sequence[str] | set[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


__all__ = ["Clone", "KeepingVerbs"]
