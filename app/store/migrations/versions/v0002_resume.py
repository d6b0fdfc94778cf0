"""What a job needs to be resumed and told about: time spent, candidates, lost workers, who asked for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("job", sa.Column("spent_s", sa.Float, nullable=False, server_default="0"))
    op.add_column("job", sa.Column("lost", sa.Integer, nullable=False, server_default="0"))
    op.add_column("job", sa.Column("evaluated", sa.Integer, nullable=False, server_default="0"))
    op.add_column("job", sa.Column("reused", sa.Integer, nullable=False, server_default="0"))
    op.add_column("job", sa.Column("asked_by", sa.Text))
