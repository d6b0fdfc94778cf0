"""`pip install .` from a clean tree installs the four packages with their data files and the command."""

import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest

PACKAGES = ("datasets", "inference", "automl", "app")
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.pyc", "*.woff2")


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_below(folder: Path) -> set[str]:
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if "__pycache__" not in name}


@pytest.fixture(scope="module")
def tree(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the repository holds for the four packages, without anything that a run leaves behind."""
    copy = tmp_path_factory.mktemp("tree")
    for name in PACKAGES:
        shutil.copytree(root / name, copy / name, ignore=LEFT_BEHIND)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(root / name, copy)
    return copy


@pytest.fixture(scope="module")
def environment(tree: Path, python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with Easel installed from the clean tree; its dependencies are the ones of this environment."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--no-cache-dir"]
    run(python, "-m", "pip", "--python", folder / "bin" / "python", "install", *options, tree, cwd=folder)
    return folder


@pytest.mark.slow
@pytest.mark.alone
def test_every_file_of_the_four_packages_is_installed(tree: Path, environment: Path) -> None:
    (site,) = environment.glob("lib/python*/site-packages")
    for name in PACKAGES:
        assert files_below(tree / name) == files_below(site / name)


@pytest.mark.slow
@pytest.mark.alone
def test_the_packages_come_from_the_installation(environment: Path, tmp_path: Path) -> None:
    program = f"import {', '.join(PACKAGES)}; print(*(m.__file__ for m in ({', '.join(PACKAGES)})))"
    places = run(environment / "bin" / "python", "-c", program, cwd=tmp_path).split()
    assert len(places) == len(PACKAGES)
    assert all(Path(place).is_relative_to(environment) for place in places)


@pytest.mark.slow
@pytest.mark.alone
def test_the_command_works(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("age,city\n41,Rome\n27,Oslo\n", encoding="utf-8")
    said = run(environment / "bin" / "easel", "profile", "people.csv", "--json", cwd=tmp_path)
    assert '"n_rows": 2' in said
