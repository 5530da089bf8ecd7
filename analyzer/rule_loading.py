"""Finding rules: the modules of a package, and what installed packages offer through an entry point."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from types import ModuleType

from analyzer.errors import UsageError
from analyzer.rule import CONTRACT_VERSION, Rule
from analyzer.text import N_

ENTRY_POINT_GROUP = "meetlint.rules"
"""An installed package names a module with a RULE under this entry point group."""


def load_rules(package: ModuleType) -> dict[str, Rule]:
    """Return every rule of ``package`` and of installed packages, by name, in alphabetical order.

    Raises:
        UsageError: a rule of an installed package takes a name that is taken, or asks for another contract.
    """
    rules: dict[str, Rule] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        rules[module.RULE.name] = module.RULE.with_page(module)
    for point in entry_points(group=ENTRY_POINT_GROUP):
        module = importlib.import_module(point.module)
        rule: Rule = module.RULE.with_page(module)
        if rule.name in rules:
            raise UsageError(
                N_("Two rules are called {name}."), N_("Uninstall {package}."), name=rule.name, package=point.value
            )
        if rule.contract != CONTRACT_VERSION:
            raise UsageError(
                N_("The rule {name} was written for version {theirs} of the rule contract; this is version {ours}."),
                N_("Install a version of {package} that fits."),
                name=rule.name,
                theirs=rule.contract,
                ours=CONTRACT_VERSION,
                package=point.value,
            )
        rules[rule.name] = rule
    return dict(sorted(rules.items()))


def choose_rule(name: str, rules: Mapping[str, Rule]) -> Rule:
    """Return the rule called ``name``.

    Raises:
        UsageError: there is none; the hint holds the nearest name.
    """
    if name in rules:
        return rules[name]
    near = difflib.get_close_matches(name.replace("_", "-"), rules, 1, 0.4)
    hint = N_("Did you mean {near}?") if near else N_("meetlint rules lists them.")
    raise UsageError(N_("There is no rule {name}."), hint, name=name, near=near[0] if near else "")


def choose_rules(rules: Mapping[str, Rule], select: Iterable[str], ignore: Iterable[str]) -> dict[str, Rule]:
    """Return the rules in force: the selected ones, or all but previews, without the ignored ones.

    Raises:
        UsageError: a name that is no rule.
    """
    selected = {choose_rule(name, rules).name for name in select}
    ignored = {choose_rule(name, rules).name for name in ignore}
    chosen = selected or {name for name, rule in rules.items() if not rule.is_preview}
    return {name: rule for name, rule in rules.items() if name in chosen - ignored}
