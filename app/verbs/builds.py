"""Previews and builds: queued here, and what they leave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.job_records import JobView
from app.records import ModelView
from app.verbs.jobs import JobVerbs
from app.verbs.models import spec_of
from datasets.errors import EaselError, InputError

if TYPE_CHECKING:
    from automl.record import BuildRecord


class BuildVerbs(JobVerbs):
    """What leads to a model version, and what is known of one that is ready."""

    def start_build(
        self,
        model_id: str,
        budget_s: float,
        *,
        candidates: int | None = None,
        row_ms: float | None = None,
        out: Path | None = None,
    ) -> JobView:
        """Queue a build of the next version; while one of this model is queued or running, that one is returned.

        candidates, row_ms  as in automl.spec.BuildSpec
        out                 where the bundle is written besides, when it is done

        Raises InputError when something blocks the build.
        """
        from app.jobs import queue
        from app.store import models
        from app.store.engine import new_id

        view, payload = self._order(model_id, budget_s)
        payload["spec"] |= {"candidates": candidates, "row_ms": row_ms}
        if out is not None:
            payload["out"] = str(out.absolute())
        with self.store.write() as connection:
            if (busy := self._unfinished(connection, model_id, "build")) is not None:
                return busy
            number = models.next_number(connection, model_id)
            version_id = new_id("b")
            name = f"{view.name} V{number}"
            job_id = queue.enqueue(
                connection,
                "build",
                f"Build {name}",
                {**payload, "name": name},
                model_id=model_id,
                model_version_id=version_id,
                asked_by=self.asker(),
            )
            models.add_version(connection, model_id, version_id, job_id, view.dataset_version_id)
            return queue.one_job(connection, job_id)

    def start_preview(self, model_id: str) -> JobView:
        """Queue a quick look at what a build would give. The same settings as last time return the last preview;
        previews with older settings are cancelled."""
        from app.jobs import queue
        from automl.spec import PREVIEW_S

        view, payload = self._order(model_id, PREVIEW_S)
        last = self.last_preview(model_id)
        if last is not None and last.payload == payload and last.state in ("queued", "running", "done"):
            return last
        if last is not None and not last.is_over:
            self.cancel_job(last.id)
        with self.store.write() as connection:
            job_id = queue.enqueue(
                connection, "preview", f"Preview of {view.name}", payload, priority=0, model_id=model_id
            )
            return queue.one_job(connection, job_id)

    def last_preview(self, model_id: str) -> JobView | None:
        """The newest preview of a model, in whatever state; its payload says for which settings."""
        from app.jobs import queue
        from app.store.tables import job

        with self.store.read() as connection:
            found = queue.find_jobs(connection, job.c.model_id == model_id, job.c.kind == "preview", limit=1)
        return found[0] if found else None

    def preview_is_current(self, model_id: str) -> bool:
        """Whether the newest preview was made (or is being made) with the settings that the model has now."""
        from automl.spec import PREVIEW_S

        last = self.last_preview(model_id)
        return last is not None and last.payload == self._payload(model_id, PREVIEW_S)

    def preview_record(self, job_id: str) -> BuildRecord:
        """What a preview that is done has found."""
        return _read_record(self._left(self.job(job_id), "record"))

    def record(self, model_version_id: str) -> BuildRecord:
        """The whole story of a version that is ready. Raises InputError for one that was opened from a file."""
        return _read_record(self._version_file(model_version_id, "record"))

    def shares(self, model_version_id: str) -> dict[str, float]:
        """The share (0..1) of every column in the answers, largest first; empty for a version that was opened from a
        file, which has no record."""
        from app.store import models

        with self.store.read() as connection:
            opened = models.version_row(connection, model_version_id).kind == models.OPENED
        return {} if opened else {one.column: one.share for one in self.record(model_version_id).impact}

    def bundle_path(self, model_version_id: str) -> Path:
        """The zip of a version that is ready."""
        return self._version_file(model_version_id, "bundle")

    def _order(self, model_id: str, budget_s: float) -> tuple[Any, dict[str, Any]]:
        """The model and what its job is asked to do; InputError when something blocks a build."""
        if blocks := self.detect(model_id).blocks:
            raise InputError(blocks[0])
        return self.model(model_id), self._payload(model_id, budget_s)

    def _payload(self, model_id: str, budget_s: float) -> dict[str, Any]:
        view = self.model(model_id)
        prepared = self.prepared(view.dataset_version_id, view.settings.changes, view.settings.recipe)
        names = prepared.table.names
        spec = spec_of(view.settings, names, budget_s).to_dict()
        changes = view.settings.changes.of((*names, *prepared.raw.names)).to_dict()
        payload: dict[str, Any] = {"dataset_version_id": view.dataset_version_id, "spec": spec, **changes}
        if view.settings.recipe:
            payload["recipe"] = list(view.settings.recipe)
        plain: dict[str, Any] = json.loads(json.dumps(payload))  # as the store gives it back
        return plain

    def _unfinished(self, connection: Any, model_id: str, kind: str) -> JobView | None:
        from app.jobs import queue
        from app.store.tables import job

        busy = job.c.state.in_(("queued", "running"))
        found = queue.find_jobs(connection, job.c.model_id == model_id, job.c.kind == kind, busy, limit=1)
        return found[0] if found else None

    def _model_of(self, model_version_id: str) -> ModelView:
        """The model that a version belongs to."""
        from app.store import models

        with self.store.read() as connection:
            model_id = models.version_row(connection, model_version_id).model_id
            return models.one_model(connection, model_id, self._question)

    def _version_file(self, model_version_id: str, what: str) -> Path:
        from app.store import models

        with self.store.read() as connection:
            job_id = models.version_row(connection, model_version_id).job_id
        return self._left(self.job(job_id), what)

    def _left(self, job: JobView, what: str) -> Path:
        """A file that a job left. Raises InputError while it is not done."""
        if job.state != "done" or not job.result:
            raise InputError(f"{job.title} has not ended well: it is {job.state}. Wait for it, or try it again.")
        if not job.result.get(what):
            raise InputError(f"{job.title} left no {what}: it was not built here, or by an earlier Easel.")
        path = self.store.file(job.result[what])
        if not path.exists():
            raise EaselError(f"{path} is gone, though {job.title} had written it. Run it again.")
        return path


def _read_record(path: Path) -> BuildRecord:
    from automl.record import BuildRecord

    return BuildRecord.from_dict(json.loads(path.read_text(encoding="utf-8")))
