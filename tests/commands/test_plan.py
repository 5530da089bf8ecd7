"""plan as people use it: every form and option, honest claims and exit codes, and no word of what is private."""

from __future__ import annotations

import copy
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from event_rows import seconds
from icalendar import Calendar

from analyzer.reports.formats import PLAN_FORMATS
from analyzer.reports.inert import columns
from tests.analyzer.reports.test_hostile_text import HOSTILE, has_power, tokens_of
from tests.commands.conftest import Call

pytest.importorskip("ortools")

ROOT = Path(__file__).parents[2]
SAMPLES = {language: ROOT / "samples" / f"week-{language}.ics" for language in ("en", "nl")}
TODAY = ("--today", "2026-11-16", "--lang", "en")
SAMPLE_DAY = ("--today", "2026-11-18")


def event(uid: str, start: str, end: str, title: str = "Project Atlas", *more: str, owner: str = "bo") -> str:
    lines = [
        f"UID:{uid}",
        f"DTSTART;TZID=Europe/Amsterdam:{start}",
        f"DTEND;TZID=Europe/Amsterdam:{end}",
        f"SUMMARY:{title}",
        f"ORGANIZER:mailto:{owner}@example.org",
        *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{name}@example.org" for name in ("anna", "bo", "els")),
        *more,
    ]
    return "".join(f"{line}\r\n" for line in lines)


def write(folder: Path, *events: str, name: str = "weeks.ics") -> Path:
    path = folder / name
    body = "".join(f"BEGIN:VEVENT\r\nDTSTAMP:20261101T000000Z\r\n{one}END:VEVENT\r\n" for one in events)
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nX-WR-CALNAME:anna@example.org\r\n"
    path.write_text(f"{head}{body}END:VCALENDAR\r\n", "utf-8", newline="")
    return path


WEEKLY = "RRULE:FREQ=WEEKLY;UNTIL=20261231T225959Z"
LUNCH = event("lunch", "20261026T121500", "20261026T124500", "Vendor demo", WEEKLY)
OVER = event("over", "20261117T123000", "20261117T130000", "Kwartaalcijfers")
CALM = event("calm", "20261119T140000", "20261119T150000", "Budget")
DEMO = event("demo", "20261124T121500", "20261124T124500", "Demo")
SECRET = event("secret", "20261120T121500", "20261120T124500", "Zeer geheim", "CLASS:PRIVATE")


def report_of(meetlint: Call, *arguments: object) -> dict[str, Any]:
    code, out, err = meetlint("plan", *arguments, "--format", "json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_plan_says_what_it_takes_away_what_is_proven_and_every_occurrence(meetlint: Call, tmp_path: Path) -> None:
    code, out, err = meetlint("plan", write(tmp_path, LUNCH, CALM), *TODAY)
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert "Calendar of anna@example.org, Mon 16 Nov to Sun 29 Nov 2026" in said
    assert "With 1 change all 2 findings go." in said
    assert "Mon 16 Nov 12:15–12:45 → " in said
    assert "Mon 23 Nov 12:15–12:45 → " in said
    assert "Takes away: 2× A meeting in lunch." in said
    assert "Gives: 2 lunches back." in said
    assert "Ask the organiser, bo@example.org: Shall we start “Vendor demo” on 16 and 23 November at " in said
    assert said.count("meetlint does not know the calendars of others") == 1


def test_plan_in_dutch_has_no_word_of_english(meetlint: Call) -> None:
    code, out, _ = meetlint("plan", SAMPLES["nl"], *SAMPLE_DAY, "--lang", "nl")
    said = " ".join(out.split())
    assert code == 0
    assert "5 wijzigingen brengen" in said
    assert "bewezen is dat 5 wijzigingen er niet meer kunnen wegnemen." in said
    assert "Neemt weg: " in said
    assert "Wat er dan overblijft" in said
    for word in ("change", "Takes", "proven", "What", "finding"):
        assert word not in said


def test_plan_of_nothing_to_mend_is_three_lines(meetlint: Call, tmp_path: Path) -> None:
    code, out, _ = meetlint("plan", write(tmp_path, CALM), *TODAY)
    assert code == 0
    assert len(out.splitlines()) == 3
    assert out.splitlines()[2] == "Nothing to mend: no finding in these days can still change."


def test_plan_of_a_calendar_without_meetings_claims_nothing(meetlint: Call, tmp_path: Path) -> None:
    alone = "UID:a\r\nDTSTART:20261119T140000Z\r\nDTEND:20261119T150000Z\r\nSUMMARY:Dentist\r\n"
    _, out, _ = meetlint("plan", write(tmp_path, alone), *TODAY)
    assert "there is nothing to judge" in " ".join(out.split())
    _, out, _ = meetlint("plan", write(tmp_path, CALM), *TODAY, "--from", "2027-02-01", "--to", "2027-02-05")
    assert "The calendar holds nothing in this period." in " ".join(out.split())


def test_what_is_over_is_counted_apart_and_stays(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH, OVER)
    arguments = (path, "--today", "2026-11-18", "--lang", "en")
    _, out, _ = meetlint("plan", *arguments)
    assert "2 findings more are about days that are over." in " ".join(out.split())
    report = report_of(meetlint, *arguments)
    assert report["proof"]["over"] == 2
    assert report["proof"]["findings_before"] == 2 + len(starts(report))
    assert report["left"] == []
    assert all(start >= "2026-11-18" for start in starts(report))


def starts(report: dict[str, Any]) -> list[str]:
    return [one["start"] for change in report["changes"] for one in change["occurrences"]]


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        ("2026-11-16", "2026-11-16", "2026-11-29"),
        ("2026-11-17", "2026-11-16", "2026-12-06"),
        ("2026-11-22", "2026-11-16", "2026-12-06"),
    ],
)
def test_without_a_period_a_plan_holds_two_weeks_from_today_on(
    meetlint: Call, tmp_path: Path, today: str, first: str, last: str
) -> None:
    report = report_of(meetlint, write(tmp_path, CALM), "--today", today)
    assert report["period"] == {"from": first, "to": last}
    report = report_of(meetlint, write(tmp_path, CALM), "--today", today, "--next", "1w")
    assert report["period"] == {"from": "2026-11-16", "to": "2026-11-22"}


def test_a_period_that_is_past_is_refused(meetlint: Call, tmp_path: Path) -> None:
    code, out, err = meetlint("plan", write(tmp_path, LUNCH), *TODAY, "--last", "2w")
    assert (code, out) == (2, "")
    assert "The period ends on 2026-11-15, before today, 2026-11-16" in err
    assert "--next 2w" in err
    assert meetlint("plan", write(tmp_path, LUNCH), *TODAY, "--from", "2026-11-02", "--to", "2026-11-16")[0] == 0


def test_changes_says_how_many_at_most(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH, DEMO)
    assert [change["title"] for change in report_of(meetlint, path, *TODAY)["changes"]] == ["Vendor demo", "Demo"]
    _, out, _ = meetlint("plan", path, *TODAY, "--changes", "1")
    said = " ".join(out.split())
    assert "1 change takes 3 findings to 1; it is proven that no single change takes away more." in said
    assert "What is left then" in said
    assert "1× A meeting in lunch" in said


@pytest.mark.parametrize("number", ["0", "21", "x"])
def test_other_numbers_of_changes_are_refused(meetlint: Call, number: str) -> None:
    code, _, err = meetlint("plan", SAMPLES["nl"], *SAMPLE_DAY, "--lang", "nl", "--changes", number)
    assert code == 2
    assert "ligt buiten het bereik" in err or "is geen geldige waarde" in err


def test_keep_leaves_a_title_where_it_is_whatever_its_case(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH)
    assert report_of(meetlint, path, *TODAY)["changes"]
    code, out, err = meetlint("plan", path, *TODAY, "--keep", "vendor DEMO")
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert "No change was found that takes any of the 2 findings away; it is proven that no 5" in said
    assert "2× A meeting in lunch" in said
    assert "What to change" not in said


def test_keep_says_which_title_no_coming_meeting_has(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH, OVER, SECRET)
    today = ("--today", "2026-11-18", "--lang", "en")
    assert "is called “Vendor demos”; did you mean “Vendor demo”?" in meetlint(
        "plan", path, *today, "--keep", "Vendor demos"
    )[2].replace("\n", " ")
    for title in ("Kwartaalcijfers", "Zeer geheim"):
        assert meetlint("plan", path, *today, "--keep", title)[2] == (
            f"meetlint: No coming meeting is called “{title}”.\n"
        )
    assert "\x1b" not in meetlint("plan", path, *today, "--keep", "\x1b[2Jx")[2]


def test_select_aims_at_a_rule_and_no_other_rule_finds_more(meetlint: Call) -> None:
    report = report_of(meetlint, SAMPLES["en"], *SAMPLE_DAY, "--select", "lunch-meeting")
    assert report["aims"] == ["lunch-meeting"]
    assert report["proof"]["findings_before"] - report["proof"]["over"] == 3
    assert {one["rule"] for one in report["left"]} <= {"lunch-meeting"}
    assert all("lunch-meeting" in change["removes"] for change in report["changes"])
    added: dict[str, int] = {}
    for change in report["changes"]:
        for name, count in (*change["adds"].items(), *((name, -n) for name, n in change["removes"].items())):
            added[name] = added.get(name, 0) + count
    assert max(added.values()) <= 0


def test_select_says_what_it_aims_at(meetlint: Call, tmp_path: Path) -> None:
    out = meetlint("plan", write(tmp_path, LUNCH), *TODAY, "--select", "lunch-meeting")[1]
    assert "Aimed at: A meeting in lunch. With 1 change all 2 findings go." in " ".join(out.split())
    out = meetlint("plan", write(tmp_path, CALM), *TODAY, "--select", "lunch-meeting")[1]
    assert "Aimed at: A meeting in lunch. Nothing to mend" in " ".join(out.split())


def test_select_refuses_what_is_no_rule_and_what_no_plan_mends(meetlint: Call) -> None:
    code, _, err = meetlint("plan", SAMPLES["en"], *SAMPLE_DAY, "--lang", "en", "--select", "luch-meeting")
    assert code == 2
    assert "Did you mean lunch-meeting?" in err
    code, _, err = meetlint("plan", SAMPLES["en"], *SAMPLE_DAY, "--lang", "en", "--select", "no-facilitator")
    assert code == 2
    assert "A plan cannot aim at no-facilitator" in err
    one = ("--select", "lunch-meeting", "--ignore", "lunch-meeting")
    assert meetlint("plan", SAMPLES["en"], *SAMPLE_DAY, *one)[0] == 2


def test_ignore_leaves_a_rule_out(meetlint: Call, tmp_path: Path) -> None:
    report = report_of(meetlint, write(tmp_path, LUNCH), *TODAY, "--ignore", "lunch-meeting")
    assert report["proof"]["findings_before"] == 0


# What if


WEDNESDAY = (
    event("design", "20261118T140000", "20261118T150000", "Design review"),
    event("all", "20261118T090000", "20261118T093000", "Bench", "CLASS:PRIVATE"),
)


def test_agree_says_what_must_change_and_what_stands_in_the_way(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, *WEDNESDAY, event("kept", "20261125T100000", "20261125T110000", "All hands"))
    arguments = (path, *TODAY, "--agree", "focus_days=wed", "--keep", "All hands")
    code, out, _ = meetlint("plan", *arguments)
    said = " ".join(out.split())
    assert code == 0
    assert "With focus_days=wed there are 3 findings more. 2 changes take 3 findings to 1; it is proven that" in said
    assert "What must change" in said
    assert "What stands in the way" in said
    assert "- Wed 25 Nov, 10:00–11:00: All hands" in said
    report = report_of(meetlint, *arguments)
    assert report["agree"] == ["focus_days=wed"]
    assert report["findings_more"] == 3
    (one,) = report["in_the_way"]
    assert one["rule"] == "meeting-on-focus-day"
    assert [held["title"] for held in one["events"]] == ["All hands"]
    assert (one["start"], one["end"]) == ("2026-11-25T10:00:00+01:00", "2026-11-25T11:00:00+01:00")
    assert {"rule", "severity", "calendar", "minutes", "occurrences", "evidence", "message", "advice"} <= set(one)


def test_agree_names_no_private_title_in_the_way(meetlint: Call, tmp_path: Path) -> None:
    others = [event(f"x{hour}", f"20261118T{hour:02d}0000", f"20261118T{hour + 1:02d}0000") for hour in (9, 10)]
    path = write(
        tmp_path, event("secret", "20261118T090000", "20261118T093000", "Zeer geheim", "CLASS:PRIVATE"), *others
    )
    arguments = (path, *TODAY, "--agree", "focus_days=mon,tue,wed,thu,fri")
    assert "(private)" in meetlint("plan", *arguments)[1]
    for form in ("json", "markdown"):
        assert "geheim" not in meetlint("plan", *arguments, "--format", form)[1]


def test_agree_says_when_nothing_stands_in_the_way_and_when_nothing_has_to_change(
    meetlint: Call, tmp_path: Path
) -> None:
    path = write(tmp_path, CALM)
    said = " ".join(meetlint("plan", path, *TODAY, "--agree", "focus_days=thu")[1].split())
    assert "With focus_days=thu there is 1 finding more. With 1 change the one finding goes." in said
    assert "Nothing stands in the way." in said
    said = " ".join(meetlint("plan", path, *TODAY, "--agree", "focus_days=wed")[1].split())
    assert "With focus_days=wed nothing more is found: nothing has to change for it." in said
    assert "stands in the way" not in said
    assert report_of(meetlint, path, *TODAY, "--agree", "focus_days=wed")["in_the_way"] == []


def test_agree_aims_only_at_what_the_agreement_brings(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH, CALM)
    report = report_of(meetlint, path, *TODAY, "--agree", "focus_days=thu")
    assert report["aims"] == ["meeting-on-focus-day"]
    assert [change["uid"] for change in report["changes"]] == ["calm"]


def test_agree_wins_from_what_is_agreed_for_the_person(meetlint: Call, tmp_path: Path) -> None:
    (tmp_path / "meetlint.toml").write_text(
        '[agreements]\nfocus_days = ["tue"]\n[people.anna]\naddress = "anna@example.org"\nfocus_days = ["mon"]\n'
    )
    report = report_of(meetlint, write(tmp_path, CALM), *TODAY, "--agree", "focus_days=thu")
    assert report["findings_more"] == 1


def test_agree_tells_mistakes_as_the_settings_file_does(meetlint: Call) -> None:
    code, out, err = meetlint(
        "plan", SAMPLES["en"], *SAMPLE_DAY, "--lang", "en", "--agree", "focus_days=wen", "--agree", "lunsh=12-13"
    )
    assert (code, out) == (2, "")
    assert "--agree, line 1: agreements.focus_days.1 is 'wen'; allowed is 'mon'" in err
    assert "→ wed" in err
    assert "--agree, line 2: agreements.lunsh is unknown; did you mean lunch?" in err


# Forms


def test_the_forms_hold_the_same_changes(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH, DEMO)
    changes = report_of(meetlint, path, *TODAY)["changes"]
    assert len(changes) == 2
    for form in ("text", "markdown", "ics"):
        out = meetlint("plan", path, *TODAY, "--format", form)[1]
        assert all(change["title"] in out for change in changes), form
        if form == "markdown":
            assert all(change["text"].replace("“", "`").replace("”", "`") in out for change in changes)
            assert [token.type for token in tokens_of(out)].count("ordered_list_open") == 1


def test_json_keeps_the_contract(meetlint: Call) -> None:
    checked = json.loads(meetlint("check", SAMPLES["en"], *SAMPLE_DAY, "--format", "json")[1])
    report = report_of(meetlint, SAMPLES["en"], *SAMPLE_DAY)
    assert report["schema"] == "meetlint/1"
    assert report["problems"] == []
    assert report["calendars"][0].keys() == checked["calendars"][0].keys()
    assert report["left"][0].keys() == checked["findings"][0].keys()
    assert report["proof"].keys() == {"status", "findings_before", "findings_after", "bound", "over"}
    assert report["proof"]["status"] == "optimal"
    for change in report["changes"]:
        assert change.keys() == checked["changes"][0].keys()
        assert change["actor"] in ("owner", "organizer")
        for one in change["occurrences"]:
            assert one.keys() == {"start", "end", "new_start", "new_end"}
            assert datetime.fromisoformat(one["start"]).utcoffset() == timedelta(hours=1)


def test_aloud_has_no_sign_and_says_each_occurrence_in_a_sentence(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH)
    (change,) = report_of(meetlint, path, *TODAY)["changes"]
    start, end = (change["occurrences"][1][name][11:16] for name in ("new_start", "new_end"))
    out = meetlint("plan", path, *TODAY, "--plain")[1]
    said = " ".join(out.split())
    assert f"Monday 23 November, 12:15 to 12:45, becomes {start} to {end}." in said
    assert "A meeting in lunch, 2 times." in said
    assert not set("→×─\x1b") & set(out)


def test_quiet_has_only_what_is_proven_and_the_changes(meetlint: Call, tmp_path: Path) -> None:
    for more in ((), ("--plain",)):
        out = meetlint("plan", write(tmp_path, LUNCH), *TODAY, "--quiet", *more)[1]
        said = " ".join(out.split())
        assert "With 1 change all 2 findings go." in said
        assert "Vendor demo" in said
        for word in ("Assumed", "Calendar of", "does not know", "left"):
            assert word not in said


def test_ascii_only_where_the_place_shows_no_more(
    meetlint: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commands.console._can_encode", lambda *_: False)
    out = meetlint("plan", write(tmp_path, LUNCH), *TODAY)[1]
    assert out.isascii()
    assert "12:15-12:45 -> " in out


def test_the_page_draws_the_changes_of_the_plan(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH, DEMO)
    code, out, err = meetlint("plan", path, *TODAY, "--format", "html", "-o", "plan.html")
    assert (code, out, err) == (0, "", "")
    page = (tmp_path / "plan.html").read_text("utf-8")
    assert "Proposal 1: move to " in page
    assert "Proposal 2: move to " in page


def events_of(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_ics_holds_every_occurrence_at_its_new_time_and_invites_nobody(meetlint: Call, tmp_path: Path) -> None:
    arguments = (write(tmp_path, LUNCH, DEMO), *TODAY[:2], "--lang", "nl")
    report = report_of(meetlint, *arguments)
    out = meetlint("plan", *arguments, "--format", "ics")[1]
    calendar = Calendar.from_ical(out)
    assert str(calendar["X-WR-CALNAME"]) == "meetlint: voorgesteld"
    assert "METHOD" not in calendar
    held = {(event["DTSTART"].dt, event["DTEND"].dt, str(event["SUMMARY"])) for event in events_of(out)}
    assert held == {
        (
            datetime.fromisoformat(one["new_start"] or one["start"]),
            datetime.fromisoformat(one["new_end"] or one["end"]),
            f"{'→' if one['new_start'] else '✗'} {change['title']}",
        )
        for change in report["changes"]
        for one in change["occurrences"]
    }
    for event in events_of(out):
        assert (str(event["TRANSP"]), str(event["CLASS"])) == ("TRANSPARENT", "PRIVATE")
        assert not {"ATTENDEE", "ORGANIZER"} & set(event)
        assert "→" in event["DESCRIPTION"]
        assert "Zullen we" in event["DESCRIPTION"]
    assert len(held) == 3
    again = meetlint("plan", *arguments, "--format", "ics")[1]
    uids = [str(event["UID"]) for event in events_of(out)]
    assert uids == [str(event["UID"]) for event in events_of(again)]
    assert len(set(uids)) == len(uids)


def test_ics_laid_over_the_calendar_counts_for_nothing_and_may_be_written_again(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH, CALM)
    for _ in range(2):
        assert meetlint("plan", path, *TODAY, "--format", "ics", "-o", "proposed.ics")[0] == 0
    listed = json.loads(meetlint("events", path, "proposed.ics", *TODAY, "--format", "json")[1])["events"]
    own = json.loads(meetlint("events", path, *TODAY, "--format", "json")[1])["events"]
    laid = [one for one in listed if one not in own]
    assert len(laid) == 2
    assert {(one["counted"], one["reason"]) for one in laid} == {(False, "free")}
    both, alone = (
        json.loads(meetlint("check", *sources, *TODAY, "--format", "json")[1])["findings"]
        for sources in ((path, "proposed.ics"), (path,))
    )
    assert both == alone


def test_what_goes_stands_at_its_old_time(meetlint: Call, tmp_path: Path) -> None:
    leave = "UID:leave\r\nDTSTART;VALUE=DATE:20261119\r\nDTEND;VALUE=DATE:20261120\r\nSUMMARY:Verlof\r\n"
    path = write(tmp_path, event("board", "20261119T100000", "20261119T110000", "Board"), leave, CALM)
    (change,) = report_of(meetlint, path, *TODAY, "--changes", "1", "--keep", "Budget")["changes"]
    assert (change["kind"], change["occurrences"][0]["new_start"]) == ("one-occurrence", None)
    shared = ("plan", path, *TODAY[:2], "--changes", "1", "--keep", "Budget")
    (one,) = events_of(meetlint(*shared, "--lang", "en", "--format", "ics")[1])
    assert str(one["SUMMARY"]) == "✗ Board"
    assert one["DTSTART"].dt.timestamp() == seconds("2026-11-19 10:00")
    assert "10:00–11:00 → gone" in meetlint(*shared, "--lang", "en")[1]
    assert "vervalt" in meetlint(*shared, "--lang", "nl")[1]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A calendar of three weeks in which every hostile title stands in a lunch, or in the evening."""
    events = []
    for number in range(len(HOSTILE)):
        day = f"202611{16 + number % 5 + 7 * (number // 10):02d}"
        start, end = ("121500", "124500") if number % 10 < 5 else ("190000", "193000")
        events.append(event(f"h{number}", f"{day}T{start}", f"{day}T{end}"))
    written = Calendar.from_ical(write(tmp_path, *events).read_text("utf-8"))
    for one, title in zip(written.walk("VEVENT"), HOSTILE, strict=True):
        one["SUMMARY"] = type(one["SUMMARY"])(title)
    path = tmp_path / "hostile.ics"
    path.write_bytes(written.to_ical())
    return path


@pytest.mark.parametrize(
    ("form", "more"),
    [("text", ()), ("text", ("--plain",)), ("text", ("--quiet",)), *((form, ()) for form in PLAN_FORMATS[1:])],
)
def test_hostile_titles_have_no_power_in_any_form(
    meetlint: Call, hostile: Path, form: str, more: tuple[str, ...]
) -> None:
    arguments = (hostile, *TODAY, "--next", "3w", "--changes", "6", "--agree", "lunch=12:00-13:30")
    code, out, _ = meetlint("plan", *arguments, "--select", "lunch-meeting", "--format", form, *more)
    assert code == 0
    assert has_power(out.replace("\r\n", "\n")) == set()
    if form == "text":
        assert max(columns(line) for line in out.splitlines()) <= 80
    if form == "markdown":
        kinds = {token.type for token in tokens_of(out)}
        assert not kinds & {"html_block", "html_inline", "link_open", "image", "table_open", "em_open", "hr"}
        words = "\n".join(token.content for token in tokens_of(out) if token.type == "text")
        assert not any(power in words for power in ("<", "evil", "javascript", "#12", "head"))
    if form == "html":
        assert "<script" not in out
        assert "<img" not in out


def test_private_titles_stand_in_no_form(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, SECRET, LUNCH)
    report = report_of(meetlint, path, *TODAY)
    assert any(change["uid"] == "secret" for change in report["changes"])
    for more in (("--plain",), *(("--format", form) for form in PLAN_FORMATS)):
        assert "geheim" not in meetlint("plan", path, *TODAY, *more)[1], more


# Exit codes and what is missing


def test_nothing_readable_is_3_and_a_part_is_4(meetlint: Call, tmp_path: Path) -> None:
    path = write(tmp_path, LUNCH)
    code, out, err = meetlint("plan", "absent.ics", *TODAY)
    assert (code, out) == (3, "")
    assert "absent.ics" in err
    code, out, err = meetlint("plan", path, "absent.ics", *TODAY)
    assert code == 4
    assert "Vendor demo" in out
    assert json.loads(meetlint("plan", "absent.ics", *TODAY, "--format", "json")[1])["changes"] == []


def test_what_could_not_be_read_is_said_once_even_where_an_agreement_is_tried(meetlint: Call, tmp_path: Path) -> None:
    broken = "UID:b\r\nDTSTART:2026x\r\nSUMMARY:Broken\r\n"
    path = write(tmp_path, CALM, broken)
    plain = report_of(meetlint, path, *TODAY)["problems"]
    assert len(plain) == 1
    assert report_of(meetlint, path, *TODAY, "--agree", "focus_days=thu")["problems"] == plain
    assert meetlint("plan", path, *TODAY, "--strict")[0] == 4
    out = meetlint("plan", path, *TODAY)[1]
    assert "What could not be read" in out


def test_calendars_of_several_people_are_refused(meetlint: Call, tmp_path: Path) -> None:
    other = SAMPLES["en"].read_text("utf-8").replace("anna@example.org", "zoe@example.org")
    (tmp_path / "zoe.ics").write_text(other, "utf-8")
    assert meetlint("plan", SAMPLES["en"], "zoe.ics", *SAMPLE_DAY)[0] == 2


def test_without_ortools_it_says_how_to_install_it(
    meetlint: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ["ortools", *(name for name in sys.modules if name.startswith("ortools."))]:
        monkeypatch.setitem(sys.modules, name, None)
    path = write(tmp_path, LUNCH)
    code, out, err = meetlint("plan", path, *TODAY)
    assert (code, out) == (2, "")
    assert err == "meetlint: Planning needs OR-tools.\n  python -m pip install 'meetlint[plan]'\n"
    assert meetlint("check", path, *TODAY)[0] == 1


def test_progress_is_said_on_a_terminal_and_taken_away(
    meetlint: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, LUNCH)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    _, out, err = meetlint("plan", path, *TODAY)
    assert "2 findings, 2 left so far; no plan leaves fewer than 0" in err
    assert "2 findings, 0 left so far; no plan leaves fewer than 0" in err
    assert err.endswith("\r\033[K")
    assert "so far" not in out
    assert meetlint("plan", path, *TODAY, "--quiet")[2] == ""


# Claims


def changed(path: Path, report: dict[str, Any], owner: str) -> bytes:
    """Return a calendar in which every occurrence is as the plan says, the way a calendar program writes it."""
    calendar = Calendar.from_ical(path.read_bytes())
    for change in report["changes"]:
        for one in change["occurrences"]:
            start, end = (datetime.fromisoformat(one[name]) for name in ("start", "end"))
            hit = [
                master
                for master in calendar.walk("VEVENT")
                if (str(master["UID"]) == change["uid"] or not change["uid"])
                and (change["uid"] or owner in str(master.get("ORGANIZER", "")))
                and _occurs(master, start, end)
            ]
            assert hit, (change["title"], one)
            for master in hit:
                _change(calendar, master, one, start)
    return bytes(calendar.to_ical())


def _occurs(master: Any, start: datetime, end: datetime) -> bool:
    first, last = master["DTSTART"].dt, master["DTEND"].dt
    if not isinstance(first, datetime) or end - start != last - first:
        return False
    local = start.astimezone(first.tzinfo)
    if "RRULE" not in master or "RECURRENCE-ID" in master:
        return bool(first == start)
    return bool(local.time() == first.time() and (local.date() - first.date()).days >= 0)


def _change(calendar: Calendar, master: Any, one: dict[str, Any], start: datetime) -> None:
    target = master
    if "RRULE" in master:
        target = copy.deepcopy(master)
        for name in ("RRULE", "EXDATE", "RDATE"):
            target.pop(name, None)
        target.add("recurrence-id", start.astimezone(master["DTSTART"].dt.tzinfo))
        calendar.add_component(target)
    if one["new_start"] is None:
        target.add("status", "CANCELLED")
        return
    zone = master["DTSTART"].dt.tzinfo
    for name, key in (("dtstart", "new_start"), ("dtend", "new_end")):
        target.pop(name.upper())
        target.add(name, datetime.fromisoformat(one[key]).astimezone(zone))


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("options", [(), ("--changes", "20"), ("--select", "lunch-meeting")])
def test_a_calendar_changed_as_the_plan_says_has_the_findings_it_claims(
    meetlint: Call, tmp_path: Path, language: str, options: tuple[str, ...]
) -> None:
    report = report_of(meetlint, SAMPLES[language], *SAMPLE_DAY, *options)
    path = tmp_path / "changed.ics"
    path.write_bytes(changed(SAMPLES[language], report, "anna@example.org"))
    period = ("--from", report["period"]["from"], "--to", report["period"]["to"])

    def counts(source: Path) -> dict[str, int]:
        found = json.loads(meetlint("check", source, *SAMPLE_DAY, *period, "--format", "json")[1])["findings"]
        rules = [one["rule"] for one in found if one["severity"] != "note"]
        return {name: rules.count(name) for name in rules if name in (report["aims"] or rules)}

    before, after = counts(SAMPLES[language]), counts(path)
    assert sum(before.values()) == report["proof"]["findings_before"]
    assert sum(after.values()) == report["proof"]["findings_after"]
    assert sum(after.values()) < sum(before.values())
    assert sum(after.values()) == len(report["left"]) + report["proof"]["over"]
