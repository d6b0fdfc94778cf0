"""Backups come back as they were, the doctor finds what is wrong, and what nobody needs goes."""

from __future__ import annotations

import gc
import json
import os
import time
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app import doctor
from app.backup import Contents, back_up
from app.cli import main
from app.doctor import Note, examine
from app.housekeeping import tidy
from app.jobs import queue
from app.records import ModelSettings
from app.restore import restore
from app.store import datasets, models
from app.store.databases import DATABASE
from app.store.engine import Store, open_store
from datasets.errors import InputError

DAYS = 30.0


def question(sample: str | None, target: str | None) -> str:
    return f"{sample} {target}"


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with a dataset, a model, a job that is done with its file, one that failed and one that runs."""
    with store.write() as connection:
        version_id = _dataset(connection, store)
        model_id = models.add_model(connection, version_id, "Wer zahlt, größer?", ModelSettings(target="left"))
        for _ in range(3):
            queue.enqueue(connection, "build", "Build it", {"n": 1}, model_id=model_id, asked_by="ann")
    done = queue.claim(store, "one", ["build"])
    failed = queue.claim(store, "one", ["build"])
    assert done is not None
    assert failed is not None
    folder = store.new_folder("jobs", done.id, "f_1")
    store.file(f"{folder}/model.zip").write_bytes(b"the model")
    queue.finish(store, done, "done", queue.Sign(evaluated=3), result={"bundle": f"{folder}/model.zip"})
    queue.finish(store, failed, "failed", error="It broke.")
    for mine in (done, failed):
        store.file(store.new_folder("jobs", mine.id, "kept") + "/one.checkpoint").write_bytes(b"12345")
    assert queue.claim(store, "one", ["build"]) is not None
    return store


def _dataset(connection: Connection, store: Store) -> str:
    folder = store.new_folder("tables", "f_1")
    store.file(f"{folder}/table.arrow").write_bytes(b"the table")
    new = datasets.NewVersion(10, 3, 3_000_000_000, "ab" * 32, f"{folder}/table.arrow", "people.csv")
    dataset_id = datasets.add_dataset(connection, "People")
    return datasets.add_version(connection, dataset_id, new)


def seen(store: Store) -> object:
    """What pages would show."""
    with store.read() as connection:
        return datasets.all_datasets(connection), models.all_models(connection, question), queue.find_jobs(connection)


def verdicts(notes: tuple[Note, ...]) -> dict[str, list[str]]:
    return {v: [n.sentence for n in notes if n.verdict == v] for v in ("good", "repaired", "bad")}


def test_a_backup_comes_back_as_it_was(filled: Store, tmp_path: Path) -> None:
    contents = back_up(filled, tmp_path / "all.zip")
    assert (contents.rows["job"], contents.rows["dataset"], contents.files) == (3, 1, 2)
    other = open_store(tmp_path / "other")
    assert restore(other, tmp_path / "all.zip") == contents
    running = queue.claim(other, "two", ["build"])  # what ran when the backup was made waits again
    assert running is not None
    with filled.read() as connection:
        before = {job.id: job for job in queue.find_jobs(connection)}
    with other.read() as connection:
        after = {job.id: job for job in queue.find_jobs(connection)}
    assert {i: j for i, j in after.items() if i != running.id} == {i: j for i, j in before.items() if i != running.id}
    assert seen(filled) != seen(other)
    assert other.file("files/tables/f_1/table.arrow").read_bytes() == b"the table"
    assert not list((other.home / "files").rglob("*.checkpoint"))
    assert [note for note in examine(other, DAYS) if note.subject == "files" and note.verdict == "bad"] == []
    other.close()


def test_a_backup_replaces_only_when_it_is_told_to(filled: Store, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "all.zip")
    filled.file("files/tables/f_1/table.arrow").unlink()
    with pytest.raises(InputError, match="holds datasets, models or jobs"):
        restore(filled, tmp_path / "all.zip")
    restore(filled, tmp_path / "all.zip", replace=True)
    assert filled.file("files/tables/f_1/table.arrow").read_bytes() == b"the table"
    queue.worker_beat(filled, "one", ["build"])
    with pytest.raises(InputError, match="Stop the app and its workers first"):
        restore(filled, tmp_path / "all.zip", replace=True)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("none", "There is no file"),
        ("text", "must be a backup"),
        ("other zip", "holds no manifest"),
        ("newer", "written by a newer Easel"),
        ("damaged", "is damaged"),
    ],
)
def test_what_is_no_backup_is_refused(tmp_path: Path, harm: str, says: str) -> None:
    store, path = open_store(tmp_path / "home"), tmp_path / "all.zip"
    store.file(store.new_folder("tables") + "/table.arrow").write_bytes(b"the table")
    back_up(store, path)
    content = path.read_bytes()
    if harm == "none":
        path.unlink()
    elif harm == "text":
        path.write_text("not a zip")
    elif harm == "damaged":
        at = content.index(b"table.arrow") + len("table.arrow")
        path.write_bytes(content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :])
    else:
        with zipfile.ZipFile(path, "w") as archive:
            if harm == "newer":
                contents = {"created": "", "revision": "9999", "rows": {}, "files": 0, "bytes": 0}
                archive.writestr("manifest.json", json.dumps(contents))
    with pytest.raises(InputError, match=says):
        restore(store, path)
    store.close()


def test_the_doctor_says_what_is_well(filled: Store) -> None:
    found = verdicts(examine(filled, DAYS))
    assert "is whole (schema" in found["good"][0]
    assert any("All 2 files that the store names are there" in sentence for sentence in found["good"])
    assert any("No worker is running; 1 jobs wait" in sentence for sentence in found["bad"])
    assert any("Deleted 1 what builds that are over were resumable from" in sentence for sentence in found["repaired"])
    assert [path.parent.parent.name for path in filled.home.rglob("*.checkpoint")] == [_failed(filled)]


def _failed(store: Store) -> str:
    with store.read() as connection:
        return next(job.id for job in queue.find_jobs(connection) if job.state == "failed")


def test_the_doctor_finds_what_is_missing_and_little_disk(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    filled.file("files/tables/f_1/table.arrow").unlink()
    monkeypatch.setattr(doctor, "LITTLE_BYTES", 1e18)
    bad = verdicts(examine(filled, DAYS))["bad"]
    assert any("The file of dataset People V1 (files/tables/f_1/table.arrow) is gone" in sentence for sentence in bad)
    assert any("which is little" in sentence for sentence in bad)


def test_what_nobody_names_goes_when_it_is_old(filled: Store) -> None:
    stray = [
        filled.file(filled.new_folder(*parts)) for parts in (("tables", "f_9"), ("jobs", "j_9"), ("uploads", "f_9"))
    ]
    log = filled.home / "logs" / "jobs" / "j_9.log"
    log.parent.mkdir(parents=True)
    log.write_text("long ago")
    assert sum(removed.count for removed in tidy(filled, DAYS)) == 1  # what the job that is done has kept
    old = time.time() - 40 * 86_400
    for path in (*stray, log, filled.file("files/tables/f_1"), filled.file(f"files/jobs/{_failed(filled)}")):
        os.utime(path, (old, old))
    assert {removed.what: removed.count for removed in tidy(filled, DAYS) if removed.count} == {
        "tables that no dataset names": 1,
        "folders of jobs that are gone": 1,
        "uploads that were not predicted": 1,
        "logs": 1,
    }
    assert filled.file("files/tables/f_1/table.arrow").exists()


def test_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from app import settings

    monkeypatch.setattr(settings, "settings", lambda: settings.read_settings({"EASEL_HOME": str(tmp_path / "home")}))
    monkeypatch.setattr("app.verbs.home.settings", settings.settings)
    out = tmp_path / "all.zip"
    assert main(["backup", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["job"] == 0
    assert main(["restore", str(out)]) == 0
    assert main(["restore", str(tmp_path / "none.zip")]) == 2
    assert main(["doctor", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.split("back.")[-1])["is_well"]
    gc.collect()  # the connections of the commands before
    (tmp_path / "home" / DATABASE).write_bytes(b"this is no database, whatever its name says" * 100)
    (tmp_path / "home" / f"{DATABASE}-wal").unlink(missing_ok=True)
    assert main(["doctor"]) == 1
    assert "is damaged" in capsys.readouterr().err


def test_contents_are_plain() -> None:
    assert Contents("2026", "0003", {}, 0, 0).format == 1
