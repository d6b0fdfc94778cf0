"""What a result says of the version that answered before: that one, where it scored better on the same rows."""

from __future__ import annotations

from app.records import ModelVersionView, ModelView
from app.ui import formats, parts, state
from app.ui.model_measured import metric_of
from automl.record import BuildRecord


def before_line(model: ModelView, version: ModelVersionView, record: BuildRecord) -> None:
    """Say that the version before scored better; nothing where it did not, or where the two cannot be compared."""
    before = previous(model, version)
    if before is None:
        return
    known = state.service().record(before.id)
    if not comparable(known, record):
        return
    sentence = in_words(before, known, record, higher=metric_of(record).higher_is_better)
    if sentence:
        parts.notice(f"{sentence} {_what_now(model, version, before)}", tone="warn")


def previous(model: ModelView, version: ModelVersionView) -> ModelVersionView | None:
    """The version that answered before this one, if it was built here, on the same version of the dataset."""
    earlier = [one for one in model.versions if one.number < version.number and one.state == "ready"]
    if not earlier or earlier[-1].opened or earlier[-1].dataset_version_id != version.dataset_version_id:
        return None
    return earlier[-1]


def comparable(before: BuildRecord, now: BuildRecord) -> bool:
    """Whether both were measured alike: the same target, kind of question, metric and number of rows."""
    return _measured(before) == _measured(now)


def _measured(record: BuildRecord) -> tuple[object, ...]:
    return record.target, record.problem, record.positive, record.metric, record.score.how, record.score.n_rows


def in_words(before: ModelVersionView, known: BuildRecord, record: BuildRecord, *, higher: bool) -> str:
    """ "V2 scored 315,914, a little better; the difference may be chance."; "" where it was no better. Chance is named
    where each score lies within what the other is sure of."""
    was, now = known.score, record.score
    if was.value == now.value or (was.value > now.value) != higher:
        return ""
    chance = now.low <= was.value <= now.high and was.low <= now.value <= was.high
    rest = "a little better; the difference may be chance." if chance else "better than this version."
    return f"V{before.number} scored {formats.score(was.value)}, {rest}"


def _what_now(model: ModelView, version: ModelVersionView, before: ModelVersionView) -> str:
    if model.ready is None or model.ready.id != version.id:
        return ""
    return (
        f"V{version.number} answers now, as the newest; V{before.number} is kept, and can be chosen above, compared "
        "and deployed."
    )
