"""What the docs show is what the product says."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from cli import cli
from tests import house, picture, rule_pages

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_pages_of_the_rules_are_those_of_the_rules() -> None:
    assert rule_pages.stale() == [], "run make rule-pages"


def test_the_picture_shows_what_the_sample_gives() -> None:
    assert picture.PICTURE.read_text("utf-8") == picture.draw(), "run python -m tests.picture --update"


def test_the_page_of_the_design_shows_the_house_as_it_stands() -> None:
    assert house.PAGE.read_text("utf-8") == house.page(), "run python -m tests.house --update"
    assert {place for place, sentence in house.rooms().items() if not sentence.endswith(".")} == set()


def test_no_room_is_crowded() -> None:
    assert house.crowded() == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_in_the_docs_are_there(page: Path) -> None:
    named = re.findall(
        r"`((?:analyzer|commands|connectors|rules|tests|samples|benchmarks)/[\w/.]+)`", page.read_text("utf-8")
    )
    for path in named:
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_lines_of_the_docs_fit_an_editor(page: Path) -> None:
    lines = page.read_text("utf-8").splitlines()
    long = [number for number, line in enumerate(lines, 1) if len(line) > 120 and not line.startswith("|")]
    assert long == [], "tables aside, a line has at most 120 columns"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_in_the_docs_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for line in re.findall(r"\bmeetlint ((?:[a-z-]+|--?[a-z-]+|[^\s`|]+)(?: [^\n`|#]*)?)", text):
        words = line.split()
        command: click.Command = cli
        while (
            words
            and isinstance(command, click.Group)
            and (inner := command.get_command(click.Context(command), words[0]))
        ):
            command, words = inner, words[1:]
        if command is cli:
            continue
        known = {name for parameter in command.params for name in parameter.opts}  # type: ignore[attr-defined]
        for word in words:
            if word.startswith("--") and len(word) > 2:
                assert word.split("=")[0].rstrip(".,;:)") in known | {"--help"}, f"{line!r}"
