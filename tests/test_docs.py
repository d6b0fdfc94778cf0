"""Documentation that can be checked is checked: commands, options, links, versions, settings and examples."""

import argparse
import importlib
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from automl.contracts import Metric
from datasets.registry import discover

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\((?P<to>[^)\s]+)\)")
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMES_OF_OUR_OWN = {"EASEL_SHARED", "EASEL_SOAK_S"}  # read by tests, not by the program


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def pieces_of_code(page: Path) -> list[str]:
    """Every line of a code block and every piece of inline code."""
    text = text_of(page)
    blocks = [line.strip() for block in FENCE.finditer(text) for line in block["code"].splitlines()]
    return blocks + re.findall(r"`([^`\n]+)`", FENCE.sub("", text))


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", text_of(ROOT / "Makefile"), re.MULTILINE))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def subcommands() -> dict[str, argparse.ArgumentParser]:
    from app.cli import build_parser

    (choices,) = (a.choices for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(choices)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.finditer(FENCE.sub("", text_of(page))):
        path, _, anchor = link["to"].partition("#")
        if "://" in path:
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name_of(page)} links to {link['to']}, which does not exist"
        assert target.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(target), f"{name_of(page)} links to {link['to']}, which has no such heading"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_make_commands_exist(page: Path) -> None:
    named = {m[1] for piece in pieces_of_code(page) if (m := re.match(r"make ([a-z][a-z-]*)", piece))}
    assert named <= make_targets()


def test_every_make_target_is_explained_by_make_help() -> None:
    explained = set(re.findall(r"^([a-z][a-z-]*):.* ## \S", text_of(ROOT / "Makefile"), re.MULTILINE))
    assert make_targets() == explained


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_easel_commands_and_their_options_exist(page: Path) -> None:
    known = subcommands()
    for piece in pieces_of_code(page):
        command = re.match(r"easel ([a-z]+)\b(.*)", piece)
        if command is None:
            continue
        assert command[1] in known, f"{name_of(page)} names `easel {command[1]}`"
        options = {option for action in known[command[1]]._actions for option in action.option_strings}
        for option in re.findall(r"(?<!\S)\(?(--[a-z-]+)", command[2]):
            assert option in options, f"{name_of(page)}: easel {command[1]} has no {option}"


def test_the_readme_names_every_easel_command() -> None:
    told = {m[1] for piece in pieces_of_code(ROOT / "README.md") if (m := re.match(r"easel ([a-z]+)", piece))}
    assert told == set(subcommands())


def test_the_changelog_has_this_version() -> None:
    version = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[{re.escape(version)}\]", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_settings_that_are_named_exist(page: Path) -> None:
    from app.settings import SETTINGS

    named = set(re.findall(r"\bEASEL_[A-Z_]+\b", text_of(page)))
    assert named <= {setting.name for setting in SETTINGS} | NAMES_OF_OUR_OWN


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_examples_compile_and_import(page: Path) -> None:
    for number, block in enumerate(b["code"] for b in FENCE.finditer(text_of(page)) if b["language"] == "python"):
        compile(block, f"{name_of(page)}, example {number + 1}", "exec")
        for module, names in re.findall(r"^from ([\w.]+) import ([\w, ]+)$", block, re.MULTILINE):
            found = importlib.import_module(module)
            assert all(hasattr(found, name.strip()) for name in names.split(",")), f"{module} has no {names}"


def test_the_rule_comes_first() -> None:
    lines = [line for line in text_of(ROOT / "docs" / "how_it_works.md").splitlines() if line]
    assert lines[1].startswith("**One rule: a build is a frozen spec applied to a frozen table")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(n) for n in re.findall(r"^\*\*(\d+)\. ", text_of(ROOT / "docs" / "decisions.md"), re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def kinds_of_things() -> list[tuple[str, str, str]]:
    """(folder, record, test) of every row of the table in docs/extending.md."""
    row = re.compile(r"^\| [^|]+ \| `([\w/]+/)` \| `([\w.]+)` \| `([\w/.]+)` \|$", re.MULTILINE)
    return row.findall(text_of(ROOT / "docs" / "extending.md"))


@pytest.mark.parametrize(("folder", "record", "contract"), kinds_of_things())
def test_a_folder_of_things_is_as_told(folder: str, record: str, contract: str) -> None:
    module, _, name = record.rpartition(".")
    record_type = getattr(importlib.import_module(module), name)
    package = importlib.import_module(folder.strip("/").replace("/", "."))
    assert discover(package, record_type)
    assert (ROOT / contract).is_file(), f"{contract} is told in docs/extending.md and not there"


def test_all_kinds_of_things_are_told() -> None:
    calls = re.compile(r"\bdiscover\(")
    walked = [f for floor in ("datasets", "automl", "app") for f in (ROOT / floor).rglob("*.py")]
    users = [f for f in walked if calls.search(text_of(f)) and f.name != "registry.py"]
    assert len(set(kinds_of_things())) == len(kinds_of_things())
    assert len(kinds_of_things()) == len(users), sorted(map(name_of, users))


def test_the_example_of_a_new_metric_is_one() -> None:
    block = next(
        b["code"] for b in FENCE.finditer(text_of(ROOT / "docs" / "extending.md")) if b["language"] == "python"
    )
    namespace: dict[str, object] = {}
    exec(compile(block, "max_error.py", "exec"), namespace)
    metric = namespace["METRIC"]
    assert isinstance(metric, Metric)
    value = metric.score(np.array([1.0, 5.0]), np.array([[1.5], [2.0]]))
    assert value == 3.0
    assert "price" in metric.sentence(value, {"target": "price"})
