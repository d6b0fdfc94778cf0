"""What a model report is about: the manifest and the record in a bundle, and the hashes that an auditor asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.bundle import read_bundle
from inference.manifest import Manifest

if TYPE_CHECKING:
    from automl.contracts import Metric
    from automl.record import BuildRecord, CandidateRecord


@dataclass(frozen=True)
class Story:
    """A bundle, read. `record` is None in bundles of the first versions, which hold the manifest alone: sections say
    what they can without it. `raw` is the record as it stands in the file, with fields that this version may not know.
    `file` is the bundle's name; `digests` maps names of files to their sha256; `extra` is what the app knows besides:
    "worth" and "currency" of the outcomes, the "record" of a bundle without one, the "file" name shown."""

    manifest: Manifest
    record: BuildRecord | None
    raw: Mapping[str, Any]
    file: str
    digests: Mapping[str, str]
    bytes: int
    extra: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path, extra: Mapping[str, Any] | None = None) -> Story:
        """The story in a bundle. Raises InputError when it is no bundle."""
        bundle = read_bundle(path)
        known = dict(extra or {})
        raw, file = bundle.record or known.get("record") or {}, str(known.get("file", path.name))
        digests = {file: _digest(path.read_bytes()), "model.onnx": _digest(bundle.model)}
        record = _record(raw, bundle.manifest.threshold)
        return cls(bundle.manifest, record, raw, file, digests, path.stat().st_size, known)

    @cached_property
    def metric(self) -> Metric:
        """The metric of the headline."""
        from automl import metrics

        return metrics.get(self.manifest.score.metric)

    @property
    def insights(self) -> Mapping[str, Any]:
        """What the record says beyond scores (slices, fairness, alerts), as it stands there; or nothing."""
        found = self.raw.get("insights")
        return found if isinstance(found, Mapping) else {}

    @property
    def target(self) -> str:
        return self.manifest.target.name

    @property
    def positive(self) -> str:
        """The class that counts as yes, or the empty text."""
        return self.manifest.positive or ""

    @cached_property
    def team(self) -> tuple[CandidateRecord, ...]:
        """The candidates that make up the model, heaviest first."""
        found = self.record.candidates if self.record else ()
        return tuple(sorted((c for c in found if c.weight), key=lambda c: (-c.weight, c.index)))


def _record(raw: Mapping[str, Any], threshold: float | None) -> BuildRecord | None:
    """The record with the threshold that the bundle has now, which may have been moved after the build."""
    if not raw:
        return None
    from automl.decisions import at_threshold
    from automl.record import BuildRecord

    known = BuildRecord.__dataclass_fields__
    record = BuildRecord.from_dict({name: value for name, value in raw.items() if name in known})
    return at_threshold(record, threshold)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
