"""Tables that are too large for a page to wait for: workers import them and look at them.

What counts as large: a file of more than LARGE_BYTES (packed: PACKED_BYTES), which takes longer than about a second to
read, and a table of more than LARGE_CELLS cells, which takes longer than about three to be looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.job_records import JobView
from app.people.roles import HOME
from app.verbs.datasets import Steps
from app.verbs.intake import IntakeVerbs
from app.verbs.names import given_name, stem
from app.verbs.sources import Source, name_of, size_of
from datasets.changes import AS_READ, Changes
from datasets.errors import InputError

if TYPE_CHECKING:
    from app.looked import Looked
    from datasets.record import ReadOptions

LARGE_BYTES = 16_000_000
PACKED_BYTES = 2_000_000
PLAIN = frozenset({".csv", ".tsv", ".tab", ".txt", ".psv", ".data", ".json", ".jsonl", ".ndjson"})
LARGE_CELLS = 3_000_000
LAST_LOOKS = 200


class ImportingVerbs(IntakeVerbs):
    """Small tables stay instant; of large ones the worker's result is used, or made here where no worker runs."""

    def is_large(self, source: Source) -> bool:
        """Whether a worker should import a file. What a database answers is imported at once, since its password is
        kept nowhere, and so is a folder whose files another machine could not read."""
        from datasets.query import Address, resolved

        found = resolved(source)
        if isinstance(found, Address):
            return False
        if not isinstance(found, tuple) and Path(found).is_dir() and self.store.shared is not None:
            return False
        plain = Path(name_of(source)).suffix.lower() in PLAIN
        return (size_of(source) or 0) > (LARGE_BYTES if plain else PACKED_BYTES)

    def start_import(
        self,
        source: Source,
        *,
        name: str | None = None,
        options: ReadOptions | None = None,
        into: str | None = None,
    ) -> JobView:
        """Queue what `import_file` does at once. The job's payload holds the id that the version will have.

        Raises InputError when the source is a database, or a file that is not there.
        """
        from app.jobs import queue
        from app.store.engine import new_id

        called = name_of(source, options)
        if into is not None and options is None:
            options, _ = self.proposed_options(source, into)
        payload = {
            "source_file": self._readable(source),
            "source_name": called,
            "options": options.to_dict() if options else {},
            "name": given_name(name or stem(called)),
            "into": into,
            "version_id": new_id("v"),
            "project_id": self.who.project_id or HOME,
        }
        with self.store.write() as connection:
            job_id = queue.enqueue(
                connection,
                "import_table",
                f"Import {called}",
                payload,
                priority=30,
                asked_by=self.asker(),
                project_id=self.who.project_id or HOME,
            )
            return queue.one_job(connection, job_id)

    def look(
        self, version_id: str, target: str | None = None, changes: Changes = AS_READ, recipe: Steps = ()
    ) -> JobView | None:
        """The job that looks at a large table, queued if need be, while `profile` and `findings` would take long; None
        as soon as they are quick, and where no worker could do it."""
        from app.jobs import queue
        from app.store.projects import project_of

        version = self.version(version_id)
        if version.rows * version.columns <= LARGE_CELLS or self._seen(version_id, target, changes, recipe):
            return None
        payload = _asked(version_id, target, changes, recipe)
        if (found := self._last_look(payload)) is not None:
            return None if found.state == "done" else found
        with self.store.write() as connection:
            if not queue.workers_alive(connection):
                return None
            job_id = queue.enqueue(
                connection,
                "profile",
                f"Look at {version.source_name}",
                payload,
                priority=20,
                asked_by=self.asker(),
                project_id=project_of(connection, version_id),
            )
            return queue.one_job(connection, job_id)

    def _looked(self, version_id: str, target: str | None, changes: Changes, recipe: Steps) -> Looked | None:
        """What a worker has seen in a large table."""
        from app.looked import read_looked

        version = self.version(version_id)
        if version.rows * version.columns <= LARGE_CELLS:
            return None
        found = self._last_look(_asked(version_id, target, changes, recipe))
        if found is None or found.state != "done" or not found.result:
            return None
        path = self.store.file(found.result["looked"])
        return read_looked(path) if path.is_file() else None

    def _last_look(self, payload: dict[str, Any]) -> JobView | None:
        """The newest job that looked for the same, or that imported the very table."""
        from app.jobs import queue
        from app.store.tables import job

        plain = payload == _asked(payload["dataset_version_id"], None, AS_READ, ())
        with self.store.read() as connection:
            found = queue.find_jobs(connection, job.c.kind.in_(("profile", "import_table")), limit=LAST_LOOKS)
        for one in found:
            imported = plain and one.payload.get("version_id") == payload["dataset_version_id"]
            if one.payload == payload or (imported and one.state == "done"):
                return one
        return None

    def _readable(self, source: Source) -> str:
        """A path that workers can read: an upload is written to the home folder, and into the store where files are
        shared."""
        from datasets.query import Address, resolved

        found = resolved(source)
        if isinstance(found, Address):
            raise InputError("What a database answers is imported at once; it cannot be queued.")
        if isinstance(found, tuple):
            name, content = found
            path = self.keep_upload(name, content if isinstance(content, bytes) else content.read())
        else:
            path = Path(found).absolute()
        if not path.exists():
            raise InputError(f"There is no file {path}. Check the name.")
        if self.store.shared is None:
            return str(path)
        return self.store.files.put(path, keep=not isinstance(found, tuple))


def _asked(version_id: str, target: str | None, changes: Changes, recipe: Steps) -> dict[str, Any]:
    """What a job is asked to look at, as the store gives it back."""
    return {
        "dataset_version_id": version_id,
        "target": target,
        **changes.to_dict(),
        "recipe": [dict(s) for s in recipe],
    }


__all__ = ["ImportingVerbs"]
