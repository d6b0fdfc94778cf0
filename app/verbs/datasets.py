"""Tables in: import them, look at them, name and delete them."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.preparing import Prepared, prepare, recipe_of, with_kinds
from app.records import DatasetView, VersionView
from app.settings import settings
from app.verbs.kept import Kept
from app.verbs.names import given_name, stem
from app.verbs.sources import Source, name_of, read_source, size_of
from datasets.errors import InputError

if TYPE_CHECKING:
    from app.store.engine import Store
    from datasets.findings import Finding
    from datasets.profile import Profile
    from datasets.record import ReadOptions
    from datasets.samples import Sample
    from datasets.table import Table

KEPT_UPLOAD_S = 7 * 86_400.0
Kinds = Mapping[str, str] | Iterable[tuple[str, str]]  # column name -> changed kind
Steps = Sequence[Mapping[str, Any]]  # of a recipe, as ModelSettings holds them


class DatasetVerbs:
    """What can be done with tables; `home` is the folder that holds everything."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = Path(home) if home else settings().home
        self._tables: Kept[Table] = Kept(6)
        self._profiles: Kept[Profile] = Kept(64)
        self._findings: Kept[tuple[Finding, ...]] = Kept(64)
        self._prepared: Kept[Prepared] = Kept(6)

    @cached_property
    def store(self) -> Store:
        """The store behind the verbs, opened at the first use."""
        from app.store.engine import open_store

        return open_store(self.home, settings().database_url)

    def datasets(self) -> tuple[DatasetView, ...]:
        """Every dataset, the last changed first."""
        from app.store import datasets

        with self.store.read() as connection:
            return datasets.all_datasets(connection)

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
        """Read a whole file and keep it: as a new dataset, or as the next version of the dataset `into`.

        `name` defaults to the file's name without its endings. Raises InputError when the file cannot be read.
        """
        if into is not None:
            self.dataset(into)
        table = read_source(source, options)
        return self._keep(table, name or stem(name_of(source)), name_of(source), size_of(source), into)

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
        with self.store.read() as connection:
            found = datasets.sample_dataset(connection, sample_name)
        if found is not None:
            return found.latest
        return self._keep(sample.load(), sample.title, f"{sample.name}.csv", None, None, sample.name)

    def table(self, version_id: str) -> Table:
        """The table of a version, as it was read."""
        return self._tables.get(version_id, lambda: self._load(version_id))

    def table_with_kinds(self, version_id: str, kinds: Kinds) -> Table:
        """The table of a version with the kinds of some columns changed; columns that it does not have are ignored.

        Raises InputError for a word that is no kind or role.
        """
        return with_kinds(self.table(version_id), dict(kinds))

    def prepared(self, version_id: str, kinds: Kinds, recipe: Steps = ()) -> Prepared:
        """The table of a version with changed kinds and a recipe, before and after it.

        Raises InputError for a word that is no kind, and naming the step that does not fit.
        """
        if not recipe:
            table = self.table_with_kinds(version_id, kinds)
            return Prepared(table, table)
        key = _key(version_id, kinds, recipe)
        return self._prepared.get(key, lambda: self._prepare(version_id, kinds, recipe))

    def _prepare(self, version_id: str, kinds: Kinds, recipe: Steps) -> Prepared:
        return prepare(self.table(version_id), dict(kinds), recipe_of(recipe, self.table))

    def profile(self, version_id: str, target: str | None = None, kinds: Kinds = (), recipe: Steps = ()) -> Profile:
        """What is in a table, column by column; `relation` is filled in when there is a target."""
        from datasets.profile import profile

        key = (_key(version_id, kinds, recipe), target)
        return self._profiles.get(key, lambda: profile(self.prepared(version_id, kinds, recipe).table, target))

    def findings(
        self, version_id: str, target: str | None = None, kinds: Kinds = (), recipe: Steps = ()
    ) -> tuple[Finding, ...]:
        """What is suspicious in a table, with the fix where there is one."""
        from datasets.findings import check

        key = (_key(version_id, kinds, recipe), target)

        def look() -> tuple[Finding, ...]:
            profile = self.profile(version_id, target, kinds, recipe)
            return check(self.prepared(version_id, kinds, recipe).table, profile, target)

        return self._findings.get(key, look)

    def rename_dataset(self, dataset_id: str, name: str) -> DatasetView:
        from app.store import datasets

        with self.store.write() as connection:
            datasets.rename(connection, dataset_id, given_name(name))
            return datasets.one_dataset(connection, dataset_id)

    def delete_dataset(self, dataset_id: str) -> None:
        """Delete a dataset with all versions. Raises InputError when a model uses it."""
        from app.store import datasets

        with self.store.write() as connection:
            paths = datasets.remove(connection, dataset_id)
        for path in paths:
            shutil.rmtree(self.store.file(path).parent, ignore_errors=True)

    def keep_upload(self, name: str, content: bytes) -> Path:
        """Write an uploaded file to the home folder, so that a job can read it; returns its path. It is removed when
        it was predicted, or after a week."""
        from datasets.atomic import write_atomically

        path = self.store.file(self.store.new_folder("uploads", _new_name())) / (Path(name).name or "upload")

        def write(file: BinaryIO) -> None:
            file.write(content)

        write_atomically(path, write)
        for folder in path.parents[1].iterdir():
            if folder.stat().st_mtime < time.time() - KEPT_UPLOAD_S:
                shutil.rmtree(folder, ignore_errors=True)
        return path

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

        folder = self.store.new_folder("tables", _new_name())
        path = f"{folder}/table.arrow"
        try:
            table.save(self.store.file(path))
            size = n_bytes if n_bytes is not None else self.store.file(path).stat().st_size
            new = datasets.NewVersion(table.n_rows, table.n_columns, size, table.fingerprint, path, source_name)
            with self.store.write() as connection:
                taken = datasets.sample_dataset(connection, sample) if sample else None
                if taken is not None:  # somebody else imported it meanwhile
                    shutil.rmtree(self.store.file(folder), ignore_errors=True)
                    return taken.latest
                dataset_id = into or datasets.add_dataset(connection, given_name(name), sample)
                version = datasets.one_version(connection, datasets.add_version(connection, dataset_id, new))
        except BaseException:
            shutil.rmtree(self.store.file(folder), ignore_errors=True)
            raise
        self._tables.get(version.id, lambda: Table.load(self.store.file(path)))
        return version


def _key(version_id: str, kinds: Kinds, recipe: Steps) -> Hashable:
    return version_id, tuple(sorted(dict(kinds).items())), json.dumps(list(recipe), sort_keys=True)


def _new_name() -> str:
    from app.store.engine import new_id

    return new_id("f")
