"""The people of an organisation in the making: teams with a manager, hours, zones, and whose calendar each uses."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

_T = TypeVar("_T")

Manner = Literal["google", "outlook", "exchange", "published", "busy"]
"""How a calendar is handed over: as Google exports it, classic Outlook saves it, Exchange or Graph gives it, Outlook
publishes it (which names nobody), or as times that are taken and nothing else."""

MANNERS: tuple[Manner, ...] = ("google", "outlook", "exchange", "published", "busy")
_MANNER_SHARES = (40, 20, 30, 7, 3)
LARGEST_TEAM = 12
HOME = "Europe/Amsterdam"
_ZONES = (HOME, "Europe/London", "Europe/Lisbon", "America/New_York")
MORNING_ZONES = _ZONES[:3]
"""Those where people are at work on a morning of Amsterdam."""
_ZONE_SHARES = (80, 8, 6, 6)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
# Working hours on one's own clock, and whose they are: full weeks, Wednesdays off, four days, mornings on Friday off.
_HOURS = (("08:30-17:30", 60), ("09:00-17:00", 25), ("08:00-16:30", 15))
_WEEKS = (
    (WORKDAYS, 64),
    (("mon", "tue", "thu", "fri"), 17),
    (("mon", "tue", "wed", "thu"), 12),
    (("tue", "wed", "thu"), 7),
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GIVEN = _words(
    "Anna Bo Chidi Deniz Els Farid Greta Hiroshi Ilse Jamal Katja Lars Mei Noor Otto Priya Quint Rosa Sven Thandi Umar "
    "Vera Wout Ximena Yara Zoltan Aaliya Bram Carmen Dewi Emeka Fleur Giulia Hamza Iris Joao Kofi Leila Marek Nadia "
    "Olga Pieter Rania Sanne Tomas Uche Vikram Wei Yusuf Zofia"
)
_FAMILY = _words(
    "Jansen Okafor Yilmaz Bakker Tanaka Haddad Meyer Nowak Silva Visser Singh Chen Mulder Diallo Rossi Peeters "
    "Kowalska Mensah Smit Rahman Novak Garcia Dijkstra Nguyen Santos Brouwer Wiersma Adeyemi Larsen Costa"
)
_TEAMS = ("Platform", "Customer Care", "Finance", "Research", "Sales", "Design", "Logistics", "Data", "Payments", "HR")


@dataclass(frozen=True, slots=True)
class Person:
    """One of the organisation.

    Attributes:
        hours: on the own clock, as settings write them.
        days: working days, as settings write them.
        place: number in the organisation.
    """

    id: str
    name: str
    address: str
    team: str
    zone: str
    hours: str
    days: tuple[str, ...]
    manner: Manner
    is_manager: bool
    place: int

    def works_on(self, day: date) -> bool:
        """Return whether this is one of the days of the week on which the person works."""
        return day.weekday() < 5 and WORKDAYS[day.weekday()] in self.days

    @property
    def vendor(self) -> str:
        """Whose servers the person's invitations come from."""
        return "google" if self.manner == "google" else "outlook"


@dataclass(frozen=True, slots=True)
class Team:
    """A team; the manager is the first of its members."""

    id: str
    name: str
    members: tuple[Person, ...]

    @property
    def manager(self) -> Person:
        """Who leads it."""
        return self.members[0]


def teams_of(chance: random.Random, people: int) -> list[Team]:
    """Return so many people in teams of six to twelve, the last one as it comes out; up to twelve are one team."""
    sizes: list[int] = [people] if people <= LARGEST_TEAM else []
    while (left := people - sum(sizes)) > 0:
        size = chance.randrange(6, LARGEST_TEAM + 1)
        sizes.append(left if left - size < 5 and left <= 14 else min(size, left))
    teams, place = [], 0
    for number, size in enumerate(sizes):
        name = _TEAMS[number % len(_TEAMS)] + (f" {number // len(_TEAMS) + 1}" if number >= len(_TEAMS) else "")
        identity = name.lower().replace(" ", "-")
        members = [person(chance, place + each, identity, is_manager=not each) for each in range(size)]
        teams.append(Team(identity, name, tuple(members)))
        place += size
    return teams


def person(chance: random.Random, place: int, team: str, *, is_manager: bool) -> Person:
    """Return one person; the first people have each a given name of their own, which is their id."""
    given, family = _GIVEN[place % len(_GIVEN)], _FAMILY[(place * 7 + place // len(_GIVEN)) % len(_FAMILY)]
    identity = given.lower() + (str(place // len(_GIVEN) + 1) if place >= len(_GIVEN) else "")
    days = _drawn(chance, _WEEKS)
    return Person(
        id=identity,
        name=f"{given} {family}",
        address=f"{identity}@example.org",
        team=team,
        zone=HOME if is_manager else chance.choices(_ZONES, _ZONE_SHARES)[0],
        hours=_drawn(chance, _HOURS),
        days=WORKDAYS if is_manager else days,
        manner=chance.choices(MANNERS, _MANNER_SHARES)[0] if not is_manager else ("google", "exchange")[place % 2],
        is_manager=is_manager,
        place=place,
    )


def _drawn(chance: random.Random, shares: Sequence[tuple[_T, int]]) -> _T:
    return chance.choices([value for value, _ in shares], [share for _, share in shares])[0]
