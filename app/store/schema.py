"""Bringing a database to the present schema: empty ones, those of earlier releases, those older than migrations."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.store.tables import REVISION
from datasets.errors import InputError

MIGRATIONS = Path(__file__).parent / "migrations"
FIRST = "0001"  # the schema of databases that were made before there were migrations


def bring_up_to_date(connection: Connection, where: str) -> None:
    """Run the migrations that a database lacks, inside the transaction of the connection.

    where  names the database in the sentence of the refusal

    Raises InputError when it was written by a newer Easel.
    """
    found = revision_of(connection)
    if found == REVISION:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    if found is not None and found not in known:
        raise InputError(
            f"The data in {where} was written by a newer Easel (schema {found}; this one knows up to {REVISION}). "
            "Install the newer Easel, or set EASEL_HOME to another folder."
        )
    if found is None and inspect(connection).has_table("job"):
        command.stamp(config, FIRST)
    command.upgrade(config, REVISION)


def revision_of(connection: Connection) -> str | None:
    """The revision of a database's schema; None when it is empty, or older than migrations."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


__all__ = ["bring_up_to_date", "revision_of"]
