"""The digest as mail programs show it: in Debian's Chromium, and by what caniemail knows of three."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from counterparts import installed

from tests.browser.test_browser import CHROMIUM, HERE, LONGEST_SECONDS
from tests.letters import LETTERS, letter_named

PROGRAMS = (
    "outlook.windows", "outlook.macos", "outlook.ios", "outlook.android",
    "gmail.desktop-webmail", "gmail.mobile-webmail", "gmail.ios", "gmail.android",
    "apple-mail.macos", "apple-mail.ios",
)  # fmt: skip
"""All that caniemail knows of the three but Windows' own Mail, which is no longer given out."""
LACKED = {"<body> element": ["outlook.macos"]}
"""Outlook for macOS puts another element in its place: only the margin, which is none, is lost."""
PARTLY = {
    "<body> element",  # another element in its place, as above
    "margin", "padding",  # none below zero; padding in Outlook for cells only: ours stands on cells and on a list
    "width attribute", "width property", "max-width", "height property",  # Outlook takes the attribute in pixels
    "font-size", "font-weight", "line-height", "border",  # some units and keywords, which are not used
    "word-break",  # one keyword of it; where it is not known a long address runs on
    "align attribute", "dir attribute",  # of some elements; what is lost is the default
}  # fmt: skip
"""What some program knows a part of, and why that part is enough."""
LOOKED_AT = ("sample-nl", "week-en", "team-told-en", "team-hostile-en")
VIEWS = [(600, "light"), (600, "dark"), (360, "light"), (360, "dark")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, need: Callable[[bool, str], None]) -> Path:
    """Return a folder with every letter as it is sent, and beside it with its picture as a file."""
    need(installed.has_packages(HERE), "npm playwright-core, axe-core, html-validate and caniemail")
    folder = tmp_path_factory.mktemp("mail")
    for name in LETTERS:
        letter = letter_named(name)
        (folder / f"{name}.html").write_text(letter.html, "utf-8")
        (folder / f"{name}.png").write_bytes(letter.picture)
        (folder / f"{name}-shown.html").write_text(letter.html.replace("cid:week", f"{name}.png"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def answers(folder: Path, need: Callable[[bool, str], None]) -> dict[tuple[str, int, str], dict[str, Any]]:
    """Return what the browser saw, by letter, width and scheme; and by letter alone with pictures off."""
    need(CHROMIUM is not None, "Chromium")
    keys = [(name, *view) for name in LOOKED_AT for view in (*VIEWS, (0, ""))]
    looks = [
        {
            "file": str(folder / (f"{name}-shown.html" if width else f"{name}.html")),
            "width": width or 600, "scheme": scheme or "light", "widths": [width or 600],
            "axe": bool(width), "tree": not width,
        }
        for name, width, scheme in keys
    ]  # fmt: skip
    done = subprocess.run(
        ["node", "look.mjs"],
        cwd=HERE, input=json.dumps(looks), capture_output=True, text=True, timeout=LONGEST_SECONDS, check=True,
        env={**os.environ, "CHROMIUM": str(CHROMIUM)},
    )  # fmt: skip
    return dict(zip(keys, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("name", LOOKED_AT)
def test_letter_gives_axe_no_violation_and_never_scrolls_sideways(
    answers: dict[tuple[str, int, str], dict[str, Any]], name: str, width: int, scheme: str
) -> None:
    answer = answers[name, width, scheme]
    assert answer["violations"] == []
    assert answer["overflow"][str(width)]["page"] == 0


@pytest.mark.parametrize("name", LOOKED_AT)
def test_letter_asks_for_nothing_but_its_own_picture(
    folder: Path, answers: dict[tuple[str, int, str], dict[str, Any]], name: str
) -> None:
    picture = letter_named(name).picture
    assert answers[name, 600, "light"]["requests"] == ([(folder / f"{name}.png").as_uri()] if picture else [])
    assert [url for url in answers[name, 0, ""]["requests"] if not url.startswith("cid:")] == []
    assert [answer["dialogs"] for answer in answers.values() if answer["dialogs"]] == []


def test_letter_with_pictures_off_says_in_their_place_what_they_show(
    answers: dict[tuple[str, int, str], dict[str, Any]],
) -> None:
    tree = answers["sample-nl", 0, ""]["tree"]
    assert f'img "{letter_named("sample-nl").alternative}"' in tree


def test_letter_reads_aloud_as_headings_a_list_and_a_table(
    answers: dict[tuple[str, int, str], dict[str, Any]],
) -> None:
    tree = answers["week-en", 0, ""]["tree"]
    heard = [
        "paragraph: Only you get this mail",
        'heading "This week: 4 of 5 lunches free',
        'heading "Worth changing" [level=2]',
        "listitem:",
        'heading "This week" [level=2]',
        "img ",
        'heading "This week and next" [level=2]',
        'heading "The last weeks" [level=2]',
        'columnheader "43"',
        'rowheader "Lunches free, of 5"',
        "To stop, reply STOP",
        'link "To stop: send an empty mail"',
    ]
    place = 0
    for words in heard:
        assert words in tree[place:], words
        place = tree.index(words, place) + len(words)
    assert tree.count("- table") == 1  # those that only lay out are none


def test_letter_is_valid_html(folder: Path) -> None:
    pages = [str(folder / f"{name}.html") for name in LETTERS]
    done = subprocess.run(
        ["node", "node_modules/html-validate/bin/html-validate.mjs", "--config", ".htmlvalidate-mail.json", *pages],
        cwd=HERE, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_outlook_gmail_and_apple_mail_know_what_a_letter_is_made_of(folder: Path) -> None:
    pages = [str(folder / f"{name}.html") for name in LETTERS]
    done = subprocess.run(
        ["node", "caniemail.mjs", ",".join(PROGRAMS), *pages],
        cwd=HERE, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=True,
    )  # fmt: skip
    for page, found in json.loads(done.stdout).items():
        assert found["errors"] == LACKED, page
        assert set(found["warnings"]) <= PARTLY, page
