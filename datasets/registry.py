"""One kind, one folder; one thing, one file: finds the records that the modules of a folder define.

Every module of the package (private names aside) must define exactly one module-level instance of the record type.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Protocol, TypeVar


class Named(Protocol):
    """Anything with the short name by which it is registered."""

    @property
    def name(self) -> str: ...


R = TypeVar("R", bound=Named)


class RegistryError(RuntimeError):
    """A folder does not keep the rule "one module, one record"."""


def discover(package: ModuleType, record_type: type[R]) -> dict[str, R]:
    """Import every public module of `package` and return its records by name, in alphabetical order of the names.

    Raises RegistryError when a module holds no record or several, or when two modules share a name. Errors of an
    import are not swallowed: a broken file fails loudly at start.
    """
    found: dict[str, R] = {}
    for info in pkgutil.iter_modules(package.__path__):
        if info.name.startswith("_"):
            continue
        record = _only_record(importlib.import_module(f"{package.__name__}.{info.name}"), record_type)
        if record.name in found:
            raise RegistryError(f"Two modules of {package.__name__} register the name {record.name!r}.")
        found[record.name] = record
    return dict(sorted(found.items()))


def _only_record(module: ModuleType, record_type: type[R]) -> R:
    records = [value for value in vars(module).values() if isinstance(value, record_type)]
    if len(records) != 1:
        raise RegistryError(
            f"{module.__name__} must define exactly one {record_type.__name__}; it defines {len(records)}."
        )
    return records[0]
