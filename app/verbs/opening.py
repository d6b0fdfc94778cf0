"""Models that were built elsewhere: a bundle comes in and can be asked, inspected and handed on."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.records import ModelSettings, ModelView
from app.verbs.answers import AnswerVerbs
from app.verbs.names import given_name
from app.verbs.saving import save_table

if TYPE_CHECKING:
    from datasets.table import Table
    from inference.bundle import Bundle
    from inference.manifest import Manifest


class OpeningVerbs(AnswerVerbs):
    """A model that was opened has a version like any other, but no record of how it was built."""

    def open_bundle(self, path: Path, name: str | None = None) -> ModelView:
        """A new model whose first version is the bundle in a file; it is copied. When the very table that it was built
        from is here too, the model stands on it, else on an outline of it: the same columns, no rows.

        name  defaults to the model's name in the bundle

        Raises InputError when the file is no bundle, or EaselError when the model does not answer.
        """
        from inference.bundle import read_bundle
        from inference.predictor import Model

        bundle = read_bundle(path)
        opened = Model(bundle)
        opened.predict({column.name: column.typical for column in opened.manifest.asks})
        manifest = bundle.manifest
        kept = self._keep_bundle(bundle)
        view = self._make_room(bundle, given_name((name or manifest.name)[:100]), path.name)
        self._finish(view, manifest, kept)
        return self.model(view.id)

    def _keep_bundle(self, bundle: Bundle) -> str:
        """Write the model's file into the store; returns its path there."""
        from app.store.engine import new_id
        from inference.bundle import write_bundle

        folder = self.store.place(self.store.new_folder("jobs", new_id("j")))
        try:
            write_bundle(folder / "model.zip", bundle)
            return self.store.files.put(folder / "model.zip")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _make_room(self, bundle: Bundle, name: str, file: str) -> ModelView:
        """The model without versions."""
        from app.store import datasets, models

        manifest = bundle.manifest
        known = self._version_with(manifest.data.fingerprint)
        settings = _settings(manifest, None if known is None else self.table(known).names)
        path = None if known else save_table(self.store, outline(manifest))
        with self.store.write() as connection:
            version_id = known
            if version_id is None:
                assert path is not None
                columns_only = datasets.add_dataset(
                    connection, f"{name}: columns only", outline_of="", project_id=self.who.project_id
                )
                columns = len(manifest.asks) + 1
                new = datasets.NewVersion(0, columns, self.store.place(path).stat().st_size, "", path, file)
                version_id = datasets.add_version(connection, columns_only, new)
            model_id = models.add_model(connection, version_id, name, settings)
            if known is None:
                datasets.set_outline(connection, columns_only, model_id)
            return models.one_model(connection, model_id, self._question)

    def _finish(self, view: ModelView, manifest: Manifest, path: str) -> None:
        from app.jobs import queue
        from app.store import models
        from app.store.engine import new_id

        payload = {"dataset_version_id": view.dataset_version_id, "name": f"{view.name} V1"}
        job_id, version_id = new_id("j"), new_id("b")
        with self.store.write() as connection:
            queue.add_done(
                connection,
                job_id,
                models.OPENED,
                f"Open {view.name}",
                payload,
                _result(manifest, path),
                model_id=view.id,
                model_version_id=version_id,
                asked_by=self.asker(),
            )
            models.add_version(connection, view.id, version_id, job_id, view.dataset_version_id)

    def _version_with(self, fingerprint: str) -> str | None:
        """The dataset version with exactly these cells, or None."""
        from app.store import datasets

        with self.store.read() as connection:
            return datasets.version_with(connection, fingerprint, self.who.project_id)


def outline(manifest: Manifest) -> Table:
    """A table with the columns that a model asks for and the one it predicts, without rows."""
    import pyarrow as pa

    from datasets.record import ReadRecord
    from datasets.schema import Schema
    from datasets.table import Table

    columns = [*(column.column for column in manifest.asks), manifest.target]
    cells = pa.table({column.name: pa.array([], pa.string()) for column in columns})
    return Table(cells, Schema(tuple(columns)), ReadRecord("bundle"))


def _result(manifest: Manifest, path: str) -> dict[str, Any]:
    """What a build would have left, as far as the manifest knows it."""
    return {
        "record": None,
        "bundle": path,
        "headline": "",
        "score": manifest.score.to_dict(),
        "baseline": asdict(manifest.baseline),
    }


def _settings(manifest: Manifest, names: tuple[str, ...] | None) -> ModelSettings:
    """The settings that the bundle was built with; those that name columns only where the table has them."""
    spec: Mapping[str, Any] = manifest.spec
    plain = {key: spec[key] for key in ("metric", "positive", "quality", "seed") if spec.get(key) is not None}
    known = set(names or ())
    split = str(spec.get("split", "random"))
    return ModelSettings.from_dict(
        {
            **plain,
            "target": manifest.target.name,
            "problem": manifest.problem,
            "exclude": [name for name in spec.get("exclude", ()) if name in known],
            "split": split if split.partition(":")[2] in ("", *known) else "random",
        }
    )


__all__ = ["OpeningVerbs", "outline"]
