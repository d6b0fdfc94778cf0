"""Which role each verb of the service needs, and what the audit list calls it: the one table that is enforced.

A verb that is not here needs an administrator; a test asks that every verb is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.people.roles import Role


@dataclass(frozen=True, slots=True)
class Rule:
    """`least`: the role that may; `deed`: the word of app.people.deeds that is written down, "" when it only looks."""

    least: Role = "admin"
    deed: str = ""


STRICTEST = Rule()
_LOOK = (
    *("datasets", "dataset", "version", "samples", "table", "table_as", "prepared", "profile", "findings", "read_as"),
    *("version_changes", "explore", "explore_schema", "explore_levels", "models", "model", "model_table", "detect"),
    *("recipe_sql", "preview_step", "last_preview", "preview_is_current", "preview_record", "job", "jobs", "running"),
    *("job_log", "workers_alive", "record", "shares", "bundle_path", "threshold", "held", "fairness", "predictor"),
    *("typical_row", "random_row", "truth_at", "training_table", "strange", "reasons", "check_batch", "check_shift"),
    "batches",
    *(
        "batch_result",
        "batch_rejected",
        "batch_preview",
        "deleted",
        "compare",
        "row_at",
        "find_rows",
        "look",
        "schema_before",
        "repeats",
        "misfit_after",
    ),
    "keep_upload",
)
_IMPORT = ("is_large", "preview_file", "tables_at", "proposed_options")

RULES: Mapping[str, Rule] = {
    **dict.fromkeys(_LOOK, Rule("viewer")),
    **dict.fromkeys(_IMPORT, Rule("analyst")),
    "predict_one": Rule("viewer", "predict"),
    "start_batch": Rule("viewer", "predict"),
    "downloaded": Rule("viewer", "download"),
    "model_document": Rule("viewer", "download"),
    "data_document": Rule("viewer", "download"),
    "cancel_job": Rule("viewer", "job"),  # of viewers: only their own predictions, see app/people/guard.py
    "stop_build": Rule("analyst", "job"),
    "retry_job": Rule("analyst", "job"),
    "import_file": Rule("analyst", "import"),
    "start_import": Rule("analyst", "import"),
    "import_sample": Rule("analyst", "import"),
    "open_bundle": Rule("analyst", "open"),
    "rename_dataset": Rule("analyst", "rename"),
    "delete_dataset": Rule("analyst", "delete"),
    "create_model": Rule("analyst", "change"),
    "update_model": Rule("analyst", "change"),
    "rename_model": Rule("analyst", "rename"),
    "archive_model": Rule("analyst", "archive"),
    "clone_model": Rule("analyst", "copy"),
    "delete_model": Rule("analyst", "delete"),
    "bring_back": Rule("analyst", "bring_back"),
    "remove_for_good": Rule("analyst", "remove"),
    "use_threshold": Rule("analyst", "change"),
    "set_worth": Rule("analyst", "change"),
    "start_preview": Rule("analyst"),
    "start_build": Rule("analyst", "build"),
    "people": Rule("admin"),
    "projects": Rule("admin"),
    "audit": Rule("admin"),
    "invite": Rule("admin", "person"),
    "reset_link": Rule("admin", "person"),
    "set_role": Rule("admin", "person"),
    "set_active": Rule("admin", "person"),
    "remove_person": Rule("admin", "person"),
    "add_project": Rule("admin", "project"),
    "rename_project": Rule("admin", "project"),
    "remove_project": Rule("admin", "project"),
    "set_member": Rule("admin", "project"),
    "remove_member": Rule("admin", "project"),
}


def rule_of(verb: str) -> Rule:
    """The rule of a verb."""
    return RULES.get(verb, STRICTEST)
