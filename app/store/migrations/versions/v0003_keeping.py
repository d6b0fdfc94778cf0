"""What is put aside or deleted is kept for a while; a model opened from a file has the outline of a table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("dataset", sa.Column("deleted", sa.Float))
    op.add_column("dataset", sa.Column("outline_of", sa.Text))
    op.add_column("model", sa.Column("archived", sa.Float))
    op.add_column("model", sa.Column("deleted", sa.Float))
