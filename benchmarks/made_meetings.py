"""What stands in the calendars of an organisation in the making: series, single meetings, and what is one's own.

Every entry exists once, whoever holds a copy of it; how a copy looks is up to :mod:`benchmarks.made_copies`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from benchmarks.made_people import HOME, MORNING_ZONES, Person, Team, teams_of

Answer = Literal["ACCEPTED", "TENTATIVE", "NEEDS-ACTION", "DECLINED"]
ANSWERS: tuple[Answer, ...] = ("ACCEPTED", "TENTATIVE", "NEEDS-ACTION", "DECLINED")
ANSWER_SHARES = (76, 5, 14, 5)
Kind = Literal["meeting", "appointment", "focus", "absence", "working-place"]

WEEKDAY_SHARES = (17, 24, 22, 19, 18)
"""Of single meetings, Monday to Friday: half the part-timers are off on Wednesday, and Friday is calm."""
_STARTS = tuple(range(8 * 60 + 30, 17 * 60 + 15, 15))
_MISSED_SHARE = 0.2
"""Of changes of a meeting of three and more, those that one calendar missed."""

_PROJECTS = ("Atlas", "Delta", "Kompas", "Orion", "Merlin", "Horizon", "Saffier", "Polder", "Vega", "Quartz", "Brug")
_TOPICS = (
    "Planning {}", "Review {}", "Afstemming {}", "Kick-off {}", "Demo {}", "Brainstorm {}", "Voortgang {}",
    "Workshop {}", "Vragen over {}", "Risico's {}", "Budget {}", "Roadmap {}", "Besluit over {}", "{} with the client",
)  # fmt: skip
_TEXTS = (
    *("",) * 7, "Agenda: progress, risks, planning", "Doel: samen kiezen wat eerst komt.", "Please read the draft.",
    "1. Opening\n2. Stand van zaken\n3. Rondvraag", "We decide on the plan for next month.",
)  # fmt: skip
STOPPED = ("Ondernemingsraad", "Gesprek bedrijfsarts", "Sollicitatiegesprek", "Functioneringsgesprek", "Mediation")
"""Titles that nobody else may see."""
_ALONE = ("Write report", "Mail", "Prepare demo", "Expenses", "Lezen", "Voorbereiden")
_PRIVATE = ("Tandarts", "School", "Huisarts", "Bank", "Physio")
_ROOMS = ("Aalscholver", "Boomgaard", "Citadel", "Duin")
_GUESTS = ("lena@client.example", "marc@supplier.example", "ops@partner.example")


@dataclass(slots=True)
class Entry:
    """One entry of calendars: a series or something single.

    Attributes:
        zone: IANA zone of the wall clock on which it stands.
        days: the original starts, on that clock, ascending.
        rule: of its series, "" when single.
        invited: who holds a copy, the organiser first.
        answers: by id of a person.
        changes: by original start the new one, or None where it was cancelled.
        missed: by original start the id of who still holds the occurrence as it was.
        skipped: by id of a person the occurrences that were declined one by one.
        guests: addresses from outside.
    """

    uid: str
    vendor: str
    title: str
    zone: str
    days: tuple[datetime, ...]
    minutes: int
    invited: tuple[Person, ...]
    rule: str = ""
    kind: Kind = "meeting"
    text: str = ""
    link: str = ""
    room: str = ""
    guests: tuple[str, ...] = ()
    is_private: bool = False
    is_all_day: bool = False
    place: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    changes: dict[datetime, datetime | None] = field(default_factory=dict)
    missed: dict[datetime, str] = field(default_factory=dict)
    skipped: dict[str, list[datetime]] = field(default_factory=dict)

    @property
    def organizer(self) -> Person:
        """Who organises it."""
        return self.invited[0]

    @property
    def length(self) -> timedelta:
        """How long it takes."""
        return timedelta(minutes=self.minutes)

    def start_for(self, person: Person, day: datetime) -> datetime | None:
        """Return when the occurrence is in this person's calendar, None where it is cancelled."""
        return day if self.missed.get(day) == person.id else self.changes.get(day, day)


class Organisation:
    """An organisation: the same for the same seed, on every machine.

    Attributes:
        teams: in order.
        people: all their members, in order.
        entries: in the order in which they were made.
    """

    def __init__(self, people: int, weeks: int, seed: int, first: date, *, singles: float = 12.5) -> None:
        """Make one.

        Args:
            people: how many.
            weeks: how many full weeks its calendars hold.
            seed: of chance.
            first: the Monday of the first week.
            singles: how many single meetings a person has in a week, on average.
        """
        self._chance = random.Random(seed)
        self.first, self.weeks = first, weeks
        self.teams = teams_of(self._chance, people)
        self.people = [person for team in self.teams for person in team.members]
        self.entries: list[Entry] = []
        # Quarters of an hour that are taken, as bits of a number, by person and day in UTC.
        self._taken: dict[tuple[int, date], int] = {}
        self._leave: set[tuple[int, date]] = set()
        self._add_leave()
        for team in self.teams:
            self._add_team(team)
        self._add_projects()
        self._add_managers()
        self._add_council()
        for one in self.people:
            self._add_own(one, singles / 12)
        self._add_singles(singles)

    # Series

    def _add_team(self, team: Team) -> None:
        chance, everybody = self._chance, team.members
        # Where it is still night nobody is asked for the morning.
        near = [one for one in everybody if one.zone in MORNING_ZONES]
        self._series(team.manager, near, f"Weekstart {team.name}", ("MO",), 9 * 60, 30)
        if chance.random() < 0.6:
            standing = ("TU", "WE", "TH", "FR") if chance.random() < 0.5 else ("TU", "TH")
            self._series(near[1 % len(near)], near, "Stand-up", standing, 9 * 60 + 15, 15)
        chair, keeper = (one.name.split()[0] for one in (everybody[0], everybody[-1]))
        text = f"Voorzitter: {chair}\nBesluitenlijst: {keeper}\nAgenda: mededelingen, besluiten, rondvraag"
        day = chance.choice(("TU", "TH"))
        self._series(team.manager, everybody, f"Teamoverleg {team.name}", (day,), None, 60, every=2, text=text)
        self._series(everybody[-1], everybody, "Retrospective", ("TH",), None, 60, every=2)
        self._series(near[-1], near, "Koffie", (chance.choice(("WE", "FR")),), 10 * 60 + 30, 30)
        if chance.random() < 0.4:
            self._series(team.manager, everybody, "Teamlunch", ("TU",), 12 * 60, 60, every=4)
        for member in everybody[1:]:
            title = f"1:1 {team.manager.name.split()[0]} / {member.name.split()[0]}"
            day = self._weekday((team.manager, member))
            self._series(team.manager, (team.manager, member), title, (day,), None, 30, every=chance.choice((1, 2, 2)))

    def _add_projects(self) -> None:
        chance = self._chance
        for number in range(max(1, len(self.people) // 3)):
            circle = chance.sample(self.people, min(len(self.people), chance.choice((3, 4, 5, 5, 6, 8))))
            name = f"{_PROJECTS[number % len(_PROJECTS)]}{'' if number < len(_PROJECTS) else f' {number}'}"
            day = self._weekday(circle)
            self._series(circle[0], tuple(circle), f"Project {name}", (day,), None, chance.choice((30, 45, 60, 60)),
                         every=chance.choice((1, 1, 2)), text=chance.choice(_TEXTS))  # fmt: skip

    def _weekday(self, circle: Sequence[Person]) -> str:
        """Return a day of the week on which most of a circle work, if a few draws give one."""
        for _ in range(6):
            place = self._chance.choices(range(5), WEEKDAY_SHARES)[0]
            if sum(one.works_on(self.first + timedelta(days=place)) for one in circle) >= 0.8 * len(circle):
                break
        return ("MO", "TU", "WE", "TH", "FR")[place]

    def _add_managers(self) -> None:
        managers = tuple(team.manager for team in self.teams)
        if len(managers) > 1:
            self._series(managers[0], managers, "MT-overleg", ("MO",), 10 * 60, 90, text="Notulen: bij toerbeurt")
            self._series(managers[-1], managers, "Budget en bezetting", ("WE",), 11 * 60 + 30, 60)
        for number, manager in enumerate(managers):
            # Their days fill up from one meeting to the next.
            drawn = self._chance.sample(self.people, min(4, len(self.people)))
            circle = tuple(dict.fromkeys((manager, *drawn)))
            day = ("TU", "WE", "TH", "FR")[number % 4]
            for at, title in enumerate(("Portfolio", "Planning kwartaal")):
                self._series(manager, circle, f"{title} {manager.name.split()[0]}", (day,), (10 + at) * 60, 60)
        self._series(managers[0], tuple(self.people), "All hands", ("TH",), 16 * 60, 60, every=4, text="Update")

    def _add_council(self) -> None:
        circle = tuple(self._chance.sample(self.people, min(5, len(self.people))))
        self._series(circle[0], circle, STOPPED[0], ("TU",), 13 * 60, 90, every=2, text="Agenda: reorganisatie")

    def _series(
        self,
        organizer: Person,
        circle: Sequence[Person],
        title: str,
        names: Sequence[str],
        at: int | None,
        minutes: int,
        *,
        every: int = 1,
        text: str = "",
    ) -> None:
        chance = self._chance
        invited = (organizer, *(one for one in circle if one is not organizer))
        weekdays = [("MO", "TU", "WE", "TH", "FR").index(name) for name in names]
        if at is None:
            at = self._best_start(invited, self.first + timedelta(days=weekdays[0]), minutes)
        offset = 7 * chance.randrange(every)
        days = [
            datetime.combine(self.first, datetime.min.time()) + timedelta(days=offset + 7 * week + weekday, minutes=at)
            for week in range(0, self.weeks - offset // 7, every)
            for weekday in weekdays
        ]
        if not days:
            return
        rule = f"FREQ=WEEKLY;{f'INTERVAL={every};' if every > 1 else ''}BYDAY={','.join(names)}"
        entry = self._entry(title, invited, tuple(days), minutes, rule=rule, text=text)
        is_one_on_one = len(invited) == 2
        for day in days:
            draw = chance.random()
            if draw < (0.15 if is_one_on_one else 0.03):
                self._change(entry, day, None)
            elif draw < (0.35 if is_one_on_one else 0.07):
                moved = day + timedelta(minutes=chance.choice((-30, 30, 60, 120)), days=chance.choice((0, 0, 1)))
                self._change(entry, day, moved if moved.weekday() < 5 and moved.date() == day.date() else day.replace(
                    hour=min(17, day.hour + 1)))  # fmt: skip
        for one in invited[1:]:
            off = [day for day in days if (one.place, day.date()) in self._leave and chance.random() < 0.5]
            if off and len(off) < len(days) and entry.answers[one.id] != "DECLINED":
                entry.skipped[one.id] = off

    def _change(self, entry: Entry, day: datetime, new: datetime | None) -> None:
        if new == day:
            return
        entry.changes[day] = new
        others = [one for one in entry.invited[1:] if one.manner != "busy" and entry.answers[one.id] != "DECLINED"]
        if len(others) >= 3 and self._chance.random() < _MISSED_SHARE:
            entry.missed[day] = self._chance.choice(others).id

    # What is single

    def _add_singles(self, a_week: float) -> None:
        chance = self._chance
        meetings = round(len(self.people) * self.weeks * a_week / 3.1)
        for _ in range(meetings):
            organizer = chance.choice(self.people)
            if chance.random() < 0.25:
                organizer = chance.choice(self.teams).manager
            size = chance.choices((1, 2, 3, 4, 6, 9), (38, 22, 16, 12, 8, 4))[0]
            day = self._single_day(organizer)
            # Who asks for a meeting looks who is there.
            there = [
                one
                for one in self.people
                if one is not organizer and one.works_on(day) and (one.place, day) not in self._leave
            ]
            mates = [one for one in there if one.team == organizer.team]
            near = mates if mates and chance.random() < 0.7 else there
            invited = (organizer, *chance.sample(near, min(size, len(near))))
            minutes = chance.choices((15, 25, 30, 45, 50, 60, 90, 120), (12, 4, 26, 8, 4, 34, 8, 4))[0]
            start = self._best_start(invited, day, minutes)
            title = chance.choice(_TOPICS).format(chance.choice(_PROJECTS))
            if len(invited) == 1:
                continue
            if len(invited) == 2 and chance.random() < 0.04:
                title = chance.choice(STOPPED[1:])
            moment = datetime.combine(day, datetime.min.time()) + timedelta(minutes=start)
            guests = tuple(chance.sample(_GUESTS, 1)) if chance.random() < 0.15 else ()
            entry = self._entry(title, invited, (moment,), minutes, text=chance.choice(_TEXTS), guests=guests)
            draw = chance.random()
            if draw < 0.12:
                self._change(entry, moment, moment + timedelta(minutes=chance.choice((-60, -30, 30, 60))))
            elif draw < 0.15:
                self._change(entry, moment, None)

    def _single_day(self, organizer: Person) -> date:
        chance = self._chance
        for _ in range(6):
            weekday = chance.choices(range(5), WEEKDAY_SHARES)[0]
            day = self.first + timedelta(days=7 * chance.randrange(self.weeks) + weekday)
            if organizer.works_on(day) and (organizer.place, day) not in self._leave:
                return day
        return day

    def _best_start(self, invited: Sequence[Person], day: date, minutes: int) -> int:
        """Return a start on the organiser's clock, in minutes: the one of a few draws that suits most.

        Lunch and Friday afternoon are avoided, not forbidden.
        """
        best, least = 9 * 60, 10_000.0
        for _ in range(5):
            start = self._chance.choice(_STARTS)
            cost = 2.0 * (start < 13 * 60 and start + minutes > 12 * 60) + 3.0 * (start + minutes > 17 * 60 + 30)
            cost += 3.0 * (day.weekday() == 4 and start >= 13 * 60)
            for one in invited:
                cost += 4.0 * bool(self._taken.get((one.place, day), 0) & _mask(invited[0].zone, day, start, minutes))
                clock = start - _offset(invited[0].zone, day) + _offset(one.zone, day)
                cost += 2.0 * (clock < 8 * 60 + 30 or clock + minutes > 17 * 60 + 30)
            if cost < least:
                best, least = start, cost
        return best

    # What is one's own

    def _add_leave(self) -> None:
        for one in self.people:
            for _ in range(max(1, self.weeks // 13)):
                start = self.first + timedelta(days=7 * self._chance.randrange(self.weeks))
                length = self._chance.choice((1, 2, 5, 5, 12))
                self._own(one, "Verlof" if one.zone == HOME else "Leave", start, 0, 1440 * length, kind="absence")
                self._leave |= {(one.place, start + timedelta(days=each)) for each in range(length)}

    def _add_own(self, one: Person, share: float) -> None:
        chance = self._chance
        keeps_lunch, reads_mail = (chance.random() < 0.4 for _ in range(2))
        mondays = [self.first + timedelta(days=7 * week) for week in range(self.weeks)]
        for weekday in range(5):
            day = self.first + timedelta(days=weekday)
            if not one.works_on(day):
                continue
            place = "home" if weekday in (0, 2, 4) else "office"
            days = [monday + timedelta(days=weekday) for monday in mondays]
            self._own(one, place.title(), days, 0, 1440, kind="working-place", place=place)
            if weekday in (1, 3, 4) and chance.random() < 0.7:
                start = chance.choice((8 * 60 + 30, 13 * 60, 14 * 60))
                self._own(one, "Focus time", days, start, 120, kind="focus")
            if keeps_lunch:
                self._own(one, "Lunch", days, 12 * 60, 30)
            if reads_mail:
                self._own(one, "Mail", days, 8 * 60 + 30, 30)
        for monday in mondays:
            for _ in range(int(chance.choice((4, 5, 6, 7, 8)) * share)):
                day = monday + timedelta(days=chance.randrange(5))
                self._own(one, chance.choice(_ALONE), day, chance.choice(_STARTS), chance.choice((30, 60, 60, 90)))
            if chance.random() < 0.35:
                day = monday + timedelta(days=chance.randrange(5))
                self._own(one, chance.choice(_PRIVATE), day, chance.choice(_STARTS), 60, is_private=True)

    def _own(
        self,
        one: Person,
        title: str,
        days: date | Sequence[date],
        start: int,
        minutes: int,
        *,
        kind: Kind = "appointment",
        is_private: bool = False,
        place: str = "",
    ) -> None:
        when = [days] if isinstance(days, date) else list(days)
        moments = tuple(datetime.combine(day, datetime.min.time()) + timedelta(minutes=start) for day in when)
        rule = f"FREQ=WEEKLY;BYDAY={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[when[0].weekday()]}"
        self.entries.append(
            Entry(
                uid=self._uid(one.vendor),
                vendor=one.vendor,
                title=title,
                zone=one.zone,
                days=moments,
                minutes=minutes,
                invited=(one,),
                rule=rule if len(moments) > 1 else "",
                kind=kind,
                is_private=is_private,
                is_all_day=minutes % 1440 == 0,
                place=place,
                answers={one.id: "ACCEPTED"},
            )
        )

    def _entry(
        self,
        title: str,
        invited: tuple[Person, ...],
        days: tuple[datetime, ...],
        minutes: int,
        *,
        rule: str = "",
        text: str = "",
        guests: tuple[str, ...] = (),
    ) -> Entry:
        chance, organizer = self._chance, invited[0]
        answers: dict[str, Answer] = {one.id: chance.choices(ANSWERS, ANSWER_SHARES)[0] for one in invited}
        answers[organizer.id] = "ACCEPTED"
        link = _link(chance, organizer.vendor) if chance.random() < 0.75 else ""
        entry = Entry(
            uid=self._uid(organizer.vendor),
            vendor=organizer.vendor,
            title=title,
            zone=organizer.zone,
            days=days,
            minutes=minutes,
            invited=invited,
            rule=rule,
            text=text,
            link=link,
            room=chance.choice(_ROOMS) if not link or chance.random() < 0.2 else "",
            guests=guests,
            is_private=chance.random() < 0.02,
            answers=answers,
        )
        self.entries.append(entry)
        for day in days:
            minute = day.hour * 60 + day.minute
            for one in invited:
                key = one.place, day.date()
                self._taken[key] = self._taken.get(key, 0) | _mask(entry.zone, day.date(), minute, minutes)
        return entry

    def _uid(self, vendor: str) -> str:
        if vendor == "google":
            return "".join(self._chance.choices("0123456789abcdefghijklmnopqrstuv", k=26)) + "@google.com"
        # [MS-OXOCAL] 2.2.1.27: the array id, no day, the time of making, eight zeros, and a size before the data.
        made, data = self._chance.getrandbits(64), self._chance.getrandbits(128)
        return f"040000008200E00074C5B7101A82E00800000000{made:016X}{'0' * 16}10000000{data:032X}"


def _link(chance: random.Random, vendor: str) -> str:
    if vendor == "google":
        letters = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=10))
        return f"https://meet.google.com/{letters[:3]}-{letters[3:7]}-{letters[7:]}"
    return f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{chance.getrandbits(64):016x}%40thread.v2/0"


@cache
def _offset(zone: str, day: date) -> int:
    """Return the minutes that a zone is ahead of UTC at noon."""
    ahead = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds()) // 60


def _mask(zone: str, day: date, start: int, minutes: int) -> int:
    """Return the quarters of an hour that something takes, as bits, counted from noon of the day before in UTC."""
    begin = (start - _offset(zone, day)) // 15 + 48
    return ((1 << -(-minutes // 15)) - 1) << begin
