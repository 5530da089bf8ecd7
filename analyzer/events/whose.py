"""Whose calendars they are, which is known before anything in them is judged: the owner, the zone, the agreements.

Nothing that judges is needed for it; who only collects calendars loads none of that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from analyzer.agreements import WEEKDAYS, Agreements, Person, agreements_of
from analyzer.calendars import SourceCalendar
from analyzer.events.owner import Origin, Owner, ZoneChoice, find_owner, find_zone


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known before the calendars are, of whomever they may be.

    Attributes:
        agreements: what was agreed on.
        people: what differs for single people.
        now: the instant it is, with a zone.
        today: the day given with ``--today``, or None to take it from ``now`` in the owner's zone.
        me: the owner's address from the command line, "" when not given.
        timezone: the zone from the command line, "" when not given.
        is_shared: a community or team calendar.
    """

    agreements: Agreements
    now: datetime
    people: Sequence[Person] = ()
    today: date | None = None
    me: str = ""
    timezone: str = ""
    is_shared: bool = False


@dataclass(frozen=True)
class Whose:
    """Whose calendars they are.

    Attributes:
        owner: the owner of them all, and how that is known.
        zone: the owner's zone, and how it is known.
        name: the calendar's name as people see it: the owner's address or the calendar's own name.
        agreements: those that hold for the owner, with the working hours that a source tells where none were agreed.
        hours_origin: how the working hours are known.
        lunch_origin: how lunch is known.
        today: the day it is for the owner.
    """

    owner: Owner
    zone: ZoneChoice
    name: str
    agreements: Agreements
    today: date
    hours_origin: Origin = "unknown"
    lunch_origin: Origin = "unknown"


def identify(calendars: Sequence[SourceCalendar], known: Known) -> Whose:
    """Return whose calendars they are.

    Args:
        calendars: all calendars of one run; subscribed ones are nobody's.
        known: what is known without them.

    Raises:
        UsageError: the calendars belong to different people.
    """
    first = calendars[0].source if calendars else ""
    calendars = [calendar for calendar in calendars if not calendar.is_subscription]
    owner = _owner(calendars, known)
    agreements = agreements_of(known.agreements, known.people, owner.address)
    zone = find_zone(calendars, known.timezone, agreements.timezone)
    agreements, hours_origin = _with_hours(agreements, calendars, zone)
    named = next((calendar.name for calendar in calendars if calendar.name), "")
    return Whose(
        owner=owner,
        zone=zone,
        name=owner.address or named or (calendars[0].source if calendars else first),
        agreements=agreements,
        today=known.today or known.now.astimezone(zone.zone).date(),
        hours_origin=hours_origin,
        lunch_origin="agreed" if _LUNCH & agreements.model_fields_set else "unknown",
    )


_HOURS = frozenset(("working_hours", "working_days", "odd_weeks", "even_weeks", "days", "shifts"))
_LUNCH = frozenset(("lunch", "days", "shifts"))
"""What says when somebody works, and when they have lunch, once it stands in the settings."""


def trying(whose: Whose, agreed: Mapping[str, Any]) -> Whose:
    """Return whose calendars they are as if the owner had these agreements besides, by name."""
    return replace(
        whose,
        agreements=whose.agreements.model_copy(update=agreed),
        hours_origin="agreed" if _HOURS & agreed.keys() else whose.hours_origin,
        lunch_origin="agreed" if _LUNCH & agreed.keys() else whose.lunch_origin,
    )


def _with_hours(
    agreements: Agreements, calendars: Sequence[SourceCalendar], zone: ZoneChoice
) -> tuple[Agreements, Origin]:
    """Return the agreements with the working hours that a source tells, where none were agreed, and how they are known.

    Hours on another clock than the owner's are not taken: on that clock they would move with the seasons.
    """
    if _HOURS & agreements.model_fields_set:
        return agreements, "agreed"
    told = (calendar.identity.working_hours for calendar in calendars)
    hours = next((one for one in told if one is not None and one.timezone in ("", zone.zone.key)), None)
    if hours is None:
        return agreements, "unknown"
    window = (hours.start.hour * 60 + hours.start.minute, hours.end.hour * 60 + hours.end.minute)
    days = tuple(WEEKDAYS[number] for number in sorted(hours.days))
    return agreements.model_copy(update={"working_hours": (window,), "working_days": days}), "source"


def _owner(calendars: Sequence[SourceCalendar], known: Known) -> Owner:
    if known.is_shared:
        return Owner()
    me = known.me or known.agreements.me
    aliases = known.agreements.aliases
    owner = find_owner(calendars, me, aliases, is_given=bool(known.me))
    person = next((one for one in known.people if one.is_called(owner.address)), None)
    if person is None:
        return owner
    found = find_owner(calendars, person.address, [*aliases, *person.aliases, owner.address], is_given=False)
    return replace(found, origin=owner.origin)
