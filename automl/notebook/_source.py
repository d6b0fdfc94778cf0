"""Code of the engine for a notebook: the very functions that ran, without annotations and without what writes graphs.

One truth: a notebook that carried a copy of its own of a formula would drift from the engine; this one cannot.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Sequence
from functools import cache
from types import ModuleType

GRAPH_ONLY = frozenset({"emit", "_emit", "_emit_waves", "trees"})  # methods that a notebook has no use for


def pieces(module: ModuleType, *names: str, prefix: str = "") -> str:
    """The named functions, classes and constants of a module as plain code, in the order of the module. With a prefix
    their names get it, so that those of two learners do not meet. Raises KeyError when the module has no such name."""
    body = ast.parse(_text(module)).body
    known = {name for node in body for name in _defined(node)}
    if missing := [name for name in names if name not in known]:
        raise KeyError(f"{module.__name__} has no {', '.join(missing)}")
    renamed = {name: _prefixed(prefix, name) for name in names} if prefix else {}
    nodes = [node for node in body if set(_defined(node)) & set(names)]
    return "\n\n".join(ast.unparse(_plain(node, renamed)) for node in nodes) + "\n"


@cache
def _text(module: ModuleType) -> str:
    return inspect.getsource(module)


def _defined(node: ast.stmt) -> Sequence[str]:
    """The names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return (node.name,)
    if isinstance(node, ast.AnnAssign):
        return (node.target.id,) if isinstance(node.target, ast.Name) else ()
    if isinstance(node, ast.Assign):
        return [leaf.id for target in node.targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)]
    return ()


def _prefixed(prefix: str, name: str) -> str:
    bare = name.lstrip("_")
    return f"{prefix.upper()}_{bare}" if bare.isupper() else f"{prefix}_{bare}"


def _plain(node: ast.stmt, renamed: dict[str, str]) -> ast.stmt:
    """The statement without annotations (fields of classes need one: `object` will do), and renamed."""
    fields = {id(item) for one in ast.walk(node) if isinstance(one, ast.ClassDef) for item in one.body}
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            one.id = renamed.get(one.id, one.id)
        elif isinstance(one, ast.arg):
            one.annotation = None
        elif isinstance(one, ast.FunctionDef):
            one.name, one.returns = renamed.get(one.name, one.name), None
            one.body = [_bare(item) for item in one.body]
        elif isinstance(one, ast.ClassDef):
            one.name = renamed.get(one.name, one.name)
            one.body = [item for item in one.body if getattr(item, "name", "") not in GRAPH_ONLY]
        elif isinstance(one, ast.AnnAssign) and id(one) in fields:
            one.annotation = ast.Name("object")
    return _bare(node)


def _bare(node: ast.stmt) -> ast.stmt:
    """`x: int = 1` as `x = 1`; an annotation alone as nothing."""
    if not isinstance(node, ast.AnnAssign):
        return node
    made: ast.stmt = ast.Pass() if node.value is None else ast.Assign([node.target], node.value, lineno=node.lineno)
    return made


__all__ = ["pieces"]
