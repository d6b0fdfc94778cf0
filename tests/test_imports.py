"""The house rules about imports: a floor imports only from floors below, and heavy libraries load late or never."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

FLOORS = ("datasets", "inference", "automl", "app")
BOOSTING = ("lightgbm", "xgboost", "catboost")
TRAINING = ("pandas", "sklearn", *BOOSTING, "optuna", "shap")
OUTSIDE = ("tests", "benchmarks", "scripts")


@dataclass(frozen=True)
class Import:
    """One import statement: who imports what, and whether it runs when the module is imported."""

    file: str
    line: int
    module: str
    at_import: bool

    @property
    def top(self) -> str:
        return self.module.split(".")[0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def imports_of(source: str, file: str) -> Iterator[Import]:
    """Every import in a module's source, those inside functions and type-checking blocks included."""
    yield from _walk(ast.parse(source), file, at_import=True)


def _walk(node: ast.AST, file: str, *, at_import: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for name in node.names:
            yield Import(file, node.lineno, name.name, at_import)
    elif isinstance(node, ast.ImportFrom):
        own = Path(file).parent.parts
        above = ".".join(own[: len(own) - node.level + 1]) if node.level else ""
        yield Import(file, node.lineno, ".".join(p for p in (above, node.module or "") if p), at_import)
    late = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or _is_type_checking(node)
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, file, at_import=at_import and not late)


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports_in(root: Path, floor: str) -> list[Import]:
    files = sorted((root / floor).rglob("*.py"))
    assert files, f"{floor}/ holds no module"
    return [i for f in files for i in imports_of(f.read_text(encoding="utf-8"), str(f.relative_to(root)))]


def listed(wrong: list[Import]) -> str:
    return "\n".join(map(str, wrong))


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_only_from_floors_below(root: Path, floor: str) -> None:
    above = (*FLOORS[FLOORS.index(floor) + 1 :], *OUTSIDE)
    wrong = [i for i in imports_in(root, floor) if i.top in above]
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("floor", FLOORS[:-1])
def test_only_the_app_imports_streamlit(root: Path, floor: str) -> None:
    wrong = [i for i in imports_in(root, floor) if i.top == "streamlit"]
    assert not wrong, listed(wrong)


def test_inference_imports_no_training_library_anywhere(root: Path) -> None:
    wrong = [i for i in imports_in(root, "inference") if i.top in TRAINING]
    assert not wrong, listed(wrong)


def test_datasets_loads_training_libraries_only_inside_functions(root: Path) -> None:
    wrong = [i for i in imports_in(root, "datasets") if i.at_import and i.top in TRAINING]
    assert not wrong, listed(wrong)


@pytest.mark.parametrize(
    ("floor", "forbidden"),
    [
        ("datasets", (*TRAINING, "streamlit")),
        ("inference", (*TRAINING, "streamlit")),
        ("automl", (*BOOSTING, "streamlit")),
    ],
)
def test_importing_every_module_of_a_floor_loads_no_heavy_library(
    root: Path, python: str, floor: str, forbidden: tuple[str, ...]
) -> None:
    program = f"""
import importlib, pkgutil, sys
package = importlib.import_module({floor!r})
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted(set({forbidden!r}) & set(sys.modules)))
"""
    done = subprocess.run([python, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_the_reader_of_imports_sees_all_kinds() -> None:
    source = """
import a.b
from c import d
from . import e
from ..f import g
if TYPE_CHECKING:
    import h
def function():
    import i
class Late:
    import j
"""
    seen = {i.module: i.at_import for i in imports_of(source, "automl/graph/trees.py")}
    assert seen == {
        "a.b": True,
        "c": True,
        "automl.graph": True,
        "automl.f": True,
        "h": False,
        "i": False,
        "j": True,
    }
