"""Look at a large table: what is in its columns, and what is suspicious."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.jobs.kind import JobKind, Run
from app.jobs.leaving import keep_looked, model_table, stage
from app.looked import look


def run(run: Run) -> Mapping[str, Any]:
    stage(run, "Reading the table")
    table = model_table(run).table
    stage(run, "Looking at the columns")
    return {"looked": keep_looked(run, look(table, run.payload["target"]))}


KIND = JobKind(name="profile", title="Look at a table", priority=20, run=run)
