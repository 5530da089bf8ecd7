"""Whose mailbox it is: addresses, clock, working hours and places of work, as far as the sign-in lets them be seen.

A person signs in with a name that need not be an address, and is mailed at others. The zone that stands in an event is
its organiser's. So the mailbox itself is asked, all in one request; what is refused costs only itself:

- its owner, at the calendar, which every permission opens; further addresses where the app was given User.Read;
- working hours with their zone from ``getSchedule``, which ``Calendars.ReadBasic`` opens in work accounts; else from
  the settings of the mailbox, where the app was given MailboxSettings.Read;
- days at home and at the office, which Outlook calls work plan (``Calendars.Read``, work accounts, one's own only).

https://learn.microsoft.com/graph/api/calendar-getschedule,
https://learn.microsoft.com/graph/api/workhoursandlocationssetting-occurrencesview
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta

from analyzer.entries import Entry, WorkingHours, WorkingPlace
from connectors.options import Window
from connectors.outlook.client import Question, owner_path, utc_text
from connectors.outlook.moments import read_moment, zone_of
from connectors.services.calendar import ServiceEvent
from connectors.services.http import Answer
from connectors.services.parts import Part, part_of, parts_of, text_of

_SCHEDULE_SPAN = timedelta(hours=1)
"""Of a schedule only the working hours are wanted; it also holds titles, so as little of it is asked for as can be."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PLACES: dict[str, WorkingPlace] = {"office": "office", "remote": "home"}


@dataclass(frozen=True)
class Mailbox:
    """What is known of a mailbox.

    Attributes:
        address: its main address in lower case.
        addresses: every address of it, also those that only Exchange uses (X.500).
        is_own: it belongs to who signed in.
        timezone: IANA zone of its own clock, "" when it is not told.
        hours: when its owner works, None when it is not told.
        places: days and times with a place of work.
    """

    address: str
    addresses: frozenset[str]
    is_own: bool = True
    timezone: str = ""
    hours: WorkingHours | None = None
    places: tuple[ServiceEvent, ...] = ()


def questions(path: str, address: str, window: Window, *, is_app: bool, is_main: bool) -> dict[str, Question]:
    """Return what is asked of a mailbox, by keys that :func:`read_mailbox` knows.

    Args:
        path: of the mailbox or calendar, below the API's base.
        address: of the owner, as far as known.
        window: what is read of it.
        is_app: an organisation's app reads, which knows no ``/me``.
        is_main: it is the own main calendar of who signed in.
    """
    who = owner_path(address=address) if is_app else "/me"
    calendar = path if "/calendars/" in path else f"{path}/calendar"
    found = {
        "calendar": _extra(f"{calendar}?$select=owner"),
        "schedule": schedule_question(who, address, window),
    }
    if not is_app:
        found["person"] = _extra("/me?$select=mail,userPrincipalName,proxyAddresses")
        found["own"] = _extra("/me/calendar?$select=owner")
    if is_main:
        found["settings"] = _extra("/me/mailboxSettings?$select=timeZone,workingHours")
        span = f"startDateTime='{utc_text(window.start)}',endDateTime='{utc_text(window.end)}'"
        found["places"] = _extra(f"/me/settings/workHoursAndLocations/occurrencesView({span})")
    return found


def schedule_question(who: str, address: str, window: Window) -> Question:
    """Return the question for the working hours of one address.

    Args:
        who: asks: ``/me`` or the path of a mailbox.
        address: of whom.
        window: what is read.
    """
    moments = (window.start, window.start + _SCHEDULE_SPAN)
    first, last = ({"dateTime": f"{moment:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"} for moment in moments)
    body = {"schedules": [address], "startTime": first, "endTime": last, "availabilityViewInterval": 60}
    return Question(f"{who}/calendar/getSchedule", body, can_be_missed=True)


def _extra(path: str) -> Question:
    return Question(path, can_be_missed=True)


def read_mailbox(answers: Mapping[str, Answer], address: str, *, is_own: bool) -> Mailbox:
    """Return what the answers tell of a mailbox.

    Args:
        answers: to :func:`questions`; those that are missing or refused tell nothing.
        address: of the owner as it is known: the name somebody signed in with, or a mailbox that was asked for.
        is_own: it is read as one's own; a calendar among one's own may turn out to be a colleague's.
    """
    bodies = {key: answer.json() for key, answer in answers.items() if answer.status == 200}
    person = bodies.get("person", {}) if is_own else {}
    main, others = _addresses_of(person)
    own = _owner_in(bodies.get("own", {})) if is_own else ""
    shown = _owner_in(bodies.get("calendar", {}))
    known = frozenset(filter(None, (address, main, own, *others)))
    if is_own and shown and own and shown not in known:
        return Mailbox(shown, frozenset((shown,)), is_own=False)
    hours, zone = _hours_in(bodies)
    return Mailbox(
        main or (shown or own if "@" in (shown or own) else "") or address,
        known | frozenset(filter(None, (shown,))),
        is_own,
        zone,
        hours,
        tuple(_places_in(bodies.get("places", {}))),
    )


def _addresses_of(person: Part) -> tuple[str, list[str]]:
    """Return somebody's main address, and all others: ``proxyAddresses`` has their kind in front of each."""
    listed = person.get("proxyAddresses")
    proxies = [one.partition(":") for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    others = [rest for kind, _, rest in proxies if kind.lower() in ("smtp", "x500")]
    names = [text_of(person, "mail"), text_of(person, "userPrincipalName"), *others]
    found = [one.strip().lower() for one in names if one.strip()]
    return text_of(person, "mail").strip().lower(), found


def _owner_in(body: Part) -> str:
    return text_of(part_of(body, "owner"), "address").strip().lower()


def _hours_in(bodies: Mapping[str, Part]) -> tuple[WorkingHours | None, str]:
    """Return when somebody works, and the zone of the mailbox."""
    schedules = list(parts_of(bodies.get("schedule", {}), "value"))
    settings = bodies.get("settings", {})
    for hours in (*(part_of(one, "workingHours") for one in schedules), part_of(settings, "workingHours")):
        zone = zone_of(text_of(part_of(hours, "timeZone"), "name"))
        if zone is not None:
            return _read_hours(hours, zone.key), zone.key
    zone = zone_of(text_of(settings, "timeZone"))
    return None, zone.key if zone else ""


def _read_hours(hours: Part, zone: str) -> WorkingHours | None:
    listed = hours.get("daysOfWeek")
    days = [day.lower() for day in listed if isinstance(day, str)] if isinstance(listed, list) else []
    try:
        # Seven decimals, of which Python takes six.
        start, end = (time.fromisoformat(text_of(hours, name)[:8]) for name in ("startTime", "endTime"))
    except ValueError:
        return None
    if start >= end or not days:
        return None
    return WorkingHours(frozenset(_DAYS.index(day) for day in days if day in _DAYS), start, end, zone)


def _places_in(body: Part) -> Iterable[ServiceEvent]:
    for part in parts_of(body, "value"):
        place = _PLACES.get(text_of(part, "workLocationType"))
        start, end = (read_moment(part.get(name))[0] for name in ("start", "end"))
        if place is None or start is None or end is None or end <= start:
            continue
        identity = text_of(part, "id") or f"{start:%Y%m%dT%H%M}"
        entry = Entry(f"work-plan:{identity}", declared_kind="working-place", working_place=place, is_free=True)
        yield ServiceEvent(entry, start, end, start)
