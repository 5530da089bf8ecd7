"""The rule vectors of four libraries and KDE's references, each run whole; every difference is listed with its reason.

A listed difference must be exactly the one its reason names, and an unlisted one fails, so the lists stay honest.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.ics.recurrence.expansion import RuleRefused, expand_rule, parse_rule


@dataclass(frozen=True)
class Vector:
    """One case: the rule, its start, and the starts that a library gives, the first ones or (``is_whole``) all."""

    name: str
    rule: str
    dtstart: str
    expected: list[datetime]
    is_whole: bool
    start: datetime = datetime.min  # noqa: DTZ901
    zone: ZoneInfo | None = None


def moment(text: str) -> datetime:
    digits = re.sub(r"[^0-9]", "", text).ljust(14, "0")
    return datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007  wall clock


def moments(texts: list[str]) -> list[datetime]:
    return [moment(text) for text in texts if text]


def dateutil_vectors(folder: Path) -> Iterator[Vector]:
    for line in (folder / "dateutil__dateutil/rrule_cases_share.jsonl").read_text().splitlines():
        case = json.loads(line)
        name = re.sub(r":\d+$", "", case["id"].partition(".test")[2])
        if re.search("RDATE|EXDATE|EXRULE", case["rule"]):
            continue  # a set of several properties: the series, not one rule
        rule, dtstart = (re.search(rf"{part}:(\S+)", case["rule"])[1] for part in ("RRULE", "DTSTART"))  # type: ignore[index]
        yield Vector(name, rule, dtstart, moments(case["expected"]), is_whole="UNTIL" in rule or "COUNT" in rule)


def icaljs_vectors(folder: Path) -> Iterator[Vector]:
    for line in (folder / "kewisch__ical.js/rrule_cases_share.jsonl").read_text().splitlines():
        case = json.loads(line)
        is_whole = case["finite"]
        name = f"{case['rrule']}/{case['dtstart'][:10]}"
        yield Vector(name, case["rrule"], case["dtstart"], moments(case["expected"]), is_whole)


def sabre_vectors(folder: Path) -> Iterator[Vector]:
    for line in (folder / "sabre-io__vobject/rrule_cases_share.jsonl").read_text().splitlines():
        case = json.loads(line)
        expected = moments(case["expected"])
        start = moment(case["fast_forward"]) if case["fast_forward"] else datetime.min  # noqa: DTZ901
        is_whole = bool(re.search("COUNT|UNTIL", case["rrule"])) and not case["expected_is_prefix"]
        name = case["id"].partition(".test")[2]
        yield Vector(name, case["rrule"], case["dtstart"], expected, is_whole, start, ZoneInfo(case["tz"]))


def libical_vectors(folder: Path, file: str) -> Iterator[Vector]:
    text = (folder / "libical__libical" / file).read_text()
    for rule, dtstart, instances in re.findall(
        r"^RRULE:(\S+)\nDTSTART:(\S+)\n(?:START-AT:\S+\n)?INSTANCES: ?(.*)$", text, re.MULTILINE
    ):
        if "UNIMPLEMENTED" not in instances:  # libical itself gives nothing there
            yield Vector(f"{rule}/{dtstart[:8]}", rule, dtstart, moments(instances.split(",")), is_whole=True)


def kde_vectors(folder: Path) -> Iterator[Vector]:
    for reference in sorted((folder.parent / "recurrence_kcalendarcore").rglob("*.ics.next.ref")):
        calendar = reference.with_name(reference.name.removesuffix(".next.ref"))
        if not calendar.exists():
            continue
        event = calendar.read_text().replace("\r", "").partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
        rules = re.findall(r"^RRULE:(\S+)$", event, re.MULTILINE)
        if len(rules) != 1 or re.search("^(RDATE|EXDATE|EXRULE)", event, re.MULTILINE):
            continue
        parameters, dtstart = re.findall(r"^DTSTART([^:]*):(\S+)$", event, re.MULTILINE)[0]
        lines = reference.read_text().splitlines()
        named = re.search(r"TZID=([^;:]+)", parameters)
        zone = ZoneInfo(named[1].replace("US-Eastern", "America/New_York")) if named else None
        zone = ZoneInfo("UTC") if dtstart.endswith("Z") else zone
        shown = lines[0].split()[-1]
        expected = [moment(line.split()[0]) for line in lines]
        if dtstart.endswith("Z") and "/" in shown:
            expected = [
                local.replace(tzinfo=ZoneInfo(shown)).astimezone(UTC).replace(tzinfo=None) for local in expected
            ]
        yield Vector(calendar.stem, rules[0], dtstart, expected, is_whole=len(lines) < 500, zone=zone)


def vectors(source: str, shared_data: Path) -> list[Vector]:
    folder = shared_data / "corpus/oracle/rrule_vectors"
    found = {
        "dateutil": dateutil_vectors,
        "ical.js": icaljs_vectors,
        "sabre": sabre_vectors,
        "libical": lambda folder: libical_vectors(folder, "icalrecur_cases_share.txt"),
        "libical rscale": lambda folder: libical_vectors(folder, "icalrecur_rscale_cases_share.txt"),
        "KDE": kde_vectors,
    }[source](folder)
    return list(found)


def outcome(vector: Vector) -> list[datetime] | str:
    """Return the starts, as many as the vector lists, or the code of the refusal."""
    dtstart = moment(vector.dtstart)
    is_all_day = not re.search(r"\d[T ]\d", vector.dtstart)
    try:
        rule, _ = parse_rule(vector.rule, is_all_day=is_all_day, zone=vector.zone)
        if vector.is_whole:
            return expand_rule(rule, dtstart, vector.start, datetime.max)  # noqa: DTZ901
        last = vector.expected[-1] if vector.expected else max(vector.start, dtstart) + timedelta(days=3650)
        return expand_rule(rule, dtstart, vector.start, last + timedelta(seconds=1))
    except RuleRefused as refused:
        return refused.kind.code


def reason(vector: Vector, ours: list[datetime] | str) -> str:
    """Return in which way our outcome differs, "" when it does not."""
    if isinstance(ours, str):
        return ours
    if ours == vector.expected:
        return ""
    start = moment(vector.dtstart)
    if start not in vector.expected and ours == [start, *vector.expected]:
        return "start"
    if "COUNT" in vector.rule and start in vector.expected and ours[:-1] == vector.expected:
        return "count"
    return "other"


LISTED: dict[str, dict[str, str]] = {
    "dateutil": {
        "recurrence-frequency": """
            Minutely MinutelyByHourAndMinute MinutelyByMonth MinutelyByMonthAndMonthDay
            MinutelyByMonthAndMonthDayAndWeekDay MinutelyByMonthAndNWeekDay MinutelyByMonthAndYearDay
            MinutelyByMonthDay MinutelyByNWeekDay MinutelyByWeekDay MinutelyByWeekNoAndWeekDay
            MinutelyByWeekNoAndWeekDay53 MinutelyByWeekNoAndWeekDayLarge MinutelyByWeekNoAndWeekDayLast
            MinutelyByYearDay MinutelyIntervalLarge Secondly SecondlyByHourAndMinuteAndSecondBug
            SecondlyByHourAndSecond SecondlyByMonthAndNWeekDay SecondlyByMonthAndWeekDay
            SecondlyByMonthAndYearDayNeg SecondlyByMonthDayAndWeekDay SecondlyByWeekDay SecondlyByWeekNo
            SecondlyByWeekNoAndWeekDay53 SecondlyByWeekNoAndWeekDayLarge SecondlyByWeekNoAndWeekDayLast
            SecondlyByYearDay SecondlyInterval SecondlyIntervalLarge
        """,
        "recurrence-too-dense": """
            HourlyByMinuteAndSecond
        """,
        "start": """
            DailyByHourAndMinute DailyByHourAndSecond DailyByMinuteAndSecond DailyByMonth
            DailyByMonthAndMonthDay DailyByMonthAndNWeekDay DailyByMonthAndYearDay DailyByMonthDay
            DailyByMonthDayAndWeekDay DailyByWeekNo DailyByWeekNoAndWeekDayLast HourlyByHour
            HourlyByHourAndSecond HourlyByMonth HourlyByMonthAndMonthDay HourlyByMonthAndMonthDayAndWeekDay
            HourlyBySecond HourlyBySetPos HourlyByWeekNoAndWeekDay53 HourlyByWeekNoAndWeekDayLarge
            HourlyByWeekNoAndWeekDayLast HourlyByYearDayNeg MonthlyByHour MonthlyByHourAndMinute
            MonthlyByHourAndMinuteAndSecond MonthlyByMonth MonthlyByMonthAndMonthDay
            MonthlyByMonthAndMonthDayAndWeekDay MonthlyByMonthAndWeekDay MonthlyByMonthAndYearDayNeg
            MonthlyByMonthDay MonthlyBySecond MonthlyBySetPos MonthlyByWeekNo MonthlyByWeekNoAndWeekDayLast
            MonthlyByYearDay StrNWeekDay StrUntil WeeklyByHourAndMinuteAndSecond WeeklyByHourAndSecond
            WeeklyByMinute WeeklyByMonth WeeklyByMonthAndNWeekDay WeeklyByMonthAndWeekDay WeeklyBySecond
            WeeklyByWeekNo WeeklyByWeekNoAndWeekDayLarge WeeklyByWeekNoAndWeekDayLast WeeklyByYearDay
            YearlyByHour YearlyByHourAndMinute YearlyByHourAndMinuteAndSecond YearlyByHourAndSecond
            YearlyByMonth YearlyByMonthAndMonthDay YearlyByMonthAndNWeekDayLarge YearlyByMonthAndYearDayNeg
            YearlyByNWeekDay YearlyBySecond YearlyBySetPos YearlyByWeekNoAndWeekDay YearlyByYearDayNeg
        """,
    },
    "ical.js": {
        "recurrence-frequency": """
            FREQ=MINUTELY;INTERVAL=3;COUNT=3/2015-04-30
        """,
        "count": """
            FREQ=MONTHLY;BYSETPOS=-1;BYDAY=SU,MO,TU,WE,TH,FR,SA;INTERVAL=1;COUNT=4/2016-01-01
            FREQ=MONTHLY;BYSETPOS=2;BYDAY=SU,MO,TU,WE,TH,FR,SA;INTERVAL=1;COUNT=4/2016-01-01
        """,
        "start": """
            FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2/2015-01-11
            FREQ=MONTHLY;BYDAY=5SA/2015-02-04
            FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13/2012-04-01
            FREQ=MONTHLY;BYDAY=TH;BYMONTHDAY=31/2012-01-31
            FREQ=MONTHLY;BYMONTHDAY=-1/2015-01-01
            FREQ=MONTHLY;BYMONTHDAY=-1,31/2022-01-01
            FREQ=MONTHLY;BYMONTHDAY=-4,28,11/2022-01-01
            FREQ=MONTHLY;BYMONTHDAY=29;INTERVAL=1;UNTIL=20160630/2016-01-01
            FREQ=MONTHLY;BYMONTHDAY=3,4;INTERVAL=2;UNTIL=20160303/2016-01-01
            FREQ=MONTHLY;BYMONTHDAY=31,31,31,31/2022-01-01
            FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=1;UNTIL=20161231/2016-01-01
            FREQ=MONTHLY;BYMONTHDAY=6,12,18,24/2024-04-03
            FREQ=MONTHLY;COUNT=10;BYDAY=1FR/2012-01-07
            FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31/2022-07-01
            FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU/2012-11-01
            FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-2/2022-06-01
            FREQ=YEARLY;BYDAY=+1MO;BYMONTHDAY=7/2015-01-01
            FREQ=YEARLY;BYDAY=SA;BYSETPOS=-1;BYMONTH=3;COUNT=3;INTERVAL=2/2016-01-01
            FREQ=YEARLY;BYDAY=SU;BYSETPOS=1;BYMONTH=1;COUNT=3/2016-01-01
            FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=21;UNTIL=20180220/2016-01-01
            FREQ=YEARLY;BYYEARDAY=-1/2025-01-01
            FREQ=YEARLY;BYYEARDAY=-307,-306,-305/2013-01-01
            FREQ=YEARLY;BYYEARDAY=-366/2025-01-01
            FREQ=YEARLY;BYYEARDAY=365/2025-01-01
            FREQ=YEARLY;BYYEARDAY=366/2025-01-01
            FREQ=YEARLY;BYYEARDAY=73,146,219,292/2024-02-06
            FREQ=YEARLY;BYYEARDAY=73,146,219,292/2024-09-12
            FREQ=YEARLY;BYYEARDAY=73,146,219,292/2024-11-24
            FREQ=YEARLY;UNTIL=20150131T090000Z;BYMONTH=1;BYDAY=MO/2012-05-01
        """,
    },
    "sabre": {
        "recurrence-frequency-unknown": """
            InvalidFreq
        """,
        "recurrence-value": """
            ByDayBadOffset InvalidByWeekNo YearlyByMonthInvalidValue1 YearlyByMonthInvalidValue2
            YearlyByYearDayInvalid390
        """,
        "count": """
            YearlyByDayByWeekNo
        """,
    },
    "libical": {
        "recurrence-frequency": """
            FREQ=MINUTELY;BYMINUTE=15,17,19;BYSECOND=0,10,20,30,40,50;BYSETPOS=-2,3;INTERVAL=2;COUNT=5/20241023
            FREQ=MINUTELY;INTERVAL=15;COUNT=6/19970902
            FREQ=SECONDLY;BYSECOND=7,4,6,5;COUNT=5/20240229
        """,
        "start": """
            FREQ=HOURLY;BYHOUR=0;BYYEARDAY=360,-2;UNTIL=20260101T000000/20251220
            FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH;COUNT=1/20270103
            FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;UNTIL=20170101T000000Z/20130101
            FREQ=YEARLY;BYWEEKNO=53;COUNT=1/20230101
        """,
    },
    "libical rscale": {
        "recurrence-other-calendar": """
            RSCALE=CHINESE;FREQ=MONTHLY;COUNT=4/20140920
            RSCALE=CHINESE;FREQ=YEARLY;BYMONTHDAY=10;BYMONTH=4L;SKIP=OMIT;UNTIL=21000101/20131025
            RSCALE=CHINESE;FREQ=YEARLY;BYMONTHDAY=10;BYMONTH=9L;SKIP=BACKWARD;COUNT=3/20131025
            RSCALE=CHINESE;FREQ=YEARLY;BYMONTHDAY=10;BYMONTH=9L;SKIP=OMIT;COUNT=2/20131025
            RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12;SKIP=BACKWARD/20150131
            RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12;SKIP=FORWARD/20150131
            RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;SKIP=FORWARD;COUNT=5/20150201
            RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=-366;SKIP=BACKWARD;COUNT=9/20120101
            RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=366;SKIP=BACKWARD;COUNT=9/20121231
            RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=-1;SKIP=BACKWARD;COUNT=5/20140302
            RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=-1;SKIP=FORWARD;COUNT=5/20140302
            RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=30;SKIP=FORWARD;COUNT=5/20140302
            RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=8;SKIP=FORWARD;COUNT=5/20140208
            RSCALE=HEBREW;FREQ=YEARLY;SKIP=FORWARD;COUNT=4/20140205
            RSCALE=ISLAMIC-CIVIL;FREQ=YEARLY;BYMONTH=9;COUNT=5/20130709
        """,
    },
    "KDE": {
        "recurrence-frequency": """
            KAlarm_TestCase03 LibICal_TestCase49 RFC2445_RRULETest36 RFC2445_RRULETest36U
            RFC2445_RRULETest37
        """,
        "start": """
            KOrganizer_Test10 KOrganizer_Test13
        """,
    },
}
"""Cases that differ in a way that can be checked: refused with that code; "start": the start of the series, which does
not fit its rule, is an occurrence here and not there; "count": such a start counts for COUNT there and comes on top
here. Nothing else differs."""

OTHER_READINGS: dict[str, dict[str, str]] = {
    "dateutil": {
        "YearlyByWeekNo": "a week without weekday is a whole week there; RFC 5545 takes what lacks from DTSTART"
    },
    "ical.js": {
        "FREQ=MONTHLY;INTERVAL=1;BYDAY=SU;BYSETPOS=3;COUNT=3/2017-07-15": "leaves out the third Sunday of August 2017",
    },
    "sabre": {
        "IgnoredStuff": "leaves out parts that RFC 5545 forbids with DAILY; here they are conditions",
        "MonthlyByMonthDayDstTransition": "shows 02:15 in a night that skips it as 03:15; here wall clock stays",
        "UntilBeforeDtStart": "keeps the start of a series that ended before it; here such a series is empty",
        "YearlyByYearDayMaxNegative": "lets day -366 of a common year fall in the year before",
    },
    "libical": {
        "FREQ=YEARLY;BYWEEKNO=53;INTERVAL=5;BYDAY=TH;COUNT=1/20270103": "counts years from 2027; its week is of 2026",
        "FREQ=YEARLY;BYMONTHDAY=29;COUNT=3/20240229": "a day without month is one of the start's month only there",
    },
}
"""Cases in which another reading of RFC 5545 was chosen (docs/recurrence.md), or in which the library errs."""


@pytest.mark.parametrize("source", ["dateutil", "ical.js", "sabre", "libical", "libical rscale", "KDE"])
def test_expand_rule_gives_what_the_library_gives_but_for_the_listed_cases(source: str, shared_data: Path) -> None:
    cases = vectors(source, shared_data)
    assert len(cases) > 15
    found = {vector.name: reason(vector, outcome(vector)) for vector in cases}
    listed = {name: why for why, names in LISTED.get(source, {}).items() for name in names.split()}
    listed |= dict.fromkeys(OTHER_READINGS.get(source, {}), "other")
    differing = {name: why for name, why in found.items() if why}
    assert differing == listed
    print(source, len(cases), "vectors:", dict(Counter(found[vector.name] or "equal" for vector in cases)))


@pytest.mark.parametrize("source", ["dateutil", "ical.js", "libical"])
def test_expand_rule_agrees_once_the_series_starts_on_its_rule(source: str, shared_data: Path) -> None:
    """A start that does not fit is all that differs: move it to the first date given, and both agree."""
    names = LISTED[source]["start"].split()
    moved = 0
    for vector in vectors(source, shared_data):
        if vector.name in names and vector.expected:
            fitting = replace(vector, dtstart=vector.expected[0].isoformat(), start=vector.expected[0])
            assert outcome(fitting) == vector.expected, vector
            moved += 1
    assert moved >= len(names) - 1
