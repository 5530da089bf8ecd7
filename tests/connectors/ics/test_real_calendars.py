"""Every calendar of the corpus is read: real ones as they are meant, those made to break readers without breaking."""

from __future__ import annotations

import random
import warnings
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from analyzer.errors import SourceError
from analyzer.text import translator
from connectors.ics.calendar import IcsCalendar, read_calendars
from tests.connectors.ics.ics_samples import AMSTERDAM, meeting, stream, vtimezone

UTC_ZONE = ZoneInfo("UTC")
FUZZ_ROUNDS = 1500

NO_CALENDAR = {
    "no line BEGIN:VCALENDAR": """
        allenporter__ical/tests/parsing/testdata/invalid/invalid.ics
        allenporter__ical/tests/tzif/testdata/rfc8536-v1.txt
        collective__icalendar/src/icalendar/tests/alarms/example.ics
        collective__icalendar/src/icalendar/tests/alarms/start_date.ics
        collective__icalendar/src/icalendar/tests/calendars/fuzz_testcase_invalid_month.ics
        collective__icalendar/src/icalendar/tests/calendars/issue_178_component_with_invalid_name_represented.ics
        collective__icalendar/src/icalendar/tests/timezones/issue_237_brazilia_standard.ics
        collective__icalendar/src/icalendar/tests/timezones/issue_55_parse_error_on_utc_offset_with_seconds.ics
        libical__libical/test-data/fuzz448424495
        libical__libical/test-data/fuzz448717854
        libical__libical/test-data/fuzz458943970
        libical__libical/test-data/fuzz463617307
        libical__libical/test-data/fuzz472865252
        libical__libical/test-data/fuzz479865113
        libical__libical/test-data/fuzz56171
        libical__libical/test-data/fuzzusban3
    """,
    "XML": """
        apple__ccs-caldavtester/Resource/CalDAV/floating/4.txt
        apple__ccs-caldavtester/Resource/CalDAV/floating/5.txt
        apple__ccs-caldavtester/Resource/CalDAV/floating/put/8.txt
    """,
    "binary": """
        collective__icalendar/src/icalendar/fuzzing/corpus/Index_Error.ics
        collective__icalendar/src/icalendar/tests/calendars/fuzz_testcase_0_char_in_component_name.ics
        libical__libical/test-data/issue253.ics
    """,
    "vCard": "libical__libical/test-data/issue339.ics",
}
"""Files of the torture corpus in which no calendar and no event begins, and what the refusal says of them."""

UNTIL_A_DAY = "UNTIL as a day lets the whole day count for a series in UTC too; there only its midnight"
REAL_DIFFERS = {"basic.ics": UNTIL_A_DAY, "wg-systems.ics": UNTIL_A_DAY}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def use(calendar: IcsCalendar) -> int:
    """Ask everything that can be asked of a calendar; the number of occurrences in three windows."""
    count = 0
    for first, last in (("2004-01-01", "2005-01-01"), ("2015-01-01", "2016-01-01"), ("2026-03-01", "2026-04-01")):
        window = [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (first, last)]
        found = calendar.occurrences(*window, AMSTERDAM)
        assert (found.end >= found.start).all()
        assert set(found.entry.tolist()) <= set(range(len(calendar.entries)))
        count += len(found.start)
    calendar.first_and_last(AMSTERDAM)
    for problem in calendar.problems:
        assert problem.say(translator("en"))
        assert problem.code != "event-unreadable", problem
    return count


def test_real_calendars_are_all_read(shared_data: Path) -> None:
    totals: Counter[str] = Counter()
    for path in files(shared_data / "corpus/real_calendars"):
        for calendar in read_calendars(path.read_bytes(), path.name):
            totals["calendars"] += 1
            totals["entries"] += len(calendar.entries)
            totals["occurrences"] += use(calendar)
            totals.update(problem.code for problem in calendar.problems)
            assert not calendar.is_incomplete
            assert not any(problem.effect == "source" for problem in calendar.problems)
            skipped = {problem.code for problem in calendar.problems if problem.effect == "skipped"}
            assert skipped <= {"duplicate-uid"}, path
    assert totals["entries"] > 600
    print("real calendars:", dict(totals))


def test_torture_files_are_read_or_refused_in_one_sentence(shared_data: Path) -> None:
    totals: Counter[str] = Counter()
    refused = {}
    folder = shared_data / "corpus/torture_ics"
    for path in files(folder):
        totals["files"] += 1
        try:
            calendars = read_calendars(path.read_bytes(), path.name)
        except SourceError as error:
            refused[path.relative_to(folder).as_posix()] = error.say(translator("en"))
            continue
        totals["entries"] += sum(len(calendar.entries) for calendar in calendars)
        totals["occurrences"] += sum(map(use, calendars))
        totals["problems"] += sum(len(calendar.problems) for calendar in calendars)
    listed = {name: words for words, names in NO_CALENDAR.items() for name in names.split()}
    assert set(refused) == set(listed)
    assert all(listed[name] in sentence for name, sentence in refused.items())
    assert totals["files"] > 600
    print("torture:", dict(totals), "refused:", len(refused))


def test_real_calendars_occur_as_recurring_ical_events_says(shared_data: Path) -> None:
    """Two years around the middle of each calendar, in UTC; the differences are listed."""
    differing = set()
    compared = 0
    for path in files(shared_data / "corpus/real_calendars"):
        (calendar,) = read_calendars(path.read_bytes(), path.name)
        edges = calendar.first_and_last(UTC_ZONE)
        if edges is None:
            continue
        middle = datetime(edges[0].year, 1, 1, tzinfo=UTC)
        window = (middle, middle + timedelta(days=731 if path.name not in REAL_DIFFERS else 2000))
        found = calendar.occurrences(*window, UTC_ZONE)
        got = sorted(zip(found.start.tolist(), found.end.tolist(), strict=True))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            peer = recurring_ical_events.of(icalendar.Calendar.from_ical(path.read_bytes()))
            expected = sorted((as_utc(one["DTSTART"].dt), as_utc(one["DTEND"].dt)) for one in peer.between(*window))
        compared += len(got)
        if got != expected:
            differing.add(path.name)
    assert differing == set(REAL_DIFFERS)
    assert compared > 3000
    print("real calendars:", compared, "occurrences compared")


def as_utc(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.combine(value, datetime.min.time())  # type: ignore[arg-type]
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)


def test_damaged_streams_never_break_the_reader_or_the_neighbour() -> None:
    """Bytes changed, cut out and put in at random inside one event, the same every time."""
    rng = random.Random(20260303)
    head = stream("X-WR-CALNAME:Werk", vtimezone("Own"), meeting("SUMMARY:Buur", uid="good")).partition(
        b"END:VCALENDAR"
    )[0]
    victim = meeting(
        "RRULE:FREQ=DAILY;COUNT=5",
        "EXDATE:20260304T080000Z",
        "RDATE;VALUE=PERIOD:20260310T090000Z/PT2H",
        'ATTENDEE;CN="Boer, A";PARTSTAT=ACCEPTED:mailto:a@example.org',
        r"DESCRIPTION:<p>Agenda\, deel 1</p>",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260303T080000Z",
        uid="bad",
    ).encode()
    pieces = [
        b"\n",
        b"\r",
        b" ",
        b";",
        b":",
        b'"',
        b"\\",
        b",",
        b"=",
        b"T",
        b"Z",
        b"9" * 9,
        b"\0",
        b"\xff",
        b"BEGIN:VALARM\n",
    ]
    for _ in range(FUZZ_ROUNDS):
        damaged = bytearray(victim)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(13, len(damaged) - 10)
            if rng.random() < 0.3:
                del damaged[at : at + rng.randint(1, 9)]
            else:
                damaged[at:at] = rng.choice(pieces)
        (calendar,) = read_calendars(head + bytes(damaged[:-10]) + b"\nEND:VEVENT\nEND:VCALENDAR\n", "damaged.ics")
        use(calendar)
        assert "good" in {entry.uid for entry in calendar.entries}
