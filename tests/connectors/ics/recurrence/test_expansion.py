"""When a rule makes its event happen: the examples of RFC 5545 section 3.8.5.3, the traps, and the bounds."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from effort import assert_at_most

from connectors.ics.recurrence.expansion import RecurrenceRule, RuleRefused, check_start, expand_rule, parse_rule

NEW_YORK = ZoneInfo("America/New_York")
END = datetime(9999, 12, 31)
MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read(text: str, *, is_all_day: bool = False, zone: ZoneInfo | None = None) -> RecurrenceRule:
    return parse_rule(text, is_all_day=is_all_day, zone=zone)[0]


def starts(text: str, dtstart: str, start: str = "0001-01-01", end: str = "2100-01-01") -> list[str]:
    found = expand_rule(read(text), local(dtstart), local(start), local(end))
    return [moment.isoformat(" ", "minutes") for moment in found]


def days(listed: str) -> list[str]:
    """Return dates from the RFC's notation, "1997 Sep 2,4; Oct 6; 1998 Jan 1"."""
    found: list[str] = []
    year = ""
    for piece in listed.split(";"):
        *words, numbers = piece.split()
        if len(words) == 2:
            year = words[0]
        found += [f"{year}-{MONTHS.index(words[-1]):02}-{int(day):02}" for day in numbers.split(",")]
    return found


# Rule, start, and the dates that RFC 5545 section 3.8.5.3 prints below it (all at 9:00 in New York).
RFC_EXAMPLES = {
    "daily, ten times": ("FREQ=DAILY;COUNT=10", "1997-09-02", "1997 Sep 2,3,4,5,6,7,8,9,10,11"),
    "every ten days": ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "1997 Sep 2,12,22; Oct 2,12"),
    "weekly, ten times": ("FREQ=WEEKLY;COUNT=10", "1997-09-02", "1997 Sep 2,9,16,23,30; Oct 7,14,21,28; Nov 4"),
    "weekly until a date": (
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997-09-02",
        "1997 Sep 2,9,16,23,30; Oct 7,14,21,28; Nov 4,11,18,25; Dec 2,9,16,23",
    ),
    "Tuesday and Thursday for five weeks": (
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        "1997-09-02",
        "1997 Sep 2,4,9,11,16,18,23,25,30; Oct 2",
    ),
    "every other week on three days": (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01",
        "1997 Sep 1,3,5,15,17,19,29; Oct 1,3,13,15,17,27,29,31; Nov 10,12,14,24,26,28; Dec 8,10,12,22",
    ),
    "every other week on two days": (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997-09-02",
        "1997 Sep 2,4,16,18,30; Oct 2,14,16",
    ),
    "first Friday": (
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09-05",
        "1997 Sep 5; Oct 3; Nov 7; Dec 5; 1998 Jan 2; Feb 6; Mar 6; Apr 3; May 1; Jun 5",
    ),
    "first Friday until a date": (
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "1997-09-05",
        "1997 Sep 5; Oct 3; Nov 7; Dec 5",
    ),
    "first and last Sunday, every other month": (
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09-07",
        "1997 Sep 7,28; Nov 2,30; 1998 Jan 4,25; Mar 1,29; May 3,31",
    ),
    "second-to-last Monday": (
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997-09-22",
        "1997 Sep 22; Oct 20; Nov 17; Dec 22; 1998 Jan 19; Feb 16",
    ),
    "2nd and 15th": (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09-02",
        "1997 Sep 2,15; Oct 2,15; Nov 2,15; Dec 2,15; 1998 Jan 2,15",
    ),
    "first and last day": (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09-30",
        "1997 Sep 30; Oct 1,31; Nov 1,30; Dec 1,31; 1998 Jan 1,31; Feb 1",
    ),
    "10th to 15th every 18 months": (
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997-09-10",
        "1997 Sep 10,11,12,13,14,15; 1999 Mar 10,11,12,13",
    ),
    "June and July": (
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997-06-10",
        "1997 Jun 10; Jul 10; 1998 Jun 10; Jul 10; 1999 Jun 10; Jul 10; 2000 Jun 10; Jul 10; 2001 Jun 10; Jul 10",
    ),
    "January to March every other year": (
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997-03-10",
        "1997 Mar 10; 1999 Jan 10; Feb 10; Mar 10; 2001 Jan 10; Feb 10; Mar 10; 2003 Jan 10; Feb 10; Mar 10",
    ),
    "1st, 100th and 200th day every third year": (
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997-01-01",
        "1997 Jan 1; Apr 10; Jul 19; 2000 Jan 1; Apr 9; Jul 18; 2003 Jan 1; Apr 10; Jul 19; 2006 Jan 1",
    ),
    "20th Monday of the year": ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1997 May 19; 1998 May 18; 1999 May 17"),
    "Monday of week 20": ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", "1997 May 12; 1998 May 11; 1999 May 17"),
    "Thursdays in March": (
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997-03-13",
        "1997 Mar 13,20,27; 1998 Mar 5,12,19,26; 1999 Mar 4,11,18,25",
    ),
    "Saturday after the first Sunday": (
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997-09-13",
        "1997 Sep 13; Oct 11; Nov 8; Dec 13; 1998 Jan 10; Feb 7; Mar 7; Apr 11; May 9; Jun 13",
    ),
    "election day": (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11-05",
        "1996 Nov 5; 2000 Nov 7; 2004 Nov 2",
    ),
    "third of Tuesday to Thursday": (
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997-09-04",
        "1997 Sep 4; Oct 7; Nov 6",
    ),
    "second-to-last weekday": (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997-09-29",
        "1997 Sep 29; Oct 30; Nov 27; Dec 30; 1998 Jan 29; Feb 26; Mar 30",
    ),
    "weeks that start on Monday": (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997-08-05",
        "1997 Aug 5,10,19,24",
    ),
    "weeks that start on Sunday": (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997-08-05",
        "1997 Aug 5,17,19,31",
    ),
    "a date that does not exist": (
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007-01-15",
        "2007 Jan 15,30; Feb 15; Mar 15,30",
    ),
    # The RFC takes 2 September away with an EXDATE: a start off its rule is an occurrence.
    "Friday the 13th": (
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "1997-09-02",
        "1997 Sep 2; 1998 Feb 13; Mar 13; Nov 13; 1999 Aug 13; 2000 Oct 13",
    ),
}


@pytest.mark.parametrize("name", RFC_EXAMPLES)
def test_expand_rule_gives_the_dates_that_the_rfc_prints(name: str) -> None:
    text, dtstart, listed = RFC_EXAMPLES[name]
    rule = read(text, zone=NEW_YORK)
    expected = [local(f"{day}T09:00") for day in days(listed)]
    end = END if rule.count or rule.until else expected[-1] + timedelta(minutes=1)
    assert expand_rule(rule, local(f"{dtstart}T09:00"), local("0001-01-01"), end) == expected


def test_expand_rule_repeats_within_a_day_as_the_rfc_prints() -> None:
    rule = "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40"
    found = starts(rule, "1997-09-02T09:00", end="1997-09-04")
    assert found[:4] == ["1997-09-02 09:00", "1997-09-02 09:20", "1997-09-02 09:40", "1997-09-02 10:00"]
    assert found[22:25] == ["1997-09-02 16:20", "1997-09-02 16:40", "1997-09-03 09:00"]
    every_three_hours = "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000"  # five o'clock as the RFC means it: local time
    assert [text[11:] for text in starts(every_three_hours, "1997-09-02T09:00")] == ["09:00", "12:00", "15:00"]


TRAPS = {
    "which weekday and every weekday mixed": (
        "FREQ=MONTHLY;BYDAY=3MO,WE;COUNT=6",
        "2026-03-04T09:00",
        "2026 Mar 4,11,16,18,25; Apr 1",
    ),
    "29 February": ("FREQ=YEARLY;COUNT=3", "2024-02-29T09:00", "2024 Feb 29; 2028 Feb 29; 2032 Feb 29"),
    "no 29 February in 2100": ("FREQ=YEARLY;COUNT=2", "2096-02-29T09:00", "2096 Feb 29; 2104 Feb 29"),
    "the 31st": ("FREQ=MONTHLY;COUNT=4", "2026-01-31T09:00", "2026 Jan 31; Mar 31; May 31; Jul 31"),
    "31st from the end": ("FREQ=MONTHLY;BYMONTHDAY=-31;COUNT=3", "2026-01-01T09:00", "2026 Jan 1; Mar 1; May 1"),
    "day 366": ("FREQ=YEARLY;BYYEARDAY=366;COUNT=2", "2024-12-31T09:00", "2024 Dec 31; 2028 Dec 31"),
    "the last day but one of the year": (
        "FREQ=YEARLY;BYYEARDAY=-2;COUNT=2",
        "2024-12-30T09:00",
        "2024 Dec 30; 2025 Dec 30",
    ),
    "week 1 that begins in December": (
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=3",
        "2024-12-30T09:00",
        "2024 Dec 30; 2025 Dec 29; 2027 Jan 4",
    ),
    "week 53": (
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH;COUNT=3",
        "2020-12-31T09:00",
        "2020 Dec 31; 2026 Dec 31; 2032 Dec 30",
    ),
    "every other week-year": (
        "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO;COUNT=3",
        "2024-12-30T09:00",
        "2024 Dec 30; 2027 Jan 4; 2029 Jan 1",
    ),
    "the last week, which reaches into January": (
        "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR;COUNT=3",
        "2027-01-01T09:00",
        "2027 Jan 1; Dec 31; 2028 Dec 29",
    ),
    "every other week-year, of weeks that start on Sunday": (
        "FREQ=YEARLY;INTERVAL=2;WKST=SU;BYWEEKNO=1;BYDAY=SU;COUNT=3",
        "2024-12-29T09:00",
        "2024 Dec 29; 2027 Jan 3; 2028 Dec 31",
    ),
    "a week without weekday takes the start's": (
        "FREQ=YEARLY;BYWEEKNO=20;COUNT=3",
        "1997-05-14T09:00",
        "1997 May 14; 1998 May 13; 1999 May 19",
    ),
    "a day of the month without month is in every month": (
        "FREQ=YEARLY;BYMONTHDAY=3;COUNT=4",
        "2026-03-03T09:00",
        "2026 Mar 3; Apr 3; May 3; Jun 3",
    ),
    "positions count from the start of the week, also in the first": (
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=3",
        "2026-03-04T09:00",
        "2026 Mar 4,11,18",
    ),
    "positions in a week that began before the start": (
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1,3;COUNT=3",
        "2026-03-06T09:00",
        "2026 Mar 6,9,13",
    ),
    "last working day": (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
        "2026-01-30T09:00",
        "2026 Jan 30; Feb 27; Mar 31",
    ),
    "a start off its rule counts": ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "2026-03-04T09:00", "2026 Mar 4,9,16,23"),
    "one that fits is counted": ("FREQ=WEEKLY;BYDAY=WE;COUNT=3", "2026-03-04T09:00", "2026 Mar 4,11,18"),
    "weeks of a start off its rule": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=3",
        "2026-03-04T09:00",
        "2026 Mar 4,16,30; Apr 13",
    ),
    "days that are never met": ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20991231", "2026-03-02T09:00", "2026 Mar 2"),
    "a position that is never reached": (
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300;UNTIL=20991231",
        "2026-03-02T09:00",
        "2026 Mar 2",
    ),
    "an interval that misses its weekday": (
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU;UNTIL=20991231",
        "2026-03-02T09:00",
        "2026 Mar 2",
    ),
    "weekday numbers mean nothing weekly": ("FREQ=WEEKLY;BYDAY=1MO;COUNT=3", "2026-03-02T09:00", "2026 Mar 2,9,16"),
    "the last day that a calendar can hold": ("FREQ=WEEKLY;COUNT=5", "9999-12-24T09:00", "9999 Dec 24"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_expand_rule_stands_the_trap(name: str) -> None:
    text, dtstart, listed = TRAPS[name]
    expected = [local(f"{day}T09:00") for day in days(listed)]
    assert expand_rule(read(text), local(dtstart), local("0001-01-01"), END) == [
        moment for moment in expected if moment < END
    ]


def test_expand_rule_takes_the_first_moment_of_the_window_and_not_the_last() -> None:
    assert starts("FREQ=DAILY", "2026-03-01T09:00", "2026-03-02T09:00", "2026-03-04T09:00") == [
        "2026-03-02 09:00",
        "2026-03-03 09:00",
    ]
    assert starts("FREQ=DAILY", "2026-03-01T09:00", "2026-03-02T09:00", "2026-03-02T09:00") == []
    assert starts("FREQ=DAILY", "2026-03-01T09:00", "2026-02-01", "2026-03-01T09:00") == []


@pytest.mark.parametrize(
    "text", ["FREQ=WEEKLY;BYDAY=MO,TH;COUNT=60", "FREQ=MONTHLY;BYDAY=2TU;COUNT=20", "FREQ=HOURLY;INTERVAL=5;COUNT=200"]
)
def test_expand_rule_counts_occurrences_before_the_window(text: str) -> None:
    whole = starts(text, "2025-12-30T09:00")  # a Tuesday that fits the last rule only
    assert len(whole) == (read(text).count or 0) + ("BYDAY" in text)
    for at in (1, 5, len(whole) - 1):
        assert starts(text, "2025-12-30T09:00", whole[at]) == whole[at:]


def test_expand_rule_includes_until_and_nothing_after_it() -> None:
    assert len(starts("FREQ=DAILY;UNTIL=20260304T090000", "2026-03-02T09:00")) == 3
    assert len(starts("FREQ=DAILY;UNTIL=20260304T085959", "2026-03-02T09:00")) == 2
    assert len(starts("FREQ=DAILY;UNTIL=20260304", "2026-03-02T09:00")) == 3
    assert len(starts("FREQ=DAILY;UNTIL=20260304;COUNT=2", "2026-03-02T09:00")) == 2
    assert len(starts("FREQ=MONTHLY;BYDAY=1MO;UNTIL=20260406T090000", "2026-03-02T09:00")) == 2
    assert len(starts("FREQ=MONTHLY;BYDAY=1MO;UNTIL=20260406T085959", "2026-03-02T09:00")) == 1


def test_a_series_that_ended_before_it_began_is_empty_and_says_so() -> None:
    rule, dtstart = read("FREQ=DAILY;UNTIL=20260301"), local("2026-03-02T09:00")
    assert expand_rule(rule, dtstart, dtstart, END) == []
    assert [kind.code for kind, _ in check_start(rule, dtstart)] == ["recurrence-ended-before-start"]


def test_check_start_says_whether_the_start_fits_its_rule() -> None:
    monday, tuesday = local("2026-03-02T09:00"), local("2026-03-03T09:00")
    assert check_start(read("FREQ=WEEKLY;BYDAY=MO"), monday) == []
    assert [kind.code for kind, _ in check_start(read("FREQ=WEEKLY;BYDAY=MO"), tuesday)] == [
        "recurrence-start-off-rule"
    ]
    assert [kind.code for kind, _ in check_start(read("FREQ=DAILY;BYHOUR=10"), monday)] == ["recurrence-start-off-rule"]


def test_a_count_of_zero_leaves_the_event_itself() -> None:
    assert starts("FREQ=DAILY;COUNT=0", "2026-03-02T09:00") == ["2026-03-02 09:00"]


HEAVY = {
    "daily since 1601": ("FREQ=DAILY", "1601-01-01T09:00"),
    "daily since 1601, counted": ("FREQ=DAILY;COUNT=1000000000", "1601-01-01T09:00"),
    "hourly since 1601, counted": ("FREQ=HOURLY;COUNT=1000000000", "1601-01-01T09:00"),
    "twice an hour since 1970": ("FREQ=HOURLY;BYMINUTE=0,30", "1970-01-01T00:00"),
    "never, for ever": ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "0001-01-01T09:00"),
    "never, hour by hour": ("FREQ=HOURLY;INTERVAL=24;BYHOUR=3;COUNT=3", "1601-01-01T09:00"),
    "all lists full": (
        f"FREQ=YEARLY;BYWEEKNO={','.join(map(str, range(1, 54)))};BYYEARDAY={','.join(map(str, range(1, 367)))}"
        f";BYMONTHDAY={','.join(map(str, range(1, 32)))};BYSETPOS={','.join(map(str, range(1, 49)))};COUNT=999999999",
        "0001-01-01T09:00",
    ),
    "86,400 times of day, of which two": (
        f"FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE={','.join(map(str, range(60)))}"
        f";BYSECOND={','.join(map(str, range(60)))};BYSETPOS=1,-1;COUNT=999999999",
        "1601-01-01T00:00",
    ),
}


@pytest.mark.parametrize("name", HEAVY)
@pytest.mark.parametrize("window", [("2026-03-02", "2026-03-30"), ("0001-01-01", "9999-12-31")])
def test_expand_rule_costs_no_more_than_its_budget_and_a_few_megabytes(name: str, window: tuple[str, str]) -> None:
    text, dtstart = HEAVY[name]
    rule = read(text)
    found = _expand_or_stop(rule, local(dtstart), *map(local, window))
    # A plain rule that walks until its budget is spent: what a budget costs here.
    plain = read("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert_at_most(
        10,
        lambda: _expand_or_stop(rule, local(dtstart), *map(local, window)),
        lambda: _expand_or_stop(plain, local("0001-01-01T09:00"), *map(local, ("0001-01-01", "9999-12-31"))),
    )
    assert found is None or found == sorted(set(found))
    tracemalloc.start()
    _expand_or_stop(rule, local(dtstart), *map(local, window))
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 10_000_000


def _expand_or_stop(rule: RecurrenceRule, dtstart: datetime, start: datetime, end: datetime) -> list[datetime] | None:
    try:
        return expand_rule(rule, dtstart, start, end)
    except RuleRefused:
        return None


def test_long_series_are_entered_at_the_window() -> None:
    """A budget that could not walk there is enough to look there."""
    for text in (
        "FREQ=DAILY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=1MO",
        "FREQ=HOURLY;BYHOUR=9;BYDAY=MO",
        "FREQ=WEEKLY;COUNT=99999",
    ):
        found = expand_rule(
            read(text), local("1601-01-01T09:00"), local("2026-03-02"), local("2026-03-09"), step_budget=500
        )
        assert len(found) == 1


BADINPUTS = {
    "r05_daily_count_1e9": 28,
    "r06_until_9999": 28,
    "r07_feb30": 1,
    "r17_bysetpos_never": 1,
    "r28_count_0": 1,
    "r30_daily_since_1601": 28,
    "r37_lower_case": 4,
    "r38_date_with_byhour": 4,
    "r39_yearly_bymonthday": 1,
    "r40_dup_parts": 9,
    "r63_x_part_in_rule": 4,
}
"""Occurrences from 2 to 29 March 2026; every other rule of these files is refused."""
REFUSED = ["r01", "r03", "r04", "r09", "r11", "r12", "r13", "r14", "r16", "r20", "r21", "r29", "r31", "r32"]


def bad_rules(folder: Path) -> Iterator[tuple[str, str, str]]:
    for name in [*BADINPUTS, *REFUSED]:
        (path,) = folder.glob(f"{name}*.ics")
        lines = path.read_text().replace("\r", "").split("\n")
        at = next(number for number, line in enumerate(lines) if line.startswith("RRULE:"))
        dtstart = next(line for line in reversed(lines[:at]) if line.startswith("DTSTART"))
        yield name, dtstart.rpartition(":")[2].rstrip("Z"), lines[at].partition(":")[2]


def test_bad_rules_give_what_a_right_reader_gives(shared_data: Path) -> None:
    found: dict[str, int | None] = {}
    for name, dtstart, text in bad_rules(shared_data / "badinputs"):
        try:
            rule, _ = parse_rule(text, is_all_day="T" not in dtstart, zone=None)
        except RuleRefused:
            found[name] = None
        else:
            found[name] = len(expand_rule(rule, local(dtstart), local("2026-03-02"), local("2026-03-30")))
    assert found == BADINPUTS | dict.fromkeys(REFUSED)
