"""privacy-pack: the two documents from the front door, without a look at any calendar."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analyzer.team.log import LogEntry
from commands.team.audit_log import add_entry
from tests.commands.conftest import Call

SETTINGS = """
[privacy]
purpose = "Healthy weeks"
agreed_on = 2026-11-01

[people.annelies]
address = "annelies@example.org"
source = "nowhere.ics"
joined = 2026-11-02

[people.boudewijn]
address = "boudewijn@example.org"

[teams.platform]
name = "Platform"
members = ["annelies", "boudewijn", "boudewijn"]
manager = "els"

[teams.sales]
members = ["annelies"]
"""
ENGLISH = ("--lang", "en", "--today", "2026-11-30")
NOW = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    (tmp_path / "meetlint.toml").write_text(SETTINGS)
    return tmp_path


def test_the_document_is_about_all_teams_or_one(meetlint: Call, settings: Path) -> None:
    code, out, err = meetlint("privacy-pack", *ENGLISH)
    assert (code, err) == (0, "")
    assert out.startswith("# Team audits with meetlint: for the works council and the DPIA\n")
    assert "| `Platform` | 2 | no: fewer than 8 members | `els` |" in out
    assert "| `sales` | 1 |" in out
    one = meetlint("privacy-pack", "--team", "platform", *ENGLISH)[1]
    assert "`Platform`" in one
    assert "`sales`" not in one


def test_the_document_names_no_member_and_no_address(meetlint: Call, settings: Path) -> None:
    for form in ("markdown", "html"):
        page = meetlint("privacy-pack", "--format", form, *ENGLISH)[1]
        for text in ("annelies", "boudewijn", "example.org", "nowhere"):
            assert text not in page


def test_the_document_is_made_without_keeping_or_reading_anything(meetlint: Call, settings: Path) -> None:
    assert meetlint("privacy-pack", *ENGLISH)[0] == 0
    assert meetlint("privacy-pack", "--log", *ENGLISH)[0] == 0
    assert [path.name for path in settings.iterdir()] == ["meetlint.toml"]


def test_the_document_can_be_made_after_the_terms_have_ended(meetlint: Call, settings: Path) -> None:
    (settings / "meetlint.toml").write_text(SETTINGS.replace("2026-11-01\n", "2025-11-01\nagreed_until = 2026-11-29\n"))
    code, out, _ = meetlint("privacy-pack", *ENGLISH)
    assert code == 0
    assert "**The terms ended on Sunday 29 November 2026." in out


@pytest.mark.parametrize(
    ("name", "form", "start"),
    [
        ("pack.html", None, "<!DOCTYPE html>"),
        ("pack.HTM", None, "<!DOCTYPE html>"),
        ("pack.md", None, "# Teamoverzichten"),
        ("pack", None, "# Teamoverzichten"),
        ("pack.md", "html", "<!DOCTYPE html>"),
        ("pack.html", "markdown", "# Teamoverzichten"),
    ],
)
def test_the_name_of_the_file_tells_the_form_unless_it_is_said(
    meetlint: Call, settings: Path, name: str, form: str | None, start: str
) -> None:
    asked = ("--format", form) if form else ()
    code, out, _ = meetlint("privacy-pack", "-o", name, *asked, "--lang", "nl")
    assert (code, out) == (0, "")
    assert (settings / name).read_text("utf-8").startswith(start)
    assert stat.S_IMODE((settings / name).stat().st_mode) == 0o600


def test_without_settings_the_document_says_what_is_missing(meetlint: Call, tmp_path: Path) -> None:
    code, out, _ = meetlint("privacy-pack", *ENGLISH)
    assert code == 0
    assert out.count("\n**") >= 7
    assert "Settings file: none, all defaults" in out


def test_a_team_that_is_not_there_is_refused(meetlint: Call, settings: Path) -> None:
    code, out, err = meetlint("privacy-pack", "--team", "platfrm", *ENGLISH)
    assert (code, out) == (2, "")
    assert "There is no team platfrm in the settings." in err
    assert "Known: platform, sales" in err


def test_the_log_is_shown_of_all_teams_or_one(meetlint: Call, settings: Path) -> None:
    for team in ("platform", "folder"):
        add_entry(
            LogEntry(NOW, team, date(2026, 11, 2), date(2026, 11, 29), None, ("json", "html"), "els", 12, 3, 4),
            400,
            NOW,
        )
    out = meetlint("privacy-pack", "--log", *ENGLISH)[1]
    assert out.startswith("# Audits shown from this machine\n")
    assert "| 2026-11-30 09:15 | `platform` | 2026-11-02 – 2026-11-29 | `json, html` | `els` | 12 | 3 | 4 | – |" in out
    assert "`folder`" in out
    # Not a team of the settings any more, but an audit of it was shown.
    one = meetlint("privacy-pack", "--log", "--team", "folder", *ENGLISH)[1]
    assert "`folder`" in one
    assert "`platform`" not in one


def test_a_log_that_cannot_be_read_is_said(meetlint: Call, settings: Path) -> None:
    (settings / "state" / "audits" / "audits.log").mkdir(parents=True)
    code, out, err = meetlint("privacy-pack", "--log", *ENGLISH)
    assert (code, out) == (2, "")
    assert "audits.log cannot be read" in err


def test_the_document_speaks_of_the_digest_only_where_one_is_set_up(meetlint: Call, settings: Path) -> None:
    assert "everybody's own week by mail" not in meetlint("privacy-pack", *ENGLISH)[1]
    (settings / "meetlint.toml").write_text(SETTINGS + "[digest]\nretention_days = 33\n")
    out = meetlint("privacy-pack", *ENGLISH)[1]
    part = out.partition("## The digest: everybody's own week by mail")[2].partition("\n## ")[0]
    assert "a keyed hash of the address" in part
    assert "No text, no address, no name." in part
    assert "33 days, but at least the last two weeks" in part
    # Without a mailbox of replies somebody has to read them.
    assert "`meetlint digest leave PERSON`" in part
    assert "folder of sent mails" not in part
    assert "`joined = DATE`" in part


def test_the_document_says_what_a_group_and_a_service_bring(meetlint: Call, settings: Path) -> None:
    (settings / "meetlint.toml").write_text(
        SETTINGS
        + '[mail]\nthrough = "graph"\nimap_host = "imap.example.net"\n'
        + '[digest]\ngroup = "outlook:02bd9fd6"\ngroup_joined = 2026-11-30\n'
    )
    part = meetlint("privacy-pack", *ENGLISH)[1].partition("## The digest")[2].partition("\n## ")[0]
    assert "from the group `outlook:02bd9fd6` of the directory" in part
    assert "Being in that group counts as taking part." in part
    assert "`joined = DATE`" not in part
    assert "answers a mail with STOP gets no more" in part
    assert "folder of sent mails" in part
    dutch = meetlint("privacy-pack", "--lang", "nl", "--today", "2026-11-30")[1]
    assert "## Het weekbericht: ieders eigen week per mail" in dutch
