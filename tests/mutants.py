"""Changes signs in the code, one at a time, and says which change no test notices: ``python -m tests.mutants [ROOM…]``.

A *mutant* is the code with one thing changed: ``<`` becomes ``<=``, ``+`` becomes ``-``, 5 becomes 6. One that the
tests of its room do not notice *survived*: a test is missing, or the change changes nothing. ``mutants.toml`` beside
this file names the rooms, their tests, and each survivor that may be, with the reason. Ends with 1 when another one
survives.

Everything is imported once. A mutant inside a function is tried in a forked child, in which the code of the functions
is replaced; one outside of functions (a default, a constant) in a child in which the module is imported changed.
"""

from __future__ import annotations

import ast
import copy
import gc
import importlib
import multiprocessing
import os
import resource
import signal
import sys
import tomllib
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

LIST = Path(__file__).with_suffix(".toml")
CPU_SECONDS = 60
"""A mutant that takes more runs on for ever. Time of the processor, so that a busy machine is no judge."""
ASLEEP_SECONDS = 900
HEAVY = ("babel", "holidays", "icalendar", "pandas", "pydantic")
"""Not ours, so imported before a child imports ours changed."""

_OTHER_OPERATORS = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And},
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd},
}
_PAIRS = [("min", "max"), ("minimum", "maximum"), ("any", "all"), ("left", "right"), ("first", "last")]
_OTHER_WORDS = {**dict(_PAIRS), **{two: one for one, two in _PAIRS}}
_CALLS_LEFT_ALONE = {"ConfigDict", "Example", "field"}
"""Calls whose arguments no behaviour hangs on, and the examples, which are tests themselves."""
_KEYWORDS_LEFT_ALONE = {"strict", "ge", "gt", "le", "min_length"}
"""Guards against ourselves, and the limits of a setting."""


@dataclass(frozen=True)
class Mutant:
    """One changed file: its path, what changed in words, whether inside a function, and the changed code."""

    file: str
    text: str
    is_inside: bool
    tree: ast.Module

    def code(self) -> CodeType:
        return compile(self.tree, str(Path(self.file).resolve()), "exec", dont_inherit=True)


@dataclass(frozen=True)
class Room:
    """A folder of code and what guards it.

    Attributes:
        code: the folder.
        tests: the tests of the room; those that bear the name of the changed file go first.
        only_named: the others of them are not run at all.
        further: tests that go last.
        without: words; a test whose name holds one of them is not run.
        only_for: names of files that few tests can notice, each with words; only tests whose id holds one of them are
            run for it.
        chosen: constants whose exact number is a choice: the tests hold in which order they put things, not the number.
    """

    code: str
    tests: list[str]
    only_named: bool = False
    further: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    only_for: dict[str, list[str]] = field(default_factory=dict)
    chosen: list[str] = field(default_factory=list)

    def files(self) -> list[str]:
        return [str(path) for path in sorted(Path(self.code).glob("**/*.py")) if path.name != "__init__.py"]

    def guards(self, file: str, tests: list[pytest.Item]) -> list[pytest.Item]:
        """Return the tests that guard one file, in the order in which they are run."""
        name = Path(file).stem
        tests = [
            test for test in tests if any(word in test.nodeid for word in self.only_for.get(Path(file).name, [""]))
        ]
        further = [test for test in tests if test.nodeid.startswith(tuple(self.further))] if self.further else []
        named = [test for test in tests if test not in further and name in test.nodeid.replace("-", "_")]
        others = [] if self.only_named else [test for test in tests if test not in further and test not in named]
        return [test for test in (*named, *others, *further) if not any(word in test.name for word in self.without)]


def mutants_of(file: str, chosen: Collection[str] = ()) -> list[Mutant]:
    """Return every mutant of a file, each with a text of its own; constants whose number is ``chosen`` stay."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    found = []
    for path, shown, change in _changes(tree, []):
        if _assigned(_node(tree, path[:1])) & set(chosen):
            continue
        changed = copy.deepcopy(tree)
        before = _shown(_node(changed, path[:shown]))
        change(_node(changed, path))
        where = [node.name for node in (_node(tree, path[:depth]) for depth in range(len(path))) if _has_body(node)]
        text = f"{'.'.join(where)}: {before} -> {_shown(_node(changed, path[:shown]))}".removeprefix(": ")
        seen[text] += 1
        text += f" ({seen[text]})" if seen[text] > 1 else ""
        is_inside = any(
            isinstance(_node(tree, path[:depth]), ast.FunctionDef) and name == "body"  # its defaults are not inside
            for depth, (name, _) in enumerate(path)
        )
        found.append(Mutant(file, text, is_inside, changed))
    return found


def _assigned(node: ast.AST) -> set[str]:
    """Return the names that a statement gives a value to."""
    if isinstance(node, ast.AnnAssign):
        targets: list[ast.expr] = [node.target]
    else:
        targets = node.targets if isinstance(node, ast.Assign) else []
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


Step = tuple[str, int | None]


def _node(tree: ast.AST, path: list[Step]) -> Any:
    for name, index in path:
        tree = getattr(tree, name) if index is None else getattr(tree, name)[index]
    return tree


def _shown(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


def _has_body(node: ast.AST) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.ClassDef))


def _changes(node: Any, path: list[Step], around: int = 0) -> Iterator[tuple[list[Step], int, Callable[[Any], Any]]]:
    """Yield where to change, up to where on the way there to show it, and the change itself."""
    here = len(path)
    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            yield path, here, lambda it, n=number, o=operator: it.ops.__setitem__(n, _OTHER_OPERATORS[type(o)]())
    elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in _OTHER_OPERATORS:
        yield path, here, lambda it: setattr(it, "op", _OTHER_OPERATORS[type(it.op)]())
    elif isinstance(node, ast.UnaryOp):
        yield path, around, lambda it: setattr(it, "op", ast.UAdd()) if isinstance(it.op, ast.USub) else _bare(it)
    elif isinstance(node, ast.Constant) and type(node.value) in (bool, int, float):
        other = (not node.value) if isinstance(node.value, bool) else node.value + 1
        yield path, around, lambda it: setattr(it, "value", other)
    elif isinstance(node, ast.Constant) and node.value in ("left", "right"):
        yield path, around, lambda it: setattr(it, "value", _OTHER_WORDS[it.value])
    elif isinstance(node, ast.Name) and node.id in ("min", "max", "any", "all"):
        yield path, around, lambda it: setattr(it, "id", _OTHER_WORDS[it.id])
    elif isinstance(node, ast.Attribute) and node.attr in _OTHER_WORDS:
        yield path, around, lambda it: setattr(it, "attr", _OTHER_WORDS[it.attr])
    shows_enough = not isinstance(node, (ast.Slice, ast.UnaryOp, ast.Tuple, ast.arguments))
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                yield from _changes(child, [*path, (name, index)], here if shows_enough else around)


def _bare(node: ast.UnaryOp) -> None:
    """Take away a "not" or "~": twice of either is none."""
    node.operand = ast.copy_location(ast.UnaryOp(node.op, node.operand), node.operand)


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in _CALLS_LEFT_ALONE
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    return isinstance(node, ast.keyword) and node.arg in _KEYWORDS_LEFT_ALONE


def _passes(trial: Callable[[], bool]) -> bool:
    """Return whether ``trial`` says so in a child of its own, and in time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads: no thread of ours runs
        child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    signal.alarm(ASLEEP_SECONDS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        os._exit(0 if trial() else 1)
    finally:
        os._exit(1)


class _InTheHouse:
    """Collects the tests of a room once, and instead of running them tries every mutant inside a function."""

    def __init__(self, room: Room, mutants: dict[str, list[Mutant]], say: Callable[[Mutant, bool], None]) -> None:
        self.room, self.mutants, self.say = room, mutants, say
        self.broken = [room.code]
        """Files whose tests do not even pass without a change; the whole room until its tests were collected."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.broken = []
        functions = {file: _functions_of(file) for file in self.mutants}
        gc.freeze()  # so that no child goes through what it shares with us
        for file, mutants in self.mutants.items():
            self._try(mutants, self.room.guards(file, session.items), functions[file])
        return True

    def _try(self, mutants: list[Mutant], tests: list[pytest.Item], functions: list[FunctionType]) -> None:
        survived = []
        tests = list(tests)
        failed = multiprocessing.RawValue("i", 0)  # in memory that a child shares
        for mutant in mutants:
            failed.value = 0
            survived.append(_passes(lambda mutant=mutant: _swap(functions, mutant.code()) and _run(tests, failed)))
            self.say(mutant, survived[-1])
            # What noticed this change goes first for the next, which is mostly one beside it.
            tests[: failed.value + 1] = [*tests[failed.value : failed.value + 1], *tests[: failed.value]]
        # Where one survived, the tests evidently pass without a change.
        if mutants and not any(survived) and not _passes(lambda: _run(tests)):
            self.broken.append(mutants[0].file)


def _run(tests: list[pytest.Item], failed: Any = None) -> bool:
    """Run tests up to the first that fails, the number of which goes into ``failed``."""
    for number, (test, after) in enumerate(zip(tests, [*tests[1:], None], strict=True)):
        if any(report.failed for report in runtestprotocol(test, log=False, nextitem=after)):
            if failed is not None:
                failed.value = number
            return False
    return bool(tests)


def _functions_of(file: str) -> list[FunctionType]:
    """Return every living function of a file, whoever holds it."""
    path = str(Path(file).resolve())
    return [one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__code__.co_filename == path]


def _swap(functions: list[FunctionType], code: CodeType) -> bool:
    """Give functions the code that they have in the mutant."""
    changed = dict(_codes(code))
    for function in functions:
        key = function.__code__.co_qualname, function.__code__.co_firstlineno
        function.__code__ = changed.get(key, function.__code__)
    return True


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    yield (code.co_qualname, code.co_firstlineno), code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


class _Chosen:
    """Runs the guards of one file as they come."""

    def __init__(self, room: Room, file: str) -> None:
        self.room, self.file = room, file

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = self.room.guards(self.file, items)


def _passes_afresh(room: Room, mutant: Mutant) -> bool:
    """Run the guards after importing the mutant in place of its file."""
    code, real = mutant.code(), SourceFileLoader.get_code
    SourceFileLoader.get_code = lambda loader, name: code if loader.path == code.co_filename else real(loader, name)
    return pytest.main(["-x", *QUIET, *room.tests, *room.further], [_Chosen(room, mutant.file)]) == 0


QUIET = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-s", "--no-header", "--no-summary"]


def try_room(room: Room, files: list[str], say: Callable[[Mutant, bool], None]) -> None:
    """Try every mutant of the files, and say of each whether it survived. In a process that has imported nothing yet.

    Raises:
        SystemExit: the tests fail without any change.
    """
    for name in HEAVY:
        importlib.import_module(name)
    mutants = {file: mutants_of(file, room.chosen) for file in files}
    outside = [mutant for file in files for mutant in mutants[file] if not mutant.is_inside]
    inside = {file: [mutant for mutant in mutants[file] if mutant.is_inside] for file in files}
    survived = []
    for mutant in outside:
        survived.append(_passes(lambda mutant=mutant: _passes_afresh(room, mutant)))
        say(mutant, survived[-1])
    broken = []
    if outside and not any(survived):
        file = outside[0].file
        unchanged = Mutant(file, "", False, ast.parse(Path(file).read_text(encoding="utf-8")))
        broken = [] if _passes(lambda: _passes_afresh(room, unchanged)) else [file]
    if not broken and any(inside.values()):
        house = _InTheHouse(room, inside, say)
        pytest.main([*QUIET, *room.tests, *room.further], [house])
        broken = house.broken
    if broken:
        sys.exit(f"\n{', '.join(broken)}: its tests fail, or there are none, without any change.")


def _tell_room(room: Room, files: list[str], named: set[tuple[str, str]]) -> None:
    """Try the files of a room, print what survived, and end with 1 when that is more than what is named."""
    tried: dict[tuple[str, str], bool] = {}

    def say(mutant: Mutant, survived: bool) -> None:
        key = (mutant.file, mutant.text)
        tried[key] = survived
        if survived and key not in named:
            print(f"\rSURVIVED {mutant.file}: {mutant.text}", flush=True)
        elif not survived and key in named:
            print(f"\rkilled, yet in the list: {mutant.file}: {mutant.text}", flush=True)
        print(f"\r{len(tried)} tried, {mutant.file}", end="", file=sys.stderr, flush=True)

    try_room(room, files, say)
    survived = {key for key, did in tried.items() if did}
    print(f"\r{len(tried)} mutants in {room.code}: {len(tried) - len(survived)} killed, ", end="")
    print(f"{len(survived & named)} in the list, {len(survived - named)} survived.")
    for key in sorted(key for key in named - set(tried) if key[0] in files):
        print(f"in the list, yet no mutant: {': '.join(key)}")
    sys.exit(1 if survived - named else 0)


def main(*choices: str, where: Path = LIST) -> int:
    """Try the mutants of every room, or of the rooms and files that are chosen; return the exit code."""
    listed = tomllib.loads(where.read_text(encoding="utf-8"))
    named = {(each["file"], text) for each in listed.get("survivors", []) for text in each["mutants"]}
    codes = []
    for room in [Room(**each) for each in listed["rooms"]]:
        files = [file for file in room.files() if not choices or any(Path(file).is_relative_to(one) for one in choices)]
        if files:
            # A process for each room: what one has imported could not be imported changed for the next.
            process = multiprocessing.get_context("fork").Process(target=_tell_room, args=(room, files, named))
            process.start()
            process.join()
            codes.append(process.exitcode)
    if not codes:
        print(f"No room holds {', '.join(choices)}.", file=sys.stderr)
    return 1 if any(codes) or not codes else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
