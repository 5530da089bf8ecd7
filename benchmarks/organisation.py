"""An organisation made from a seed, to try a team's audit on: ``python -m benchmarks.organisation -o DIR``.

It writes an ICS file for each person, in the manner of the program that the person keeps a calendar in, a
``meetlint.toml`` with people and teams, and ``truth.json``: who attends which meeting when, and whose copies disagree.
Nobody in it exists. The same numbers give the same files on every machine.

Its habits are meant to be recognised: the week starts together on Monday, half the part-timers are off on Wednesday,
Friday afternoon is calm, and managers go from one meeting to the next. How often things happen follows what was
published, where something was found (:data:`STUDIES`); the rest is our own choice and says so. What a study calls a
meeting is not quite what we do, so that a figure is held to be like it when it is of its size. Vendors' studies and
surveys are weak ground, and two of them lie far apart: hours go from 7.5 to 21.5 a week.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.made_copies import Held, file_of, held_by
from benchmarks.made_meetings import STOPPED, Entry, Organisation
from benchmarks.made_people import Person

SAMPLE = Path(__file__).parents[1] / "samples" / "team"
FIRST = date(2025, 11, 3)
"""The Monday on which a year begins that lasts to the end of October 2026."""

CLOCKWISE = "https://www.getclockwise.com/blog/meeting-myths"
RECLAIM = "https://www.protocol.com/workplace/one-on-one-meetings"
ONE_ON_ONES = "https://rwsmagazine.com/reclaim-ai-report-reveals-meeting-hours-increased-longer-workdays/"
FLOWTRACE = (
    "https://www.flowtrace.co/collaboration-blog/"
    "understanding-meeting-health-the-power-of-factual-metrics-in-improving-collaboration"
)
DOODLE = "https://menutes.com/blog/meeting-statistics"
SUMATRA = "https://calendarservermigration.blogspot.com/2008/02/hidden-treasure-in-your-calendar-data.html"
PACE = (
    "https://beta.theglobeandmail.com/report-on-business/careers/beat-the-clock-choosing-the-best-meeting-time/"
    "article621208/"
)

STUDIES: dict[str, tuple[str, str]] = {
    "hours a person and week": ("13.9 to 16.2; 7.5 (392 a year); 21.5", f"{CLOCKWISE} {FLOWTRACE} {RECLAIM}"),
    "one-to-ones a person and week": ("5.6", RECLAIM),
    "people in a meeting": ("4.4 (211,468 guests of 62,560 meetings, and who asks them)", SUMATRA),
    "meetings of 15 minutes or less": ("11 %", DOODLE),
    "meetings of half an hour": ("34 %", DOODLE),
    "meetings of an hour": ("33 %", DOODLE),
    "minutes of a meeting": ("53", PACE),
    "meetings on Monday": ("16 %", PACE),
    "meetings on Thursday": ("22 %, the busiest day", PACE),
    "single meetings with an agenda": ("40 %", FLOWTRACE),
    "one-to-ones of a series moved": ("42.4 %", ONE_ON_ONES),
    "one-to-ones of a series cancelled": ("29.6 %", ONE_ON_ONES),
    "meetings in a series": ("no figure found: our own choice", ""),
    "meetings that touch 12:00-13:00": ("no figure found ('reasonably busy'): our own choice", PACE),
    "invitations accepted": ("no figure found: our own choice", ""),
    "meetings on Friday": ("no figure found ('lagging behind'): our own choice", PACE),
}
"""What was published of each marginal, and where it was read; of Doodle's and Reclaim's studies others tell it."""

_NO_SHARES = ("hours a person and week", "meetings a person and week", "one-to-ones a person and week",
              "people in a meeting", "minutes of a meeting")  # fmt: skip


def files_of(organisation: Organisation) -> dict[str, str]:
    """Return the text of each file of an organisation, by name."""
    last = organisation.first + timedelta(days=7 * organisation.weeks - 1)
    held: dict[str, list[Entry]] = {person.id: [] for person in organisation.people}
    for entry in organisation.entries:
        for person in entry.invited:
            held[person.id].append(entry)
    files = {f"{person.id}.ics": file_of(person, held[person.id], last) for person in organisation.people}
    files["meetlint.toml"] = settings_of(organisation)
    return files


def sample() -> Organisation:
    """Return the team of twelve of ``samples/team``, over a quarter, with few single meetings to stay small."""
    return Organisation(12, 12, 247, date(2026, 9, 28), singles=1)


def settings_of(organisation: Organisation) -> str:
    """Return the settings: the people with their sources and hours, and the teams."""
    lines = ["[agreements]", 'timezone = "Europe/Amsterdam"', 'working_hours = "08:30-17:30"', ""]
    for person in organisation.people:
        lines += [f"[people.{person.id}]", f'address = "{person.address}"', f'source = "{person.id}.ics"']
        lines += [f'timezone = "{person.zone}"', f'working_hours = "{person.hours}"']
        lines += [f"working_days = {json.dumps(person.days)}", f"joined = {organisation.first.isoformat()}", ""]
    for team in organisation.teams:
        members = json.dumps([one.id for one in team.members])
        lines += [f"[teams.{team.id}]", f'name = "{team.name}"', f"members = {members}"]
        lines += [f'manager = "{team.manager.id}"', ""]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Gathering:
    """One occurrence of a meeting that at least one calendar shows as such.

    Attributes:
        original: its original start in its series, its start when it is single; in UTC, as the others.
        attending: those in whose calendars it stands, and who did not decline.
        absent: those in whose calendars it stands as declined or cancelled.
    """

    entry: Entry
    original: datetime
    start: datetime
    end: datetime
    attending: tuple[Person, ...]
    absent: tuple[Person, ...]
    times_differ: bool
    is_cancelled_for_some: bool


def gatherings(organisation: Organisation) -> Iterator[Gathering]:
    """Give every occurrence of every meeting of two and more that somebody attends."""
    for entry in organisation.entries:
        if entry.kind != "meeting":
            continue
        by_day: dict[datetime, list[tuple[Person, Held]]] = {day: [] for day in entry.days}
        for person in entry.invited:
            for one in held_by(person, entry):
                by_day[one.day].append((person, one))
        for day, copies in by_day.items():
            there = [(person, one) for person, one in copies if one.is_attended]
            if not any(_counts(entry, person) for person, _ in there):
                continue
            attending = tuple(person for person, _ in there)
            starts = Counter(one.start for _, one in there)
            # A calendar that missed a change is never one of many.
            start = max(starts, key=lambda each: (starts[each], each != day))
            zone = ZoneInfo(entry.zone)
            moment = start.replace(tzinfo=zone).astimezone(UTC)
            yield Gathering(
                entry=entry,
                original=day.replace(tzinfo=zone).astimezone(UTC) if entry.rule else moment,
                start=moment,
                end=moment + entry.length,
                attending=attending,
                absent=tuple(person for person, one in copies if not one.is_attended),
                times_differ=len(starts) > 1,
                is_cancelled_for_some=any(one.is_cancelled for _, one in copies),
            )


def _counts(entry: Entry, person: Person) -> bool:
    """Return whether one calendar by itself shows an entry as a meeting: with other people, or as a call."""
    if person.manner == "busy":
        return False
    others = [one for one in entry.invited if one is not person]
    if person.manner == "google" or (person.manner == "exchange" and person is entry.organizer):
        others = [one for one in others if entry.answers[one.id] != "DECLINED"]
    is_seen = bool(others or entry.guests) and person.manner != "published"
    return is_seen or bool(entry.link)


def truth_of(organisation: Organisation) -> dict[str, Any]:
    """Return what is true of an organisation, whatever its copies tell; the meetings in order."""
    meetings = [
        {
            "uid": one.entry.uid,
            "recurrence_start": one.original.isoformat(),
            "start": one.start.isoformat(),
            "end": one.end.isoformat(),
            "title": one.entry.title,
            "private": one.entry.is_private or one.entry.title in STOPPED,
            "people": len(one.entry.invited) + len(one.entry.guests),
            "attending": sorted(person.id for person in one.attending),
            "absent": sorted(person.id for person in one.absent),
            "times_differ": one.times_differ,
            "cancelled_for_some": one.is_cancelled_for_some,
        }
        for one in sorted(gatherings(organisation), key=lambda one: (one.start, one.end, one.entry.uid, one.original))
    ]
    people = [{"id": one.id, "address": one.address, "manner": one.manner} for one in organisation.people]
    return {"people": people, "meetings": meetings}


def marginals(organisation: Organisation) -> dict[str, float]:
    """Return the figures of an organisation by the names of :data:`STUDIES`; shares from 0 to 1."""
    found = list(gatherings(organisation))
    weeks = len(organisation.people) * organisation.weeks
    attended = sum(len(one.attending) for one in found)
    minutes = [one.entry.minutes for one in found]
    one_on_ones = [one for one in found if _is_one_on_one(one.entry)]
    answers = Counter(
        answer
        for entry in organisation.entries
        for identity, answer in entry.answers.items()
        if entry.kind == "meeting" and identity != entry.organizer.id
    )
    series = [entry for entry in organisation.entries if entry.rule and _is_one_on_one(entry)]
    days = max(1, sum(len(entry.days) for entry in series))
    cancelled = sum(new is None for entry in series for new in entry.changes.values())
    single = [entry for entry in organisation.entries if entry.kind == "meeting" and not entry.rule]
    weekdays = Counter(one.start.weekday() for one in found for _ in one.attending)
    lunches = sum(_touches_lunch(one, person) for one in found for person in one.attending)
    return {
        "hours a person and week": sum(one.entry.minutes * len(one.attending) for one in found) / 60 / weeks,
        "meetings a person and week": attended / weeks,
        "one-to-ones a person and week": sum(len(one.attending) for one in one_on_ones) / weeks,
        "people in a meeting": _share(sum(len(one.entry.invited) + len(one.entry.guests) for one in found), len(found)),
        "meetings of 15 minutes or less": _share(sum(each <= 15 for each in minutes), len(minutes)),
        "meetings of half an hour": _share(sum(each in (25, 30) for each in minutes), len(minutes)),
        "meetings of an hour": _share(sum(each in (50, 60) for each in minutes), len(minutes)),
        "minutes of a meeting": _share(sum(minutes), len(minutes)),
        "meetings on Monday": _share(weekdays[0], attended),
        "meetings on Thursday": _share(weekdays[3], attended),
        "meetings on Friday": _share(weekdays[4], attended),
        "meetings in a series": _share(sum(len(one.attending) for one in found if one.entry.rule), attended),
        "meetings that touch 12:00-13:00": _share(lunches, attended),
        "invitations accepted": _share(answers["ACCEPTED"], answers.total()),
        "single meetings with an agenda": _share(sum(bool(entry.text) for entry in single), len(single)),
        "one-to-ones of a series moved": sum(len(entry.changes) for entry in series) / days - cancelled / days,
        "one-to-ones of a series cancelled": cancelled / days,
    }


def _is_one_on_one(entry: Entry) -> bool:
    return entry.kind == "meeting" and len(entry.invited) + len(entry.guests) == 2


def _touches_lunch(one: Gathering, person: Person) -> bool:
    zone = ZoneInfo(person.zone)
    start, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (one.start, one.end))
    noon = start.replace(hour=12, minute=0)
    return start < noon + timedelta(hours=1) and end > noon


def _share(part: float, whole: float) -> float:
    return part / max(1, whole)


def describe(figures: Mapping[str, float]) -> Iterator[str]:
    """Give lines that hold the figures against those published."""
    for name, value in figures.items():
        published, address = STUDIES.get(name, ("no figure found: our own choice", ""))
        figure = f"{value:.1f}" if name in _NO_SHARES else f"{100 * value:.0f} %"
        yield f"{name:36} {figure:>6}   published: {published} {address}".rstrip()


def main() -> int:
    """Make an organisation, write its files, and print its figures beside those published."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.organisation", description=main.__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=date.fromisoformat, default=FIRST, help="the Monday it begins on")
    parser.add_argument("--singles", type=float, default=12.5, help="single meetings of a person in a week")
    places = parser.add_mutually_exclusive_group(required=True)
    places.add_argument("--output", "-o", type=Path, metavar="DIR")
    places.add_argument("--sample", action="store_true", help="make samples/team again, which has no truth.json")
    given = parser.parse_args()
    if given.sample:
        organisation, folder = sample(), SAMPLE
    else:
        organisation = Organisation(given.people, given.weeks, given.seed, given.first, singles=given.singles)
        folder = given.output
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files_of(organisation).items():
        (folder / name).write_bytes(text.encode())
    truth = truth_of(organisation)
    if not given.sample:
        (folder / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False), encoding="utf-8")
    events = sum(len(held_by(one, entry)) for entry in organisation.entries for one in entry.invited)
    print(f"{events} events of {len(organisation.people)} people, {len(truth['meetings'])} meetings")
    print("\n".join(describe(marginals(organisation))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
