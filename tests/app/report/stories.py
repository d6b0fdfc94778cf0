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


INSIGHTS: dict[str, Any] = {
    "slices": {"loss": "absolute error", "value": 1.0, "n_rows": 900, "n_of": 900, "n_tried": 40, "least_rows": 30,
               "found": [{"columns": ["plan"], "labels": ["<b>"], "n_rows": 44, "value": 2.0, "rest": 1.0,
                          "effect": 0.5, "p": 1e-6, "wrong": 0.4, "wrong_rest": 0.1, "bias": None}]},
    "fairness": [{"column": "sex", "chosen": "Yes", "n_rows": 900, "n_of": 900, "used": False, "reference": "a",
                  "groups": [{"label": "a", "n_rows": 500, "figures": {"selection_rate": {"value": None, "low": 0.0,
                                                                                      "high": 1.0, "n_rows": 0}}}],
                  "sentences": ["Too few rows to tell."]}],
    "alerts": [{"rule": "overfitting", "title": "It learns by heart", "sentence": "0.9 against 0.6.", "value": 0.3,
                "threshold": 0.1, "advice": "Collect more rows.", "at_s": 3.0, "columns": []}],
}  # fmt: skip


def hostile(problem: str, folder: Path) -> Story:
    """The same with a name that wants to break out wherever a name stands, and numbers that are not known."""
    found = story(problem, folder)
    record = json.loads(json.dumps(found.raw).replace('"Contract"', json.dumps(HOSTILE)))
    for score in (record["score"], *record["metrics"]):
        score["low"] = score["high"] = float("nan")
    record["insights"] = INSIGHTS
    record["left_out"] = {HOSTILE: HOSTILE}
    manifest = replace(found.manifest, name=HOSTILE, score=replace(found.manifest.score, low=None, high=None))
    return replace(story(problem, folder, record), manifest=manifest)
