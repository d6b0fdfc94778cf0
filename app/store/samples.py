"""How the store names the built-in sample of a dataset: by its name in the first project, with the project's id behind
it in others. Samples were unique before there were projects, and SQLite cannot give that up."""

from __future__ import annotations

from app.people.roles import HOME

BETWEEN = "@"


def key(sample: str, project_id: str) -> str:
    """ "telecom_churn" in Home, "telecom_churn@p_12ab34cd56" elsewhere."""
    return sample if project_id == HOME else f"{sample}{BETWEEN}{project_id}"


def sample_of(kept: str | None) -> str | None:
    """The sample that a key names."""
    return None if kept is None else kept.partition(BETWEEN)[0]
