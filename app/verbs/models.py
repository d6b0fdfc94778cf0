"""Questions to tables: make a model, choose its settings, see what a build would be."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.records import Detection, ModelSettings, ModelView
from app.verbs.datasets import DatasetVerbs, Steps
from app.verbs.kept import Kept
from app.verbs.names import given_name
from datasets.changes import Changes
from datasets.errors import InputError

if TYPE_CHECKING:
    from automl.spec import BuildSpec
    from datasets.samples import Sample
    from datasets.table import Table

_SETTINGS = frozenset(field.name for field in fields(ModelSettings))
_OF_TARGET = ("problem", "metric", "positive")  # chosen for one target, without meaning for another


class ModelVerbs(DatasetVerbs):
    """What can be done with models before they are built."""

    def __init__(self, home: Path | None = None) -> None:
        super().__init__(home)
        self._detections: Kept[Detection] = Kept(64)

    def models(self) -> tuple[ModelView, ...]:
        """Every model, the last built first."""
        from app.store import models

        with self.store.read() as connection:
            return models.all_models(connection, self._question, self.who.project_id)

    def model(self, model_id: str) -> ModelView:
        from app.store import models

        with self.store.read() as connection:
            return models.one_model(connection, model_id, self._question)

    def create_model(self, version_id: str, name: str | None = None) -> ModelView:
        """A new model on a dataset version; a sample brings its target along. `name` defaults to the dataset's."""
        from app.store import datasets, models

        with self.store.write() as connection:
            data = datasets.one_dataset(connection, datasets.one_version(connection, version_id).dataset_id)
            settings = ModelSettings(target=self._sample_target(data.sample))
            model_id = models.add_model(connection, version_id, given_name(name or data.name), settings)
            return models.one_model(connection, model_id, self._question)

    def update_model(self, model_id: str, **changes: Any) -> ModelView:
        """Change some of the ModelSettings by name, or `dataset_version_id`.

        A new target forgets the problem, metric and positive class that were chosen for the old one, and is no longer
        excluded. Raises InputError for a setting, column, or kind that does not exist.
        """
        from app.store import models

        changes = dict(changes)
        view = self.model(model_id)
        version_id = changes.pop("dataset_version_id", view.dataset_version_id)
        if strange := sorted(set(changes) - _SETTINGS):
            raise InputError(f"A model has no setting {', '.join(strange)}; it has {', '.join(sorted(_SETTINGS))}.")
        self._check(changes, version_id, view.settings)
        if "target" in changes and changes["target"] != view.settings.target:
            changes = {**dict.fromkeys(_OF_TARGET), **changes}
            exclude = changes.get("exclude", view.settings.exclude)
            changes["exclude"] = tuple(name for name in exclude if name != changes["target"])
        with self.store.write() as connection:
            if version_id != view.dataset_version_id:
                models.change(connection, model_id, dataset_version_id=version_id)
            models.change_settings(connection, model_id, changes)
            return models.one_model(connection, model_id, self._question)

    def rename_model(self, model_id: str, name: str) -> ModelView:
        from app.store import models

        with self.store.write() as connection:
            models.one_model(connection, model_id, self._question)
            models.change(connection, model_id, name=given_name(name))
            return models.one_model(connection, model_id, self._question)

    def model_table(self, model_id: str) -> Table:
        """The table that a model is built on: with the kinds that were changed for it, after its recipe."""
        view = self.model(model_id)
        return self.prepared(view.dataset_version_id, view.settings.changes, view.settings.recipe).table

    def detect(self, model_id: str) -> Detection:
        """What a build with the present settings would be, and what blocks it."""
        view = self.model(model_id)
        chosen = view.settings
        key: Hashable = (
            view.dataset_version_id,
            chosen.target,
            chosen.problem,
            chosen.metric,
            chosen.exclude,
            chosen.positive,
            chosen.split,
            chosen.changes.key,
            json.dumps(list(chosen.recipe), sort_keys=True),
        )
        return self._detections.get(key, lambda: self._detect(view))

    def _detect(self, view: ModelView) -> Detection:
        from app.verbs.detection import detect

        chosen = view.settings
        try:
            prepared = self.prepared(view.dataset_version_id, chosen.changes, chosen.recipe)
        except InputError as error:
            return Detection(None, "", None, (), 0, (str(error),))
        found = detect(prepared.table, chosen)
        leak = prepared.leaks(chosen.target, chosen.exclude) if chosen.target is not None else None
        return found if leak is None else replace(found, blocks=(*found.blocks, leak))

    def _check(self, changes: dict[str, Any], version_id: str, settings: ModelSettings) -> None:
        """Columns, kinds and steps must exist and fit; lists become tuples."""
        recipe, kinds = changes.get("recipe", settings.recipe), dict(changes.get("kinds", settings.kinds))
        if "recipe" in changes:
            from datasets.recipe import Recipe

            recipe = changes["recipe"] = tuple(Recipe.from_dict(list(recipe)).to_dict()["steps"])
            self._check_recipe(version_id, replace(settings.changes, kinds=kinds), recipe, settings)
        if changes.get("target") is not None or "kinds" in changes or "exclude" in changes:
            table = self.prepared(version_id, replace(settings.changes, kinds=kinds), recipe).table
            named = [*([changes["target"]] if changes.get("target") is not None else []), *changes.get("exclude", ())]
            for name in named:
                table.schema[name]  # an unknown name is an InputError with the nearest names
        if "split" in changes:
            from automl import splits

            splits.named(changes["split"])
        if "quality" in changes:
            from automl import quality

            quality.named(changes["quality"])
        if "kinds" in changes:
            changes["kinds"] = kinds
        if "missing" in changes:
            changes["missing"] = {name: tuple(words) for name, words in dict(changes["missing"]).items() if words}
        for name in ("exclude", "algorithms"):
            if changes.get(name) is not None:
                changes[name] = tuple(changes[name])

    def _check_recipe(self, version_id: str, changes: Changes, recipe: Steps, settings: ModelSettings) -> None:
        """The recipe must fit; one that takes the place of another that does not may be mended step by step."""
        try:
            self.prepared(version_id, changes, recipe)
        except InputError:
            try:
                self.prepared(version_id, settings.changes, settings.recipe)
            except InputError:
                return
            raise

    def _question(self, sample_name: str | None, target: str | None) -> str:
        sample = _sample(sample_name)
        if sample is not None and target == sample.target:
            return sample.question
        return f"What is {target}?" if target else ""

    def _sample_target(self, sample_name: str | None) -> str | None:
        sample = _sample(sample_name)
        return None if sample is None else sample.target


def _sample(name: str | None) -> Sample | None:
    if name is None:
        return None
    from datasets import samples

    return samples.all().get(name)


def spec_of(settings: ModelSettings, names: tuple[str, ...], budget_s: float) -> BuildSpec:
    """The order for a build with these settings on a table with these columns. Raises InputError without a target."""
    from automl.spec import BuildSpec

    if settings.target is None:
        raise InputError("A build needs a column to predict. Choose one.")
    return BuildSpec(
        target=settings.target,
        problem=settings.problem,
        metric=settings.metric,
        budget_s=budget_s,
        seed=settings.seed,
        exclude=tuple(name for name in settings.exclude if name in names),
        algorithms=settings.algorithms,
        positive=settings.positive,
        split=settings.split,
        quality=settings.quality,
    )
