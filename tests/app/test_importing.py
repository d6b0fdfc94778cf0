"""Large tables: a worker imports them and looks at them, once; small ones stay instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.job_records import JobView, Progress
from app.jobs import queue
from app.jobs.kinds import all_kinds, import_table, profile
from app.jobs.running import RunningJob
from app.jobs.worker import Worker
from app.looked import Looked, look
from app.service import Service
from app.ui import import_files, running, running_imports, state
from app.ui import import_table as import_dialog
from app.verbs import importing
from datasets.changes import Changes
from datasets.errors import InputError
from datasets.query import Address
from datasets.record import ReadOptions
from tests.app.people import people_csv

SMALL = 1_000


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Everything is large here, and a worker is there."""
    monkeypatch.setattr(importing, "LARGE_BYTES", SMALL)
    monkeypatch.setattr(importing, "LARGE_CELLS", SMALL)
    opened = Service(tmp_path / "home")
    queue.worker_beat(opened.store, "one", ["import_table", "profile"])
    yield opened
    opened.store.close()


def done(service: Service, job: JobView) -> JobView:
    Worker(service.store, [job.kind], poll_s=0.02).run(most_jobs=1)
    queue.worker_beat(service.store, "one", [job.kind])
    view = service.job(job.id)
    assert (view.state, view.error) == ("done", None)
    return view


def test_what_is_large_is_decided_by_size(service: Service, tmp_path: Path) -> None:
    assert not service.is_large(("small.csv", b"1" * SMALL))
    assert service.is_large(("large.csv", b"1" * (SMALL + 1)))
    assert not service.is_large(("packed.xlsx", b"1" * importing.PACKED_BYTES))
    assert service.is_large(("packed.xlsx", b"1" * (importing.PACKED_BYTES + 1)))
    assert not service.is_large(Address.parse("postgresql://ann@host/shop"))
    with pytest.raises(InputError, match="imported at once; it cannot be queued"):
        service.start_import(Address.parse("postgresql://ann@host/shop"))
    with pytest.raises(InputError, match="There is no file"):
        service.start_import(tmp_path / "none.csv")
    assert service.jobs() == ()


def test_a_worker_imports_an_upload_and_looks_at_it(service: Service) -> None:
    job = done(service, service.start_import(("people.csv", people_csv()), name="Staff"))
    (data,) = service.datasets()
    assert (data.name, data.latest.rows, data.latest.bytes) == ("Staff", 240, len(people_csv()))
    assert job.result is not None
    assert (job.result["version_id"], job.result["dataset_id"]) == (data.latest.id, data.id)
    assert service.look(data.latest.id) is None  # the import has looked
    direct = look(service.table(data.latest.id), None)
    assert service.profile(data.latest.id) == direct.profile
    assert service.findings(data.latest.id) == direct.findings
    assert service.repeats(data.latest.id) == direct.repeats == 0
    assert [line[20:] for line in service.job_log(job.id)][1:3] == [
        "Reading people.csv",
        "240 rows and 6 columns were read",
    ]
    assert not list((service.home / "files" / "uploads").rglob("*.csv"))
    options = ReadOptions(delimiter=",")
    again = service.start_import(("new.csv", people_csv(99)), into=data.id, options=options)
    done(service, again)
    assert [version.rows for version in service.dataset(data.id).versions] == [240, 99]
    assert service.read_as(service.dataset(data.id).latest.id).options == options


def test_an_import_and_a_look_tell_how_far_they_are(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Progress] = []
    monkeypatch.setattr(RunningJob, "report", lambda _, progress: heard.append(progress))
    job = done(service, service.start_import(("people.csv", people_csv()), name="Staff"))
    told = {now: [one.share for one in heard if one.now == now] for now in dict.fromkeys(one.now for one in heard)}
    assert list(told) == ["Reading people.csv", "Keeping the table", "Looking at the columns"]
    assert [share for shares in told.values() for share in shares] == sorted(one.share or 0.0 for one in heard)
    starts = [shares[0] for shares in told.values()]
    assert starts == pytest.approx([0.0, import_table.READ, import_table.KEPT])
    assert [len(shares) for shares in told.values()] == [7, 1, 7]  # six columns
    assert running.share_done(replace(job, state="running", progress=heard[-1])) == heard[-1].share
    heard.clear()
    asked = service.look(service.datasets()[0].latest.id, "left")
    assert asked is not None
    done(service, asked)
    assert [one.share for one in heard][:2] == [0.0, profile.READ]
    assert len(heard) == 8


def test_an_import_whose_worker_was_killed_is_imported_once(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(people_csv())
    job = service.start_import(path)

    class Killed(BaseException):
        """The process ends here."""

    def killed(*_: Any) -> None:
        raise Killed

    mine = queue.claim(service.store, "one that dies", ["import_table"])
    assert mine is not None
    with monkeypatch.context() as patch:
        patch.setattr(import_table, "keep_looked", killed)
        with pytest.raises(Killed):
            all_kinds()["import_table"].run(RunningJob(service.store, mine, 8.0))
    queue.release(service.store, mine)
    done(service, job)
    (data,) = service.datasets()
    assert len(data.versions) == 1
    assert path.exists()


def test_a_large_table_is_looked_at_once_for_every_question(service: Service) -> None:
    version = service.import_file(("people.csv", people_csv()))
    kinds = Changes(kinds={"age": "category"})
    asked: list[tuple[str | None, Changes]] = [(None, Changes()), ("left", Changes()), ("left", kinds)]
    jobs = []
    for target, changes in asked:
        job = service.look(version.id, target, changes)
        assert job is not None
        assert service.look(version.id, target, changes) == job
        jobs.append(done(service, job))
        assert service.look(version.id, target, changes) is None
        assert service.profile(version.id, target, changes).target == target
    assert len({job.id for job in jobs}) == len(asked)
    assert service.profile(version.id, "left", kinds)["age"].kind == "category"
    seen = look(service.table(version.id), "left")
    assert Looked.from_dict(seen.to_dict()) == seen
    again = Service(service.home)  # another process finds what the worker has seen
    assert again.findings(version.id, "left") == seen.findings
    again.store.close()


def test_without_a_worker_and_for_a_small_table_nobody_waits(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    version = service.import_file(("people.csv", people_csv()))
    queue.worker_gone(service.store, "one")
    assert service.look(version.id) is None
    assert service.profile(version.id).n_rows == 240
    queue.worker_beat(service.store, "one", ["profile"])
    assert service.look(version.id, "left") is not None
    monkeypatch.setattr(importing, "LARGE_CELLS", 10_000)
    assert service.look(version.id, "plan") is None


def test_the_dialog_hands_a_large_file_to_a_worker_and_imports_a_small_one(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "service", lambda: service)
    monkeypatch.setattr(state, "widget", lambda key: "Staff" if "name" in key else ReadOptions())
    file = import_files.File("1", "people.csv", len(people_csv()), data=people_csv())
    expected: list[JobView] = []
    monkeypatch.setattr(running_imports, "expect", expected.append)
    assert import_dialog._import(file, None) is None
    (job,) = service.jobs()
    assert expected == [job]
    assert (job.kind, job.state, job.payload["name"]) == ("import_table", "queued", "Staff")
    queue.worker_gone(service.store, "one")
    found = import_dialog._import(file, None)  # nobody would take it
    assert found is not None
    assert found.rows == 240
