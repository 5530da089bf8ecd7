"""What a small file may ask for: one budget of steps for a whole source, and time that grows no faster than the file.

Steps are counted; where there is nothing to count, twice as much input may take three times the CPU time and not four.
"""

from __future__ import annotations

import gc
import io
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from connectors.ics.calendar import IcsCalendar, read_calendars
from connectors.ics.getting.archives import MIN_SUSPECT_BYTES, Archive
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import split_line
from connectors.ics.work import SOURCE_STEPS, Work, WorkSpent
from connectors.zone_names import find_offset
from tests.connectors.ics.ics_samples import event, meeting, stream

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEEK = (datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
EXCLUDED = "EXDATE:20260303T080000Z"
GOOD = meeting("SUMMARY:Good neighbour", uid="good")
EVERY_DAY = "RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=" + ",".join(map(str, range(1, 32)))


def zone(name: str, *rules: str, start: str = "19700101T000000") -> str:
    parts = [
        f"BEGIN:STANDARD\nDTSTART:{start}\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n{rule}\nEND:STANDARD" for rule in rules
    ]
    return "\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *parts, "END:VTIMEZONE"])


def in_zone(tzid: str, *lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", f"DTSTART;TZID={tzid}:20260303T080000", "DURATION:PT1H", *lines, "END:VEVENT"])


def costly(uid: int) -> str:
    """A series whose occurrences have to be counted from the year 1."""
    lines = f"UID:{uid}", "DTSTART:00010101T090000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYDAY=MO,TU;COUNT=99999999"
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def read(*parts: str, work: Work | None = None) -> IcsCalendar:
    (calendar,) = read_calendars(stream(*parts), "week.ics", work=work)
    return calendar


def shown(calendar: IcsCalendar) -> list[str]:
    occurrences = calendar.occurrences(*WEEK, AMSTERDAM)
    return [calendar.entries[position].title for position in occurrences.entry.tolist()]


def count_of(calendar: IcsCalendar, code: str) -> int:
    return sum(problem.count for problem in calendar.problems if problem.code == code)


def test_work_takes_the_own_steps_first_and_then_those_of_the_whole() -> None:
    whole = Work(10)
    part = Work(5, whole)
    part.spend(5)
    assert (part.left, whole.left) == (0, 10)
    part.spend(4)
    assert whole.left == 6
    part.spend(6)
    assert whole.left == 0
    with pytest.raises(WorkSpent):
        part.spend(1)


def test_work_that_is_refused_takes_nothing() -> None:
    whole = Work(10)
    part = Work(5, whole)
    with pytest.raises(WorkSpent):
        part.spend(16)
    assert (part.left, whole.left) == (5, 10)


def test_work_given_back_may_be_taken_again() -> None:
    whole = Work(10)
    part = Work(2, whole)
    part.spend(9)
    part.give_back()
    part.give_back()
    assert whole.left == 10


def test_what_is_made_once_is_made_once() -> None:
    made: list[int] = []
    work = Work()
    for _ in range(2):
        assert work.once("zone", lambda: made.append(1) or len(made)) == 1
    assert work.once("other", lambda: 5) == 5


def test_costly_series_share_one_budget_and_a_healthy_neighbour_needs_none_of_it() -> None:
    work = Work()
    calendar = read(*map(costly, range(60)), GOOD, work=work)
    assert shown(calendar) == ["Good neighbour"]
    assert count_of(calendar, "recurrence-too-long") + count_of(calendar, "recurrence-work-spent") == 60
    assert count_of(calendar, "recurrence-work-spent") > 0
    assert 0 <= work.left < SOURCE_STEPS // 10


def test_a_calendar_asked_twice_answers_the_same() -> None:
    work = Work()
    calendar = read(*map(costly, range(5)), GOOD, work=work)
    assert shown(calendar) == shown(calendar)
    left = work.left
    assert shown(calendar) == ["Good neighbour"]
    assert work.left == left


def test_calendars_of_one_source_share_its_budget() -> None:
    work = Work()
    first = read(*map(costly, range(30)), work=work)
    shown(first)
    second = read(costly(1), GOOD, work=work)
    assert shown(second) == ["Good neighbour"]
    assert count_of(second, "recurrence-work-spent") == 1


@pytest.mark.parametrize("name", ["EXRULE", "RRULE"])
def test_thousands_of_rules_in_one_event_are_refused_by_name(name: str) -> None:
    rules = [f"{name}:FREQ=HOURLY;BYHOUR={hour % 24};BYMINUTE={hour % 60},{(hour + 7) % 60}" for hour in range(6000)]
    work = Work()
    calendar = read(meeting("SUMMARY:Many", "RRULE:FREQ=DAILY", *rules, uid="many"), GOOD, work=work)
    assert shown(calendar).count("Good neighbour") == 1
    assert count_of(calendar, "recurrence-work-spent") == 1


def test_a_thousand_changes_of_a_series_with_a_thousand_rules_are_bounded() -> None:
    rules = [f"EXRULE:FREQ=DAILY;BYHOUR={hour % 24}" for hour in range(600)]
    changes = [
        meeting(f"RECURRENCE-ID:{2026 + year}{month:02}{day:02}T000000", uid="many")
        for year in range(2)
        for month in range(1, 13)
        for day in range(1, 26)
    ]
    work = Work()
    calendar = read(meeting("RRULE:FREQ=DAILY", *rules, uid="many"), *changes, GOOD, work=work)
    assert "Good neighbour" in shown(calendar)
    assert work.left < SOURCE_STEPS // 10


def test_a_zone_that_changes_every_day_is_refused_and_its_neighbour_stays() -> None:
    own = in_zone("Bomb", "UID:bad", "SUMMARY:Bad")
    work = Work()
    calendar = read(zone("Bomb", *[EVERY_DAY] * 50), own, GOOD, work=work)
    assert shown(calendar) == ["Good neighbour"]
    assert count_of(calendar, "zone-definition-refused") == 1
    assert SOURCE_STEPS - work.left < 250_000


def test_zones_by_the_thousand_share_the_budget_of_their_source() -> None:
    rule = "RRULE:FREQ=YEARLY;BYDAY=1MO,2MO,3MO,4MO,5MO"
    zones = [zone(f"Own {number}", rule) for number in range(120)]
    events = [in_zone(f"Own {number}", f"UID:{number}") for number in range(120)]
    work = Work()
    calendar = read(*zones, *events, GOOD, work=work)
    assert "Good neighbour" in shown(calendar)
    assert 0 < count_of(calendar, "zone-definition-refused") < 120
    assert work.left < SOURCE_STEPS // 10


def test_the_same_definition_is_paid_for_once_in_a_source() -> None:
    work = Work()
    text = zone("Own", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
    own = in_zone("Own", "UID:own")
    read(text, own, work=work)
    first = SOURCE_STEPS - work.left
    read(text, own, work=work)
    assert first > 1000
    assert SOURCE_STEPS - work.left < first + 50


def test_members_of_an_archive_are_weighed_together() -> None:
    """Each may grow to a size that is not suspicious by itself; all of them together may not."""
    packed = io.BytesIO()
    filler = stream(GOOD, "X-FILL:" + "a" * (MIN_SUSPECT_BYTES * 9 // 10))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number:02}.ics", filler)
    members = list(Archive(packed, "a.zip").read())
    assert sum(len(member.data or b"") for member in members) <= MIN_SUSPECT_BYTES
    assert [member.problem.code for member in members if member.problem] == ["grows-too-much"] * 19
    assert members[0].data == filler


@pytest.mark.parametrize(
    ("charset", "text"),
    [("punycode", "caf=C3=A9"), ("idna", "caf=C3=A9"), ("ISO-8859-1", "caf=E9"), ("gb18030", "caf=A8=A6")],
)
def test_only_charsets_that_calendars_come_in_are_believed(charset: str, text: str) -> None:
    line = split_line(Line(1, f"SUMMARY;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{text}"))
    assert line is not None
    assert line.text == "café"


def head_of(parameters: str) -> Callable[[int], bytes]:
    return lambda size: stream(event(f"DTSTART{parameters * size}:20260303T080000Z", uid="q"), GOOD)


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "zone names": head_of(";TZID=a"),
    "zone names with colons": head_of(";TZID=a:b"),
    "quotes": head_of(';X="'),
    "open quotes": head_of(";X='\"a"),
    "an odd person": lambda size: stream(meeting("ATTENDEE" + ';CN="a;"b' * size + ":mailto:a@b.nl"), GOOD),
    "addresses in parameters": lambda size: stream(meeting("ATTENDEE" + ";DIR=http://a" * size + ":mailto:a@b.nl")),
    "blanks in a zone name": lambda size: stream(event("DTSTART;TZID=(UTC" + " " * size + ":20260303T080000")),
    "a charset": lambda size: stream(
        meeting("DESCRIPTION;CHARSET=punycode;ENCODING=QUOTED-PRINTABLE:" + "=C3=A9a-" * size), GOOD
    ),
    "tags": lambda size: stream(meeting("DESCRIPTION:<p>" + "<a href=" * size), GOOD),
    "comments": lambda size: stream(meeting("DESCRIPTION:<p>" + "<!--" * size), GOOD),
    "blanks and empty lines": lambda size: stream(meeting("DESCRIPTION:<p>" + "\\n \\t" * size + "x"), GOOD),
    "categories": lambda size: stream(meeting("CATEGORIES:" + "\\,a," * size), GOOD),
    "backslashes": lambda size: stream(meeting("SUMMARY:" + "\\" * size), GOOD),
    "a duration": lambda size: stream(event("DTSTART:20260303T080000Z", "DURATION:" + "P1" * size), GOOD),
    "dates taken away": lambda size: stream(meeting("RRULE:FREQ=DAILY", *[EXCLUDED] * (size // 4)), GOOD),
    "components begun": lambda size: stream("BEGIN:VEVENT\n" * size, GOOD),
    "components ended": lambda size: stream("END:VEVENT\n" * size, GOOD),
    "spellings of a zone": lambda size: stream(
        zone("a" * 14, *["X:" + "y"] * (size // 8)),
        *(in_zone(spelt(number), f"UID:{number}") for number in range(size // 8)),
    ),
}


def spelt(number: int) -> str:
    return "".join("A" if number >> place & 1 else "a" for place in range(14))


def seconds(data: bytes) -> float:
    def once() -> float:
        gc.collect()
        began = time.process_time()
        for calendar in read_calendars(data, "week.ics"):
            calendar.occurrences(*WEEK, AMSTERDAM)
        return time.process_time() - began

    return min(once() for _ in range(3))


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_no_faster_than_the_file(kind: str) -> None:
    """A square would show as sixteen times for four times as much; ten leaves room for a busy machine."""
    make = HOSTILE[kind]
    small, large = seconds(make(4_000)), seconds(make(16_000))
    assert large < 10 * max(small, 0.01)


def test_a_zone_name_of_blanks_takes_one_look() -> None:
    for size in (10_000, 40_000):
        assert find_offset("(UTC" + " " * size) is None
