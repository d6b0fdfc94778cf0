"""Building a model again from its bundle: what to build, the table read as it was, and a sentence about the two."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.preparing import Prepared
from datasets.errors import InputError

if TYPE_CHECKING:
    from automl.replay import Plan
    from automl.spec import BuildSpec
    from datasets.table import Table
    from inference.manifest import Manifest, RecipeInfo

OWN_OPTIONS = (
    *("target", "metric", "problem", "drop", "algorithms", "split", "quality", "row_ms", "positive", "seed", "budget"),
    *("candidates", "recipe", "kind"),
)


@dataclass(frozen=True)
class Replay:
    """A bundle's manifest, opened to build it again."""

    manifest: Manifest

    @classmethod
    def of(cls, options: Namespace) -> Replay:
        """What `--replay` names. Raises InputError when other options say what to build as well."""
        from inference.bundle import read_bundle

        own = [f"--{name.replace('_', '-')}" for name in OWN_OPTIONS if getattr(options, name) not in (None, ())]
        if own:
            raise InputError(f"--replay takes from the model what to build; leave out {', '.join(own)}.")
        return cls(read_bundle(Path(options.replay)).manifest)

    @property
    def spec(self) -> BuildSpec:
        """What the model was asked to be."""
        from automl.spec import BuildSpec

        spec = BuildSpec.from_dict(self.manifest.spec)
        return replace(spec, positive=spec.positive or self.manifest.positive)  # as it was, whatever is usual by now

    @property
    def plan(self) -> Plan:
        """What its build decided. Raises InputError when the bundle holds no plan."""
        from automl.replay import Plan

        return Plan.from_dict(self.manifest.plan)

    def as_read(self, table: Table) -> Prepared:
        """The table with every column treated as it was, after the recipe that it had. Raises InputError when a column
        is not there."""
        if self.manifest.recipe is not None:
            return self._after_recipe(table, self.manifest.recipe)
        table = self._of_kinds(table)
        return Prepared(table, table)

    def _of_kinds(self, table: Table) -> Table:
        from datasets.choice import choice_of

        for column in (*(one.column for one in self.manifest.columns), self.manifest.target):
            table = table.with_kind(column.name, choice_of(column))
        return table

    def _after_recipe(self, table: Table, info: RecipeInfo) -> Prepared:
        from datasets.recipe import FittedRecipe, apply
        from datasets.table import Table

        fitted = FittedRecipe.from_dict(info.fitted)
        raw = Table(table.select(fitted.schema.names).cells, fitted.schema, table.record)
        return Prepared(raw, self._of_kinds(apply(fitted, raw)), fitted)

    def about(self, table: Table) -> dict[str, Any]:
        """Whether table and libraries are those of the model, and what follows from that."""
        from automl.export import versions

        now, then = versions(), self.manifest.versions
        other = [f"{name} {then[name]}, now {now.get(name, 'none')}" for name in then if now.get(name) != then[name]]
        same = table.fingerprint == self.manifest.data.fingerprint
        if not same:
            sentence = "The table is not the one the model was built on: its plan was followed on these rows."
        elif other:
            sentence = (
                f"The same table, but other libraries ({'; '.join(other)}): answers may differ in the last digits."
            )
        else:
            sentence = "The same table and libraries: this model answers exactly as the one it was built after."
        return {"same_table": same, "same_versions": not other, "sentence": sentence}
