from __future__ import annotations

from pathlib import Path

import pytest

import commands.report
from tests.commands.conftest import Call

ROOT = Path(__file__).parents[2]
SAMPLE = str(ROOT / "samples" / "week-en.ics")
TODAY = ("--today", "2026-11-18", "--lang", "en")


def test_report_writes_a_private_page_says_where_and_leaves_with_0_in_spite_of_findings(
    meetlint: Call, tmp_path: Path
) -> None:
    code, out, err = meetlint("report", SAMPLE, *TODAY)
    assert (code, out) == (0, "")
    assert err == "meetlint: The page to look at is report.html\n"
    page = tmp_path / "report.html"
    assert page.stat().st_mode & 0o777 == 0o600
    assert page.read_text("utf-8").startswith('<!DOCTYPE html>\n<html lang="en">')


def test_report_takes_the_sources_periods_and_rules_of_check(meetlint: Call, tmp_path: Path) -> None:
    code, _, err = meetlint(
        "report", SAMPLE, *TODAY, "--week", "2026-W45", "--select", "lunch-meeting", "-o", "other.html", "--quiet"
    )
    assert (code, err) == (0, "")
    page = (tmp_path / "other.html").read_text("utf-8")
    assert "2 November to Sunday 8 November 2026" in page
    assert 'id="week-2026-45"' in page
    assert 'id="week-2026-46"' not in page
    assert "A meeting in lunch" in page
    assert "back-to-back-calls" not in page


def test_report_of_nothing_readable_leaves_with_3_and_writes_nothing(meetlint: Call, tmp_path: Path) -> None:
    code, _, err = meetlint("report", "absent.ics", *TODAY)
    assert code == 3
    assert "absent.ics" in err
    assert not (tmp_path / "report.html").exists()


def test_report_of_a_part_leaves_with_4_and_writes_the_rest(meetlint: Call, tmp_path: Path) -> None:
    code, _, _ = meetlint("report", SAMPLE, "absent.ics", *TODAY)
    assert code == 4
    assert "absent.ics" in (tmp_path / "report.html").read_text("utf-8")


def test_report_refuses_calendars_of_different_people(meetlint: Call, tmp_path: Path) -> None:
    other = Path(SAMPLE).read_text("utf-8").replace("anna@example.org", "zoe@example.org")
    (tmp_path / "zoe.ics").write_text(other, "utf-8")
    code, _, err = meetlint("report", SAMPLE, "zoe.ics", *TODAY)
    assert code == 2
    assert err
    assert not (tmp_path / "report.html").exists()


def test_report_says_where_it_cannot_write(meetlint: Call) -> None:
    code, _, err = meetlint("report", SAMPLE, *TODAY, "-o", "absent/report.html")
    assert code == 2
    assert "absent/report.html cannot be written" in err.replace("\\", "/")


def test_report_opens_the_page_when_asked(meetlint: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(commands.report, "show", lambda path: bool(shown.append(path)))
    _, _, err = meetlint("report", SAMPLE, *TODAY, "--open")
    assert shown == [Path("report.html")]
    assert "No browser was found" in err


def test_report_as_plain_lays_nothing_out_by_the_hour(meetlint: Call, tmp_path: Path) -> None:
    meetlint("report", SAMPLE, *TODAY, "--plain")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "-webkit-line-clamp" not in page
    assert "Customer call Noord" in page


def test_demo_leaves_a_page_only_when_asked(meetlint: Call, tmp_path: Path) -> None:
    assert meetlint("demo", "--lang", "nl")[0] == 0
    assert not list(tmp_path.glob("*.html"))
    code, _, err = meetlint("demo", "--lang", "nl", "--report", "sample.html")
    assert code == 0
    assert "sample.html" in err
    assert '<html lang="nl">' in (tmp_path / "sample.html").read_text("utf-8")
