"""Tables that are here: find them, look at them, name them."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.preparing import Prepared, prepare, recipe_of
from app.records import DatasetView, VersionView
from app.verbs.home import HomeVerbs
from app.verbs.kept import Kept
from app.verbs.names import given_name
from datasets.changes import AS_READ, Changes

if TYPE_CHECKING:
    from app.looked import Looked
    from datasets.differences import Differences
    from datasets.findings import Finding
    from datasets.profile import Profile
    from datasets.shift import Shift
    from datasets.table import Table

Steps = Sequence[Mapping[str, Any]]  # of a recipe, as ModelSettings holds them


class DatasetVerbs(HomeVerbs):
    """What can be seen of tables; what was worked out last is kept."""

    def __init__(self, home: Path | None = None) -> None:
        super().__init__(home)
        self._tables: Kept[Table] = Kept(6)
        self._changed: Kept[Table] = Kept(3)
        self._profiles: Kept[Profile] = Kept(64)
        self._findings: Kept[tuple[Finding, ...]] = Kept(64)
        self._repeats: Kept[int] = Kept(64)
        self._prepared: Kept[Prepared] = Kept(6)
        self._version_changes: Kept[tuple[Differences, tuple[Shift, ...]]] = Kept(32)

    def datasets(self) -> tuple[DatasetView, ...]:
        """Every dataset, the last changed first."""
        from app.store import datasets

        with self.store.read() as connection:
            return datasets.all_datasets(connection, self.who.project_id)

    def dataset(self, dataset_id: str) -> DatasetView:
        from app.store import datasets

        with self.store.read() as connection:
            return datasets.one_dataset(connection, dataset_id)

    def version(self, version_id: str) -> VersionView:
        from app.store import datasets

        with self.store.read() as connection:
            return datasets.one_version(connection, version_id)

    def table(self, version_id: str) -> Table:
        """The table of a version, as it was read."""
        return self._tables.get(version_id, lambda: self._load(version_id))

    def table_as(self, version_id: str, changes: Changes) -> Table:
        """The table of a version as a model takes it; the last few are kept. Raises InputError for a word that is no
        kind."""
        if changes == AS_READ:
            return self.table(version_id)
        return self._changed.get((version_id, changes.key), lambda: changes.apply(self.table(version_id)))

    def prepared(self, version_id: str, changes: Changes, recipe: Steps = ()) -> Prepared:
        """The table of a version as a model takes it, before and after its recipe.

        Raises InputError for a word that is no kind, and naming the step that does not fit.
        """
        if not recipe:
            table = self.table_as(version_id, changes)
            return Prepared(table, table)

        def make() -> Prepared:
            return prepare(self.table(version_id), changes, recipe_of(recipe, self.table))

        return self._prepared.get(_key(version_id, changes, recipe), make)

    def profile(
        self, version_id: str, target: str | None = None, changes: Changes = AS_READ, recipe: Steps = ()
    ) -> Profile:
        """What is in a table, column by column; `relation` is filled in when there is a target."""
        from datasets.profile import profile, related

        def look() -> Profile:
            looked = self._looked(version_id, target, changes, recipe)
            if looked:
                return looked.profile
            table = self.prepared(version_id, changes, recipe).table
            if target is None:
                return profile(table)
            return related(self.profile(version_id, None, changes, recipe), table, target)

        return self._profiles.get((_key(version_id, changes, recipe), target), look)

    def findings(
        self, version_id: str, target: str | None = None, changes: Changes = AS_READ, recipe: Steps = ()
    ) -> tuple[Finding, ...]:
        """What is suspicious in a table, with the fix where there is one."""
        from datasets.findings import check

        def look() -> tuple[Finding, ...]:
            looked = self._looked(version_id, target, changes, recipe)
            if looked:
                return looked.findings
            profile = self.profile(version_id, target, changes, recipe)
            return check(self.prepared(version_id, changes, recipe).table, profile, target)

        return self._findings.get((_key(version_id, changes, recipe), target), look)

    def repeats(self, version_id: str) -> int:
        """How many rows of a table equal an earlier one in every cell."""
        from datasets.rows import n_repeats

        def look() -> int:
            looked = self._looked(version_id, None, AS_READ, ())
            if looked and looked.repeats is not None:
                return looked.repeats
            return n_repeats(self.table(version_id), self.profile(version_id).n_unique)

        return self._repeats.get(version_id, look)

    def version_changes(self, before_id: str, after_id: str) -> tuple[Differences, tuple[Shift, ...]]:
        """What changed from one version to another: columns, kinds and rows, and the columns whose values look
        different now."""
        from datasets.differences import differences
        from datasets.shift import shifts

        def look() -> tuple[Differences, tuple[Shift, ...]]:
            before, after = self.table(before_id), self.table(after_id)
            found = differences(before, after)
            return found, () if found.same else shifts(before, after, decimal=after.record.options.decimal)

        return self._version_changes.get((before_id, after_id), look)

    def rename_dataset(self, dataset_id: str, name: str) -> DatasetView:
        from app.store import datasets

        with self.store.write() as connection:
            datasets.rename(connection, dataset_id, given_name(name))
            return datasets.one_dataset(connection, dataset_id)

    def _looked(self, version_id: str, target: str | None, changes: Changes, recipe: Steps) -> Looked | None:
        """What a worker has seen in a table; here nobody has."""
        del version_id, target, changes, recipe
        return None

    def _seen(self, version_id: str, target: str | None, changes: Changes, recipe: Steps) -> bool:
        """Whether the findings of a table, and so its profile, are at hand."""
        return self._findings.has((_key(version_id, changes, recipe), target))

    def _load(self, version_id: str) -> Table:
        from app.store import datasets
        from datasets.table import Table

        with self.store.read() as connection:
            path = datasets.version_row(connection, version_id).path
        return Table.load(self.store.file(path))


def _key(version_id: str, changes: Changes, recipe: Steps) -> Hashable:
    return version_id, changes.key, json.dumps(list(recipe), sort_keys=True)
