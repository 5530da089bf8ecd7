"""Reading a recurrence rule: what is turned into wall clock, what is repaired, and what is refused, each by name."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from connectors.ics.recurrence.expansion import RecurrenceRule, RuleRefused, expand_rule, parse_rule
from connectors.ics.recurrence.problems import TIME_ON_ALL_DAY

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read(text: str, *, is_all_day: bool = False, zone: ZoneInfo | None = None) -> RecurrenceRule:
    return parse_rule(text, is_all_day=is_all_day, zone=zone)[0]


def warnings(text: str, *, is_all_day: bool = False, zone: ZoneInfo | None = None) -> dict[str, dict[str, object]]:
    return {kind.code: fields for kind, fields in parse_rule(text, is_all_day=is_all_day, zone=zone)[1]}


def refusal(text: str, *, is_all_day: bool = False) -> tuple[str, dict[str, object]]:
    with pytest.raises(RuleRefused) as refused:
        parse_rule(text, is_all_day=is_all_day, zone=None)
    return refused.value.kind.code, refused.value.fields


def test_parse_rule_turns_until_into_the_wall_clock_of_the_series() -> None:
    assert read("FREQ=DAILY;UNTIL=20260715T220000Z", zone=AMSTERDAM).until == local("2026-07-16T00:00")
    assert read("FREQ=DAILY;UNTIL=20260115T220000Z", zone=AMSTERDAM).until == local("2026-01-15T23:00")
    assert read("FREQ=DAILY;UNTIL=20260115", zone=AMSTERDAM).until == local("2026-01-15T23:59:59")
    assert read("FREQ=DAILY;UNTIL=20260115T120000", is_all_day=True).until == local("2026-01-15")
    assert read("FREQ=DAILY;UNTIL=20260115T230000Z", is_all_day=True, zone=AMSTERDAM).until == local("2026-01-16")
    assert read("FREQ=DAILY;UNTIL=99991231T235959Z", zone=AMSTERDAM).until is not None


def test_is_endless_sees_through_an_end_that_stands_for_no_end() -> None:
    assert read("FREQ=DAILY").is_endless
    assert read("FREQ=DAILY;UNTIL=45000831T235900").is_endless
    assert not read("FREQ=DAILY;UNTIL=20991231").is_endless
    assert not read("FREQ=DAILY;COUNT=3").is_endless


def test_parse_rule_reads_lower_case_spaces_and_a_trailing_semicolon() -> None:
    rule, found = parse_rule(" freq=weekly; byday=mo, we;count=4;wkst=su;", is_all_day=False, zone=None)
    assert rule == RecurrenceRule("WEEKLY", count=4, by_day=((0, 0), (0, 2)), week_start=6)
    assert found == []


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("FREQ=WEEKLY;X-VENDOR=7", "recurrence-part-ignored", "X-VENDOR"),
        ("FREQ=WEEKLY;BYDAY=", "recurrence-part-ignored", "BYDAY"),
        ("FREQ=WEEKLY;FREQ=DAILY;COUNT=3;COUNT=9", "recurrence-part-twice", "FREQ, COUNT"),
        ("FREQ=WEEKLY;BYMONTHDAY=1;BYYEARDAY=2", "recurrence-part-misplaced", "BYYEARDAY, BYMONTHDAY"),
        ("FREQ=MONTHLY;BYWEEKNO=2", "recurrence-part-misplaced", "BYWEEKNO"),
        ("FREQ=WEEKLY;BYDAY=2MO", "recurrence-number-ignored", None),
        ("FREQ=YEARLY;BYWEEKNO=2;BYDAY=2MO", "recurrence-number-ignored", None),
        ("FREQ=DAILY;COUNT=0", "recurrence-count-zero", None),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260304T100000", "recurrence-count-and-until", None),
        ("FREQ=DAILY;UNTIL=20260304T100000Z", "recurrence-until-utc", None),
        ("FREQ=DAILY;UNTIL=20260304", "recurrence-until-date", None),
    ],
)
def test_parse_rule_names_what_it_repairs(text: str, code: str, part: str | None) -> None:
    assert warnings(text) == {code: {"part": part} if part else {}}


def test_parse_rule_names_what_it_repairs_in_a_zone_or_a_day() -> None:
    assert set(warnings("FREQ=DAILY;UNTIL=20260304T100000", zone=AMSTERDAM)) == {"recurrence-until-floating"}
    assert set(warnings("FREQ=DAILY;UNTIL=20260304T100000Z", zone=AMSTERDAM)) == set()
    assert set(warnings("FREQ=DAILY;UNTIL=20260304T100000Z", is_all_day=True)) == {"recurrence-until-time"}
    hours, found = parse_rule("FREQ=DAILY;BYHOUR=9,10;COUNT=4", is_all_day=True, zone=None)
    assert (hours.by_hour, found) == ((), [(TIME_ON_ALL_DAY, {"part": "BYHOUR"})])


def test_the_last_of_parts_given_twice_counts() -> None:
    rule = read("FREQ=WEEKLY;FREQ=DAILY;COUNT=3;COUNT=9")
    assert (rule.freq, rule.count) == ("DAILY", 9)


@pytest.mark.parametrize(
    ("text", "code", "fields"),
    [
        ("COUNT=5;INTERVAL=1", "recurrence-no-frequency", {}),
        ("", "recurrence-no-frequency", {}),
        ("FREQ=FORTNIGHTLY", "recurrence-frequency-unknown", {}),
        ("FREQ=SECONDLY;COUNT=5", "recurrence-frequency", {"frequency": "SECONDLY"}),
        ("FREQ=MINUTELY;INTERVAL=60", "recurrence-frequency", {"frequency": "MINUTELY"}),
        ("FREQ=DAILY;INTERVAL=0", "recurrence-interval", {}),
        ("FREQ=DAILY;INTERVAL=-1", "recurrence-interval", {}),
        ("FREQ=DAILY;INTERVAL=10001", "recurrence-interval", {}),
        ("FREQ=DAILY;COUNT=-5", "recurrence-value", {"part": "COUNT"}),
        ("FREQ=DAILY;COUNT=many", "recurrence-value", {"part": "COUNT"}),
        ("FREQ=DAILY;COUNT=" + "9" * 4000, "recurrence-value", {"part": "COUNT"}),
        ("FREQ=DAILY;UNTIL=20260230", "recurrence-value", {"part": "UNTIL"}),
        ("FREQ=DAILY;UNTIL=00000101", "recurrence-value", {"part": "UNTIL"}),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "recurrence-value", {"part": "BYSETPOS"}),
        ("FREQ=MONTHLY;BYDAY=0MO", "recurrence-value", {"part": "BYDAY"}),
        ("FREQ=WEEKLY;BYDAY=MO,,WE", "recurrence-value", {"part": "BYDAY"}),
        ("FREQ=MONTHLY;BYDAY=54MO", "recurrence-value", {"part": "BYDAY"}),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "recurrence-value", {"part": "BYMONTHDAY"}),
        ("FREQ=YEARLY;BYMONTH=-1", "recurrence-value", {"part": "BYMONTH"}),
        ("FREQ=YEARLY;BYWEEKNO=54", "recurrence-value", {"part": "BYWEEKNO"}),
        ("FREQ=YEARLY;BYYEARDAY=0", "recurrence-value", {"part": "BYYEARDAY"}),
        ("FREQ=DAILY;BYHOUR=24", "recurrence-value", {"part": "BYHOUR"}),
        ("FREQ=DAILY;BYHOUR=٩", "recurrence-value", {"part": "BYHOUR"}),
        ("FREQ=WEEKLY;WKST=XX", "recurrence-value", {"part": "WKST"}),
        ("FREQ=YEARLY;BYEASTER=0", "recurrence-part-unknown", {"part": "BYEASTER"}),
        ("FREQ=YEARLY;BYDAY", "recurrence-part-unknown", {"part": "BYDAY"}),
        ("RSCALE=CHINESE;FREQ=YEARLY", "recurrence-other-calendar", {"part": "RSCALE"}),
        ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD", "recurrence-other-calendar", {"part": "SKIP"}),
        ("FREQ=HOURLY;BYMINUTE=0,15,30,45", "recurrence-too-dense", {}),
        ("FREQ=HOURLY;INTERVAL=5;BYMINUTE=0,5,10,15,20,25,30,35,40,45", "recurrence-too-dense", {}),
        ("FREQ=WEEKLY;BYHOUR=8,9,10,11,12;BYMINUTE=0,5,10,15,20,25,30,35,40,45", "recurrence-too-dense", {}),
        ("FREQ=DAILY;" + "X" * 5000, "recurrence-rule-size", {}),
    ],
)
def test_parse_rule_refuses_by_name(text: str, code: str, fields: dict[str, object]) -> None:
    assert refusal(text) == (code, fields)


def test_parse_rule_refuses_hours_in_whole_days() -> None:
    assert refusal("FREQ=HOURLY;COUNT=3", is_all_day=True) == ("recurrence-all-day-hourly", {})


def test_a_refusal_shows_no_text_of_the_event() -> None:
    code, fields = refusal("FREQ=DAILY;\x1b[31mJanssen's budget =1;COUNT=2")
    assert code == "recurrence-part-unknown"
    assert fields == {"part": "??31MJANSSEN?S?BUDGET"}


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("FREQ=HOURLY;BYMINUTE=0,30", 48),
        ("FREQ=HOURLY;INTERVAL=2;BYMINUTE=0,15,30,45", 48),
        ("FREQ=WEEKLY;BYHOUR=8,9,10,11;BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55", 48),
        ("FREQ=MONTHLY;BYHOUR=8,9,10,11,12;BYMINUTE=0,5,10,15,20,25,30,35,40,45;BYSETPOS=1,-1", 2),
    ],
)
def test_parse_rule_allows_what_stays_within_48_a_day(text: str, most: int) -> None:
    """A position picks from the times of day, so that only what is picked counts."""
    found = expand_rule(read(text), local("2026-03-02T08:00"), local("2026-03-02"), local("2027-03-02"))
    assert max(Counter(moment.date() for moment in found).values()) <= most
