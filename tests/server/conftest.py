"""The served golden models: an application and a client for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inference.predictor import Model, load
from inference.server.app import create_app
from inference.server.settings import Settings
from tests.inference.toy_models import ROW
from tests.server.asgi import Client

MAX_ROWS = 50
MAX_BYTES = 40_000


@pytest.fixture(scope="session")
def bundle(root: Path) -> Path:
    return root / "tests" / "golden" / "format_1_binary.zip"


@pytest.fixture(scope="session")
def model(bundle: Path) -> Model:
    return load(bundle)


@pytest.fixture(scope="session")
def settings(bundle: Path) -> Settings:
    return Settings(bundle, max_rows=MAX_ROWS, max_bytes=MAX_BYTES)


@pytest.fixture(scope="session")
def client(model: Model, settings: Settings) -> Client:
    return Client(create_app(model, settings))


@pytest.fixture
def row() -> dict[str, Any]:
    """A whole row as a program would send it."""
    return dict(ROW)
