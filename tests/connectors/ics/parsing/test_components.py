from __future__ import annotations

from connectors.ics.parsing.components import RawCalendar, split_components
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.problems import ProblemLog


def split(text: str) -> tuple[list[RawCalendar], list[tuple[str, int | None, str]]]:
    """Split lines given in short: B:X and E:X for BEGIN and END."""
    lines = [line.strip().replace("B:", "BEGIN:").replace("E:", "END:") for line in text.split()]
    log = ProblemLog("week.ics")
    calendars = split_components((Line(number, line) for number, line in enumerate(lines, start=1)), log)
    return calendars, [(problem.code, problem.line, problem.uid) for problem in log.problems]


def events(text: str) -> list[str]:
    """The uids of the events found, all calendars together."""
    calendars, _ = split(text)
    return [event.lines[0].text.removeprefix("UID:") for calendar in calendars for event in calendar.events]


def test_split_gives_events_zones_and_own_lines_of_each_calendar() -> None:
    (first, second), problems = split(
        "B:VCALENDAR X:1 B:VTIMEZONE TZID:Z B:STANDARD D:1 E:STANDARD E:VTIMEZONE B:VEVENT UID:a E:VEVENT E:VCALENDAR "
        "begin:vcalendar begin:vevent UID:b end:vevent end:vcalendar"
    )
    assert [line.text for line in first.lines] == ["X:1"]
    assert [(zone.lines[0].text, zone.parts[0].name) for zone in first.zones] == [("TZID:Z", "STANDARD")]
    assert [(event.lines[0].text, event.line) for event in first.events + second.events] == [
        ("UID:a", 9),
        ("UID:b", 14),
    ]
    assert not first.is_incomplete
    assert not problems


def test_split_steps_over_alarms_and_components_never_read() -> None:
    (calendar,), problems = split(
        "B:VCALENDAR B:VTODO UID:t E:VTODO B:VEVENT UID:a B:VALARM UID:x E:VALARM S:1 E:VEVENT E:VCALENDAR"
    )
    assert [[line.text for line in event.lines] for event in calendar.events] == [["UID:a", "S:1"]]
    assert not problems


def test_split_survives_any_depth() -> None:
    deep = "B:VCALENDAR B:VEVENT UID:a " + "B:X-N " * 5000 + "E:X-N " * 5000 + "E:VEVENT E:VCALENDAR"
    assert events(deep) == ["a"]


def test_split_leaves_out_an_event_inside_an_event_and_names_it() -> None:
    text = "B:VCALENDAR B:VEVENT UID:a B:VEVENT UID:b E:VEVENT E:VEVENT B:VEVENT UID:c E:VEVENT E:VCALENDAR"
    assert events(text) == ["a", "c"]
    assert split(text)[1] == [("nested-event", 4, "b")]


def test_split_keeps_all_events_when_one_has_lost_its_end() -> None:
    text = "B:VCALENDAR B:VEVENT UID:a B:VEVENT UID:b E:VEVENT B:VEVENT UID:c E:VEVENT E:VCALENDAR"
    assert events(text) == ["a", "b", "c"]
    assert split(text)[1] == [("begin-without-end", 2, "")]


def test_split_names_an_end_too_many_and_goes_on() -> None:
    text = "B:VCALENDAR B:VEVENT UID:a E:VEVENT E:VEVENT B:VEVENT UID:b E:VEVENT E:VCALENDAR E:VCALENDAR"
    assert events(text) == ["a", "b"]
    assert split(text)[1] == [("end-without-begin", 5, ""), ("end-without-begin", 10, "")]  # of two names


def test_split_repeats_no_text_that_only_looks_like_an_end() -> None:
    lines = [Line(1, "BEGIN:VCALENDAR"), Line(2, "END: of the secret project"), Line(3, "END:VCALENDAR")]
    log = ProblemLog("week.ics")
    split_components(lines, log)
    assert [(problem.code, dict(problem.fields)) for problem in log.problems] == [
        ("end-without-begin", {"component": "…"})
    ]


def test_split_closes_an_alarm_that_lost_its_end_with_its_event() -> None:
    text = "B:VCALENDAR B:VEVENT UID:a B:VALARM T:1 E:VEVENT B:VEVENT UID:b E:VEVENT E:VCALENDAR"
    assert events(text) == ["a", "b"]
    assert split(text)[1] == [("begin-without-end", 4, "")]


def test_split_recovers_what_is_complete_before_a_cut() -> None:
    text = "B:VCALENDAR B:VEVENT UID:a E:VEVENT B:VEVENT UID:b DTSTART:2026"
    (calendar,), problems = split(text)
    assert events(text) == ["a"]
    assert calendar.is_incomplete
    assert problems == [("cut-off", 5, "b")]


def test_split_says_so_when_only_the_end_of_the_calendar_is_missing() -> None:
    (calendar,), problems = split("B:VCALENDAR B:VEVENT UID:a E:VEVENT")
    assert len(calendar.events) == 1
    assert calendar.is_incomplete
    assert problems == [("calendar-without-end", 1, "")]


def test_split_takes_a_cut_before_the_next_calendar_for_a_cut() -> None:
    text = "B:VCALENDAR B:VEVENT UID:a E:VEVENT B:VEVENT UID:b B:VCALENDAR B:VEVENT UID:c E:VEVENT E:VCALENDAR"
    calendars, problems = split(text)
    assert events(text) == ["a", "c"]
    assert [calendar.is_incomplete for calendar in calendars] == [True, False]
    assert problems == [("cut-off", 5, "b")]


def test_split_reads_events_outside_a_calendar_and_says_so() -> None:
    text = "B:VEVENT UID:a E:VEVENT B:VEVENT UID:b E:VEVENT"
    (calendar,), problems = split(text)
    assert events(text) == ["a", "b"]
    assert not calendar.is_incomplete
    assert problems == [("calendar-missing", 1, "")]


def test_split_names_text_outside_the_calendar_once() -> None:
    assert split("Hello B:VCALENDAR E:VCALENDAR -- bye")[1] == [("text-outside", 1, "")]
    assert split("B:VCALENDAR E:VCALENDAR -- bye")[1] == [("text-outside", 3, "")]
