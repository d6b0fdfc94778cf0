"""Accounts, projects and the audit list go into a backup; sessions and links do not."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from app.backup import back_up
from app.people.accounts import Accounts
from app.restore import restore
from app.service import Service
from app.store.engine import open_store
from tests.app.signing_in.conftest import PASSWORD


def test_people_come_back_and_what_was_done_stays(service: Service, tmp_path: Path) -> None:
    accounts = Accounts(service.store)
    token = accounts.redeem(str(accounts.first_link()), "Ann", PASSWORD, PASSWORD, "")
    service.add_project("Sales")
    file = tmp_path / "all.zip"
    back_up(service.store, file)
    with zipfile.ZipFile(file) as archive:
        assert not {"rows/session.jsonl", "rows/link.jsonl"} & set(archive.namelist())
        assert token not in archive.read("rows/person.jsonl").decode()
    other = Service(tmp_path / "other")
    restore(other.store, file)
    assert [one.name for one in other.projects()] == ["Home", "Sales"]
    assert Accounts(other.store).who(token) is None
    assert Accounts(other.store).sign_in("Ann", PASSWORD, "")
    done = len(other.audit())
    other.rename_project(other.projects()[1].id, "Marketing")
    restore(other.store, file, replace=True)
    assert other.projects()[1].name == "Sales"
    assert len(other.audit()) == done + 1  # the list is older and newer than the backup
    other.store.close()


def test_a_backup_from_before_there_were_people_is_restored(service: Service, tmp_path: Path) -> None:
    new, old = tmp_path / "new.zip", tmp_path / "old.zip"
    back_up(service.store, new)
    of_people = ("project", "person", "member", "audit")
    with zipfile.ZipFile(new) as source, zipfile.ZipFile(old, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name in (f"rows/{table}.jsonl" for table in of_people):
                continue
            if name in ("rows/dataset.jsonl", "rows/model.jsonl"):
                rows = [json.loads(line) for line in content.decode().splitlines()]
                before = [{key: value for key, value in row.items() if key != "project_id"} for row in rows]
                content = "\n".join(map(json.dumps, before)).encode()
            target.writestr(name, content)
    store = open_store(tmp_path / "restored")
    restore(store, old)
    store.close()
    restored = Service(tmp_path / "restored")
    assert [one.name for one in restored.projects()] == ["Home"]
    assert [one.name for one in restored.datasets()] == [one.name for one in service.datasets()]
    restored.store.close()
