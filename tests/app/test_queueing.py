"""Builds by way of the queue, as programs ask for them: build --queue, jobs, cancel, retry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.jobs.worker import Worker
from app.service import Service
from automl import explaining
from inference.bundle import read_bundle
from tests.app.people import people_csv

Output = pytest.CaptureFixture[str]
BUILD = ("--target", "left", "--algorithms", "linear", "--candidates", "1", "--queue")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder that commands find, with people.csv beside it."""
    from app import settings

    chosen = settings.read_settings({"EASEL_HOME": str(tmp_path / "home")})
    monkeypatch.setattr("app.verbs.home.settings", lambda: chosen)
    (tmp_path / "people.csv").write_bytes(people_csv())
    monkeypatch.chdir(tmp_path)
    return chosen.home


def document(capsys: Output, *command: str) -> Any:
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_build_goes_through_the_queue(home: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "MOST_EXPLAIN_S", 0.1)
    assert main(["build", "people.csv", *BUILD, "--out", "model.zip"]) == 0
    job_id = capsys.readouterr().out.strip()
    (job,) = document(capsys, "jobs")
    wanted = {"id": job_id, "kind": "build", "state": "queued", "attempts": 0, "evaluated": 0, "reused": 0}
    assert {**job, **wanted, "error": None, "out": str(Path("model.zip").absolute())} == job
    assert main(["jobs"]) == 0
    assert "easel worker" in capsys.readouterr().out
    store = Service(home).store
    Worker(store, ["build"], poll_s=0.02).run(most_jobs=1)
    (job,) = document(capsys, "jobs")
    assert (job["state"], job["attempts"], job["evaluated"], job["reused"]) == ("done", 1, 1, 0)
    assert read_bundle(Path("model.zip")).manifest.candidates == 1
    assert "attempt 1" in document(capsys, "jobs", "--log", job_id)["log"][0]
    assert main(["jobs"]) == 0
    assert f"{job_id}  Build people V1  done" in capsys.readouterr().out
    assert main(["cancel", job_id]) == 2
    assert f"{job_id} is done" in capsys.readouterr().err
    store.close()


def test_what_waits_is_cancelled_and_tried_again(home: Path, capsys: Output) -> None:
    assert main(["jobs"]) == 0
    assert "No jobs yet" in capsys.readouterr().out
    queued = document(capsys, "build", "people.csv", *BUILD)
    assert (queued["state"], queued["out"]) == ("queued", None)
    assert document(capsys, "cancel", queued["id"])["state"] == "cancelled"
    assert document(capsys, "retry", queued["id"])["state"] == "queued"
    assert main(["cancel", queued["id"], "--keep"]) == 0
    assert "is cancelled" in capsys.readouterr().out
    assert main(["retry", queued["id"]]) == 0
    assert main(["retry", queued["id"]]) == 2
    for command in ("cancel", "retry"):
        assert main([command, "j_none"]) == 2
        assert "There is no job j_none; it never was, or" in capsys.readouterr().err
    assert [dataset.name for dataset in Service(home).datasets()] == ["people"]


def test_a_recipe_goes_with_the_build(home: Path, capsys: Output) -> None:
    Path("recipe.json").write_text(json.dumps([{"step": "drop", "columns": ["joined"]}]), encoding="utf-8")
    queued = document(capsys, "build", "people.csv", *BUILD, "--recipe", "recipe.json")
    (model,) = Service(home).models()
    assert [step["step"] for step in model.settings.recipe] == ["drop"]
    assert queued["state"] == "queued"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--target", "lefd", "--queue"], "left"),
        (["--queue"], "--target COLUMN"),
        (["--target", "left", "--metric", "rmse", "--queue"], "and left holds none"),
        (["--target", "left", "--out", "nowhere/model.zip", "--queue"], "must exist"),
    ],
)
def test_what_cannot_be_built_is_refused_at_once_and_leaves_nothing(
    home: Path, capsys: Output, options: list[str], says: str
) -> None:
    assert main(["build", "people.csv", *options]) == 2
    assert says in capsys.readouterr().err
    service = Service(home)
    assert (service.datasets(), service.models(), service.jobs()) == ((), (), ())
    assert not list(home.rglob("*.arrow"))
