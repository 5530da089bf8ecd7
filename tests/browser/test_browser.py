"""The page in a real browser: Debian's Chromium, driven by playwright-core, judged by axe and html-validate."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from counterparts import installed
from html_pages import names, page_of

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
LONGEST_SECONDS = 600
"""No more than a guard against waiting for ever."""

WIDTHS = (1280, 820, 640, 390)
"""A desk, a tablet, a desk at twice the size, and a phone."""

PARTS = [".lead", "#four", "#changes", "#weeks .grid", "#findings"]
SCREENS = ("sample-nl", "sample-en", "one-week-nl")
"""Pages whose first screen is measured."""

TEAM_PARTS = [".lead", "#four", "#changes", "#load", "#meetings"]
TEAM_SCREENS = ("team-told-nl", "team-told-en", "team-nl", "team-en")
"""The same of audits."""

PRINTED = {
    "sample-nl": 4, "sample-en": 4, "five-weeks": 4, "one-week-nl": 1, "busy": 1, "changed": 1,
    "team-told-nl": 2, "team-told-en": 2, "team-hostile-en": 2, "council-nl": 11, "council-en": 11,
}  # fmt: skip
"""Pages that are printed, and on how many sheets of A4 they have to fit."""

LOOKS: dict[str, dict[str, Any]] = {
    **{name: {"page": name, "overlaps": True, "widths": WIDTHS, "events": True} for name in names()},
    **{
        f"sample-{language}, {scheme}": {"page": f"sample-{language}", "scheme": scheme, "axe": True}
        for language in ("nl", "en")
        for scheme in ("light", "dark")
    },
    "sample-nl, narrow and dark": {"page": "sample-nl", "width": 390, "scheme": "dark", "axe": True},
    "crowded, dark": {"page": "crowded", "scheme": "dark", "axe": True},
    "titles, light": {"page": "titles", "axe": True},
    "nothing, light": {"page": "nothing", "axe": True},
    "changed, light": {"page": "changed", "axe": True},
    "changed, dark": {"page": "changed", "scheme": "dark", "axe": True},
    **{f"{name}, first screen": {"page": name, "height": 800, "boxes": PARTS} for name in SCREENS},
    **{f"{name}, phone": {"page": name, "width": 390, "boxes": PARTS} for name in SCREENS},
    **{
        f"{name}, {scheme}, {width}": {"page": name, "scheme": scheme, "width": width, "axe": True}
        for name in ("team-told-nl", "team-told-en")
        for scheme in ("light", "dark")
        for width in (1280, 390)
    },
    "team-small-en, light": {"page": "team-small-en", "axe": True},
    **{
        f"{name}, {scheme}, {width}": {"page": name, "scheme": scheme, "width": width, "axe": True}
        for name in ("council-nl", "council-draft-en", "council-log-nl")
        for scheme in ("light", "dark")
        for width in (1280, 390)
    },
    **{f"{name}, first screen": {"page": name, "height": 800, "boxes": TEAM_PARTS} for name in TEAM_SCREENS},
    **{f"{name}, phone": {"page": name, "width": 390, "boxes": TEAM_PARTS} for name in TEAM_SCREENS},
    **{f"{name}, printed": {"page": name, "pdf": f"{name}.pdf"} for name in PRINTED},
    **{f"{name}, read": {"page": name, "tree": True} for name in ("busy", "sample-en", "changed", "team-told-en")},
}
"""Every look at a page, by name; see look.mjs."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, need: Callable[[bool, str], None], worker_id: str) -> Path:
    """Return the folder with all pages and what one browser saw of them; shared by the workers of one test run."""
    need(CHROMIUM is not None, "Chromium")
    need(installed.FONT.is_file(), "the font DejaVu Sans")
    need(installed.has_packages(HERE), "npm playwright-core, axe-core, html-validate and caniemail")
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "browser"
    try:
        shared.mkdir()
    except FileExistsError:
        _wait_for(shared / "answers.json")
    else:
        _look(shared)
    return shared


def _look(shared: Path) -> None:
    for name in names():
        (shared / f"{name}.html").write_text(page_of(name), "utf-8")
    looks = [{**look, "file": str(shared / f"{look['page']}.html")} for look in LOOKS.values()]
    for look in looks:
        if "pdf" in look:
            look["pdf"] = str(shared / look["pdf"])
    done = subprocess.run(
        ["node", "look.mjs"],
        cwd=HERE, input=json.dumps(looks), capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False,
        env={**os.environ, "CHROMIUM": str(CHROMIUM)},
    )  # fmt: skip
    answers = dict(zip(LOOKS, json.loads(done.stdout), strict=True)) if done.returncode == 0 else done.stderr
    (shared / "answers.part").write_text(json.dumps(answers))
    (shared / "answers.part").rename(shared / "answers.json")


def _wait_for(path: Path) -> None:
    for _ in range(LONGEST_SECONDS * 10):
        if path.exists():
            return
        time.sleep(0.1)
    pytest.fail("the browser did not answer")


@pytest.fixture(scope="session")
def answers(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the browser saw, by the name of the look."""
    found = json.loads((folder / "answers.json").read_text())
    assert isinstance(found, dict), found
    return found


def test_page_makes_no_request_and_no_error(answers: dict[str, dict[str, Any]]) -> None:
    for name, answer in answers.items():
        assert answer["requests"] == [], name
        assert answer["errors"] == [], name


def test_page_runs_nothing_of_130_hostile_texts(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["hostile"]["events"] == answers["team-hostile-en"]["events"] == ""
    assert [answer["dialogs"] for answer in answers.values() if answer["dialogs"]] == []


@pytest.mark.parametrize("name", [name for name, look in LOOKS.items() if look.get("axe")])
def test_page_gives_axe_no_violation(answers: dict[str, dict[str, Any]], name: str) -> None:
    assert answers[name]["violations"] == []


@pytest.mark.parametrize("name", names())
def test_page_never_scrolls_sideways(answers: dict[str, dict[str, Any]], name: str) -> None:
    for width, found in answers[name]["overflow"].items():
        assert found["page"] == 0, (width, found["elements"])


@pytest.mark.parametrize("name", names())
def test_page_draws_no_block_over_another(answers: dict[str, dict[str, Any]], name: str) -> None:
    assert answers[name]["overlaps"] == []


@pytest.mark.parametrize("name", SCREENS)
def test_page_shows_sentence_figures_picture_and_changes_without_scrolling(
    answers: dict[str, dict[str, Any]], name: str
) -> None:
    boxes = answers[f"{name}, first screen"]["boxes"]
    lead, four, changes, grid, findings = (boxes[part] for part in PARTS)
    assert max(lead["bottom"], four["bottom"], changes["bottom"], grid["bottom"]) <= 800
    assert lead["bottom"] <= four["top"] < four["bottom"] <= grid["top"]
    assert grid["right"] < changes["left"] < changes["right"] <= 1280
    assert grid["bottom"] < findings["top"]


@pytest.mark.parametrize("name", TEAM_SCREENS)
def test_page_of_an_audit_shows_sentence_figures_picture_and_changes_without_scrolling(
    answers: dict[str, dict[str, Any]], name: str
) -> None:
    boxes = answers[f"{name}, first screen"]["boxes"]
    lead, four, changes, load, meetings = (boxes[part] for part in TEAM_PARTS)
    assert max(lead["bottom"], four["bottom"], changes["bottom"], load["bottom"]) <= 800
    assert lead["bottom"] <= four["top"] < four["bottom"] <= load["top"]
    assert load["right"] < changes["left"] < changes["right"] <= 1280
    assert load["bottom"] < meetings["top"]


@pytest.mark.parametrize("name", TEAM_SCREENS)
def test_page_of_an_audit_on_a_phone_is_sentence_figures_changes_picture_and_meetings(
    answers: dict[str, dict[str, Any]], name: str
) -> None:
    tops = [answers[f"{name}, phone"]["boxes"][part]["top"] for part in TEAM_PARTS]
    assert tops == sorted(tops)


@pytest.mark.parametrize("name", SCREENS)
def test_page_on_a_phone_is_sentence_figures_changes_days_and_findings(
    answers: dict[str, dict[str, Any]], name: str
) -> None:
    tops = [answers[f"{name}, phone"]["boxes"][part]["top"] for part in PARTS]
    assert tops == sorted(tops)


@pytest.mark.parametrize("name", PRINTED)
def test_page_prints_on_few_sheets(folder: Path, answers: dict[str, dict[str, Any]], name: str) -> None:
    del answers
    printed = (folder / f"{name}.pdf").read_bytes()
    assert printed.startswith(b"%PDF-")
    assert 1 <= printed.count(b"/Type /Page\n") <= PRINTED[name]


def test_page_reads_aloud_from_words_to_days_in_order(answers: dict[str, dict[str, Any]]) -> None:
    tree = answers["busy, read"]["tree"]
    heard = [
        'heading "Calendar of anna@example.org',
        "This week: 2 of 4 lunches free",
        "Lunches free",
        "In meetings",
        'heading "Can still change',
        'link "Finding 9, an error: in the picture"',
        'heading "The pattern of the days before"',
        'heading "What goes well"',
        'heading "Week 47, this week"',
        'heading "Monday 16 November, past"',
        "Weekstart",
        "Klantgesprek Noord",
        'heading "Tuesday 17 November, past"',
        "Daily",
        'heading "Wednesday 18 November, today"',
        'heading "The series that take most time"',
        'heading "All figures, week by week"',
        'heading "Where each rule comes from"',
    ]
    place = 0
    for words in heard:
        assert words in tree[place:], words
        place = tree.index(words, place) + len(words)
    assert 'link "Finding 2, an error: Calls without a break' in tree


def test_page_reads_aloud_changes_before_findings_and_findings_before_days(answers: dict[str, dict[str, Any]]) -> None:
    tree = answers["sample-en, read"]["tree"]
    heard = [
        "This week: ",
        'heading "What to change first',
        'heading "Can still change',
        'heading "Week 47, this week"',
    ]
    places = [tree.index(words) for words in heard]
    assert places == sorted(places)


def test_page_reads_aloud_what_a_change_does_in_the_day(answers: dict[str, dict[str, Any]]) -> None:
    tree = answers["changed, read"]["tree"]
    for words in (
        "move to Thu 19 Nov 10:00",
        "its new place",
        "end at 15:35",
        "start at 09:35",
        "to go",
        "to be booked",
    ):
        assert re.search(rf"Proposal \d: {words}", tree), words


def test_page_of_an_audit_reads_aloud_in_words(answers: dict[str, dict[str, Any]]) -> None:
    tree = answers["team-told-en, read"]["tree"]
    heard = [
        "4 meetings of the team break agreements",
        "About the team and its meetings",
        "Not read: kim.ics",
        "In meetings",
        "0% up to 25%: 4 people",
        'heading "What to change"',
        'heading "The team’s week"',
        'columnheader "Wednesday"',
        'row "10:00 35% 55% nearly all few few"',
        'row "13:00 few few few few not shown"',
        'row "15:00 few few few between 25% and 55% nobody works"',
        'heading "Meetings that break agreements"',
        'rowheader "“Roadmap”"',
        'heading "How the weeks are',
        'heading "What is not shown, and why"',
    ]
    place = 0
    for words in heard:
        assert words in tree[place:], words
        place = tree.index(words, place) + len(words)


def test_page_is_valid_html(folder: Path) -> None:
    pages = [str(folder / f"{name}.html") for name in names()]
    done = subprocess.run(
        ["node", "node_modules/html-validate/bin/html-validate.mjs", "--config", ".htmlvalidate.json", *pages],
        cwd=HERE, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
