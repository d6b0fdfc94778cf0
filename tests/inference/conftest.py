"""Toy bundles on disk and open, one for each problem."""

from __future__ import annotations

import pytest

from inference import load
from inference.bundle import write_bundle
from tests.inference import toy_models
from tests.inference.batch_rows import write_csv

PROBLEMS = ("binary", "multiclass", "regression")


@pytest.fixture(scope="session")
def toy_bundle():
    """problem -> Bundle."""
    return toy_models.bundle


@pytest.fixture(scope="session")
def bundle_paths(tmp_path_factory):
    """problem -> path of its bundle."""
    folder = tmp_path_factory.mktemp("bundles")
    paths = {problem: folder / f"{problem}.zip" for problem in PROBLEMS}
    for problem, path in paths.items():
        write_bundle(path, toy_models.bundle(problem))
    return paths


@pytest.fixture(scope="session")
def models(bundle_paths):
    """problem -> open Model."""
    return {problem: load(path) for problem, path in bundle_paths.items()}


@pytest.fixture
def model(models):
    """The yes / no model."""
    return models["binary"]


@pytest.fixture
def row():
    """A whole row as a program would give it."""
    return dict(toy_models.ROW)


@pytest.fixture
def table(tmp_path):
    """A small file of rows to predict."""
    return write_csv(tmp_path / "new.csv")


@pytest.fixture
def out(tmp_path):
    """Where the answers go: a folder of its own."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "scored.csv"
