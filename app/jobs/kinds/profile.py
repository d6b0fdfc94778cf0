"""Look at a large table: what is in its columns, and what is suspicious."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.jobs.kind import JobKind, Run
from app.jobs.leaving import keep_looked, model_table, stage
from app.looked import look

# What reading takes of the job.
READ = 0.1


def run(run: Run) -> Mapping[str, Any]:
    stage(run, "Reading the table", 0.0, READ)
    table = model_table(run).table
    tell = stage(run, "Looking at the columns", READ, 1.0)
    return {"looked": keep_looked(run, look(table, run.payload["target"], tell))}


KIND = JobKind(name="profile", title="Look at a table", priority=20, run=run)
