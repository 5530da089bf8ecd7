from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.ics.parsing.moments import Duration, TimeUnreadable, read_duration
from tests.connectors.ics.ics_samples import Shown, codes, event, meeting, occurrences, read, starts

START = "DTSTART;TZID=Europe/Amsterdam:20260303T090000"


@pytest.mark.parametrize(
    ("lines", "start", "minutes"),
    [
        ((START, "DTEND;TZID=Europe/Amsterdam:20260303T100000"), "2026-03-03T08:00Z", 60),
        ((START, "DTEND;TZID=America/New_York:20260303T050000"), "2026-03-03T08:00Z", 120),
        ((START, "DTEND:20260303T093000Z"), "2026-03-03T08:00Z", 90),
        ((START, "DURATION:PT1H30M"), "2026-03-03T08:00Z", 90),
        ((START, "DURATION:P1DT1H"), "2026-03-03T08:00Z", 25 * 60),
        ((START, "DURATION:P1W"), "2026-03-03T08:00Z", 7 * 24 * 60),
        ((START,), "2026-03-03T08:00Z", 0),
        ((START, "DTEND;TZID=Europe/Amsterdam:20260303T090000"), "2026-03-03T08:00Z", 0),
        ((START, "DURATION:PT0S"), "2026-03-03T08:00Z", 0),
        (("DTSTART;VALUE=DATE:20260303",), "2026-03-02T23:00Z", 24 * 60),
        (("DTSTART:20260303", "DTEND:20260305"), "2026-03-02T23:00Z", 48 * 60),
        (("DTSTART;VALUE=DATE:20260303", "DURATION:P2D"), "2026-03-02T23:00Z", 48 * 60),
        (("DTSTART;VALUE=DATE:20260303", "DURATION:PT86400S"), "2026-03-02T23:00Z", 24 * 60),
        (("DTSTART;TZID=America/New_York:20260303",), "2026-03-02T23:00Z", 24 * 60),
        (("DTSTART;VALUE=DATE:20260303T000000", "DTEND;VALUE=DATE:20260304T000000"), "2026-03-02T23:00Z", 24 * 60),
        # The day on which the clock goes forward has 23 hours.
        (("DTSTART;VALUE=DATE:20260329",), "2026-03-28T23:00Z", 23 * 60),
    ],
)
def test_an_event_takes_place_when_its_properties_say(lines: tuple[str, ...], start: str, minutes: int) -> None:
    calendar = read(event(*lines))
    assert occurrences(calendar) == [Shown(start, minutes)]
    assert codes(calendar) == []


def test_days_of_a_duration_follow_the_clock_and_its_hours_do_not() -> None:
    """RFC 5545 section 3.3.6: a day over the night in March is 23 hours long, 24 hours are 24."""
    night = "DTSTART;TZID=Europe/Amsterdam:20260328T120000"
    assert occurrences(read(event(night, "DURATION:P1D"))) == [Shown("2026-03-28T11:00Z", 23 * 60)]
    assert occurrences(read(event(night, "DURATION:PT24H"))) == [Shown("2026-03-28T11:00Z", 24 * 60)]


def test_an_exact_length_holds_for_every_occurrence_over_the_change_of_the_clock() -> None:
    """RFC 5545 section 3.8.5.3: also the one that starts in the gap lasts an hour."""
    calendar = read(meeting("RRULE:FREQ=DAILY;COUNT=3", start="20260328T023000"))
    assert occurrences(calendar) == [Shown("2026-03-28T01:30Z", 60), Shown("2026-03-29T01:30Z", 60)]
    assert starts(calendar, "2026-03-30", "2026-04-01") == ["2026-03-30T00:30Z"]


def test_an_event_from_inside_the_gap_to_behind_it_has_the_length_on_the_clock() -> None:
    lines = ("DTSTART;TZID=Europe/Amsterdam:20260329T023000", "DTEND;TZID=Europe/Amsterdam:20260329T031000")
    assert occurrences(read(event(*lines))) == [Shown("2026-03-29T01:30Z", 40)]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("DTEND:20260303T090000Z",), "start-missing"),
        ((START, "DTSTART:20260310T090000Z"), "start-twice"),
        (("DTSTART:tomorrow 9am",), "time-unreadable"),
        (("DTSTART:",), "time-unreadable"),
        (("DTSTART:20260230T090000",), "time-unreadable"),
        (("DTSTART:20260303T240000",), "time-unreadable"),
        (("DTSTART:20260303T090060",), ""),
        (("DTSTART:20260303T090061",), "time-unreadable"),
        (("DTSTART:00000101T000000Z",), "time-unreadable"),
        (("DTSTART:100000101T000000Z",), "time-unreadable"),
        (("DTSTART:２０２６0303",), "time-unreadable"),
        ((START, "DTEND:later"), "time-unreadable"),
        ((START, "DTEND:20260303T100000Z", "DTEND:20260303T110000Z"), "end-twice"),
        ((START, "DTEND;TZID=Europe/Amsterdam:20260303T085959"), "end-before-start"),
        (("DTSTART:20260303T090000", "DTEND:20260303T080000"), "end-before-start"),
        (("DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260302"), "end-before-start"),
        (("DTSTART;VALUE=DATE:20260303", "DTEND:20260303T100000Z"), "date-and-time-mixed"),
        ((START, "DTEND;VALUE=DATE:20260304"), "date-and-time-mixed"),
        (("DTSTART;VALUE=DATE:20260303", "DURATION:PT10H"), "date-and-time-mixed"),
        ((START, "DURATION:-PT2H"), "duration-negative"),
        ((START, "DURATION:P99999999W"), "duration-too-long"),
        ((START, "DURATION:P2920000D"), "duration-too-long"),
        ((START, "DURATION:two hours"), "duration-unreadable"),
        ((START, "DURATION:P"), "duration-unreadable"),
        ((START, "DURATION:"), "duration-unreadable"),
    ],
)
def test_an_event_without_a_time_of_its_own_is_skipped_by_name(lines: tuple[str, ...], code: str) -> None:
    calendar = read("X-TEST:1", event(*lines), meeting(uid="good", start="20260304T100000"))
    skipped = [problem for problem in calendar.problems if problem.effect == "skipped"]
    assert [problem.code for problem in skipped] == ([code] if code else [])
    assert {(problem.uid, problem.line, problem.source) for problem in skipped} <= {("a@example.test", 4, "week.ics")}
    assert "2026-03-04T09:00Z" in starts(calendar)


@pytest.mark.parametrize(
    ("lines", "code", "shown"),
    [
        ((START, START), "", Shown("2026-03-03T08:00Z", 0)),
        ((START, "DTEND:20260303T093000Z", "DURATION:PT3H"), "end-and-duration", Shown("2026-03-03T08:00Z", 90)),
        (("DTSTART:20260303T090060Z",), "leap-second", Shown("2026-03-03T09:00Z", 0)),
        (("DTSTART;VALUE=DATE:20260303T090000Z",), "date-with-time", Shown("2026-03-03T09:00Z", 0)),
        (
            ("DTSTART;VALUE=DATE:20260303T220000Z", "DTEND;VALUE=DATE:20260304T000000Z"),
            "date-with-time",
            Shown("2026-03-03T22:00Z", 120),
        ),
        (
            ("DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260303"),
            "all-day-without-length",
            Shown("2026-03-02T23:00Z", 24 * 60),
        ),
        (
            ("DTSTART;VALUE=DATE:20260303", "DURATION:P0D"),
            "all-day-without-length",
            Shown("2026-03-02T23:00Z", 24 * 60),
        ),
        (
            (START, "DTEND;TZIDEurope/Amsterdam:20260303T100000"),
            "parameters-unreadable end-zone-missing",
            Shown("2026-03-03T08:00Z", 60),
        ),
        ((START, "DTEND:20260303T100000"), "end-zone-missing", Shown("2026-03-03T08:00Z", 60)),
        (
            ("DTSTART:20260303T090000", "DTEND;TZID=America/New_York:20260303T100000"),
            "end-zone-missing",
            Shown("2026-03-03T14:00Z", 60),
        ),
    ],
)
def test_a_repaired_time_is_read_and_named(lines: tuple[str, ...], code: str, shown: Shown) -> None:
    calendar = read(event(*lines))
    assert occurrences(calendar) == [shown]
    assert codes(calendar) == code.split()
    assert all(problem.effect == "repaired" for problem in calendar.problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT1H", Duration(0, timedelta(hours=1))),
        ("P1D", Duration(1)),
        ("P2W", Duration(14)),
        ("P1DT2H3M4S", Duration(1, timedelta(hours=2, minutes=3, seconds=4))),
        ("+pt15m", Duration(0, timedelta(minutes=15))),
        ("-P1DT1H", Duration(-1, -timedelta(hours=1))),
    ],
)
def test_read_duration_keeps_days_and_hours_apart(text: str, expected: Duration) -> None:
    assert read_duration(text) == expected


@pytest.mark.parametrize("text", ["", "P", "1H", "PT", "P1H", "PT1D", "PT1.5H", "PT1H garbage"])
def test_read_duration_refuses_what_is_none(text: str) -> None:
    with pytest.raises(TimeUnreadable):
        read_duration(text)
