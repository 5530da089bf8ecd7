from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from connectors.ics.calendar import read_calendars
from connectors.ics.occurring.expansion import SERIES_LIMIT
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

DAILY = ("RRULE:FREQ=DAILY;COUNT=3",)
"""On 3, 4 and 5 March at nine in Amsterdam, an hour long."""
THREE = ["2026-03-03T08:00Z", "2026-03-04T08:00Z", "2026-03-05T08:00Z"]


def override(recurrence_id: str, *lines: str, start: str = "20260304T140000", uid: str = "a@example.test") -> str:
    return meeting(f"RECURRENCE-ID{recurrence_id}", *lines, uid=uid, start=start)


def test_a_series_occurs_in_the_window_and_nowhere_else() -> None:
    calendar = read(meeting("RRULE:FREQ=DAILY"))
    assert starts(calendar, "2026-03-10", "2026-03-12") == ["2026-03-10T08:00Z", "2026-03-11T08:00Z"]
    assert starts(calendar, "2026-03-01", "2026-03-03") == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-03-03T08:00", "2026-03-03T09:00", 1),
        ("2026-03-03T08:59", "2026-03-03T09:00", 1),
        ("2026-03-03T09:00", "2026-03-03T10:00", 0),
        ("2026-03-03T07:00", "2026-03-03T08:00", 0),
    ],
)
def test_the_window_is_half_open(first: str, last: str, expected: int) -> None:
    calendar = read(meeting())
    assert len(calendar.occurrences(utc(first), utc(last), AMSTERDAM).start) == expected


@pytest.mark.parametrize(("first", "expected"), [("2026-03-03T08:00", 1), ("2026-03-03T08:01", 0)])
def test_an_event_of_no_length_belongs_to_the_window_it_starts_in(first: str, expected: int) -> None:
    calendar = read(event("DTSTART:20260303T080000Z"))
    assert len(calendar.occurrences(utc(first), utc("2026-03-04"), AMSTERDAM).start) == expected
    assert len(calendar.occurrences(utc("2026-03-01"), utc("2026-03-03T08:00"), AMSTERDAM).start) == 0


def test_an_occurrence_that_began_long_before_the_window_is_in_it() -> None:
    calendar = read(event("DTSTART:20260101T000000Z", "DTEND:20260220T000000Z", "RRULE:FREQ=MONTHLY"))
    assert starts(calendar, "2026-03-10", "2026-03-11") == ["2026-02-01T00:00Z", "2026-03-01T00:00Z"]


def test_rules_and_added_dates_together_give_each_time_once() -> None:
    calendar = read(
        meeting(*DAILY, "RRULE:FREQ=WEEKLY;COUNT=2", "RDATE;TZID=Europe/Amsterdam:20260304T090000,20260306T120000")
    )
    assert starts(calendar) == [*THREE, "2026-03-06T11:00Z", "2026-03-10T08:00Z"]


def test_added_periods_have_their_own_length() -> None:
    calendar = read(
        meeting("RDATE;VALUE=PERIOD:20260310T090000Z/PT2H,20260311T090000Z/20260311T103000Z", "RDATE:20260312T090000Z")
    )
    assert [shown.minutes for shown in occurrences(calendar)] == [60, 120, 90, 60]
    assert calendar.entries[0].is_recurring


def test_added_dates_of_another_kind_are_read_as_the_series_is_and_named() -> None:
    calendar = read(meeting("RDATE;VALUE=DATE:20260310", "RDATE:20260311T120000", "RDATE:20260312T120000Z"))
    assert starts(calendar) == ["2026-03-03T08:00Z", "2026-03-10T08:00Z", "2026-03-11T11:00Z", "2026-03-12T12:00Z"]
    assert codes(calendar) == ["added-date-kind"]
    days = read(event("DTSTART;VALUE=DATE:20260303", "RDATE:20260310T120000Z"))
    assert occurrences(days)[1] == Shown("2026-03-09T23:00Z", 24 * 60)


def test_added_times_without_a_zone_are_in_that_of_the_series_and_not_of_the_owner() -> None:
    floating = "RDATE:20260311T120000", "RDATE;VALUE=PERIOD:20260312T120000/20260312T133000"
    calendar = read(event("DTSTART;TZID=America/New_York:20260310T090000", "DURATION:PT1H", *floating))
    # New York is four hours behind UTC from 8 March on; the owner lives in Amsterdam.
    assert occurrences(calendar) == [
        Shown("2026-03-10T13:00Z", 60),
        Shown("2026-03-11T16:00Z", 60),
        Shown("2026-03-12T16:00Z", 90),
    ]
    assert codes(calendar) == ["added-date-kind"]


def test_dates_that_are_none_are_left_out_and_named() -> None:
    calendar = read(meeting(*DAILY, "RDATE:soon,20260310T090000Z/never", "EXDATE:,20260304T080000Z,whenever", "RDATE:"))
    assert starts(calendar) == [THREE[0], THREE[2]]
    assert codes(calendar) == ["added-date-unreadable", "excluded-date-unreadable"]


@pytest.mark.parametrize(
    "exdate",
    [
        ";TZID=Europe/Amsterdam:20260304T090000",
        ":20260304T080000Z",
        ";TZID=America/New_York:20260304T030000",
        ":20260304T090000",
        ";VALUE=DATE:20260304",
        ":20260101T000000Z,20260304T080000Z",
    ],
)
def test_excluded_dates_are_found_however_they_are_written(exdate: str) -> None:
    calendar = read(meeting(*DAILY, f"EXDATE{exdate}"))
    assert starts(calendar) == [THREE[0], THREE[2]]
    assert codes(calendar) == []


@pytest.mark.parametrize(
    "exdate", [";VALUE=DATE:20260304", ":20260304T000000", ":20260304T000000Z", ":20260303T230000Z"]
)
def test_a_day_of_a_series_of_days_is_excluded_however_it_is_written(exdate: str) -> None:
    calendar = read(event("DTSTART;VALUE=DATE:20260303", *DAILY, f"EXDATE{exdate}"))
    assert starts(calendar) == ["2026-03-02T23:00Z", "2026-03-04T23:00Z"]


@pytest.mark.parametrize(
    ("exrule", "expected"),
    [
        ("FREQ=DAILY", []),
        ("FREQ=DAILY;INTERVAL=2", [THREE[1]]),
        ("FREQ=WEEKLY;BYDAY=WE", [THREE[0], THREE[2]]),
        ("FREQ=MONTHLY;BYMONTHDAY=5", THREE[:2]),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", THREE[1:]),
        ("FREQ=DAILY;COUNT=1", THREE[1:]),
    ],
)
def test_a_rule_of_exceptions_takes_away_what_it_means(exrule: str, expected: list[str]) -> None:
    assert starts(read(meeting(*DAILY, f"EXRULE:{exrule}"))) == expected


@pytest.mark.parametrize(
    "recurrence_id",
    [
        ";TZID=Europe/Amsterdam:20260304T090000",
        ":20260304T080000Z",
        ";TZID=America/New_York:20260304T030000",
        ":20260304T090000",
        ";VALUE=DATE:20260304",
    ],
)
def test_an_override_replaces_its_occurrence_however_that_is_written(recurrence_id: str) -> None:
    for parts in (
        (meeting(*DAILY, "SUMMARY:Reeks"), override(recurrence_id, "SUMMARY:Verzet")),
        (override(recurrence_id, "SUMMARY:Verzet"), meeting(*DAILY, "SUMMARY:Reeks")),
    ):
        calendar = read(*parts)
        assert occurrences(calendar) == [
            Shown(THREE[0], 60, "Reeks"),
            Shown("2026-03-04T13:00Z", 60, "Verzet"),
            Shown(THREE[2], 60, "Reeks"),
        ]
        assert codes(calendar) == []


def test_an_override_keeps_the_original_start_and_knows_its_series() -> None:
    calendar = read(meeting("RRULE:FREQ=DAILY"), override(";VALUE=DATE:20260304"))
    found = calendar.occurrences(utc("2026-03-04T12:00"), utc("2026-03-04T23:00"), AMSTERDAM)
    assert str(found.recurrence_start[0]) == "2026-03-04T08:00:00.000000"
    changed = calendar.entries[found.entry[0]]
    assert changed.is_recurring
    assert changed.is_endless
    assert str(changed.series_start) == "2026-03-03"


def test_overrides_moved_out_of_and_into_the_window_follow_their_own_time() -> None:
    calendar = read(
        meeting("RRULE:FREQ=WEEKLY;COUNT=8", start="20260217T090000"),
        override(":20260303T080000Z", start="20260407T090000"),
        override(":20260217T080000Z", start="20260306T090000"),
    )
    assert starts(calendar) == ["2026-03-06T08:00Z", "2026-03-10T08:00Z", "2026-03-17T08:00Z", "2026-03-24T08:00Z"]
    assert codes(calendar) == []


def test_of_two_overrides_of_one_occurrence_the_newer_counts() -> None:
    calendar = read(
        meeting(*DAILY),
        override(":20260304T080000Z", "SEQUENCE:2", start="20260304T150000"),
        override(";TZID=Europe/Amsterdam:20260304T090000", "SEQUENCE:1", start="20260304T120000"),
    )
    assert starts(calendar) == [THREE[0], "2026-03-04T14:00Z", THREE[2]]
    assert codes(calendar) == ["override-twice"]


def test_an_override_of_a_time_that_the_series_does_not_have_is_kept_and_named() -> None:
    calendar = read(meeting(*DAILY), override(":20260315T080000Z", start="20260315T140000"))
    assert starts(calendar) == [*THREE, "2026-03-15T13:00Z"]
    starts(calendar, "2026-03-14", "2026-03-16")
    assert codes(calendar) == ["override-outside-series"]
    assert codes(read(meeting(*DAILY), override(":20260304T080000Z"))) == []


def test_an_override_without_its_series_is_read_by_itself() -> None:
    calendar = read(override(":20260304T080000Z", "SUMMARY:Verzet"))
    assert occurrences(calendar) == [Shown("2026-03-04T13:00Z", 60, "Verzet")]
    assert calendar.entries[0].is_recurring
    assert calendar.entries[0].series_start is None
    assert codes(calendar) == []


def test_an_occurrence_that_was_changed_and_then_deleted_stays_deleted() -> None:
    calendar = read(meeting(*DAILY, "EXDATE:20260304T080000Z"), override(":20260304T080000Z"))
    assert starts(calendar) == [THREE[0], THREE[2]]
    assert codes(calendar) == ["override-excluded"]


def test_an_override_that_does_not_say_what_it_replaces_is_skipped_by_name() -> None:
    calendar = read(meeting(*DAILY), override(":sometime"))
    assert starts(calendar) == THREE
    assert codes(calendar) == ["recurrence-id-unreadable"]


def test_a_rule_inside_an_override_is_left_out_and_named() -> None:
    calendar = read(meeting(*DAILY), override(":20260304T080000Z", "RRULE:FREQ=DAILY"))
    assert starts(calendar) == [THREE[0], "2026-03-04T13:00Z", THREE[2]]
    assert codes(calendar) == ["override-rule-ignored"]


def test_a_series_that_carries_a_recurrence_id_itself_is_a_series() -> None:
    """Lotus Notes and ConnectDaily write the series so."""
    calendar = read(meeting("RECURRENCE-ID:19700101T070000Z", *DAILY))
    assert starts(calendar) == THREE
    assert codes(calendar) == []


def test_this_and_future_shifts_all_later_occurrences_and_later_overrides_win() -> None:
    calendar = read(
        meeting("RRULE:FREQ=DAILY;COUNT=6", "SUMMARY:Eerst"),
        meeting(
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260305T080000Z", "SUMMARY:Later", start="20260305T120000", hours=2
        ),
        override(":20260306T080000Z", "SUMMARY:Eenmaal", start="20260306T160000"),
        meeting("RECURRENCE-ID;RANGE=THISANDFUTURE:20260308T080000Z", "SUMMARY:Vroeg", start="20260308T070000"),
    )
    assert occurrences(calendar) == [
        Shown("2026-03-03T08:00Z", 60, "Eerst"),
        Shown("2026-03-04T08:00Z", 60, "Eerst"),
        Shown("2026-03-05T11:00Z", 120, "Later"),
        Shown("2026-03-06T15:00Z", 60, "Eenmaal"),
        Shown("2026-03-07T11:00Z", 120, "Later"),
        Shown("2026-03-08T06:00Z", 60, "Vroeg"),
    ]


def test_this_and_future_moves_occurrences_into_the_window_from_far() -> None:
    calendar = read(
        meeting("RRULE:FREQ=WEEKLY", start="20260106T090000"),
        meeting("RECURRENCE-ID;RANGE=THISANDFUTURE:20260113T080000Z", start="20260212T100000"),
    )
    assert starts(calendar, "2026-03-01", "2026-03-13") == ["2026-03-05T09:00Z", "2026-03-12T09:00Z"]


def test_this_and_future_keeps_the_clock_over_the_change_to_summer_time() -> None:
    calendar = read(
        meeting("RRULE:FREQ=WEEKLY", start="20260318T090000"),
        meeting("RECURRENCE-ID;RANGE=THISANDFUTURE:20260325T080000Z", start="20260325T100000"),
    )
    assert starts(calendar, "2026-03-17", "2026-04-02") == [
        "2026-03-18T08:00Z",
        "2026-03-25T09:00Z",
        "2026-04-01T08:00Z",
    ]


def test_a_cancelled_occurrence_and_a_cancelled_series_stay_and_say_so() -> None:
    calendar = read(meeting(*DAILY), override(":20260304T080000Z", "STATUS:CANCELLED", start="20260304T090000"))
    assert starts(calendar) == THREE
    assert [entry.is_cancelled for entry in calendar.entries] == [False, True]
    assert [entry.is_cancelled for entry in read(meeting(*DAILY, "STATUS:CANCELLED")).entries] == [True]


def test_a_cancelled_occurrence_needs_no_start_of_its_own() -> None:
    calendar = read(meeting(*DAILY), event("RECURRENCE-ID:20260304T080000Z", "STATUS:CANCELLED"))
    assert starts(calendar) == THREE
    assert codes(calendar) == []


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (("SEQUENCE:1",), ("SEQUENCE:3",), "20260310"),
        (("SEQUENCE:3",), ("SEQUENCE:1",), "20260303"),
        (("DTSTAMP:20260101T000000Z",), ("DTSTAMP:20260201T000000Z",), "20260310"),
        (("LAST-MODIFIED:20260301T000000Z",), ("LAST-MODIFIED:20260201T000000Z",), "20260303"),
        ((), (), "20260303"),
    ],
)
def test_of_two_versions_of_one_uid_the_newer_counts_and_the_other_is_named(
    first: tuple[str, ...], second: tuple[str, ...], kept: str
) -> None:
    calendar = read(meeting(*first), meeting(*second, start="20260310T090000"))
    assert starts(calendar) == [f"{kept[:4]}-{kept[4:6]}-{kept[6:]}T08:00Z"]
    (problem,) = calendar.problems
    assert (problem.code, problem.effect, problem.uid) == ("duplicate-uid", "skipped", "a@example.test")


def test_parts_of_a_split_series_keep_their_own_uids() -> None:
    calendar = read(
        meeting("RRULE:FREQ=DAILY;UNTIL=20260304T225959Z", uid="x@google.com"),
        meeting("RRULE:FREQ=DAILY;COUNT=2", uid="x_R20260305T080000@google.com", start="20260305T100000"),
    )
    assert starts(calendar) == ["2026-03-03T08:00Z", "2026-03-04T08:00Z", "2026-03-05T09:00Z", "2026-03-06T09:00Z"]
    assert {entry.uid for entry in calendar.entries} == {"x@google.com", "x_R20260305T080000@google.com"}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", "recurrence-frequency"),
        ("FREQ=DAILY;INTERVAL=0", "recurrence-interval"),
        ("COUNT=3", "recurrence-no-frequency"),
        ("FREQ=DAILY;COUNT=-1", "recurrence-value"),
    ],
)
def test_a_refused_rule_leaves_its_first_occurrence(rule: str, code: str) -> None:
    calendar = read(
        meeting(f"RRULE:{rule}"), override(":20260304T080000Z"), meeting(uid="good", start="20260305T100000")
    )
    assert starts(calendar) == ["2026-03-03T08:00Z", "2026-03-04T13:00Z", "2026-03-05T09:00Z"]
    problem = calendar.problems[0]
    assert (problem.code, problem.effect, problem.uid, problem.line) == (code, "skipped", "a@example.test", 3)


def test_a_series_that_is_costly_or_dense_keeps_its_first_occurrence() -> None:
    calendar = read(
        event("DTSTART:16010101T090000Z", "RRULE:FREQ=HOURLY;COUNT=10000000;BYDAY=MO,TU", uid="old"),
        event("DTSTART:20260101T000000Z", "DTEND:20330101T000000Z", "RRULE:FREQ=HOURLY", uid="dense"),
        meeting(uid="good"),
    )
    assert codes(calendar) == []
    found = calendar.occurrences(utc("2032-01-01"), utc("2032-01-02"), AMSTERDAM)
    assert [calendar.entries[entry].uid for entry in found.entry] == ["dense"]  # its first occurrence lasts till 2033
    assert {problem.uid: problem.code for problem in calendar.problems} == {
        "old": "recurrence-too-long",
        "dense": "series-too-dense",
    }
    assert dict(calendar.problems[1].fields) == {"limit": SERIES_LIMIT}
    assert "2026-03-03T08:00Z" in starts(calendar)


def test_too_many_listed_dates_are_refused_by_name() -> None:
    calendar = read(meeting("EXDATE:" + ",".join(["20260304T080000Z"] * 10_001)), meeting(uid="good"))
    assert codes(calendar) == ["too-many-dates"]
    assert len(starts(calendar)) == 1


def test_a_series_of_whole_days_ends_on_the_owners_day_when_its_end_is_an_instant() -> None:
    """Outlook ends it so: 31 March, 22:00 in UTC is 1 April in Amsterdam, and still March in London."""
    calendar = read(event("DTSTART;VALUE=DATE:20260318", "RRULE:FREQ=WEEKLY;UNTIL=20260331T220000Z"))
    days = [shown.start for shown in occurrences(calendar, "2026-03-01", "2026-05-01")]
    assert days == ["2026-03-17T23:00Z", "2026-03-24T23:00Z", "2026-03-31T22:00Z"]
    assert len(occurrences(calendar, "2026-03-01", "2026-05-01", ZoneInfo("Europe/London"))) == 2


def test_whole_days_and_floating_times_follow_the_owner() -> None:
    calendar = read(
        event("DTSTART;VALUE=DATE:20260303", "RRULE:FREQ=DAILY;COUNT=2", uid="day"),
        event("DTSTART:20260303T090000", "RRULE:FREQ=DAILY;COUNT=2", uid="floating"),
    )
    tokyo = ZoneInfo("Asia/Tokyo")
    assert [shown.start for shown in occurrences(calendar, zone=tokyo)] == [
        "2026-03-02T15:00Z",
        "2026-03-03T00:00Z",
        "2026-03-03T15:00Z",
        "2026-03-04T00:00Z",
    ]


FRIDAYS = ("DTSTART;TZID=Europe/Amsterdam:20260306T133000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4")


def change(recurrence_id: str, start: str, *lines: str) -> str:
    return event(f"RECURRENCE-ID{recurrence_id}", f"DTSTART;TZID=Europe/Amsterdam:{start}", "DURATION:PT1H", *lines)


@pytest.mark.parametrize("recurrence_id", [";TZID=Europe/Amsterdam:20260320T000000", ":20260320T000000"])
def test_a_change_of_a_midnight_at_which_nothing_occurs_means_the_occurrence_of_that_day(recurrence_id: str) -> None:
    """Exchange writes RECURRENCE-ID so for series with a time."""
    calendar = read(event(*FRIDAYS), change(recurrence_id, "20260319T133000"))
    assert starts(calendar) == ["2026-03-06T12:30Z", "2026-03-13T12:30Z", "2026-03-19T12:30Z", "2026-03-27T12:30Z"]
    assert codes(calendar) == []


def test_a_change_of_a_midnight_stays_a_stray_where_the_day_has_two_occurrences_or_none() -> None:
    twice = ("DTSTART:20260306T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=9,15")
    for series, midnight in ((twice, ":20260306T000000Z"), (FRIDAYS, ";TZID=Europe/Amsterdam:20260319T000000")):
        calendar = read(event(*series), change(midnight, "20260319T133000"))
        whole = read(event(*series))
        assert len(starts(calendar)) == len(starts(whole)) + 1
        assert codes(calendar) == ["override-outside-series"]


def test_a_change_of_a_series_at_midnight_means_that_occurrence() -> None:
    night = ("DTSTART;TZID=Europe/Amsterdam:20260306T000000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=0,9")
    calendar = read(event(*night), change(";TZID=Europe/Amsterdam:20260306T000000", "20260306T050000"))
    assert starts(calendar) == ["2026-03-06T04:00Z", "2026-03-06T08:00Z"]


def test_a_change_without_zone_is_in_utc_where_only_that_is_an_occurrence() -> None:
    night = ("DTSTART;TZID=America/New_York:20260302T200000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("RECURRENCE-ID:20260310T000000", "DTSTART;TZID=America/New_York:20260310T190000", "DURATION:PT1H")
    assert starts(read(event(*night), moved)) == ["2026-03-03T01:00Z", "2026-03-10T23:00Z", "2026-03-17T00:00Z"]


def test_two_changes_with_rules_and_no_series_are_two_meetings() -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=20"
    calendar = read(
        change(":20260302T090000Z", "20260302T100000", rule), change(":20260309T090000Z", "20260309T130000", rule)
    )
    assert starts(calendar) == ["2026-03-02T09:00Z", "2026-03-09T12:00Z"]
    assert [(problem.code, problem.count) for problem in calendar.problems] == [("override-rule-ignored", 2)]


def test_a_moved_occurrence_with_a_stale_end_is_as_long_as_its_series() -> None:
    moved = event(
        "RECURRENCE-ID:20260304T080000Z",
        "DTSTART;TZID=Europe/Amsterdam:20260304T150000",
        "DTEND;TZID=Europe/Amsterdam:20260304T100000",
    )
    for parts in ((meeting(*DAILY), moved), (moved, meeting(*DAILY))):
        calendar = read(*parts)
        assert [shown[:2] for shown in occurrences(calendar)] == [
            (THREE[0], 60),
            ("2026-03-04T14:00Z", 60),
            (THREE[2], 60),
        ]
        assert codes(calendar) == ["override-end-stale"]


def test_identical_copies_are_no_newer_versions() -> None:
    calendar = read(
        meeting("SUMMARY:Een", "DTSTAMP:20260101T000000Z"), meeting("SUMMARY:Een", "DTSTAMP:20260201T000000Z")
    )
    assert [(problem.code, problem.effect) for problem in calendar.problems] == [("copy-twice", "repaired")]
    assert codes(read(meeting("SUMMARY:Een"), meeting("SUMMARY:Twee"))) == ["duplicate-uid"]


@pytest.mark.parametrize(
    ("until", "zone", "count"),
    [
        ("20260315T235959Z", "Europe/Amsterdam", 14),
        ("20260315T235959Z", "America/New_York", 14),
        ("20260315T235900Z", "Asia/Tokyo", 14),
        ("20260315T000000Z", "America/New_York", 14),
        ("20260314T230000Z", "Europe/Amsterdam", 14),
        ("20260314T220000Z", "Europe/Amsterdam", 13),
    ],
)
def test_the_end_of_a_series_of_whole_days_is_the_day_that_was_meant(until: str, zone: str, count: int) -> None:
    calendar = read(event("DTSTART;VALUE=DATE:20260302", f"RRULE:FREQ=DAILY;UNTIL={until}"))
    assert len(occurrences(calendar, "2026-02-20", "2026-04-01", ZoneInfo(zone))) == count


def test_what_is_odd_about_a_series_and_its_start_is_said() -> None:
    assert codes(read(meeting("RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=2"))) == ["recurrence-start-off-rule"]
    ended = read(meeting("RRULE:FREQ=DAILY;UNTIL=20260301T000000Z"))
    assert (starts(ended), codes(ended)) == ([], ["recurrence-ended-before-start"])
    assert codes(read(meeting("RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2"))) == []
    assert codes(read(meeting("RRULE:FREQ=DAILY;BYSETPOS=2;COUNT=2"))) == ["recurrence-start-off-rule"]


@pytest.mark.parametrize(("rule", "code"), [("", "recurrence-empty"), (" ; ", "recurrence-empty")])
def test_a_rule_that_says_nothing_leaves_the_event(rule: str, code: str) -> None:
    calendar = read(meeting(f"RRULE:{rule}"))
    assert starts(calendar) == ["2026-03-03T08:00Z"]
    assert [(problem.code, problem.effect) for problem in calendar.problems] == [(code, "repaired")]


def test_a_negative_count_says_nothing_beside_an_end() -> None:
    calendar = read(meeting("RRULE:FREQ=DAILY;COUNT=-1;UNTIL=20260304T080000Z"))
    assert (starts(calendar), codes(calendar)) == (THREE[:2], ["recurrence-count-negative"])


def test_an_excluded_date_that_hits_nothing_is_named_where_it_lies_in_the_window() -> None:
    calendar = read(meeting(*DAILY, "EXDATE:20260304T080000Z,20260312T080000Z"))
    assert starts(calendar, "2026-03-02", "2026-03-06") == [THREE[0], THREE[2]]
    assert codes(calendar) == []
    starts(calendar)
    assert codes(calendar) == ["excluded-date-idle"]
    assert starts(read(meeting(*DAILY, "EXDATE;VALUE=DATE:20260304"))) == [THREE[0], THREE[2]]


def test_what_both_halves_of_a_split_series_give_counts_once() -> None:
    calendar = read(
        meeting("RRULE:FREQ=DAILY;COUNT=4", "SUMMARY:Oud", uid="x@google.com"),
        meeting(
            "RRULE:FREQ=DAILY;COUNT=2", "SUMMARY:Nieuw", uid="x_R20260305T080000@google.com", start="20260305T090000"
        ),
    )
    assert [(shown.start[:10], shown.title) for shown in occurrences(calendar)] == [
        ("2026-03-03", "Oud"),
        ("2026-03-04", "Oud"),
        ("2026-03-05", "Nieuw"),
        ("2026-03-06", "Nieuw"),
    ]
    assert set(codes(calendar)) == {"split-series-twice"}


def test_a_cancelled_series_takes_its_changed_occurrences_along() -> None:
    data = stream("METHOD:CANCEL", meeting("SEQUENCE:2")) + stream(
        meeting(*DAILY, "SEQUENCE:1"), override(":20260304T080000Z", "SEQUENCE:1")
    )
    (calendar,) = read_calendars(data, "week.ics")
    found = calendar.occurrences(utc("2026-03-02"), utc("2026-03-30"), AMSTERDAM)
    assert len(found.start) == 3
    assert all(calendar.entries[entry].is_cancelled for entry in found.entry.tolist())
