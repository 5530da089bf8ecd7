"""Every kind of problem and every place that notes one, found in the modules: nothing registers them."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import analyzer
import connectors
from analyzer.problems import ProblemKind

NO_FIELDS = ("line", "uid")
"""Arguments by name that say where, not what."""


@cache
def modules() -> list[ModuleType]:
    """Return every module of the core and the connectors."""
    found = [
        one for root in (analyzer, connectors) for one in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")
    ]
    return [importlib.import_module(one.name) for one in found]


def kinds(package: str = "") -> list[ProblemKind]:
    """Return the kinds of problem that are constants of the modules of a package, each once."""
    found = [
        value
        for module in modules()
        if module.__name__.startswith(package)
        for value in vars(module).values()
        if isinstance(value, ProblemKind)
    ]
    return list({id(kind): kind for kind in found}.values())


def field_names(message: str) -> set[str]:
    """Return the names of the fields of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


@dataclass(frozen=True)
class Use:
    """One place in the code at which a kind of problem is used.

    Attributes:
        place: module and line.
        kind: what is used.
        given: names of the fields it is given, None where it is only handed on to who gives them.
    """

    place: str
    kind: ProblemKind
    given: frozenset[str] | None


@cache
def uses() -> list[Use]:
    """Return every place that names a kind of problem.

    Fields are given as ``KIND.error(…)``, ``add(KIND, …)``, ``[KIND] = {…}`` and ``(KIND, {…})``; whatever names a
    kind stands once more with None.
    """
    return [use for module in modules() for use in _uses_in(module)]


def _uses_in(module: ModuleType) -> Iterator[Use]:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        parts: list[ast.expr | None] = []
        given: frozenset[str] | None = frozenset()
        if isinstance(node, ast.Call):
            parts = [node.func.value if isinstance(node.func, ast.Attribute) else None, *node.args]
            given = _given(node)
        elif isinstance(node, ast.Tuple):
            parts, given = list(node.elts), _keys(node.elts[-1]) if node.elts else None
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            parts, given = [node.targets[0].slice], _keys(node.value)
        elif isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Load):
            parts, given = [node], None
        for part in parts:
            if isinstance(kind := _value(part, module), ProblemKind):
                yield Use(f"{module.__name__}:{node.lineno}", kind, given)


def _value(node: ast.expr | None, module: ModuleType) -> object:
    if isinstance(node, ast.Name):
        return vars(module).get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(owner := _value(node.value, module), ModuleType):
        return vars(owner).get(node.attr)
    return None


def _given(call: ast.Call) -> frozenset[str] | None:
    """Return the fields of a call: its keywords, or the keys of the table that it is given."""
    if isinstance(call.func, ast.Name) and call.func.id == "problem_of":
        return frozenset(("name", "reason"))
    names = {keyword.arg: keyword.value for keyword in call.keywords}
    if None in names or (isinstance(call.func, ast.Name) and call.func.id == "replace"):
        return None
    table = names.get("fields") or next((one for one in call.args if isinstance(one, ast.Dict)), None)
    return _keys(table) if table else frozenset(str(name) for name in names if name not in NO_FIELDS)


def _keys(table: ast.expr) -> frozenset[str] | None:
    """Return the keys of a table that is written out, None for anything else."""
    if not isinstance(table, ast.Dict):
        return None
    return frozenset(str(key.value) for key in table.keys if isinstance(key, ast.Constant))
