"""The first schema: datasets, models, jobs and workers. Databases older than migrations have exactly this."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "dataset",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sample", sa.Text, unique=True),
        sa.Column("created", sa.Float, nullable=False),
    )
    op.create_table(
        "dataset_version",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("dataset_id", sa.Text, sa.ForeignKey("dataset.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("columns", sa.Integer, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("source_name", sa.Text, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.UniqueConstraint("dataset_id", "number"),
    )
    op.create_table(
        "model",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("dataset_version_id", sa.Text, sa.ForeignKey("dataset_version.id"), nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
    )
    _create_jobs()
    op.create_table(
        "worker",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kinds", sa.JSON, nullable=False),
        sa.Column("beat_at", sa.Float, nullable=False),
    )


def _create_jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("progress", sa.JSON),
        sa.Column("result", sa.JSON),
        sa.Column("error", sa.Text),
        sa.Column("stop", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("lease_until", sa.Float),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("model_id", sa.Text, sa.ForeignKey("model.id", ondelete="CASCADE")),
        sa.Column("model_version_id", sa.Text),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("started", sa.Float),
        sa.Column("ended", sa.Float),
    )
    op.create_index("job_waiting", "job", ["state", "kind", "priority", "created"])
    op.create_index("job_of_model", "job", ["model_id"])
    op.create_table(
        "model_version",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("model_id", sa.Text, sa.ForeignKey("model.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("job_id", sa.Text, sa.ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("dataset_version_id", sa.Text, sa.ForeignKey("dataset_version.id"), nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.UniqueConstraint("model_id", "number"),
    )
