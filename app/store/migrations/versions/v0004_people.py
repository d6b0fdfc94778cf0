"""People who sign in, the projects they share, and who did what when. What was there before lies in Home."""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

HOME = "p_home"
REFUSAL = "The audit list is only ever added to."


def upgrade() -> None:
    project = op.create_table(
        "project",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("created", sa.Float, nullable=False),
    )
    op.bulk_insert(project, [{"id": HOME, "name": "Home", "created": time.time()}])
    for table in ("dataset", "model"):
        op.add_column(table, sa.Column("project_id", sa.Text, nullable=False, server_default=HOME))
        op.create_index(f"{table}_of_project", table, ["project_id"])
    op.add_column("job", sa.Column("project_id", sa.Text))
    _create_people()
    _create_audit()


def _create_people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("login", sa.Text, nullable=False, unique=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("seen", sa.Float),
        sa.Column("inactive", sa.Float),
        sa.Column("project_id", sa.Text, sa.ForeignKey("project.id", ondelete="SET NULL")),
    )
    op.create_table(
        "member",
        sa.Column("project_id", sa.Text, sa.ForeignKey("project.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person_id", sa.Text, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("role", sa.Text),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("expires", sa.Float, nullable=False),
    )
    op.create_table(
        "link",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, sa.ForeignKey("person.id", ondelete="CASCADE")),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("expires", sa.Float, nullable=False),
        sa.Column("used", sa.Float),
    )


def _create_audit() -> None:
    """The database itself refuses to change or delete what is written there."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("person_id", sa.Text),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("project_id", sa.Text),
        sa.Column("about", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
    )
    op.create_index("audit_at", "audit", ["at"])
    op.create_index("audit_what", "audit", ["what", "at"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"create trigger audit_no_{verb} before {verb} on audit begin select raise(abort, '{REFUSAL}'); end"
            )
        return
    op.execute(
        "create function audit_refuse() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$"
    )
    op.execute(
        "create trigger audit_no_change before update or delete on audit for each row execute function audit_refuse()"
    )
