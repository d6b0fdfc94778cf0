"""Tables in: import them, look at them, name them."""

from __future__ import annotations

import copy
import json
import shutil
import time
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from app.people.roles import HOME, OWNER, Who
from app.preparing import Prepared, prepare, recipe_of
from app.records import DatasetView, VersionView
from app.settings import settings
from app.verbs.kept import Kept
from app.verbs.names import given_name, stem, user
from app.verbs.saving import save_table
from app.verbs.sources import Source, name_of, read_source, size_of
from datasets.changes import Changes
from datasets.errors import InputError

if TYPE_CHECKING:
    from app.looked import Looked
    from app.store.engine import Store
    from datasets.databases import Address
    from datasets.differences import Differences
    from datasets.findings import Finding
    from datasets.profile import Profile
    from datasets.record import ReadOptions, ReadRecord
    from datasets.samples import Sample
    from datasets.shift import Shift
    from datasets.table import Table

NAME_ROWS = 20  # enough to see what the columns are called
KEPT_UPLOAD_S = 7 * 86_400.0
Steps = Sequence[Mapping[str, Any]]  # of a recipe, as ModelSettings holds them
AS_READ = Changes()


class DatasetVerbs:
    """What can be done with tables; `home` is the folder that holds everything, `who` acts."""

    who: Who = OWNER

    def __init__(self, home: Path | None = None) -> None:
        self.home = Path(home) if home else settings().home
        self.places: dict[str, str] = {}  # the project of each thing that was asked for
        self.told: set[tuple[Any, ...]] = set()  # which predictions stand in the audit list
        self._tables: Kept[Table] = Kept(6)
        self._changed: Kept[Table] = Kept(3)
        self._profiles: Kept[Profile] = Kept(64)
        self._findings: Kept[tuple[Finding, ...]] = Kept(64)
        self._prepared: Kept[Prepared] = Kept(6)
        self._version_changes: Kept[tuple[Differences, tuple[Shift, ...]]] = Kept(32)

    @cached_property
    def store(self) -> Store:
        """The store behind the verbs, opened at the first use."""
        from app.store.engine import open_store

        return open_store(self.home, settings().database_url, settings().files_url)

    def acting(self, who: Who) -> Self:
        """The same service, with what it has worked out, for somebody else."""
        assert self.store  # opened once, for all
        twin = copy.copy(self)
        twin.who = who
        return twin

    def asker(self) -> str | None:
        """The name of who acts: of the person, or of the owner on this computer."""
        return self.who.name or user()

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

    def preview_file(self, source: Source, options: ReadOptions | None = None, n: int = 100) -> Table:
        """The first `n` rows of a file as they would be read, with every assumption in `record.assumed`."""
        return read_source(source, options, n)

    def import_file(
        self,
        source: Source,
        *,
        name: str | None = None,
        options: ReadOptions | None = None,
        into: str | None = None,
    ) -> VersionView:
        """Read a whole file, or what a database answers, and keep it: as a new dataset, or as the next version of the
        dataset `into`.

        `name` defaults to the file's name without its endings; without `options` the next version is read as
        `proposed_options` says. Raises InputError when the file cannot be read.
        """
        if into is not None and options is None:
            options, _ = self.proposed_options(source, into)
        table = read_source(source, options)
        called = name_of(source, options)
        return self._keep(table, name or stem(called), called, size_of(source), into)

    def tables_at(self, address: Address) -> tuple[str, ...]:
        """The names of the tables in a database. Raises InputError when it cannot be asked."""
        from datasets.query import tables_at

        return tables_at(address)

    def proposed_options(self, source: Source, dataset_id: str) -> tuple[ReadOptions, str | None]:
        """What was fixed when the last version of a dataset was read, where that fits its next one, and the sentence
        that says so."""
        from datasets.query import Address
        from datasets.record import ReadOptions
        from datasets.replay import replayed

        last = self.table(self.dataset(dataset_id).latest.id)
        before = last.record.options
        if not isinstance(source, Address) and "address" in last.record.assumed:
            before = replace(before, table=None, query=None)
        return replayed(
            ReadOptions(), before, last.names, lambda options: self.preview_file(source, options, NAME_ROWS).names
        )

    def read_as(self, version_id: str) -> ReadRecord:
        """How a version was read."""
        return self.table(version_id).record

    def samples(self) -> tuple[Sample, ...]:
        """The built-in sample tables."""
        from datasets import samples

        return tuple(samples.all().values())

    def import_sample(self, sample_name: str) -> VersionView:
        """The dataset of a built-in sample, imported at the first call."""
        from app.store import datasets
        from datasets import samples

        sample = samples.all().get(sample_name)
        if sample is None:
            raise InputError(f"There is no sample {sample_name!r}. The samples are: {', '.join(samples.all())}.")
        with self.store.write() as connection:  # one that was deleted comes back
            found = datasets.sample_dataset(connection, sample_name, self.who.project_id or HOME)
        if found is not None:
            return found.latest
        return self._keep(sample.load(), sample.title, f"{sample.name}.csv", None, None, sample.name)

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

    def version_changes(self, before_id: str, after_id: str) -> tuple[Differences, tuple[Shift, ...]]:
        """What changed from one version to another: columns, kinds and rows, and the columns whose values look
        different now."""
        from datasets.differences import differences
        from datasets.shift import shifts

        def look() -> tuple[Differences, tuple[Shift, ...]]:
            before, after = self.table(before_id), self.table(after_id)
            found = differences(before, after)
            return found, () if found.same else shifts(before, after)

        return self._version_changes.get((before_id, after_id), look)

    def rename_dataset(self, dataset_id: str, name: str) -> DatasetView:
        from app.store import datasets

        with self.store.write() as connection:
            datasets.rename(connection, dataset_id, given_name(name))
            return datasets.one_dataset(connection, dataset_id)

    def keep_upload(self, name: str, content: bytes) -> Path:
        """Write an uploaded file to the home folder, so that a job can read it; returns its path. It is removed when
        it was predicted, or after a week."""
        from datasets.atomic import write_atomically

        path = self.store.place(self.store.new_folder("uploads", _new_name())) / (Path(name).name or "upload")

        def write(file: BinaryIO) -> None:
            file.write(content)

        write_atomically(path, write)
        for folder in path.parents[1].iterdir():
            if folder.stat().st_mtime < time.time() - KEPT_UPLOAD_S:
                shutil.rmtree(folder, ignore_errors=True)
        return path

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

    def _keep(
        self,
        table: Table,
        name: str,
        source_name: str,
        n_bytes: int | None,
        into: str | None,
        sample: str | None = None,
    ) -> VersionView:
        from app.store import datasets
        from datasets.table import Table

        name, project_id = given_name(name), self.who.project_id or HOME
        path = save_table(self.store, table)
        size = n_bytes if n_bytes is not None else self.store.place(path).stat().st_size
        new = datasets.NewVersion(table.n_rows, table.n_columns, size, table.fingerprint, path, source_name)
        with self.store.write() as connection:
            taken = datasets.sample_dataset(connection, sample, project_id) if sample else None
            if taken is not None:  # somebody else imported it meanwhile
                return taken.latest
            dataset_id = into or datasets.add_dataset(connection, name, sample, project_id=project_id)
            version = datasets.one_version(connection, datasets.add_version(connection, dataset_id, new))
        self._tables.get(version.id, lambda: Table.load(self.store.file(path)))
        return version


def _key(version_id: str, changes: Changes, recipe: Steps) -> Hashable:
    return version_id, changes.key, json.dumps(list(recipe), sort_keys=True)


def _new_name() -> str:
    from app.store.engine import new_id

    return new_id("f")
