"""Files by their content: stored once, whole or not at all, removed when nothing names them; shared by machines."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from sqlalchemy import update

from app import doctor
from app.backup import back_up
from app.housekeeping import tidy
from app.job_records import JobView
from app.jobs import queue
from app.jobs.logs import JobLog, read_log
from app.jobs.resuming import KeptFolder, kept_path
from app.jobs.worker import Worker
from app.restore import restore
from app.service import Service
from app.store import files, shared
from app.store.away import AwayError
from app.store.engine import Store, open_store
from app.store.files import CONTENT, hash_in, key_of, sha256_of
from app.store.naming import named_files
from app.store.shared import Shared
from app.store.tables import dataset_version
from app.store.unused import remove_unused
from automl import explaining
from datasets.errors import EaselError, InputError
from tests.app.people import people_csv

DAYS = 30.0
SHARED = pytest.mark.parametrize("files_url", ["file", "memory"], indirect=True)


@pytest.fixture(params=["none", "file", "memory"])
def files_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a store keeps its files, once for each kind of place that needs no server."""
    yield {"none": "", "file": f"file://{tmp_path}/share", "memory": f"memory://{tmp_path.name}"}[request.param]
    if request.param == "memory":
        memory = fsspec.filesystem("memory")
        memory.rm("/", recursive=True)


@pytest.fixture
def service(tmp_path: Path, files_url: str) -> Iterator[Service]:
    made = machine(tmp_path / "home", files_url)
    yield made
    made.store.close()


def machine(home: Path, files_url: str, of: Service | None = None) -> Service:
    """A store with its verbs; `of`: another machine with the same database and the same place for files."""
    made = Service(home)
    home.mkdir(exist_ok=True)
    if of is None:
        store = open_store(home, "", files_url)
    else:
        store = Store(home, of.store.engine, Shared(files_url) if files_url else None)
    made.__dict__["store"] = store
    return made


def written(folder: Path, content: bytes, name: str = "model.zip") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def contents(store: Store) -> list[str]:
    return sorted(path.name for path in store.place(CONTENT).glob("*/*/*") if path.is_file())


def make_old(store: Store) -> None:
    for path in store.place(CONTENT).rglob("*"):
        os.utime(path, (1e9, 1e9))


def test_the_same_content_is_stored_once_and_found_by_its_hash(service: Service, tmp_path: Path) -> None:
    store = service.store
    paths = [store.files.put(written(tmp_path / str(i), b"the model")) for i in range(2)]
    other = store.files.put(written(tmp_path / "3", b"the model", "copy.zip"))
    assert paths[0] == paths[1] != other
    assert hash_in(paths[0]) == hash_in(other) == sha256_of(store.file(paths[0]))
    assert contents(store) == ["copy.zip", "model.zip"]
    assert store.file(other).samefile(store.file(paths[0]))
    assert not (tmp_path / "0" / "model.zip").exists()
    mine = written(tmp_path / "4", b"my own")
    assert store.file(store.files.put(mine, keep=True)).read_bytes() == mine.read_bytes() == b"my own"


def test_two_imports_of_the_same_file_share_it_until_both_are_gone(service: Service) -> None:
    first, second = (service.import_file(("people.csv", people_csv())) for _ in range(2))
    assert contents(service.store) == ["table.arrow"]
    service.remove_for_good(first.dataset_id)
    assert contents(service.store) == ["table.arrow"]
    assert Service.table(service, second.id).n_rows == 240
    service.remove_for_good(second.dataset_id)
    assert contents(service.store) == []
    if service.store.shared is not None:
        assert service.store.shared.keys("content") == {}


def test_what_nothing_names_goes_when_it_is_old_and_what_a_job_will_read_stays(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = service.store
    stray, waiting = (store.files.put(written(tmp_path, text)) for text in (b"stray", b"to be read"))
    with store.write() as connection:
        queue.enqueue(connection, "batch_predict", "Predict", {"source_file": waiting})
    assert remove_unused(store) == (0, 0)  # a row may be about to name it
    make_old(store)
    monkeypatch.setattr("app.store.unused.FRESH_S", -60.0)  # the shared place has a clock of its own
    assert remove_unused(store) == (1, len(b"stray"))
    assert not store.file(stray).exists()
    assert store.file(waiting).read_bytes() == b"to be read"


def test_what_is_taken_into_use_again_counts_as_new(service: Service, tmp_path: Path) -> None:
    store = service.store
    store.files.put(written(tmp_path, b"the model"))
    make_old(store)
    store.files.put(written(tmp_path, b"the model"))
    assert remove_unused(store) == (0, 0)


def test_a_full_disk_leaves_no_half_and_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: Service
) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "_flush", full)
        with pytest.raises(EaselError, match=r"model.zip could not be kept: No space left on device\. Free some space"):
            service.store.files.put(written(tmp_path, b"the model"))
    assert contents(service.store) == []
    assert not list(service.home.rglob("*.part"))


@pytest.fixture
def other(tmp_path: Path, service: Service, files_url: str) -> Service:
    """Another machine with the same database and the same place for files."""
    return machine(tmp_path / "other", files_url, service)


def done(service: Service, job: JobView) -> JobView:
    """The job after a worker on a machine has run it."""
    Worker(service.store, [job.kind], poll_s=0.02).run(most_jobs=1)
    view = service.job(job.id)
    assert (view.state, view.error) == ("done", None)
    return view


def test_files_of_earlier_versions_are_found_where_they_are_and_go_with_their_owner(service: Service) -> None:
    version = service.import_file(("people.csv", people_csv()))
    store = service.store
    with store.write() as connection:
        ((_, path),) = named_files(connection)
        before = f"{store.new_folder('tables', 'f_1')}/table.arrow"
        store.file(path).rename(store.place(before))
        connection.execute(update(dataset_version).values(path=before))
    again = machine(service.home, "" if store.shared is None else store.shared.place, service)
    assert again.table(version.id).n_rows == 240
    tidy(store, DAYS)
    assert "bad" not in {note.verdict for note in doctor.examine(store, DAYS) if note.subject == "files"}
    service.remove_for_good(version.dataset_id)
    assert not store.place(before).parent.exists()
    assert store.place("files/tables").exists()


@SHARED
def test_a_worker_on_another_machine_builds_and_predicts(
    service: Service, other: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "MOST_EXPLAIN_S", 0.1)
    version = service.import_file(("people.csv", people_csv()))
    model = service.create_model(version.id)
    service.update_model(model.id, target="left", algorithms=("linear",))
    build = done(other, service.start_build(model.id, 30.0, candidates=1))
    assert build.model_version_id is not None
    assert service.record(build.model_version_id).target == "left"
    assert service.bundle_path(build.model_version_id).name == "model.zip"
    assert service.job_log(build.id) == other.job_log(build.id) != ()
    new = tmp_path / "new.csv"
    new.write_bytes(people_csv())
    upload = service.keep_upload("mine.csv", people_csv())
    for source in (version.id, new, upload):
        batch = done(other, service.start_batch(build.model_version_id, source))
        assert service.batch_result(batch.id).name.endswith(".scored.csv")
        assert service.batch_preview(batch.id, 5).n_rows == 5
    assert new.exists()
    assert not upload.exists()


@SHARED
def test_what_a_build_has_kept_is_there_on_another_machine(service: Service, other: Service) -> None:
    here, there = (KeptFolder(one.store, "j_1", print) for one in (service, other))
    kept = written(here.folder(), b"a candidate", "a.checkpoint")
    here.share(kept)
    assert (there.folder() / "a.checkpoint").read_bytes() == b"a candidate"
    kept.unlink()
    here.share(kept)
    assert service.store.shared is not None
    assert service.store.shared.keys(kept_path("j_1")) == {}
    again = KeptFolder(other.store, "j_1", print)
    assert not list(again.folder().glob("*"))
    here.share(written(here.folder(), b"another", "b.checkpoint"))
    again.forget()
    assert service.store.shared.keys(kept_path("j_1")) == {}


@SHARED
def test_a_log_goes_on_on_another_machine(service: Service, other: Service) -> None:
    for one, said in ((service, "begun here"), (other, "gone on there"), (service, "ended here")):
        log = JobLog(one.store, "j_1")
        log.write(said)
        log.share()
    assert [line[20:] for line in read_log(other.store, "j_1")] == ["begun here", "gone on there", "ended here"]


@SHARED
def test_a_copy_that_is_damaged_or_old_is_fetched_anew(service: Service, other: Service, tmp_path: Path) -> None:
    version = other.import_file(("people.csv", people_csv()))
    service.table(version.id)
    with service.store.read() as connection:
        ((_, path),) = named_files(connection)
    service.store.place(path).write_bytes(b"damaged")
    notes = doctor.examine(service.store, DAYS)
    assert any("was damaged; it is fetched from" in note.sentence for note in notes if note.verdict == "repaired")
    assert sha256_of(service.store.place(path)) == hash_in(path)
    assert "bad" not in {note.verdict for note in notes if note.subject == "files"}
    old = time.time() - 8 * 86_400
    for place in (service.store.place(path), service.store.place(path).parent):
        os.utime(place, (old, old))
    tidy(service.store, DAYS)
    assert contents(service.store) == []
    assert service.store.file(path).exists()
    assert service.store.shared is not None
    service.store.shared.remove(key_of(str(hash_in(path))))
    notes = doctor.examine(service.store, DAYS)
    assert any("dataset people V1" in note.sentence and "is gone" in note.sentence for note in notes)
    written(tmp_path, b"something else")
    service.store.shared.write(tmp_path / "model.zip", key_of(str(hash_in(path))))
    service.store.place(path).unlink()
    with pytest.raises(EaselError, match="is damaged: its content is not what was written"):
        service.store.file(path)


@SHARED
def test_nothing_is_removed_where_two_databases_meet(service: Service, tmp_path: Path, files_url: str) -> None:
    stranger = machine(tmp_path / "stranger", files_url)
    version = stranger.import_file(("people.csv", people_csv()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.store.unused.FRESH_S", -60.0)
        tidy(service.store, DAYS)
    assert stranger.store.shared is not None
    assert len(stranger.store.shared.keys("content")) == 1
    assert any("Other databases use" in note.sentence for note in doctor.examine(service.store, DAYS))
    stranger.remove_for_good(version.dataset_id)
    assert len(stranger.store.shared.keys("content")) == 1
    stranger.store.close()


@pytest.mark.parametrize("shared_after", [True, False])
def test_a_backup_takes_what_is_shared_along(service: Service, tmp_path: Path, shared_after: bool) -> None:
    version = service.import_file(("people.csv", people_csv()))
    with service.store.read() as connection:
        ((_, path),) = named_files(connection)
    if service.store.shared is not None:
        service.store.place(path).unlink()
    assert back_up(service.store, tmp_path / "all.zip").files == 1
    back = machine(tmp_path / "back", f"file://{tmp_path}/elsewhere" if shared_after else "")
    restore(back.store, tmp_path / "all.zip")
    assert back.table(version.id).n_rows == 240
    if shared_after:
        assert sha256_of(tmp_path / "elsewhere" / key_of(str(hash_in(path)))) == hash_in(path)
    back.store.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nowhere://bucket", r"must be an address that fsspec knows"),
        ("s3://bucket/easel", r"needs a package that is not here: pip install 'easel-studio\[s3\]'"),
    ],
)
def test_a_place_that_cannot_be_used_is_refused(
    tmp_path: Path, url: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(given: str) -> Any:
        if given.startswith("s3"):
            raise ImportError("Install s3fs to access S3")
        raise ValueError("Protocol not known: nowhere")

    monkeypatch.setattr(fsspec.core, "url_to_fs", missing)
    with pytest.raises(InputError, match=says):
        open_store(tmp_path, "", url)


@SHARED
def test_a_place_that_is_away_is_a_sentence_without_a_password(
    service: Service, other: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    del other
    place = service.store.shared
    assert place is not None
    monkeypatch.setattr(shared, "PAUSE_S", 0.0)

    def gone(*_: Any) -> Any:
        raise ConnectionError("the cable is out")

    monkeypatch.setattr(place._system, "info", gone)
    with pytest.raises(AwayError, match=r"cannot be used: the cable is out\. Try again\."):
        place.changed("content/ab/abc")
    assert shared.without_password("s3://key:s3cret@bucket/easel?x=1") == "s3://bucket/easel"
