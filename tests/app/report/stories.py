"""Stories to report: a toy bundle of each problem with a made record, without one, and with hostile names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.report.story import Story
from inference.bundle import write_bundle
from tests.app.views import records
from tests.inference import toy_models

PROBLEMS = ("binary", "multiclass", "regression")
HOSTILE = "<script>alert('&amp;')</script>\x00 漢字 ☃"


def story(problem: str, folder: Path, record: Mapping[str, Any] | None = None) -> Story:
    """The story of a toy bundle; its record is that of the pages' tests unless another is given ({}: none)."""
    bundle = toy_models.bundle(problem)
    kept = records.RECORDS[problem]().to_dict() if record is None else dict(record)
    write_bundle(folder / f"{problem}.zip", replace(bundle, record=kept or None))
    return Story.of(folder / f"{problem}.zip")


def hostile(problem: str, folder: Path) -> Story:
    """The same with a name that wants to break out wherever a name stands, and numbers that are not known."""
    found = story(problem, folder)
    record = json.loads(json.dumps(found.raw).replace('"Contract"', json.dumps(HOSTILE)))
    for score in (record["score"], *record["metrics"]):
        score["low"] = score["high"] = float("nan")
    record["left_out"] = {HOSTILE: HOSTILE}
    manifest = replace(found.manifest, name=HOSTILE, score=replace(found.manifest.score, low=None, high=None))
    return replace(story(problem, folder, record), manifest=manifest)
