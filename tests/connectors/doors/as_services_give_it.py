"""A calendar file as Google and as Microsoft Graph would answer it.

Other people's libraries read and expand the file (icalendar, recurring-ical-events), so that meetlint's own reading of
ICS is not what it is compared with. What is written here follows the services' own descriptions, and every answer is
validated against them by whoever uses it.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

OWNER = "anna@example.org"
GOOGLE_RESPONSES = {
    "ACCEPTED": "accepted",
    "TENTATIVE": "tentative",
    "DECLINED": "declined",
    "NEEDS-ACTION": "needsAction",
}
GRAPH_RESPONSES = {
    "ACCEPTED": "accepted",
    "TENTATIVE": "tentativelyAccepted",
    "DECLINED": "declined",
    "NEEDS-ACTION": "notResponded",
}
WINDOWS_ZONES = {"Europe/Amsterdam": "W. Europe Standard Time", "Europe/Lisbon": "GMT Standard Time"}


class Occurrence:
    """One occurrence of an event in a file."""

    def __init__(self, component: icalendar.Event, calendar: icalendar.Calendar) -> None:
        self.component = component
        self.uid = str(component["UID"])
        self.start: date = component["DTSTART"].dt
        self.end: date = component["DTEND"].dt
        self.is_all_day = not isinstance(self.start, datetime)
        of_uid = [each for each in calendar.walk("VEVENT") if str(each["UID"]) == self.uid]
        self.master = next((each for each in of_uid if "RRULE" in each), None)
        self.is_exception = any(
            "RECURRENCE-ID" in each and each["RECURRENCE-ID"].dt == self.original for each in of_uid
        )

    @property
    def is_cancelled(self) -> bool:
        return self.text("STATUS") == "CANCELLED"

    @property
    def original(self) -> date:
        found = self.component.get("RECURRENCE-ID")
        return found.dt if found is not None else self.start

    def text(self, name: str) -> str:
        return str(self.component.get(name, ""))

    def attendees(self) -> list[Any]:
        found = self.component.get("ATTENDEE", [])
        return found if isinstance(found, list) else [found]

    @property
    def id(self) -> str:
        # Google: "lowercase letters a-v and digits"; any stable text will do for Graph.
        stem = hashlib.sha256(self.uid.encode()).hexdigest()[:20]
        return stem if self.master is None else f"{stem}_{self.original:%Y%m%dT%H%M%S}Z"

    @property
    def master_id(self) -> str:
        return hashlib.sha256(self.uid.encode()).hexdigest()[:20]


def occurrences(data: bytes, first: date, after: date) -> list[Occurrence]:
    """Return the occurrences that overlap the days from ``first`` to the day before ``after``, by start."""
    calendar = icalendar.Calendar.from_ical(data)
    found = recurring_ical_events.of(calendar).between(first, after)
    return sorted((Occurrence(each, calendar) for each in found), key=lambda each: (str(each.start), each.uid))


def address_of(party: Any) -> str:
    return str(party).removeprefix("mailto:")


def google_items(data: bytes, first: date, after: date) -> list[dict[str, Any]]:
    """Return the items of events.list with singleEvents=true, which leaves out what is cancelled."""
    return [_google_item(each) for each in occurrences(data, first, after) if not each.is_cancelled]


def google_masters(data: bytes) -> list[dict[str, Any]]:
    """Return the items of events.list with singleEvents=false that repeat."""
    calendar = icalendar.Calendar.from_ical(data)
    return [
        {
            "id": hashlib.sha256(str(each["UID"]).encode()).hexdigest()[:20],
            "start": _google_time(each["DTSTART"].dt),
            "end": _google_time(each["DTEND"].dt),
            "recurrence": [f"RRULE:{each['RRULE'].to_ical().decode()}"],
        }
        for each in calendar.walk("VEVENT")
        if "RRULE" in each
    ]


def _google_time(moment: date) -> dict[str, str]:
    if isinstance(moment, datetime):
        return {"dateTime": moment.isoformat(), "timeZone": str(moment.tzinfo)}
    return {"date": moment.isoformat()}


def _google_item(one: Occurrence) -> dict[str, Any]:
    busy = one.text("X-MICROSOFT-CDO-BUSYSTATUS")
    kind = {"OOF": "outOfOffice", "WORKINGELSEWHERE": "workingLocation"}.get(busy, "default")
    if one.text("SUMMARY") == "Focus time":
        kind = "focusTime"
    organizer = one.component.get("ORGANIZER")
    whose = address_of(organizer) if organizer is not None else OWNER
    item: dict[str, Any] = {
        "kind": "calendar#event",
        "etag": f'"{one.id}"',
        "id": one.id,
        "status": "confirmed",
        "created": "2026-10-01T08:00:00.000Z",
        "updated": "2026-10-01T08:00:00.000Z",
        "summary": one.text("SUMMARY"),
        "creator": {"email": whose, **({"self": True} if whose == OWNER else {})},
        "organizer": {"email": whose, **({"self": True} if whose == OWNER else {})},
        "start": _google_time(one.start),
        "end": _google_time(one.end),
        "iCalUID": one.uid,
        "eventType": kind,
    }
    if one.text("DESCRIPTION"):
        item["description"] = one.text("DESCRIPTION")
    if one.text("LOCATION"):
        item["location"] = one.text("LOCATION")
    if one.text("TRANSP") == "TRANSPARENT":
        item["transparency"] = "transparent"
    if one.text("CLASS") == "PRIVATE":
        item["visibility"] = "private"
    if kind == "workingLocation":
        item["workingLocationProperties"] = {"type": "homeOffice", "homeOffice": {}}
    if one.master is not None:
        item |= {"recurringEventId": one.master_id, "originalStartTime": _google_time(one.original)}
    if people := [_google_attendee(each, whose) for each in one.attendees()]:
        item["attendees"] = people
    if link := one.text("URL"):
        item["conferenceData"] = {
            "entryPoints": [
                {"entryPointType": "video", "uri": link},
                {"entryPointType": "phone", "uri": "tel:+31-20-555-0100"},
            ],
            "conferenceSolution": {"key": {"type": "hangoutsMeet" if "meet.google" in link else "addOn"}},
        }
        if "meet.google" in link:
            item["hangoutLink"] = link
    return item


def _google_attendee(party: Any, organizer: str) -> dict[str, Any]:
    address = address_of(party)
    found: dict[str, Any] = {
        "email": address,
        "displayName": str(party.params["CN"]),
        "responseStatus": GOOGLE_RESPONSES[party.params["PARTSTAT"]],
    }
    if address == OWNER:
        found["self"] = True
    if address == organizer:
        found["organizer"] = True
    if party.params.get("CUTYPE") == "ROOM":
        found["resource"] = True
    return found


def graph_events(data: bytes, first: date, after: date) -> list[dict[str, Any]]:
    """Return the events of calendarView, times in UTC as ``Prefer: outlook.timezone="UTC"`` asks."""
    return [_graph_event(each) for each in occurrences(data, first, after)]


def graph_masters(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the masters of series by id, with their recurrence."""
    calendar = icalendar.Calendar.from_ical(data)
    found = {}
    for each in calendar.walk("VEVENT"):
        if "RRULE" not in each:
            continue
        identity = hashlib.sha256(str(each["UID"]).encode()).hexdigest()[:20]
        found[identity] = {
            "id": identity,
            "iCalUId": ical_uid(str(each["UID"]), None),
            "type": "seriesMaster",
            "recurrence": {
                "pattern": {
                    "type": "weekly",
                    "interval": 1,
                    "month": 0,
                    "dayOfMonth": 0,
                    "daysOfWeek": ["monday", "wednesday", "friday"],
                    "firstDayOfWeek": "monday",
                    "index": "first",
                },
                "range": {
                    "type": "endDate" if "UNTIL" in each["RRULE"] else "noEnd",
                    "startDate": each["DTSTART"].dt.date().isoformat(),
                    "endDate": f"{each['RRULE']['UNTIL'][0]:%Y-%m-%d}" if "UNTIL" in each["RRULE"] else "0001-01-01",
                    "recurrenceTimeZone": "W. Europe Standard Time",
                    "numberOfOccurrences": 0,
                },
            },
        }
    return found


def ical_uid(uid: str, day: date | None) -> str:
    """Return a uid as Exchange keeps it: a global object id around the text ([MS-OXOCAL] section 2.2.1.27).

    Sixteen fixed bytes, the day of the occurrence (zero for the whole series), a time of creation, eight reserved
    bytes, the length of what follows, and "vCal-Uid", a version and the uid itself, which ends with a zero.
    """
    blob = b"vCal-Uid" + (1).to_bytes(4, "little") + uid.encode() + b"\0"
    when = b"\0\0\0\0" if day is None else day.year.to_bytes(2, "big") + bytes((day.month, day.day))
    head = bytes.fromhex("040000008200E00074C5B7101A82E008")
    return (head + when + bytes(8) + bytes(8) + len(blob).to_bytes(4, "little") + blob).hex().upper()


def _graph_time(moment: date) -> dict[str, str]:
    if isinstance(moment, datetime):
        return {"dateTime": f"{moment.astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}
    return {"dateTime": f"{datetime.combine(moment, time()):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def _graph_event(one: Occurrence) -> dict[str, Any]:
    busy = one.text("X-MICROSOFT-CDO-BUSYSTATUS")
    shown = {"OOF": "oof", "WORKINGELSEWHERE": "workingElsewhere"}.get(
        busy, "free" if one.text("TRANSP") == "TRANSPARENT" else "busy"
    )
    organizer = one.component.get("ORGANIZER")
    whose = address_of(organizer) if organizer is not None else OWNER
    name = str(organizer.params["CN"]) if organizer is not None else "Anna Jansen"
    people = one.attendees()
    own = next((each for each in people if address_of(each) == OWNER), None)
    response = "organizer" if whose == OWNER else GRAPH_RESPONSES[own.params["PARTSTAT"]] if own is not None else "none"
    zone = str(one.start.tzinfo) if isinstance(one.start, datetime) else "Europe/Amsterdam"
    day = one.original.date() if isinstance(one.original, datetime) else one.original
    link = one.text("URL")
    location = one.text("LOCATION")
    event: dict[str, Any] = {
        "id": one.id,
        "changeKey": one.id[:8],
        "iCalUId": ical_uid(one.uid, day if one.master is not None else None),
        "subject": one.text("SUMMARY"),
        "body": {"contentType": "text", "content": one.text("DESCRIPTION")},
        "start": _graph_time(one.start),
        "end": _graph_time(one.end),
        "originalStartTimeZone": WINDOWS_ZONES[zone],
        "isAllDay": one.is_all_day,
        "isCancelled": one.is_cancelled,
        "isDraft": False,
        "isOrganizer": whose == OWNER,
        "showAs": shown,
        "sensitivity": "private" if one.text("CLASS") == "PRIVATE" else "normal",
        "type": "singleInstance" if one.master is None else "exception" if one.is_exception else "occurrence",
        "seriesMasterId": None if one.master is None else one.master_id,
        "location": {"displayName": location, "locationType": "default"},
        "attendees": [_graph_attendee(each) for each in people],
        "organizer": {"emailAddress": {"name": name, "address": whose}},
        "responseStatus": {"response": response, "time": "0001-01-01T00:00:00Z"},
        "hideAttendees": False,
        "isOnlineMeeting": "teams.microsoft" in link,
        "onlineMeetingProvider": "teamsForBusiness" if "teams.microsoft" in link else "unknown",
        "onlineMeeting": {"joinUrl": link} if "teams.microsoft" in link else None,
        "categories": [str(each) for each in one.component["CATEGORIES"].cats] if "CATEGORIES" in one.component else [],
    }
    if one.master is not None:
        event["originalStart"] = f"{_graph_time(one.original)['dateTime'][:19]}Z"
    # Links of other platforms stand only in the text or the place of a Graph event.
    if link and "teams.microsoft" not in link:
        event["body"]["content"] = f"{event['body']['content']}\n\n{link}".strip()
    return event


def _graph_attendee(party: Any) -> dict[str, Any]:
    return {
        "type": "resource" if party.params.get("CUTYPE") == "ROOM" else "required",
        "status": {"response": GRAPH_RESPONSES[party.params["PARTSTAT"]], "time": "0001-01-01T00:00:00Z"},
        "emailAddress": {"name": str(party.params["CN"]), "address": address_of(party)},
    }
