"""The store: what is written is found again, by several threads, and refusals are sentences."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app.records import ModelSettings
from app.store import databases, datasets, models
from app.store.databases import DATABASE
from app.store.engine import Store, open_store
from datasets.errors import EaselError, InputError


def new_version(source_name: str = "people.csv") -> datasets.NewVersion:
    return datasets.NewVersion(10, 3, 1234, "ab" * 32, "files/tables/x/table.arrow", source_name)


def question(sample: str | None, target: str | None) -> str:
    return f"{sample}: {target}"


def test_a_dataset_keeps_its_versions_in_order(store: Store) -> None:
    with store.write() as connection:
        dataset_id = datasets.add_dataset(connection, "People")
        first = datasets.add_version(connection, dataset_id, new_version("a.csv"))
        second = datasets.add_version(connection, dataset_id, new_version("b.csv"))
    with store.read() as connection:
        view = datasets.one_dataset(connection, dataset_id)
        assert [(v.id, v.number, v.source_name) for v in view.versions] == [(first, 1, "a.csv"), (second, 2, "b.csv")]
        assert view.latest == datasets.one_version(connection, second)
        assert datasets.all_datasets(connection) == (view,)
        assert view.created.utcoffset() is not None


def test_a_name_that_is_taken_gets_a_number(store: Store) -> None:
    with store.write() as connection:
        ids = [datasets.add_dataset(connection, "People") for _ in range(3)]
        for dataset_id in ids:
            datasets.add_version(connection, dataset_id, new_version())
        assert [datasets.one_dataset(connection, i).name for i in ids] == ["People", "People 2", "People 3"]


def test_a_dataset_in_use_is_not_deleted(store: Store) -> None:
    with store.write() as connection:
        dataset_id = datasets.add_dataset(connection, "People")
        version_id = datasets.add_version(connection, dataset_id, new_version())
        model_id = models.add_model(connection, version_id, "Who leaves", ModelSettings(target="left"))
    with pytest.raises(InputError, match="used by the model Who leaves"), store.write() as connection:
        datasets.check_unused(connection, dataset_id)
    with store.write() as connection:
        assert models.remove(connection, model_id) == ()
        assert datasets.remove(connection, dataset_id) == ("files/tables/x/table.arrow",)
    with pytest.raises(InputError, match="does not exist any more"), store.read() as connection:
        datasets.one_version(connection, version_id)


def test_settings_survive_the_store(store: Store) -> None:
    settings = ModelSettings(target="left", exclude=("id",), kinds={"age": "category"}, algorithms=("linear",), seed=3)
    with store.write() as connection:
        dataset_id = datasets.add_dataset(connection, "People", sample="people")
        version_id = datasets.add_version(connection, dataset_id, new_version())
        model_id = models.add_model(connection, version_id, "Who leaves", settings)
        view = models.one_model(connection, model_id, question)
        assert view.settings == settings
        assert view.question == "people: left"
        assert (view.dataset_id, view.dataset_name, view.versions, view.ready) == (dataset_id, "People", (), None)
        models.change_settings(connection, model_id, {"exclude": ("id", "name")})
        assert models.one_model(connection, model_id, question).settings.exclude == ("id", "name")


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    def add_and_fail() -> None:
        with store.write() as connection:
            version_id = datasets.add_version(connection, datasets.add_dataset(connection, "People"), new_version())
            datasets.one_version(connection, version_id + "?")

    with pytest.raises(InputError):
        add_and_fail()
    with store.read() as connection:
        assert datasets.all_datasets(connection) == ()


def test_many_threads_write_without_losing_anything(store: Store) -> None:
    with store.write() as connection:
        dataset_id = datasets.add_dataset(connection, "People")

    def add(_: int) -> None:
        with store.write() as connection:
            datasets.add_version(connection, dataset_id, new_version())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    with store.read() as connection:
        numbers = [version.number for version in datasets.one_dataset(connection, dataset_id).versions]
    assert numbers == list(range(1, 41))


def test_a_damaged_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(EaselError, match="is damaged"):
        open_store(tmp_path)


def test_a_disk_without_any_room_is_told_as_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = databases.open_engine(tmp_path)
    error = OperationalError("select 1", None, sqlite3.OperationalError("disk I/O error"))
    assert str(databases.sentence(engine, error)).endswith("cannot be used: disk I/O error. Try again.")
    monkeypatch.setattr(databases, "LEAST_ROOM", 1e18)
    assert str(databases.sentence(engine, error)).endswith("is full. Free some space and try again.")
    engine.dispose()


def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="must be writable"):
        open_store(tmp_path / "file" / "home")
