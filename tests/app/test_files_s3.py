"""Files in a bucket: a build on one machine, a prediction on another, with only database and bucket between them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.shared import Shared
from tests.app.people import people_csv
from tests.servers.s3 import BUCKET, environment, s3

pytestmark = pytest.mark.slow


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket, as EASEL_FILES_URL names it."""
    with s3() as found:
        for name, value in environment(found).items():
            monkeypatch.setenv(name, value)
        yield f"s3://{BUCKET}/analysts"


def test_a_bucket_keeps_what_it_is_given(address: str, tmp_path: Path) -> None:
    place = Shared(address)
    (tmp_path / "one").write_bytes(b"1" * 3_000_000)
    assert place.changed("content/ab/one") is None
    assert place.keys("content") == {}
    place.put(tmp_path / "one", "content/ab/one")
    assert list(place.keys("content")) == ["content/ab/one"]
    assert place.size("content") == 3_000_000
    assert place.fetch("content/ab/one", tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == b"1" * 3_000_000
    place.remove("content/ab/one")
    assert not place.fetch("content/ab/one", tmp_path / "three")
    assert not (tmp_path / "three").exists()


def test_machines_that_share_database_and_bucket_share_the_work(
    address: str, new_database: str, tmp_path: Path, python: str, root: Path
) -> None:
    (tmp_path / "people.csv").write_bytes(people_csv())
    own = {"PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    shared = {**os.environ, **own, "EASEL_DATABASE_URL": new_database, "EASEL_FILES_URL": address}

    def easel(home: str, *words: str) -> str:
        command = [python, "-m", "app.cli", *words]
        place = {**shared, "EASEL_HOME": str(tmp_path / home)}
        return subprocess.run(command, env=place, check=True, capture_output=True, text=True, timeout=120).stdout

    asked = ("--target", "left", "--candidates", "1", "--queue")
    job_id = easel("one", "build", str(tmp_path / "people.csv"), *asked).strip()
    one_job = "from app.commands.worker import _opened; from app.settings import settings; "
    one_job += "from app.jobs.worker import Worker; Worker(_opened(settings())).run(most_jobs=1)"
    home = {**shared, "EASEL_HOME": str(tmp_path / "two")}
    subprocess.run([python, "-c", one_job], env=home, check=True, timeout=120)
    (job,) = json.loads(easel("one", "jobs", "--json"))
    assert (job["id"], job["state"], job["error"]) == (job_id, "done", None)
    assert "ended" not in easel("one", "jobs", "--log", job_id) != ""
    show = "from app.service import Service; s = Service(); print(s.bundle_path(s.models()[0].versions[0].id))"
    home = {**shared, "EASEL_HOME": str(tmp_path / "one")}
    found = subprocess.run([python, "-c", show], env=home, check=True, capture_output=True, text=True)
    assert json.loads(easel("one", "inspect", found.stdout.strip(), "--json"))["target"]["name"] == "left"
    assert json.loads(easel("one", "doctor", "--json"))["notes"]
