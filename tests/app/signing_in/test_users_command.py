"""`easel users` and `easel projects`: people by command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from app.people.accounts import Accounts
from app.service import Service
from app.settings import read_settings
from tests.app.signing_in.conftest import PASSWORD


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    chosen = read_settings({"EASEL_HOME": str(tmp_path)})
    for place in ("app.settings.settings", "app.verbs.home.settings"):
        monkeypatch.setattr(place, lambda: chosen)
    return tmp_path


def test_people_are_added_changed_and_removed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["users"]) == 0
    assert "Nobody yet" in capsys.readouterr().out
    assert main(["projects", "add", "Sales"]) == 0
    assert main(["users", "add", "ann@example.com", "admin"]) == 0
    said = capsys.readouterr().out
    token = said.partition("/welcome/")[2].split()[0]
    service = Service(home)
    assert Accounts(service.store).redeem(token, "", PASSWORD, PASSWORD, "")
    assert main(["users", "add", "vera", "--project", "sales", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["role"] == "viewer"
    assert main(["users", "role", "Vera", "analyst"]) == 0
    assert main(["users", "role", "vera", "viewer", "--project", "Sales"]) == 0
    assert main(["users", "reset", "vera"]) == 0
    capsys.readouterr()
    assert main(["users", "list"]) == 0
    assert "invited" in capsys.readouterr().out
    assert [dict(one.members) for one in service.projects()][1] == {service.people()[1].id: "viewer"}
    assert main(["users", "remove", "vera"]) == 0
    assert [one.name for one in service.people()] == ["ann@example.com"]
    assert main(["projects", "--json"]) == 0
    service.store.close()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("add",), "needs a name"),
        (("add", "vera", "boss"), "must be one of viewer, analyst, admin; this is 'boss'"),
        (("add", "vera", "viewer", "--project", "Nowhere"), "no project 'Nowhere'. There are: Home"),
        (("role", "nobody", "viewer"), "nobody called 'nobody'"),
        (("reset", "nobody"), "nobody called 'nobody'"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], line: tuple[str, ...], says: str
) -> None:
    assert home.is_dir()
    assert main(["users", *line]) == 2
    assert says in capsys.readouterr().err
    assert main(["jobs", "--project", "Nowhere"]) == 2
