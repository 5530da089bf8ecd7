"""Whole calendars against what others make of them; every difference is listed with its reason.

The lists stay honest by themselves: a case that differs and is not listed fails, and so does a listed case that agrees.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.ics.calendar import IcsCalendar, read_calendars
from tests.connectors.ics.ics_samples import event, stream

Pair = tuple[datetime, datetime]
UTC_ZONE = ZoneInfo("UTC")
NEW_YORK, LONDON, AUCKLAND = ZoneInfo("America/New_York"), ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland")


@cache
def opened(path: Path) -> list[IcsCalendar]:
    return read_calendars(path.read_bytes(), path.name)


def pairs(
    calendar: IcsCalendar, start: datetime, end: datetime, zone: ZoneInfo
) -> list[tuple[int, datetime, datetime]]:
    """Entry, start and end in UTC without tzinfo, in order of entry and start."""
    found = calendar.occurrences(start, end, zone)
    return sorted(zip(found.entry.tolist(), found.start.tolist(), found.end.tolist(), strict=True))


def instant(text: str, zone: ZoneInfo) -> datetime:
    """A recorded time in UTC without tzinfo; days and times without offset are those of ``zone``."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).replace(tzinfo=None)


# recurring-ical-events: queries recorded while its own tests ran ------------------------------------------------------

ALARMS = "asks for the alarms of events, by the time they ring"
RIE_DIFFERS = {
    **dict.fromkeys(
        (
            'alarm_1_week_before_event.ics at ["20241202"]',
            'alarm_1_week_before_event.ics at ["20241207"]',
            'alarm_around_event_boundaries.ics at [["2024", "10", "4", "10", "45"]]',
            'alarm_around_event_boundaries.ics at [["2024", "10", "4", "12", "0"]]',
            'alarm_recurring_and_acknowledged_at_2024_11_27_16_27.ics at [["2024", "11", "28", "13", "0", "0"]]',
            'alarm_recurring_and_acknowledged_at_2024_11_27_16_27.ics at [["2024", "11", "28", "13", "0"]]',
            'alarm_recurring_and_acknowledged_at_2024_11_27_16_27.ics at [["2024", "11", "28", "13"]]',
            'alarm_recurring_and_acknowledged_at_2024_11_27_16_27.ics at [["2024", "11", "28", "14"]]',
        ),
        ALARMS,
    ),
    "alarms_at_the_same_time.ics all []": "gives an event once for each of its alarms; here it is one event",
    "issue_132_swapped_start_and_end.ics all []": "swaps start and end; here that is refused by name",
    "issue_201_mixed_datetime_and_date.ics all []": "reads a day with a time as end; here that is refused by name",
    "issue_201_test_matrix.ics all []": "the same for every mixture; the mixtures of zones alone are read alike",
}


def rie_moment(value: object) -> datetime:
    """A time of a query: a list of its parts, or a text; times without Z are wall clock."""
    if isinstance(value, list):
        parts = [int(part) for part in value]
        return datetime(*parts, *[1] * (3 - len(parts)))  # type: ignore[arg-type]
    text = str(value)
    if len(text) == 4:
        return datetime(int(text), 1, 1)
    return datetime.fromisoformat(text)


def rie_window(query: str, arguments: list[object]) -> tuple[datetime, datetime]:
    if query == "at":
        start = rie_moment(arguments[0])
        value = arguments[0]
        parts = len(value) if isinstance(value, list) else {4: 1, 8: 3, 10: 3}.get(len(str(value)), 6)
        if parts == 1:
            return start, start.replace(year=start.year + 1)
        if parts == 2:
            return start, (start + timedelta(days=32)).replace(day=1)
        length = {3: timedelta(days=1), 4: timedelta(hours=1), 5: timedelta(minutes=1), 6: timedelta(seconds=1)}
        return start, start + length[parts]
    if not arguments:
        return datetime(1900, 1, 1), datetime(2100, 1, 1)
    start = rie_moment(arguments[0])
    last = arguments[1]
    if isinstance(last, str) and last.startswith("P"):
        end = start + timedelta(seconds=float(last[1:-1]))
    else:
        end = rie_moment(last)
    return start, max(end, start + datetime.resolution)


def rie_agrees(case: dict[str, object], folder: Path) -> bool:
    (calendar,) = opened(folder / str(case["calendar"]))
    start, end = rie_window(str(case["query"]), list(case["args"]))  # type: ignore[call-overload]
    votes = calendar.identity.zone_votes
    zone = ZoneInfo(votes.most_common(1)[0][0]) if votes else UTC_ZONE
    if not votes and start.tzinfo is not None:
        # Days belong to whoever asks: the query's own offset, whose sign POSIX turns round.
        hours = int((start.utcoffset() or timedelta()).total_seconds() // 3600)
        zone = ZoneInfo(f"Etc/GMT{-hours:+d}") if hours else UTC_ZONE
    window = [moment if moment.tzinfo else moment.replace(tzinfo=zone) for moment in (start, end)]
    got = [(begin, finish, calendar.entries[entry].title) for entry, begin, finish in pairs(calendar, *window, zone)]
    results = case.get("results")
    if not isinstance(results, list):
        return len(got) == case["n"]
    events = [result for result in results if result["name"] == "VEVENT"]
    wanted = [
        (instant(one["start"], zone), instant(one["end"] or one["start"], zone), one["summary"].strip())
        for one in events
    ]
    is_cut = case["n"] != len(results)
    if is_cut:
        return len(got) == case["n"] and set(wanted) <= set(got)
    return sorted(wanted) == sorted(got)


def test_recorded_queries_of_recurring_ical_events(shared_data: Path) -> None:
    (file,) = (shared_data / "corpus/oracle/expand_recurring_ical_events").rglob("expected_queries_share.jsonl")
    folder = file.parent / "recurring_ical_events/test/calendars"
    cases = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    names = [f"{case['calendar']} {case['query']} {json.dumps(case['args'])}" for case in cases]
    differing = {name for name, case in zip(names, cases, strict=True) if not rie_agrees(case, folder)}
    assert differing == set(RIE_DIFFERS)
    assert len(cases) == 229
    print("recurring-ical-events:", len(cases), "queries,", len(cases) - len(differing), "agree")


# calcard: its expansions, in the zone its author lives in; 100 of each event ------------------------------------------

AT_UNTIL = "leaves out the occurrence at the very moment of UNTIL, which is inclusive"
NOT_ITS_START = "leaves out the start of a series that does not fit its rule"
GIVES_UP = "after a hundred occurrences of an endless series works out no others"
END_OF_DAY = "lets a start without end last until the end of the day; RFC 5545 section 3.6.1 gives it no length"
OWN_ZONE = "ignores the file's own definition of a zone, and takes the owner's"
TASKS = "counts tasks as events"
ADDED_TWICE = "shows the start of a series once more when an added period begins there"
MOVED_TWICE = "shows an occurrence that was moved at its old time too"

CALCARD_GIVES_FEWER = {
    "007": GIVES_UP,
    "018": AT_UNTIL,
    "030": GIVES_UP,
    "128": AT_UNTIL,
    "149": GIVES_UP,
    "157": "goes on after the year 2100, where this comparison stops",
    "160": "reads the first of five events that stand outside a calendar",
    "176": GIVES_UP,
    "181": NOT_ITS_START,
    "193": GIVES_UP,
    "213": NOT_ITS_START,
}
"""Everything it gives until 2100 is given here too, and more; the test checks that."""

CALCARD_DIFFERS = {
    "010": OWN_ZONE,
    "017": "keeps an override that ends before it starts; here it is refused by name",
    "021": "reads an end in another zone as if it were in the zone of the start",
    "031": "shows two events of one uid; here the second is named as a duplicate",
    "034": "reads a time with VALUE=DATE as that day",
    "036": TASKS,
    "044": MOVED_TWICE,
    "057": END_OF_DAY,
    "058": ADDED_TWICE,
    "087": ADDED_TWICE,
    "102": OWN_ZONE,
    "107": END_OF_DAY,
    "109": OWN_ZONE,
    "148": "shows the event that the file is cut off in",
    "150": TASKS,
    "172": END_OF_DAY,
    "186": "does not take away with EXDATE what RDATE adds",
    **dict.fromkeys(("201", "203", "205", "206", "207", "208"), ADDED_TWICE),
    "217": "does not read EXRULE",
    "219": "reads a day with TZID as a day in that zone; here days are the owner's",
    "222": "reads a UTC time whose colon is folded to the next line as the owner's time",
    "242": TASKS,
    "257": END_OF_DAY,
    "259": MOVED_TWICE,
    "300": TASKS,
}


def calcard_agreement(path: Path) -> str:
    wanted = json.JSONDecoder().raw_decode(path.with_suffix(".json").read_text("utf-8").lstrip())[0]["events"]
    expected = [(instant(one["start"], AUCKLAND), instant(one.get("end") or one["start"], AUCKLAND)) for one in wanted]
    first_hundreds: list[Pair] = []
    everything: list[Pair] = []
    for calendar in opened(path):
        of_entry: dict[int, list[Pair]] = defaultdict(list)
        window = (datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
        for entry, start, end in pairs(calendar, *window, AUCKLAND):
            of_entry[entry].append((start, end))
        for found in of_entry.values():
            first_hundreds += found[:100]
            everything += found
    if sorted(expected) == sorted(first_hundreds):
        return "agrees"
    until_2100 = Counter(pair for pair in expected if pair[0].year < 2100)
    return "differs" if until_2100 - Counter(everything) else "gives fewer"


def test_expansions_of_calcard(shared_data: Path) -> None:
    folder = shared_data / "corpus/oracle/expand_calcard"
    with (folder / "peer_agreement.csv").open(newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["status"] in ("agree", "differ")]
    found = {Path(row["file"]).stem: calcard_agreement((folder / row["file"]).with_suffix(".ics")) for row in rows}
    assert {name for name, how in found.items() if how == "gives fewer"} == set(CALCARD_GIVES_FEWER)
    assert {name for name, how in found.items() if how == "differs"} == set(CALCARD_DIFFERS)
    agreed = [Path(row["file"]).stem for row in rows if row["status"] == "agree"]
    assert (len(rows), len(agreed)) == (116, 72)
    print(
        "calcard:", len(agreed), "files its peers agree on,", sum(found[name] == "agrees" for name in agreed), "agree;"
    )
    print("others:", len(rows) - len(agreed), sum(found[name] == "agrees" for name in found if name not in agreed))


# KDE: the days on which each of its test calendars has an event -------------------------------------------------------

KDE_DIFFERS = {
    "KAlarm_TestCase03": "repeats every minute: refused by name",
    "KAlarm_TestCase06": "a single event, which there never “recurs”",
    "KOrganizer_Test10": "leaves out a start that does not fit its rule",
    "KOrganizer_Test13": "leaves out a start that does not fit its rule",
}


def kde_agrees(reference: Path) -> bool:
    wanted = [date.fromisoformat(line) for line in reference.read_text().split() if line[:4].isdigit()]
    (calendar,) = opened(reference.with_name(reference.name.removesuffix(".recurson.ref")))
    start, end = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    if wanted:
        start = datetime.combine(wanted[0], datetime.min.time(), UTC) - timedelta(days=400)
        end = datetime.combine(wanted[-1] + timedelta(days=1), datetime.min.time(), UTC)
    return sorted({begin.date() for _, begin, _ in pairs(calendar, start, end, UTC_ZONE)}) == wanted


def test_days_of_kde(shared_data: Path) -> None:
    references = sorted((shared_data / "corpus/oracle/recurrence_kcalendarcore").rglob("*.recurson.ref"))
    differing = {reference.name.partition(".")[0] for reference in references if not kde_agrees(reference)}
    assert differing == set(KDE_DIFFERS)
    assert len(references) == 73
    print("KDE:", len(references), "calendars,", len(references) - len(differing), "agree")


# Google: its own expansions of the series of a real calendar ----------------------------------------------------------


def google_instances(shared_data: Path) -> list[dict[str, str]]:
    file = shared_data / "corpus/google_json/finos__calendar/events_share.json"
    return [one for one in json.loads(file.read_text("utf-8")) if "T" in one.get("start", "")]


def test_every_start_that_google_gives_a_series_is_one_here(shared_data: Path) -> None:
    """The file leaves out the zone of each series and some instances: one of three zones must have all the others."""
    series: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for one in google_instances(shared_data):
        name, _, original = one["uid"].rpartition("_")
        if one["repeating"] and original.endswith("Z") and len(original) == 16:
            series[name, one["repeating"]].append(datetime.strptime(original, "%Y%m%dT%H%M%SZ"))  # noqa: DTZ007
    missing = {}
    for (name, rule), instants in series.items():
        best = min((google_missing(rule, sorted(instants), zone) for zone in (NEW_YORK, LONDON, UTC_ZONE)), key=len)
        if best:
            missing[name] = (rule, best)
    assert missing == {}
    assert len(series) > 50
    assert sum(map(len, series.values())) > 600
    print("Google:", len(series), "series,", sum(map(len, series.values())), "instances, all found")


def google_missing(rule: str, instants: list[datetime], zone: ZoneInfo) -> list[datetime]:
    first = instants[0].replace(tzinfo=UTC).astimezone(zone)
    data = stream(event(f"DTSTART;TZID={zone.key}:{first:%Y%m%dT%H%M%S}", "DURATION:PT1H", rule))
    (calendar,) = read_calendars(data, "google.ics")
    window = (instants[0].replace(tzinfo=UTC), instants[-1].replace(tzinfo=UTC) + timedelta(hours=1))
    found = {start for _, start, _ in pairs(calendar, *window, zone)}
    return [instant for instant in instants if instant not in found]


def test_every_calendar_that_was_made_of_an_instance_starts_with_it(shared_data: Path) -> None:
    instances = google_instances(shared_data)
    for one in instances:
        (calendar,) = read_calendars(one["ics"].encode(), "instance.ics")
        start, end = instant(one["start"], UTC_ZONE), instant(one["end"], UTC_ZONE)
        window = (start.replace(tzinfo=UTC), end.replace(tzinfo=UTC))
        assert (start, end) in [pair[1:] for pair in pairs(calendar, *window, UTC_ZONE)], one["uid"]
    assert len(instances) > 700
