"""Stores with people in them, and passwords that are quick to check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.people import passwords
from app.people.accounts import Accounts
from app.people.roles import Who
from app.service import Service
from app.store.engine import Store

PASSWORD = "correct horse battery"
GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    passwords._nobody.cache_clear()


@pytest.fixture
def accounts(store: Store) -> Accounts:
    """Ann, the first administrator, of the store of each kind of database."""
    made = Accounts(store)
    made.redeem(str(made.first_link()), "Ann", PASSWORD, PASSWORD, "10.0.0.1")
    return made


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """The owner's, with a dataset, and a model in it that answers."""
    made = Service(tmp_path / "home")
    made.import_file(("people.csv", b"age,left\n31,yes\n44,no\n52,no\n"))
    made.open_bundle(GOLDEN / "format_1_binary.zip")
    yield made
    made.store.close()


@pytest.fixture
def vera(service: Service) -> Service:
    """The same, acting for a viewer in the first project."""
    person = service.invite("Vera", "viewer", ("p_home",)).person
    return service.acting(Who("viewer", person.id, "Vera", "p_home"))


@pytest.fixture
def amir(service: Service) -> Service:
    """The same, acting for an analyst in a project of his own."""
    project = service.add_project("Sales")
    person = service.invite("Amir", "analyst", (project.id,)).person
    return service.acting(Who("analyst", person.id, "Amir", project.id))
