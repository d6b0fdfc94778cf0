"""The schema: empty databases, those of earlier releases and those older than migrations end up the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from app.service import Service
from app.store.databases import DATABASE
from app.store.engine import Store, open_store
from app.store.schema import revision_of
from app.store.tables import REVISION, metadata
from datasets.errors import EaselError, InputError

GOLDEN = Path(__file__).parents[1] / "golden"


def test_migrations_lead_to_the_tables(store: Store) -> None:
    with store.read() as connection:
        assert revision_of(connection) == REVISION
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("store_*.db")), ids=lambda path: path.stem)
def test_the_database_of_an_earlier_release_opens(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / DATABASE)
    service = Service(tmp_path)
    (data,), (model,) = service.datasets(), service.models()
    assert (data.name, model.name, model.settings.target) == ("people", "Who leaves", "left")
    assert [version.state for version in model.versions] == ["ready", "failed", "building"]
    assert [job.state for job in service.jobs()] == ["queued", "failed", "done"]
    assert [(job.attempts, job.evaluated, job.asked_by) for job in service.jobs()] == [(n, 0, None) for n in (0, 1, 1)]
    with service.store.read() as connection:
        assert revision_of(connection) == REVISION
        one_integer = MigrationContext.configure(connection, opts={"compare_type": False})  # SQLite has one size
        assert compare_metadata(one_integer, metadata) == []
    service.store.close()


def test_a_database_that_is_up_to_date_is_left_alone(store: Store, database_url: str) -> None:
    with store.write() as connection:
        connection.execute(text("insert into dataset (id, name, created) values ('d_1', 'People', 1.5)"))
    again = open_store(store.home, database_url)
    with again.read() as connection:
        assert connection.execute(text("select name from dataset")).scalar_one() == "People"
    again.close()


def test_the_database_of_a_newer_easel_is_refused(store: Store, database_url: str) -> None:
    with store.write() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(InputError, match="was written by a newer Easel"):
        open_store(store.home, database_url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://ann@host/shop", r"must begin with postgresql://; it begins with mysql://"),
        ("no address", r"must look like postgresql://user:password@host:5432/database"),
    ],
)
def test_an_address_of_another_kind_is_refused(tmp_path: Path, url: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        open_store(tmp_path, url)


def test_a_server_that_is_not_there_is_a_sentence_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(EaselError, match=r"The PostgreSQL database shop on 127\.0\.0\.1 cannot be used") as refused:
        open_store(tmp_path, "postgresql://ann:s3cret@127.0.0.1:1/shop")
    assert "s3cret" not in str(refused.value)


@pytest.mark.slow
def test_a_database_that_was_restarted_is_used_again(tmp_path: Path, new_database: str) -> None:
    store = open_store(tmp_path, new_database)
    with store.read() as connection:
        connection.execute(text("select 1"))
    other = open_store(tmp_path, new_database)
    with other.write() as connection:
        mine = "pid <> pg_backend_pid() and datname = current_database()"
        connection.execute(text(f"select pg_terminate_backend(pid) from pg_stat_activity where {mine}"))
    with store.read() as connection:
        assert connection.execute(text("select 1")).scalar_one() == 1
    store.close()
    other.close()
