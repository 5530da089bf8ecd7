from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from effort import assert_at_most

from analyzer.calendars import OpenedCalendar
from analyzer.entries import Entry, Identity
from analyzer.text import translator
from connectors.ics.calendar import read_calendars
from connectors.ics.parsing import problems as ics_problems
from connectors.ics.parsing.problems import ProblemLog
from tests.connectors.ics.ics_samples import (
    AMSTERDAM,
    Shown,
    codes,
    event,
    meeting,
    occurrences,
    read,
    starts,
    stream,
    utc,
)
from tests.problem_kinds import kinds


def entry(*lines: str) -> Entry:
    (found,) = read(meeting(*lines)).entries
    return found


def test_a_calendar_is_a_source_calendar() -> None:
    calendar: OpenedCalendar = read("X-WR-CALNAME:Werk", meeting())
    assert (calendar.source, calendar.name) == ("week.ics", "Werk")
    assert calendar.identity == Identity("", "", calendar.identity.zone_votes, has_floating_times=False)
    assert calendar.identity.zone_votes == {"Europe/Amsterdam": 1}
    assert not calendar.is_subscription
    assert not calendar.is_incomplete
    assert calendar.problems == []


def test_an_event_gives_its_texts_and_its_place_in_the_file() -> None:
    found = entry(
        r"SUMMARY:Overleg\, deel 1",
        r"DESCRIPTION:Agenda\n- een",
        "LOCATION:Zaal 1",
        "URL:https://example.org/1",
        r"CATEGORIES:Werk,Team\, groot",
        "CATEGORIES:Werk",
    )
    assert (found.title, found.description, found.location) == ("Overleg, deel 1", "Agenda\n- een", "Zaal 1")
    assert (found.url, found.categories) == ("https://example.org/1", ("Werk", "Team, groot"))
    assert (found.uid, found.line, found.vendor_id, found.readable) == ("a@example.test", 3, "", "all")
    assert not found.is_recurring


def test_names_may_be_written_in_any_case() -> None:
    text = stream(meeting("SUMMARY:Overleg", "STATUS:CANCELLED")).decode()
    (calendar,) = read_calendars(re.sub(r"(?m)^[A-Z-]+", lambda name: name[0].lower(), text).encode(), "week.ics")
    assert occurrences(calendar) == [Shown("2026-03-03T08:00Z", 60, "Overleg")]
    assert calendar.entries[0].is_cancelled


def test_a_title_in_quoted_printable_is_decoded() -> None:
    assert entry("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9").title == "Café"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DESCRIPTION:<p>Agenda</p><ul><li>een</li></ul>",), "Agenda\n\neen"),
        (("DESCRIPTION:", "X-ALT-DESC;FMTTYPE=text/html:<html><body>Agenda<br>een</body></html>"), "Agenda\neen"),
        (("DESCRIPTION:Plat", "X-ALT-DESC;FMTTYPE=text/html:<p>Anders</p>"), "Plat"),
        (("DESCRIPTION:a < b",), "a < b"),
        ((), ""),
    ],
)
def test_a_description_is_plain_text(lines: tuple[str, ...], expected: str) -> None:
    assert entry(*lines).description == expected


def test_of_a_property_given_twice_the_first_counts_and_it_is_said() -> None:
    calendar = read(meeting("SUMMARY:Een", "SUMMARY:Twee", "LOCATION:", "LOCATION:Zaal"))
    assert (calendar.entries[0].title, calendar.entries[0].location) == ("Een", "Zaal")
    assert [(problem.code, dict(problem.fields)) for problem in calendar.problems] == [
        ("property-twice", {"property": "SUMMARY"}),
        ("property-twice", {"property": "LOCATION"}),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), False),
        (("CLASS:PUBLIC",), False),
        (("CLASS:public",), False),
        (("CLASS:",), False),
        (("CLASS:PRIVATE",), True),
        (("CLASS:Confidential",), True),
        (("CLASS:X-SECRET",), True),
        (("CLASS:PUBLIC", "CLASS:PRIVATE"), True),
        (("X-CALENDARSERVER-ACCESS:CONFIDENTIAL",), True),
    ],
)
def test_whatever_is_not_public_is_private(lines: tuple[str, ...], expected: bool) -> None:
    assert entry(*lines).is_private is expected


@pytest.mark.parametrize(
    ("lines", "is_free", "declared_kind"),
    [
        ((), False, ""),
        (("TRANSP:OPAQUE",), False, ""),
        (("TRANSP:TRANSPARENT",), True, ""),
        (("X-MICROSOFT-CDO-BUSYSTATUS:FREE",), True, ""),
        (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY",), False, ""),
        (("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",), False, ""),
        (("X-MICROSOFT-CDO-BUSYSTATUS:OOF",), False, "absence"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",), False, ""),
    ],
)
def test_busy_status_says_free_and_absent(lines: tuple[str, ...], is_free: bool, declared_kind: str) -> None:
    found = entry(*lines)
    assert (found.is_free, found.declared_kind) == (is_free, declared_kind)


def test_a_whole_day_of_working_elsewhere_is_a_working_place() -> None:
    (found,) = read(event("DTSTART;VALUE=DATE:20260303", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE")).entries
    assert found.declared_kind == "working-place"
    assert found.is_all_day


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("X-GOOGLE-CONFERENCE:https://meet.google.com/abc", ("https://meet.google.com/abc",)),
        ("X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/1", ("https://teams.microsoft.com/l/1",)),
        ("X-MICROSOFT-ONLINEMEETINGCONFLINK:conf:sip:a", ("conf:sip:a",)),
        ("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://x.example/1", ("https://x.example/1",)),
        ("CONFERENCE;VALUE=URI:https://x.example/1", ("https://x.example/1",)),
        ("CONFERENCE;VALUE=URI;FEATURE=PHONE:https://x.example/1", ()),
        ("CONFERENCE;VALUE=URI;FEATURE=CHAT:https://x.example/1", ()),
        ("CONFERENCE;VALUE=URI;FEATURE=AUDIO:tel:+31-20-1234567", ()),
        ("X-GOOGLE-CONFERENCE:", ()),
        ("DESCRIPTION:https://meet.google.com/abc", ()),
    ],
)
def test_conference_links_are_those_the_source_marks(line: str, expected: tuple[str, ...]) -> None:
    assert entry(line).conference_links == expected


def test_an_event_that_says_only_busy_is_busy_only() -> None:
    found = entry("SUMMARY:Bezet")
    assert found.is_busy_only
    assert found.readable == "none"
    assert not entry("SUMMARY:Bezet", "LOCATION:Zaal 1").is_busy_only
    assert not entry("SUMMARY:Busy week").is_busy_only


def test_a_published_outlook_calendar_without_descriptions_shows_titles_only() -> None:
    outlook = "PRODID:Microsoft Exchange Server 2010"
    five = [meeting("SUMMARY:Overleg", uid=str(number)) for number in range(4)] + [meeting("SUMMARY:Busy", uid="b")]
    assert {found.title: found.readable for found in read(outlook, *five).entries} == {
        "Overleg": "title",
        "Busy": "none",
    }
    described = [*five, meeting("DESCRIPTION:Agenda", uid="c")]
    assert {found.readable for found in read(outlook, *described).entries} == {"all", "none"}
    assert {found.readable for found in read("PRODID:-//Google Inc//EN", *five).entries} == {"all", "none"}
    assert {found.readable for found in read(outlook, *five[:2]).entries} == {"all"}


def test_an_event_without_uid_gets_one_that_stays_the_same() -> None:
    parts = (event("DTSTART:20260303T090000Z", "DTSTAMP:20260101T000000Z", "SUMMARY:Een", uid=""),)
    first, again = read(*parts), read(parts[0].replace("DTSTAMP:20260101", "DTSTAMP:20260202"))
    assert first.entries[0].uid == again.entries[0].uid
    assert re.fullmatch(r"derived-[0-9a-f]{20}", first.entries[0].uid)
    assert codes(first) == ["uid-missing"]


def test_events_without_uid_stay_apart() -> None:
    calendar = read(*(event("DTSTART:20260303T090000Z", f"SUMMARY:{title}", uid="") for title in ("Een", "Twee")))
    assert [shown.title for shown in occurrences(calendar)] == ["Een", "Twee"]


def test_events_without_uid_that_differ_in_anything_stay_apart() -> None:
    calendar = read(*(event("DTSTART:20260303T090000Z", f"DESCRIPTION:{text}", uid="") for text in ("Een", "Twee")))
    assert len(calendar.entries) == 2
    same = read(*(event("DTSTART:20260303T090000Z", uid="") for _ in range(2)))
    assert len(same.entries) == 1
    assert codes(same)[-1] == "copy-twice"


def test_the_derived_uid_of_a_private_event_tells_nothing_of_its_words() -> None:
    def uid(title: str) -> str:
        return read(event("DTSTART:20260303T090000Z", f"SUMMARY:{title}", "CLASS:PRIVATE", uid="")).entries[0].uid

    assert uid("Ziekenhuis") == uid("Tandarts")


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER", "reply"])
def test_an_answer_to_an_invitation_is_no_event(method: str) -> None:
    calendar = read(f"METHOD:{method}", meeting("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.c"))
    assert calendar.entries == []
    assert [(problem.code, problem.effect) for problem in calendar.problems] == [("reply-not-event", "skipped")]


def test_a_cancellation_cancels_its_event() -> None:
    data = stream("METHOD:REQUEST", meeting("SEQUENCE:1")) + stream("METHOD:CANCEL", meeting("SEQUENCE:1"))
    (calendar,) = read_calendars(data, "week.ics")
    assert [found.is_cancelled for found in calendar.entries] == [True]
    assert codes(calendar) == ["duplicate-uid"]
    (invited,) = read_calendars(stream("METHOD:REQUEST", meeting()), "week.ics")
    assert not invited.entries[0].is_cancelled


def test_a_cancellation_of_one_occurrence_cancels_that_occurrence() -> None:
    data = stream(meeting("RRULE:FREQ=DAILY;COUNT=2")) + stream(
        "METHOD:CANCEL", event("RECURRENCE-ID:20260304T080000Z")
    )
    (calendar,) = read_calendars(data, "week.ics")
    assert starts(calendar) == ["2026-03-03T08:00Z", "2026-03-04T08:00Z"]
    assert [found.is_cancelled for found in calendar.entries] == [False, True]


def test_objects_of_one_calendar_in_a_stream_are_one_calendar() -> None:
    data = stream(meeting(uid="a")) + stream(meeting(uid="b", start="20260304T090000"))
    (calendar,) = read_calendars(data, "week.ics")
    assert len(starts(calendar)) == 2


def test_objects_of_different_owners_or_names_are_calendars_of_their_own() -> None:
    data = (
        stream("X-WR-CALNAME:anna@example.org", meeting(uid="a"))
        + stream("X-WR-CALNAME:bo@example.org", meeting(uid="b"))
        + stream("X-WR-CALNAME:anna@example.org", meeting(uid="c"))
    )
    anna, bo = read_calendars(data, "week.ics")
    assert [(calendar.identity.owner, len(calendar.entries)) for calendar in (anna, bo)] == [
        ("anna@example.org", 2),
        ("bo@example.org", 1),
    ]


@pytest.mark.parametrize(
    ("lines", "owner"),
    [
        (("X-WR-CALNAME:Anna@Example.org",), "anna@example.org"),
        (("X-WR-CALNAME:Werk", "X-WR-RELCALID:anna@example.org"), "anna@example.org"),
        (("X-OWNER;CN=Anna:mailto:anna@example.org",), "anna@example.org"),
        (("X-WR-CALNAME:abc@group.calendar.google.com",), ""),
        (("X-WR-CALNAME:nl.dutch#holiday@group.v.calendar.google.com",), ""),
        (("X-WR-CALNAME:Agenda van Anna",), ""),
        (("X-WR-RELCALID:{00000-GUID}",), ""),
        ((), ""),
    ],
)
def test_the_owner_is_named_only_where_the_file_names_one_outright(lines: tuple[str, ...], owner: str) -> None:
    assert read(*lines, meeting("ORGANIZER:mailto:chef@example.org")).identity.owner == owner


DAY = event("DTSTART;VALUE=DATE:20260501", "SUMMARY:Dag")


@pytest.mark.parametrize(
    ("lines", "source", "expected"),
    [
        (("X-WR-CALNAME:Feestdagen in Nederland",), "a.ics", True),
        (("X-WR-CALNAME:Holidays in Netherlands",), "a.ics", True),
        (("X-WR-CALNAME:US Holidays",), "a.ics", True),
        (("X-WR-CALNAME:Birthdays",), "a.ics", True),
        (("X-WR-CALNAME:Verjaardagen",), "a.ics", True),
        (("X-WR-CALNAME:Verlof", "X-WR-RELCALID:nl.dutch#holiday@group.v.calendar.google.com"), "a.ics", True),
        (("X-WR-CALNAME:x",), "https://x/nl.dutch%23holiday%40group.v.calendar.google.com/basic.ics", True),
        (("X-WR-CALNAME:x",), "https://x/addressbook%23contacts@group.v.calendar.google.com/basic.ics", True),
        (("X-WR-CALNAME:x",), "https://x/1%23weeknum%40group.v.calendar.google.com/basic.ics", True),
        (("X-WR-CALNAME:x",), "https://x/ajax%23sports%40group.v.calendar.google.com/basic.ics", False),
        (("PRODID:-//Office Holidays Ltd.//EN",), "a.ics", True),
        (("X-WR-CALNAME:Holidays",), "a.ics", False),
        (("X-WR-CALNAME:My holidays",), "a.ics", False),
        (("X-WR-CALNAME:Vakantie",), "a.ics", False),
        ((), "a.ics", False),
    ],
)
def test_a_holiday_or_birthday_calendar_is_a_subscription(lines: tuple[str, ...], source: str, expected: bool) -> None:
    (calendar,) = read_calendars(stream(*lines, DAY), source)
    assert calendar.is_subscription is expected


def test_a_calendar_with_times_or_people_is_no_subscription() -> None:
    name = "X-WR-CALNAME:Feestdagen in Nederland"
    assert not read(name, DAY, meeting(uid="b")).is_subscription
    invited = event("DTSTART;VALUE=DATE:20260501", "ATTENDEE:mailto:a@b.c")
    assert not read(name, invited).is_subscription
    assert not read(name).is_subscription


def test_a_calendar_without_events_is_read_and_empty() -> None:
    calendar = read()
    assert (calendar.entries, calendar.problems, calendar.is_incomplete) == ([], [], False)
    assert starts(calendar) == []
    assert calendar.first_and_last(AMSTERDAM) is None


def test_a_cut_calendar_is_incomplete_and_never_just_empty() -> None:
    data = stream(meeting(uid="a"), meeting(uid="b"))
    (calendar,) = read_calendars(data[: data.index(b"UID:b") + 20], "week.ics")
    assert len(starts(calendar)) == 1
    assert calendar.is_incomplete
    (problem,) = calendar.problems
    assert (problem.code, problem.effect, problem.line, problem.uid) == ("cut-off", "source", 8, "b")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((meeting(),), ("2026-03-03", "2026-03-03")),
        ((meeting(), meeting(uid="b", start="20260601T230000", hours=0)), ("2026-03-03", "2026-06-01")),
        ((event("DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260306"),), ("2026-03-03", "2026-03-05")),
        ((meeting("RRULE:FREQ=DAILY"),), ("2026-03-03", "2026-03-03")),
        ((meeting("RRULE:FREQ=WEEKLY;COUNT=4"),), ("2026-03-03", "2026-03-24")),
        ((meeting("RRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z"),), ("2026-03-03", "2026-12-29")),
        ((meeting("RRULE:FREQ=YEARLY;UNTIL=20300601T000000Z"),), ("2026-03-03", "2030-03-03")),
        (
            (meeting("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260303T080000Z,20260305T080000Z"),),
            ("2026-03-04", "2026-03-04"),
        ),
        ((meeting("RDATE:20260501T080000Z"),), ("2026-03-03", "2026-05-01")),
        ((meeting("RRULE:FREQ=WEEKLY", "EXDATE:20260303T080000Z"),), ("2026-03-10", "2026-03-10")),
        ((meeting("RRULE:FREQ=WEEKLY", "EXRULE:FREQ=WEEKLY;COUNT=2"),), ("2026-03-17", "2026-03-17")),
        (
            (meeting("RRULE:FREQ=DAILY;COUNT=2"), meeting("RECURRENCE-ID:20260304T080000Z", start="20260701T090000")),
            ("2026-03-03", "2026-07-01"),
        ),
    ],
)
def test_first_and_last_are_the_days_that_hold_events(parts: tuple[str, ...], expected: tuple[str, str]) -> None:
    found = read(*parts).first_and_last(AMSTERDAM)
    assert found == tuple(date.fromisoformat(day) for day in expected)


def test_first_and_last_are_the_owners_days() -> None:
    calendar = read(event("DTSTART:20260303T230000Z"))
    assert calendar.first_and_last(AMSTERDAM) == (date(2026, 3, 4), date(2026, 3, 4))
    assert calendar.first_and_last(ZoneInfo("America/New_York")) == (date(2026, 3, 3), date(2026, 3, 3))


def test_asking_twice_gives_the_same_and_names_nothing_twice() -> None:
    calendar = read(
        meeting("RRULE:FREQ=DAILY;COUNT=3"), meeting("RECURRENCE-ID:20260420T080000Z", start="20260310T090000")
    )
    first = occurrences(calendar)
    assert occurrences(calendar) == first
    assert codes(calendar) == ["override-outside-series"]


def test_more_occurrences_than_can_be_shown_make_the_calendar_incomplete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.ics.calendar.OCCURRENCE_LIMIT", 20)
    calendar = read(meeting("RRULE:FREQ=DAILY"))
    assert len(starts(calendar)) == 20
    assert calendar.is_incomplete
    assert [(problem.code, problem.effect) for problem in calendar.problems] == [("too-many-occurrences", "source")]


def test_every_code_stands_in_the_documentation() -> None:
    page = (Path(__file__).parents[3] / "docs/ics.md").read_text("utf-8")
    listed = {code for line in page.splitlines() if line.startswith("| `") for code in re.findall("`([a-z-]+)`", line)}
    known = {kind.code for kind in kinds("connectors.ics.parsing.problems")}
    assert len(known) == 58
    assert known <= listed


def test_a_problem_says_itself_with_its_fields() -> None:
    calendar = read(
        "X-WR-TIMEZONE:Not/AZone",
        meeting("SUMMARY:a", "SUMMARY:b", "SEQUENCE:-1", "ATTENDEE:"),
        event("DTSTART;TZID=Mars:20260303T090000", uid="b"),
    )
    sentences = [problem.say(translator("en")) for problem in calendar.problems]
    assert "SUMMARY stands in the event twice; the first one counts." in sentences
    assert "The time zone “Mars” is unknown; its times were read in the owner's own zone." in sentences
    assert not any("{" in sentence for sentence in sentences)


def test_the_words_of_an_event_stay_out_of_its_problems() -> None:
    secret = "Sollicitatiegesprek"
    calendar = read(
        event(f"DTSTART:{secret}", f"SUMMARY:{secret}", f"{secret} zonder dubbele punt", f"DURATION:{secret}"),
        meeting(f"RRULE:FREQ={secret}", uid="b"),
        meeting(f"EXDATE:{secret}", f"RDATE:{secret}", f"SEQUENCE:{secret}", uid="c"),
    )
    assert len(calendar.problems) >= 5
    for problem in calendar.problems:
        assert secret not in problem.say(translator("en"))


def test_a_log_keeps_the_first_of_each_kind_and_the_number_of_them() -> None:
    log = ProblemLog("week.ics")
    for number in range(1, 301):
        log.add(ics_problems.LINE_UNREADABLE, number)
        log.add(ics_problems.LINE_UNREADABLE, number)
    log.add(ics_problems.START_MISSING, 1)
    assert [(problem.code, problem.line, problem.count) for problem in log.problems] == [
        ("line-unreadable", 1, 300),
        ("start-missing", 1, 1),
    ]
    first, last = (problem.say_with_count(translator("en")) for problem in log.problems)
    assert first.endswith("; it was left out. (300 of these; this is the first.)")
    assert last == log.problems[1].say(translator("en"))


def test_four_times_the_events_open_and_expand_in_about_four_times_the_time() -> None:
    people = [f"ATTENDEE;CN=P{number};PARTSTAT=ACCEPTED:mailto:p{number}@example.org" for number in range(5)]
    lines = (*people, r"DESCRIPTION:Agenda\n" + "woord " * 60, "SUMMARY:Overleg", "STATUS:CONFIRMED", "SEQUENCE:0")
    events = [
        meeting(*lines, *(("RRULE:FREQ=WEEKLY",) if number % 7 == 0 else ()), uid=str(number)) for number in range(700)
    ]
    window = (datetime(2026, 1, 1, tzinfo=AMSTERDAM), datetime(2027, 1, 1, tzinfo=AMSTERDAM))

    def open_and_expand(count: int) -> None:
        (calendar,) = read_calendars(stream(*events[:count]), "week.ics")
        assert len(calendar.occurrences(*window, AMSTERDAM).start) == count // 7 * (6 + 44)

    assert_at_most(8, lambda: open_and_expand(700), lambda: open_and_expand(175))


def test_occurrences_refer_to_their_entries() -> None:
    calendar = read(
        meeting("SUMMARY:Twee", uid="b", start="20260304T090000"), meeting("SUMMARY:Een", "RRULE:FREQ=DAILY;COUNT=2")
    )
    found = calendar.occurrences(utc("2026-03-01"), utc("2026-04-01"), AMSTERDAM)
    assert len(found.entry) == len(found.start) == len(found.end) == len(found.recurrence_start) == 3
    assert sorted(calendar.entries[position].title for position in found.entry) == ["Een", "Een", "Twee"]
    assert (found.end >= found.start).all()
