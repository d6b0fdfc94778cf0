"""The lock files: complete, hashed, consistent with each other, and silent about where packages come from."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = ("requirements.lock", "requirements-run.lock", "requirements-setup.lock", "requirements-serve.lock")
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$")


def pins(root: Path, lock: str) -> dict[tuple[str, str], str]:
    """(name, marker) -> version, for every pin of a lock file."""
    found = {}
    for line in (root / lock).read_text(encoding="utf-8").splitlines():
        if not line.startswith((" ", "#")):
            match = PIN.match(line)
            assert match, f"{lock}: not a pin: {line}"
            found[match["name"], match["marker"] or ""] = match["version"]
    return found


def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index|--extra-index|--find-links|-f)\b", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), block.splitlines()[0]


@pytest.mark.parametrize(
    ("lock", "groups"),
    [
        ("requirements.lock", ("", "setup", "test", "check")),
        ("requirements-run.lock", ("",)),
        ("requirements-setup.lock", ("setup",)),
        ("requirements-serve.lock", ("serve",)),
    ],
)
def test_a_lock_holds_what_the_project_asks_for(root: Path, lock: str, groups: tuple[str, ...]) -> None:
    told = project(root)
    asked = {"": told["project"]["dependencies"], **told["dependency-groups"]}
    locked = {name: Version(version) for (name, _), version in pins(root, lock).items()}
    for requirement in (Requirement(text) for group in groups for text in asked[group]):
        name = canonicalize_name(requirement.name)
        assert name in locked, f"{name} is in pyproject.toml and not in {lock}; run: make lock"
        assert requirement.specifier.contains(locked[name]), f"{lock} has {name} {locked[name]}; asked is {requirement}"


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_the_smaller_locks_agree_with_the_whole_one(root: Path, lock: str) -> None:
    whole = pins(root, LOCKS[0])
    for (name, marker), version in pins(root, lock).items():  # what few need may be locked for some Pythons only
        assert whole.get((name, marker), whole.get((name, ""))) == version


def test_the_image_installs_nothing_that_only_tests_need(root: Path) -> None:
    run = {name for name, _ in pins(root, "requirements-run.lock")}
    assert run.isdisjoint({"pytest", "mypy", "ruff", "playwright", "hatchling", "uv", "skl2onnx"})


def test_the_slim_image_installs_a_part_of_what_easel_needs(root: Path) -> None:
    told = project(root)
    assert set(told["dependency-groups"]["serve"]) < set(told["project"]["dependencies"])
    served = {name for name, _ in pins(root, "requirements-serve.lock")}
    assert served.isdisjoint({"pandas", "scikit-learn", "scipy", "streamlit", "lightgbm", "xgboost-cpu", "catboost"})
