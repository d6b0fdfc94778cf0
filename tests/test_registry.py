"""One module, one record; a broken file fails loudly."""

import importlib
import sys
from dataclasses import dataclass

import pytest

from datasets.registry import RegistryError, discover


@dataclass(frozen=True)
class Thing:
    name: str


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Makes a package of the given modules and imports it; their text may use Thing."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    sys.modules["a_thing"] = type(sys)("a_thing")
    vars(sys.modules["a_thing"])["Thing"] = Thing
    made = []

    def make(**modules):
        name = f"made_package_{tmp_path.name}"
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        for module, text in modules.items():
            (folder / f"{module}.py").write_text(f"from a_thing import Thing\n{text}\n")
        importlib.invalidate_caches()
        made.append(name)
        return importlib.import_module(name)

    yield make
    for name in [n for n in sys.modules if n == "a_thing" or any(n.startswith(m) for m in made)]:
        del sys.modules[name]


def test_records_come_by_name_in_alphabetical_order(package):
    found = discover(package(z='RECORD = Thing("b")', a='IT = Thing("c")', m='X = Thing("a")'), Thing)
    assert list(found) == ["a", "b", "c"]


def test_private_modules_are_not_walked(package):
    assert list(discover(package(_own="1 / 0", a='T = Thing("a")'), Thing)) == ["a"]


@pytest.mark.parametrize(("text", "count"), [("", 0), ('A = Thing("a")\nB = Thing("b")', 2)])
def test_exactly_one_record_a_module(package, text, count):
    with pytest.raises(RegistryError, match=f"exactly one Thing; it defines {count}"):
        discover(package(a=text), Thing)


def test_two_modules_may_not_share_a_name(package):
    with pytest.raises(RegistryError, match="register the name 'same'"):
        discover(package(a='T = Thing("same")', b='T = Thing("same")'), Thing)


def test_a_broken_module_fails_loudly(package):
    with pytest.raises(ZeroDivisionError):
        discover(package(a="1 / 0"), Thing)


def test_an_empty_package_has_no_records(package):
    assert discover(package(), Thing) == {}
