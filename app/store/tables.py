"""The tables of the store. Ids are short texts, times seconds since 1970 (UTC), paths relative to the home folder.

REVISION is written into the database. A change here comes with the next file in app/store/migrations/versions, which
brings older databases up to date, and with its number in REVISION.

A model version has no state of its own: it is what its job is (a job that is done left a version that is ready).
Versions and jobs belong to the project of their dataset or model, and name none themselves.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from app.people.roles import HOME

REVISION = "0004"

metadata = MetaData()

project = Table(
    "project",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created", Float, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),  # as it was typed: a name, or an e-mail address
    Column("login", Text, nullable=False, unique=True),  # the name in small letters, by which people sign in
    Column("role", Text, nullable=False),  # app.people.roles.Role
    Column("password", Text),  # its argon2 hash; NULL: none yet, or an identity provider knows the person
    Column("created", Float, nullable=False),
    Column("seen", Float),  # when they signed in last
    Column("inactive", Float),  # since when they may not sign in; NULL: they may
    Column("project_id", ForeignKey("project.id", ondelete="SET NULL")),  # the one they looked at last
)

member = Table(
    "member",
    metadata,
    Column("project_id", ForeignKey("project.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text),  # in this project; NULL: the person's own
)

session = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True),  # the SHA-256 of the token in the browser's cookie
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
)

link = Table(
    "link",
    metadata,
    Column("id", Text, primary_key=True),  # the SHA-256 of the token in the link
    Column("kind", Text, nullable=False),  # first: makes the administrator; invite; reset
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE")),  # NULL for the first
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("used", Float),  # NULL: not yet
)

audit = Table(  # triggers refuse to change or delete a row
    "audit",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Float, nullable=False),
    Column("person_id", Text),  # NULL: the owner of the computer, or somebody unknown
    Column("who", Text, nullable=False),  # the name at that moment
    Column("what", Text, nullable=False),  # app.people.deeds
    Column("project_id", Text),
    Column("about", Text),  # the id of what it was done to
    Column("note", Text, nullable=False),  # its name at that moment, or a sentence
    Column("address", Text),  # where it came from over the network
)
Index("audit_at", audit.c.at)
Index("audit_what", audit.c.what, audit.c.at)

dataset = Table(
    "dataset",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sample", Text, unique=True),  # app.store.samples.key of the built-in sample, NULL for imported tables
    Column("created", Float, nullable=False),
    Column("deleted", Float),  # since when it only waits to be removed; NULL: in use
    Column("outline_of", Text),  # the opened model whose columns, without rows, this is; NULL for tables
    Column("project_id", Text, nullable=False, server_default=HOME),
)
Index("dataset_of_project", dataset.c.project_id)

dataset_version = Table(
    "dataset_version",
    metadata,
    Column("id", Text, primary_key=True),
    Column("dataset_id", ForeignKey("dataset.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 ... within the dataset
    Column("rows", BigInteger, nullable=False),
    Column("columns", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),  # of the file it was read from
    Column("fingerprint", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("source_name", Text, nullable=False),
    Column("created", Float, nullable=False),
    UniqueConstraint("dataset_id", "number"),
)

model = Table(
    "model",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("dataset_version_id", ForeignKey("dataset_version.id"), nullable=False),
    Column("settings", JSON, nullable=False),  # app.records.ModelSettings
    Column("created", Float, nullable=False),
    Column("archived", Float),  # since when it is put aside; NULL: in use
    Column("deleted", Float),  # since when it only waits to be removed; NULL: in use
    Column("project_id", Text, nullable=False, server_default=HOME),
)
Index("model_of_project", model.c.project_id)

job = Table(
    "job",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # a module of app/jobs/kinds, or open_bundle
    Column("title", Text, nullable=False),
    Column("priority", Integer, nullable=False),  # lower is taken first
    Column("state", Text, nullable=False),  # queued, running, done, failed, cancelled
    Column("payload", JSON, nullable=False),  # what was asked
    Column("progress", JSON),  # app.job_records.Progress while running
    Column("result", JSON),  # what it left, when done
    Column("error", Text),  # the sentence why it failed
    Column("stop", Text),  # NULL; "keep": stop and keep the best; "cancel": stop and keep nothing
    Column("owner", Text),  # the worker that runs it
    Column("lease_until", Float),  # after this moment another worker may take it over
    Column("attempts", Integer, nullable=False),
    Column("model_id", ForeignKey("model.id", ondelete="CASCADE")),
    Column("model_version_id", Text),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("ended", Float),
    Column("spent_s", Float, nullable=False, server_default="0"),  # seconds that workers have spent on it
    Column("lost", Integer, nullable=False, server_default="0"),  # workers that died since it last got further
    Column("evaluated", Integer, nullable=False, server_default="0"),  # candidates of a build that were evaluated
    Column("reused", Integer, nullable=False, server_default="0"),  # those of them that a resumed build took over
    Column("asked_by", Text),  # who asked for it
    Column("project_id", Text),  # of a job without a model: the project of what it imports or looks at
)
Index("job_waiting", job.c.state, job.c.kind, job.c.priority, job.c.created)
Index("job_of_model", job.c.model_id)

model_version = Table(
    "model_version",
    metadata,
    Column("id", Text, primary_key=True),
    Column("model_id", ForeignKey("model.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 ... within the model
    Column("job_id", ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
    Column("dataset_version_id", ForeignKey("dataset_version.id"), nullable=False),
    Column("created", Float, nullable=False),
    UniqueConstraint("model_id", "number"),
)

worker = Table(
    "worker",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kinds", JSON, nullable=False),
    Column("beat_at", Float, nullable=False),
)
