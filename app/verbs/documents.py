"""Documents: reports of models and tables, made when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.verbs.answers import AnswerVerbs
from app.verbs.names import bundle_name, stem

if TYPE_CHECKING:
    from app.report.write import Kind, Made


class DocumentVerbs(AnswerVerbs):
    """What can be handed on."""

    def model_document(self, model_version_id: str, kind: Kind) -> Made:
        """The report or the notebook of a version that is ready, with the threshold that is in use. Raises InputError
        when a notebook cannot be made of it."""
        from app.report import subjects
        from app.report.write import make

        path, view = self.bundle_path(model_version_id), self._model_of(model_version_id)
        number = next(version.number for version in view.versions if version.id == model_version_id)
        extra = {
            "record": self.record(model_version_id).to_dict(),
            "worth": view.settings.worth,
            "currency": view.settings.currency,
            "file": bundle_name(view.name, number),
        }
        return make(subjects.of_model(path, lambda: self.training_table(model_version_id), None, **extra), kind)

    def data_document(self, version_id: str, kind: Kind, target: str | None = None) -> Made:
        """The report or the notebook of a dataset version."""
        from app.report import subjects
        from app.report.write import make

        name = self.version(version_id).source_name
        return make(subjects.of_table(self.table(version_id), name, stem(name), target), kind)
