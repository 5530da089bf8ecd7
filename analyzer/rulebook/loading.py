"""Finding rules: the modules of a package, and what installed packages offer through an entry point."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from analyzer.errors import MeetlintError, UsageError
from analyzer.judging.rule import CONTRACT_VERSION, Rule
from analyzer.text import N_

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINT_GROUP = "meetlint.rules"
"""An installed package names a module with a RULE under this entry point group."""


def load_rules(
    package: ModuleType, files: Iterable[Path] = (), broken: Callable[[MeetlintError], None] | None = None
) -> dict[str, Rule]:
    """Return every rule of ``package``, of installed packages and of single files, by name, in alphabetical order.

    Args:
        package: meetlint's own rules.
        files: files with one rule each.
        broken: told of a rule of an installed package that cannot be loaded; the others go on.

    Raises:
        UsageError: a file holds no rule that can be loaded, or takes a name that is taken.
    """
    rules: dict[str, Rule] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        rules[module.RULE.name] = module.RULE.with_page(module)
    for point in _offered():
        try:
            _add(_rule_of(partial(importlib.import_module, point.module), point.value), point.value, rules)
        except UsageError as error:
            if broken is not None:
                broken(error)
    for file in files:
        _add(load_rule_file(file), str(file), rules)
    return dict(sorted(rules.items()))


def _offered() -> Iterable[EntryPoint]:
    """Return the modules that installed packages offer. Python's own way to ask is loaded where there may be some."""
    if not _may_be_offered():
        return ()
    from importlib.metadata import entry_points

    return entry_points(group=ENTRY_POINT_GROUP)


def _may_be_offered() -> bool:
    """Return whether any installed package names the group, as far as a plain look at the files of folders tells.

    Packages in an archive, or found in a way of their own, are not looked at: then there may be.
    """
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return True
    for place in map(Path, sys.path):
        if place.is_file() or place.suffix.lower() == ".egg":
            return True
        # https://packaging.python.org/en/latest/specifications/entry-points/
        for listed in place.glob("*-[Ii][Nn][Ff][Oo]/entry_points.txt"):
            if ENTRY_POINT_GROUP.encode() in listed.read_bytes():
                return True
    return False


def load_rule_file(file: Path) -> Rule:
    """Return the rule of one file. The file is run: it is code, to be trusted like any program.

    Raises:
        UsageError: there is no such file, it cannot be run, or it holds no RULE for this contract.
    """
    if not file.is_file():
        raise UsageError(
            N_("There is no file {place}."), N_("meetlint rules new NAME writes one to start from."), place=file
        )

    def load() -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"own_rule_{file.stem}", file)
        if spec is None or spec.loader is None:
            raise ImportError(file.name)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return _rule_of(load, str(file))


def _rule_of(load: Callable[[], ModuleType], place: str) -> Rule:
    try:
        module = load()
    except Exception as error:  # whatever foreign code does wrong must not stop the other rules
        raise UsageError(
            N_("{place} holds no rule that can be loaded: {kind}: {reason}."),
            N_("meetlint rules new NAME writes one to start from."),
            place=place,
            kind=type(error).__name__,
            reason=str(error).rstrip("."),
        ) from error
    rule = getattr(module, "RULE", None)
    if not isinstance(rule, Rule):
        raise UsageError(
            N_("{place} holds no rule: it has no RULE."),
            N_("meetlint rules new NAME writes one to start from."),
            place=place,
        )
    if rule.contract != CONTRACT_VERSION:
        raise UsageError(
            N_("The rule {name} was written for version {theirs} of the rule contract; this is version {ours}."),
            N_("meetlint explain own-rules says what changed between them."),
            name=rule.name,
            theirs=rule.contract,
            ours=CONTRACT_VERSION,
        )
    return rule.with_page(module)


def _add(rule: Rule, place: str, rules: dict[str, Rule]) -> None:
    if rule.name in rules:
        raise UsageError(
            N_("{place} holds a rule called {name}, and there is one already."),
            N_("Give it another name."),
            name=rule.name,
            place=place,
        )
    rules[rule.name] = rule


def is_own(rule: Rule, package: ModuleType) -> bool:
    """Return whether a rule is one of meetlint's own."""
    return rule.name.replace("-", "_") in {info.name for info in pkgutil.iter_modules(package.__path__)}


def choose_rule(name: str, rules: Mapping[str, Rule]) -> Rule:
    """Return the rule called ``name``.

    Raises:
        UsageError: there is none; the hint holds the nearest name.
    """
    if name in rules:
        return rules[name]
    import difflib

    near = difflib.get_close_matches(name.replace("_", "-"), rules, 1, 0.4)
    hint = N_("Did you mean {near}?") if near else N_("meetlint rules lists them.")
    if name.isdecimal():
        hint = N_("That is the number of a finding; take the name of its rule, which stands above it.")
    raise UsageError(N_("There is no rule {name}."), hint, name=name, near=near[0] if near else "")


def choose_rules(rules: Mapping[str, Rule], select: Iterable[str], ignore: Iterable[str]) -> dict[str, Rule]:
    """Return the rules in force: the selected ones, or all but previews and those of a team, without the ignored ones.

    Raises:
        UsageError: a name that is no rule.
    """
    selected = {choose_rule(name, rules).name for name in select}
    ignored = {choose_rule(name, rules).name for name in ignore}
    chosen = selected or {name for name, rule in rules.items() if not rule.is_preview and "self" in rule.audience}
    return {name: rule for name, rule in rules.items() if name in chosen - ignored}
