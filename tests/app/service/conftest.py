"""A service with a small real table and a model of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.records import ModelView, VersionView
from app.service import Service
from tests.app.people import people_csv


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = Service(tmp_path / "home")
    yield opened
    opened.store.close()


@pytest.fixture
def version(service: Service) -> VersionView:
    return service.import_file(("people.csv", people_csv()))


@pytest.fixture
def model(service: Service, version: VersionView) -> ModelView:
    made = service.create_model(version.id)
    return service.update_model(made.id, target="left", algorithms=["linear"])
