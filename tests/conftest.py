"""What every test shares: one thread a library, a home of its own, and the large tables where there are any."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Two test processes share two cores; more threads than cores make every library slower. Set before any of them loads.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

settings.register_profile(
    "easel", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("easel")

ROOT = Path(__file__).parent.parent
LONG = ("image", "browser", "automl", "app", "contracts")  # folders whose files take longest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files come first, so that processes that share the files end at about the same time."""
    places = {folder: place for place, folder in enumerate(LONG)}
    tests = ROOT / "tests"
    items.sort(key=lambda item: places.get(item.path.relative_to(tests).parts[0], len(LONG)))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names long bytes by their kind: archives carry the time, and every test process must find the same names."""
    return "bytes" if isinstance(val, bytes) and len(val) > 16 else None


@pytest.fixture(scope="session", autouse=True)
def _home_of_its_own() -> Iterator[None]:
    """Gives the whole run an empty EASEL_HOME, so that no test reads or writes what its user has."""
    before = os.environ.get("EASEL_HOME")
    with tempfile.TemporaryDirectory(prefix="easel-tests-", ignore_cleanup_errors=True) as folder:
        os.environ["EASEL_HOME"] = folder
        yield
    if before is None:
        os.environ.pop("EASEL_HOME", None)
    else:
        os.environ["EASEL_HOME"] = before


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def python() -> str:
    """The interpreter that runs the tests, for tests that need a fresh process."""
    return sys.executable


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of large real tables named by EASEL_SHARED; tests that need it are skipped where it is unset."""
    named = os.environ.get("EASEL_SHARED")
    if not named:
        pytest.skip("EASEL_SHARED is not set; it names the folder with data/CATALOG.csv and the tables beside it")
    folder = Path(named)
    if not (folder / "data" / "CATALOG.csv").is_file():
        pytest.skip(f"EASEL_SHARED names {folder}, which holds no data/CATALOG.csv")
    return folder
