"""Tables in: read from files, databases and samples, and kept as versions of a dataset."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.people.roles import HOME
from app.records import VersionView
from app.verbs.datasets import DatasetVerbs
from app.verbs.names import given_name, stem
from app.verbs.saving import save_table
from app.verbs.sources import Source, name_of, read_source, size_of
from datasets.errors import InputError
from datasets.wording import listed

if TYPE_CHECKING:
    from datasets.databases import Address
    from datasets.record import ReadOptions, ReadRecord
    from datasets.samples import Sample
    from datasets.table import Table

NAME_ROWS = 20  # enough to see what the columns are called
ORDER_ROWS = 10_000  # enough to see whether the day or the month comes first in dates
KEPT_UPLOAD_S = 7 * 86_400.0


def without_rows(table: Table, called: str) -> str:
    """Why a table of nothing but names is not imported, and what to do."""
    return (
        f"A table needs at least one row to be imported; {called} has a header and no rows "
        f"({listed(table.names)}). Add rows to it, or choose that it has no header if these are its data."
    )


class IntakeVerbs(DatasetVerbs):
    """What can be imported, and how it would be read."""

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
        `proposed_options` says. Raises InputError when the file cannot be read or holds no rows.
        """
        if into is not None and options is None:
            options, _ = self.proposed_options(source, into)
        table = read_source(source, options)
        called = name_of(source, options)
        if table.n_rows == 0:
            raise InputError(without_rows(table, called))
        return self._keep(table, name or stem(called), called, size_of(source), into)

    def tables_at(self, address: Address) -> tuple[str, ...]:
        """The names of the tables in a database. Raises InputError when it cannot be asked."""
        from datasets.query import tables_at

        return tables_at(address)

    def proposed_options(self, source: Source, dataset_id: str) -> tuple[ReadOptions, tuple[str, ...]]:
        """What was fixed when the last version of a dataset was read, and found in it, where that fits its next one,
        and the sentences that say so."""
        from datasets.query import Address
        from datasets.record import ReadOptions
        from datasets.replay import replayed, with_order
        from datasets.replay_guesses import Seen, found_in

        last = self.table(self.dataset(dataset_id).latest.id)
        before = replace(last.record.options, day_first=None)
        if not isinstance(source, Address) and "address" in last.record.assumed:
            before = replace(before, table=None, query=None)
        found = ReadOptions() if isinstance(source, Address) else found_in(last.record.assumed)
        options, said = replayed(
            ReadOptions(),
            before,
            found,
            last.names,
            lambda options: Seen.of(self.preview_file(source, options, NAME_ROWS)),
        )
        return with_order(options, said, last, lambda: self.preview_file(source, options, ORDER_ROWS), ORDER_ROWS)

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


def _new_name() -> str:
    from app.store.engine import new_id

    return new_id("f")


__all__ = ["IntakeVerbs"]
