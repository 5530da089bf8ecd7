"""The fast road gives what the careful road gives, on every calendar there is and on random ones."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.ics.calendar import IcsCalendar, read_calendars
from connectors.ics.parsing import problems
from connectors.ics.recurrence.rule import MAXIMUM_LENGTH
from connectors.ics.versions import settle_versions
from tests import columns_fuzz
from tests.connectors.ics.columns.both_roads import ZONES, Window, differences, differences_of
from tests.connectors.ics.columns.random_calendars import Maker
from tests.connectors.ics.ics_samples import AMSTERDAM, codes, event, meeting, read, stream, vtimezone

SEEDS = 60
YEAR: Window = (datetime(2026, 1, 1), datetime(2027, 1, 1), AMSTERDAM)
SPRING: Window = (datetime(2026, 3, 2), datetime(2026, 3, 30), ZONES[2])


@pytest.mark.parametrize("folder", columns_fuzz.FOLDERS)
def test_calendars_of_the_corpus_read_the_same(shared_data: Path, folder: str) -> None:
    """Of the large corpus a part; ``python -m tests.columns_fuzz --corpus`` reads all of it."""
    paths = list(columns_fuzz.calendars_in(shared_data / folder))[:: 12 if folder == "corpus" else 1]
    differing = {path.name: found for path in paths if (found := columns_fuzz.check_file(path))}
    assert len(paths) > 10
    assert differing == {}


def test_random_calendars_read_the_same() -> None:
    differing = {seed: found for seed in range(SEEDS) if (found := columns_fuzz.check(seed)[0])}
    assert differing == {}


def test_a_rule_that_a_digit_of_its_count_makes_too_long_is_refused() -> None:
    padding = "a" * (MAXIMUM_LENGTH - len("FREQ=DAILY;X-A=;COUNT=9"))
    long = [event(*PLAIN, f"RRULE:FREQ=DAILY;X-A={padding};COUNT={count}", uid=f"count{count}") for count in (8, 9, 10)]
    (calendar,) = read_calendars(stream(*long), "week.ics")
    assert calendar.roads().careful == 1
    assert differences(stream(*long), [YEAR, SPRING]) == []


def test_most_of_an_ordinary_calendar_goes_the_fast_road() -> None:
    entries = careful = 0
    for seed in range(20):
        (calendar,) = read_calendars(Maker(seed, oddity=0).stream(20), "week.ics")
        roads = calendar.roads()
        entries, careful = entries + roads.entries, careful + roads.careful
    assert careful < entries * 0.04  # what the maker itself makes odd now and then: a change of no occurrence


def test_real_calendars_go_the_fast_road(shared_data: Path) -> None:
    entries = careful = 0
    for path in sorted((shared_data / "corpus" / "real_calendars").rglob("*.ics")):
        for calendar in read_calendars(path.read_bytes(), path.name):
            entries, careful = entries + calendar.roads().entries, careful + calendar.roads().careful
    assert entries > 600
    assert careful <= entries * 0.01


# what leads a quick reader astray: each case is read the same, and by the road it says


PLAIN = ("DTSTART:20260303T090000Z", "DTEND:20260303T100000Z")
WEEKLY = (*PLAIN, "RRULE:FREQ=WEEKLY;COUNT=5")
MOVED = event("RECURRENCE-ID:20260310T090000Z", "DTSTART:20260311T090000Z")

FAST = {
    "single": [event(*PLAIN)],
    "series": [event(*WEEKLY)],
    "changed occurrence": [event(*WEEKLY), MOVED],
    "changed occurrence alone": [MOVED],
    "excluded": [event(*WEEKLY, "EXDATE:20260310T090000Z,20260317T090000Z")],
    "excluded what is none": [event(*WEEKLY, "EXDATE:20260311T090000Z")],
    "excluded single": [event(*PLAIN, "EXDATE:20260303T090000Z"), event(*PLAIN, "EXDATE:20260304T090000Z", uid="b")],
    "whole days": [event("DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260305", "RRULE:FREQ=WEEKLY;COUNT=2")],
    "floating": [event("DTSTART:20260303T090000", "DURATION:PT1H")],
    "zone": [vtimezone("Europe/Amsterdam"), meeting("RRULE:FREQ=DAILY;UNTIL=20260401T070000Z")],
    "zone defined otherwise": [vtimezone("Europe/Amsterdam", "+0300", "+0400"), meeting()],
    "own zone": [vtimezone("Own"), event("DTSTART;TZID=Own:20260303T090000", "DTEND;TZID=Own:20260303T100000")],
    "unknown zone": [event("DTSTART;TZID=Nowhere:20260303T090000", "DURATION:P1D")],
    "until a day": [event(*PLAIN, "RRULE:FREQ=DAILY;UNTIL=20260310")],
    "start off its rule": [event(*PLAIN, "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3")],
    "ended before it began": [event(*PLAIN, "RRULE:FREQ=DAILY;UNTIL=20260101T000000Z")],
    "rules that differ in their count": [
        event(*PLAIN, f"RRULE:FREQ=WEEKLY;COUNT={count}{rest}", uid=f"count{number}-{part}")
        for number, count in enumerate((3, 5, 40, 9999, "0", "07", "+2", " 4"))
        for part, rest in enumerate(
            (
                "",
                ";BYDAY=MO",
                ";UNTIL=20260401T090000Z",
                ";until=20260401T090000Z",
                ";WKST=SU",
                ";X-COUNT=2",
                ";count=4",
            )
        )
    ],
    "last weekday of the month": [event(*PLAIN, "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")],
    "alarm": [event(*PLAIN, "BEGIN:VALARM", "DTSTART:rubbish", "END:VALARM")],
    "task beside it": [event(*PLAIN), "BEGIN:VTODO\nUID:t\nDTSTART:rubbish\nEND:VTODO"],
    "halves": [event(*WEEKLY, uid="a"), event(*WEEKLY, uid="a_R20260303T090000")],
    "availability": [event(*PLAIN, "SUMMARY:Busy"), event(*PLAIN, "SUMMARY:Free", uid="b")],
    "busy": [event(*PLAIN, "SUMMARY:Busy"), event(*PLAIN, "SUMMARY:Budget", uid="b")],
}
CAREFUL = {
    "uid twice": [event(*PLAIN), event(*PLAIN)],
    "uid written in two ways": [event(*PLAIN, uid="a,b"), event(*PLAIN, uid="a\\,b")],
    "another sequence": [event(*PLAIN), event(*PLAIN, "SEQUENCE:2", "SUMMARY:New")],
    "no uid": [event(*PLAIN, uid="")],
    "all later occurrences": [event(*WEEKLY), MOVED.replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE")],
    "changed occurrence with a rule": [event(*WEEKLY), MOVED.replace("END:", "RRULE:FREQ=DAILY\nEND:")],
    "changed twice": [event(*WEEKLY), MOVED, MOVED],
    "changed and excluded": [event(*WEEKLY, "EXDATE:20260310T090000Z"), MOVED],
    "changed what is none": [event(*WEEKLY), MOVED.replace("ID:20260310", "ID:20260311")],
    "changed by its day": [event(*WEEKLY), MOVED.replace("ID:20260310T090000Z", "ID:20260310T000000Z")],
    "two rules": [event(*WEEKLY, "RRULE:FREQ=MONTHLY;COUNT=2")],
    "count below nothing": [event(*PLAIN, "RRULE:FREQ=DAILY;COUNT=-1")],
    "hourly": [event(*PLAIN, "RRULE:FREQ=HOURLY;COUNT=5")],
    "end before start": [event("DTSTART:20260303T090000Z", "DTEND:20260302T090000Z")],
    "day and time": [event("DTSTART;VALUE=DATE:20260303", "DTEND:20260304T090000Z")],
    "end and duration": [event(*PLAIN, "DURATION:PT3H")],
    "end before start on another clock": [
        event("DTSTART;TZID=America/New_York:20260303T100000", "DTEND;TZID=Europe/Amsterdam:20260303T090000")
    ],
    "days of some hours": [event("DTSTART;VALUE=DATE:20260303", "DURATION:PT5H")],
    "days of no length": [event("DTSTART;VALUE=DATE:20260303", "DURATION:P0D")],
    "excluded in a zone and in UTC": [event(*WEEKLY, "EXDATE;TZID=Europe/Paris:20260310T090000Z,20260317T090000Z")],
    "excluded on other clocks": [event(*WEEKLY, "EXDATE:20260310T090000,20260317T090000Z")],
    "one zone of two": [event("DTSTART:20260303T090000Z", "DTEND:20260303T100000")],
    "added dates": [event(*WEEKLY, "RDATE:20260304T090000Z")],
    "day excluded from times": [event(*WEEKLY, "EXDATE;VALUE=DATE:20260310")],
    "leap second": [event("DTSTART:20261231T235960Z")],
    "midnight called a day": [event("DTSTART;VALUE=DATE:20260303T000000")],
    "zone and UTC": [event("DTSTART;TZID=Europe/Amsterdam:20260303T090000Z")],
    "lower case": [event("dtstart:20260303T090000Z")],
    "far away": [event("DTSTART:18990303T090000Z")],
    "odd quotes": [event(*PLAIN, 'ATTENDEE;CN="a"b":mailto:c@example.org')],
    "nobody": [event(*PLAIN, "ATTENDEE:mailto:")],
    "no colon": [event(*PLAIN, "garbage")],
    "title twice": [event(*PLAIN, "SUMMARY:One", "SUMMARY:Two")],
    "in another encoding": [event(*PLAIN, "SUMMARY;ENCODING=QUOTED-PRINTABLE:a=20b")],
    "no number": [event(*PLAIN, "SEQUENCE:first")],
    "series withdrawn": [event(*WEEKLY, "STATUS:CANCELLED"), MOVED],
}
STREAMS = {
    "text outside": stream(event(*PLAIN)) + b"text\r\n",
    "two calendars": stream(event(*PLAIN)) * 2,
    "cut": stream(event(*PLAIN))[:-30],
    "no end": stream(event(*PLAIN).replace("END:VEVENT", "")),
    "end of another": stream(event(*PLAIN, "BEGIN:VALARM", "END:VALARN")),
    "ends crossed": stream(event(*PLAIN, "BEGIN:VALARM"), "END:VALARM"),
    "two ends": stream(event(*PLAIN), "BEGIN:VTODO", "END:VTODO", "END:VTODO", "BEGIN:VTODO"),
    "lower case begin": stream(event(*PLAIN).replace("BEGIN", "Begin")),
    "begin with a blank": stream(event(*PLAIN).replace("BEGIN:VEVENT", "BEGIN:VEVENT ")),
    "event in an event": stream(event(*PLAIN, event(*PLAIN, uid="b"))),
    "other line ends": stream(event(*PLAIN)).replace(b"\r\n", b"\r"),
    "return in a text": stream(event(*PLAIN, "SUMMARY:a\rb")),
    "event named in a text": stream(event(*PLAIN)).replace(b"VERSION", b"X-A:b\r\n BEGIN:VEVENT\r\nVERSION"),
    "mixed line ends": stream(event(*PLAIN), event(*PLAIN, "SUMMARY:x", uid="b")).replace(b"\r\n", b"\r", 5),
    "other encoding": stream(event(*PLAIN, "SUMMARY:x")).replace(b"x", b"\xe9"),
    "nothing in a text": stream(event(*PLAIN, "SUMMARY:a\0b")),
    "soft line end": stream(event(*PLAIN, "SUMMARY;ENCODING=QUOTED-PRINTABLE:a=")).replace(b"a=", b"a=\r\nb"),
    "fold behind nothing": stream(event(*PLAIN, "SUMMARY:x")).replace(b"x\r\n", b"x\r\n\r\n y\r\n"),
    "indented": stream(event(*PLAIN)).replace(b"\r\n", b"\r\n  "),
    "cancelled": stream("METHOD:CANCEL", event(*PLAIN)),
    "answered": stream("METHOD:REPLY", event(*PLAIN)),
    "zone in an event": stream(event(*PLAIN, vtimezone("Own"))),
}
SAME_STREAMS = {
    "marked as UTF-8": b"\xef\xbb\xbf" + stream(event(*PLAIN)),
    "line feeds": stream(event(*PLAIN)).replace(b"\r\n", b"\n"),
    "blank lines": stream(event(*PLAIN), event(*PLAIN, uid="b")).replace(b"END:VEVENT\r\n", b"END:VEVENT\r\n\r\n"),
    "no last line end": stream(event(*PLAIN)).rstrip(),
    "folds": stream(event(*PLAIN, "SUMMARY:ab")).replace(b"ab", b"a\r\n b\r\n\tc\r\n \r\n  d"),
    "fold in a letter": stream(event(*PLAIN, "SUMMARY:\u00e9")).replace(b"\xc3\xa9", b"\xc3\r\n \xa9"),
    "flight to an earlier clock": stream(
        event("DTSTART;TZID=Asia/Kathmandu:20260303T100000", "DTEND;TZID=America/New_York:20260303T090000"),
        event("DTSTART;TZID=America/New_York:20260303T100000", "DTEND;TZID=Europe/Paris:20260303T130000", uid="b"),
    ),
    "folded begin": stream(event(*PLAIN)).replace(b"BEGIN:VEVENT", b"BEG\r\n IN:VEVENT"),
    "folded name": stream(event(*PLAIN)).replace(b"DTSTART", b"DTS\r\n TART"),
}


@pytest.mark.parametrize("case", FAST)
def test_the_fast_road_reads(case: str) -> None:
    calendar = read(*FAST[case])
    assert calendar.roads().careful == 0, calendar.roads()
    assert differences(stream(*FAST[case]), [YEAR, SPRING]) == []


@pytest.mark.parametrize("case", CAREFUL)
def test_the_careful_road_reads_with_its_whole_uid(case: str) -> None:
    data = stream(*CAREFUL[case], event(*PLAIN, uid="healthy"))
    (calendar,) = read_calendars(data, "week.ics")
    assert calendar.fast is not None
    assert [series.components[0].entry.uid for series in calendar.series] != ["healthy"]
    assert calendar.fast.part.uids().keys() == {"healthy"}
    assert differences(data, [YEAR, SPRING]) == []


@pytest.mark.parametrize("case", STREAMS)
def test_an_irregular_stream_is_left_to_the_careful_road(case: str) -> None:
    assert all(calendar.fast is None for calendar in read_calendars(STREAMS[case], "week.ics"))
    assert differences(STREAMS[case], [YEAR]) == []


@pytest.mark.parametrize("case", SAME_STREAMS)
def test_a_stream_laid_out_otherwise_is_regular(case: str) -> None:
    (calendar,) = read_calendars(SAME_STREAMS[case], "week.ics")
    assert calendar.roads().careful == 0
    assert differences(SAME_STREAMS[case], [YEAR]) == []


# what only shows over a whole calendar


def test_of_a_crowded_calendar_the_same_part_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.ics.calendar.OCCURRENCE_LIMIT", 60)
    daily = ("DTSTART:20260101T090000Z", "RRULE:FREQ=DAILY;COUNT=25")
    with_care = event(*daily, "RDATE:20261224T090000Z", uid="added")
    for place in range(4):
        series = [event(*daily, uid=f"{number}") for number in range(3)]
        series.insert(place, with_care)
        assert differences(stream(*series), [YEAR, SPRING]) == []


def test_what_is_too_much_at_once_is_worked_out_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    daily = ("DTSTART:20260101T090000Z", "RRULE:FREQ=DAILY;COUNT=25")
    data = stream(*(event(*daily, uid=f"{number}") for number in range(9)), event(*WEEKLY, uid="weekly"))
    monkeypatch.setattr("connectors.ics.columns.starts.MOST_STARTS", 60)
    assert differences(data, [YEAR, SPRING]) == []
    monkeypatch.setattr("connectors.ics.calendar.OCCURRENCE_LIMIT", 110)
    assert differences(data, [YEAR, SPRING]) == []
    monkeypatch.setattr("connectors.ics.columns.starts.MOST_STARTS", 3)
    assert differences(data, [YEAR, SPRING]) == []
    (calendar,) = read_calendars(data, "week.ics")
    assert len(calendar.occurrences(*SPRING).entry) == 4


def test_rules_that_take_too_many_steps_are_left_to_the_careful_road(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = ("DTSTART:20260101T090000Z", "RRULE:FREQ=YEARLY;BYWEEKNO=1,20;COUNT=9")
    data = stream(event(*slow), event(*WEEKLY, uid="b"), event(*slow, uid="c"))
    monkeypatch.setattr("connectors.ics.recurrence.expansion.STEP_BUDGET", 5)
    monkeypatch.setattr("connectors.ics.columns.starts.OWN_STEPS", -100_000_000)
    (calendar,) = read_calendars(data, "week.ics")
    assert calendar.roads().careful == 0
    assert differences(data, [YEAR, SPRING]) == []
    assert len(calendar.fast.part.rows(*YEAR, 10).odd if calendar.fast else []) == 2


def test_a_series_that_is_too_dense_keeps_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("occurring.expansion", "calendar", "columns.expansion"):
        monkeypatch.setattr(f"connectors.ics.{module}.SERIES_LIMIT", 20)
    data = stream(event("DTSTART:20260101T090000Z", "RRULE:FREQ=DAILY"), event(*WEEKLY, uid="b"))
    assert differences(data, [YEAR, SPRING]) == []
    (calendar,) = read_calendars(data, "week.ics")
    calendar.occurrences(*YEAR)
    assert codes(calendar) == [problems.SERIES_TOO_DENSE.code]


def test_a_window_at_the_ends_of_the_calendar_is_worked_out_with_care() -> None:
    data = stream(event(*WEEKLY), event("DTSTART:20260101T090000Z", "RRULE:FREQ=YEARLY", uid="b"))
    for first, last in ((1, 9998), (1900, 1901), (2300, 2305)):
        assert differences(data, [(datetime(first, 1, 1), datetime(last, 1, 1), AMSTERDAM)]) == []


def test_versions_are_settled_as_if_all_were_read_with_care() -> None:
    first = stream(event(*WEEKLY, "SEQUENCE:1"), event(*PLAIN, uid="b"), event(*WEEKLY, uid="c"), MOVED)
    second = stream(event(*WEEKLY, "SEQUENCE:2", "SUMMARY:New"), event(*PLAIN, uid="d"))
    third = stream(event("RECURRENCE-ID:20260317T090000Z", "DTSTART:20260319T090000Z", uid="c"))

    def opened(*, is_careful: bool) -> list[IcsCalendar]:
        streams = enumerate((first, second, third))
        found = [
            calendar
            for number, data in streams
            for calendar in read_calendars(data, f"{number}", is_careful=is_careful)
        ]
        settle_versions(found)
        return found

    for fast, careful in zip(opened(is_careful=False), opened(is_careful=True), strict=True):
        assert differences_of(fast, careful, [YEAR, SPRING]) == []
    # The changes that lie in another file have come along: one to each of the first two.
    assert [calendar.roads().careful for calendar in opened(is_careful=False)] == [2 + 1 + 1, 1 + 1, 1]


def test_random_calendars_are_settled_the_same() -> None:
    for seed in range(25):
        streams = [Maker(seed, oddity=0.1).stream(4), Maker(seed + 1000, oddity=0.1).stream(4)]
        both = []
        for is_careful in (False, True):
            found = [one for data in streams for one in read_calendars(data, "week.ics", is_careful=is_careful)]
            settle_versions(found)
            both.append(found)
        for fast, careful in zip(*both, strict=True):
            assert differences_of(fast, careful, [YEAR, SPRING]) == [], seed


@pytest.mark.parametrize("hour", [6, 13])
def test_a_day_left_out_is_in_a_window_that_holds_its_noon(hour: int) -> None:
    days = ("DTSTART;VALUE=DATE:20260303", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260311")
    window = (datetime(2026, 3, 11, hour), datetime(2026, 3, 20), ZoneInfo("UTC"))
    assert differences(stream(event(*days)), [window]) == []
    calendar = read(event(*days))
    calendar.occurrences(*window)
    assert codes(calendar) == (["excluded-date-idle"] if hour == 6 else [])


def test_asking_twice_tells_nothing_twice() -> None:
    calendar = read(event(*WEEKLY, "EXDATE:20260311T090000Z"))
    for _ in range(2):
        calendar.occurrences(*YEAR)
    assert [(problem.code, problem.count) for problem in calendar.problems] == [("excluded-date-idle", 1)]


def test_extents_are_found_without_walking_through_ten_years() -> None:
    data = stream(
        event("DTSTART:20200101T090000Z", "RRULE:FREQ=WEEKLY;UNTIL=20280101T090000Z", "EXDATE:20200101T090000Z"),
        event("DTSTART:20190101T230000Z", "DURATION:PT3H", uid="b"),
        event("DTSTART:20250101T230000Z", "RRULE:FREQ=MONTHLY;COUNT=30", uid="c"),
        event("DTSTART:20250101T230000Z", "RRULE:FREQ=YEARLY", uid="d"),
    )
    (calendar,) = read_calendars(data, "week.ics")
    edges = calendar.first_and_last(ZoneInfo("Pacific/Auckland"))
    assert edges == tuple(datetime.fromisoformat(day).date() for day in ("2019-01-02", "2027-12-29"))
    assert differences(data, [(datetime(2010, 1, 1), datetime(2010, 2, 1), ZoneInfo("Pacific/Auckland"))]) == []
