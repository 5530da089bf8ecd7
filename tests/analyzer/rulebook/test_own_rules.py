"""Rules of one's own: written, tried, loaded, and kept apart when they break."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import DistributionFinder, PathDistribution
from pathlib import Path
from textwrap import dedent

import pytest

import rules
from analyzer.errors import MeetlintError, UsageError
from analyzer.rulebook.loading import is_own, load_rule_file, load_rules
from analyzer.rulebook.promises import check_rule
from analyzer.rulebook.template import own_rule_source

DOCS = Path(__file__).parents[3] / "docs" / "own-rules.md"


def written(folder: Path, source: str, name: str = "own.py") -> Path:
    path = folder / name
    path.write_text(source)
    return path


def broken(path: Path) -> dict[str, str]:
    return {promise.text: promise.broken for promise in check_rule(load_rule_file(path)) if promise.broken}


def test_the_rule_to_start_from_keeps_every_promise(tmp_path: Path) -> None:
    assert broken(written(tmp_path, own_rule_source("early-meeting"))) == {}


def test_the_worked_example_of_the_docs_keeps_every_promise(tmp_path: Path) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    path = written(tmp_path, source)
    assert broken(path) == {}
    assert load_rule_file(path).name == "friday-afternoon"


@pytest.mark.parametrize("rule", load_rules(rules).values(), ids=lambda rule: rule.name)
def test_meetlint_s_own_rules_keep_every_promise(rule) -> None:
    assert {promise.text: promise.broken for promise in check_rule(rule) if promise.broken} == {}
    assert is_own(rule, rules)


@pytest.mark.parametrize(
    ("old", "new", "promise"),
    [
        ('name="early-meeting"', 'name="Early Meeting"', "has a name in small letters with dashes"),
        ("## Limits", "## Bounds", "has a page with its five sections"),
        ("findings=1, minutes=(60,)", "findings=2", "finds in its examples what they say"),
        ("findings=1, minutes=(60,)", "findings=1, minutes=(59,)", "finds in its examples what they say"),
        ("findings=0)", "findings=1)", "has examples with and without a finding"),
        ("{title} starts", "{titel} starts", "has sentences whose fields it fills"),
        ("meetings.group,", "meetings.group * 0,", "judges each calendar by itself"),
        ("    starts_early", '    events["title"] = "x"\n    starts_early', "leaves the table as it was"),
        ("    starts_early", '    events.column("title")[:] = "x"\n    starts_early', "leaves the table as it was"),
        (
            'start - start.astype("M8[D]") < np.timedelta64(settings.earliest_hour, "h")',
            '(start - start.astype("M8[D]") < np.timedelta64(9, "h")) & (start < np.datetime64("2026-11-20"))',
            "finds the same a week later",
        ),
        ('grounds=(Ground(N_("Our team agreed on it."), "convention"),)', "grounds=()", "says where it comes from"),
        ("first hour in which a meeting may start", "", "explains its settings"),
    ],
)
def test_a_promise_that_is_not_kept_is_named(tmp_path: Path, old: str, new: str, promise: str) -> None:
    source = own_rule_source("early-meeting")
    assert old in source
    assert promise in broken(written(tmp_path, source.replace(old, new)))


def test_a_rule_that_reads_series_without_saying_so_is_named() -> None:
    rule = replace(load_rules(rules)["endless-series"], needs_series=False)
    said = {one.text: one.broken for one in check_rule(rule) if one.broken}
    assert said == {"says so when it needs the start or the end of series": "needs_series=False"}


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("raise ValueError('x')", "ValueError"),
        ("def (", "SyntaxError"),
        ("import sys", "it has no RULE"),
        ("RULE = 1", "it has no RULE"),
    ],
)
def test_a_file_without_a_rule_is_refused_by_name(tmp_path: Path, source: str, part: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_rule_file(written(tmp_path, source))
    assert part in str(caught.value)
    assert "own.py" in str(caught.value)


def test_a_rule_for_another_contract_is_refused(tmp_path: Path) -> None:
    source = own_rule_source("early-meeting").replace('    severity="note",', '    severity="note",\n    contract=99,')
    with pytest.raises(UsageError, match="version 99"):
        load_rule_file(written(tmp_path, source))


def test_a_rule_may_not_take_the_name_of_another(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lunch-meeting"):
        load_rules(rules, [written(tmp_path, own_rule_source("lunch-meeting"))])


def offered(folder: Path, *modules: str) -> None:
    """Write what an installer leaves of packages that offer a rule each, in the module of the same name."""
    for module in modules:
        metadata = folder / f"{module}-1.0.dist-info"
        metadata.mkdir(parents=True)
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text(f"[meetlint.rules]\n{module} = {module}\n")


def test_rules_of_installed_packages_are_found_and_a_broken_one_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, own_rule_source("early-meeting"), "good_package.py")
    written(tmp_path, dedent("raise RuntimeError('broken')"), "bad_package.py")
    monkeypatch.syspath_prepend(tmp_path)
    offered(tmp_path, "bad_package", "good_package")
    errors: list[MeetlintError] = []
    found = load_rules(rules, broken=errors.append)
    assert "early-meeting" in found
    assert len(found) > 7
    assert ["bad_package" in str(error) for error in errors] == [True]
    assert not is_own(found["early-meeting"], rules)


@pytest.mark.parametrize("name", ["packages.zip", "early.egg"])
def test_rules_of_packages_in_an_archive_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    offered(tmp_path / "unpacked", "zipped_package")
    archive = tmp_path / name
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("zipped_package.py", own_rule_source("early-meeting"))
        for part in (tmp_path / "unpacked").rglob("*"):
            if part.is_file():
                file.write(part, part.relative_to(tmp_path / "unpacked"))
    monkeypatch.syspath_prepend(archive)
    assert "early-meeting" in load_rules(rules)


def test_rules_of_packages_that_are_found_in_a_way_of_their_own_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, own_rule_source("early-meeting"), "elsewhere_package.py")
    offered(tmp_path / "elsewhere", "elsewhere_package")

    class Finder(DistributionFinder):
        def find_distributions(self, context: object = None) -> Iterator[PathDistribution]:
            yield PathDistribution(tmp_path / "elsewhere" / "elsewhere_package-1.0.dist-info")

        def find_spec(self, *_: object) -> None:
            return None

    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("sys.meta_path", [*sys.meta_path, Finder()])
    assert "early-meeting" in load_rules(rules)
