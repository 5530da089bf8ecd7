"""A person's copies of entries as Google and Microsoft Graph answer with them: one body for each occurrence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.made_copies import Held, answer_seen, held_by
from benchmarks.made_meetings import Answer, Entry
from benchmarks.made_people import Person

Json = dict[str, Any]

_EVENT_TYPES = {"focus": "focusTime", "absence": "outOfOffice", "working-place": "workingLocation"}
_PLACES = {"home": "homeOffice", "office": "officeLocation"}
_GOOGLE: dict[Answer, str] = {
    "ACCEPTED": "accepted",
    "TENTATIVE": "tentative",
    "NEEDS-ACTION": "needsAction",
    "DECLINED": "declined",
}
_GRAPH: dict[Answer, str] = {
    "ACCEPTED": "accepted",
    "TENTATIVE": "tentativelyAccepted",
    "NEEDS-ACTION": "none",
    "DECLINED": "declined",
}
_NEVER = "0001-01-01T00:00:00Z"


def google_items(person: Person, entries: Iterable[Entry]) -> list[Json]:
    """Return the items of ``events.list`` with ``singleEvents``: what was cancelled is not among them."""
    return [
        _google_item(person, entry, one) for entry in entries for one in held_by(person, entry) if not one.is_cancelled
    ]


def graph_items(person: Person, entries: Iterable[Entry]) -> list[Json]:
    """Return the items of a ``calendarView``: occurrences and what is single, no masters."""
    return [_graph_item(person, entry, one) for entry in entries for one in held_by(person, entry)]


def _google_item(person: Person, entry: Entry, one: Held) -> Json:
    identity = entry.uid.partition("@")[0].lower()
    # A leave of whole days has hours: Google has no other kind.
    is_day = entry.is_all_day and entry.kind != "absence"
    item: Json = {
        "kind": "calendar#event",
        "etag": f'"{identity}"',
        "id": identity,
        "status": "confirmed",
        "summary": entry.title,
        "iCalUID": entry.uid,
        "eventType": _EVENT_TYPES.get(entry.kind, "default"),
        "organizer": {"email": entry.organizer.address, "displayName": entry.organizer.name},
        "start": _google_moment(entry, one.start, is_day=is_day),
        "end": _google_moment(entry, one.start + entry.length, is_day=is_day),
    }
    if entry.organizer is person:
        item["organizer"]["self"] = True
    if entry.rule:
        item |= {"id": f"{identity}_{_utc(entry, one.day):%Y%m%dT%H%M%SZ}", "recurringEventId": identity}
        item["originalStartTime"] = _google_moment(entry, one.day, is_day=is_day)
    if text := "\n\n".join(part for part in (entry.text, entry.link) if part):
        item["description"] = text
    if entry.place:
        item |= {"workingLocationProperties": {"type": _PLACES[entry.place]}, "transparency": "transparent"}
    if entry.is_private:
        item["visibility"] = "private"
    if "meet.google.com" in entry.link:
        item["hangoutLink"] = entry.link
    if len(entry.invited) > 1 or entry.guests:
        item["attendees"] = [
            {
                "email": each.address,
                "displayName": each.name,
                "responseStatus": _GOOGLE[answer_seen(person, entry, each, one)],
            }
            | ({"self": True} if each is person else {})
            for each in entry.invited
        ]
        item["attendees"] += [{"email": guest, "responseStatus": "needsAction"} for guest in entry.guests]
    return item


def _google_moment(entry: Entry, moment: datetime, *, is_day: bool) -> Json:
    if is_day:
        return {"date": f"{moment:%Y-%m-%d}"}
    return {"dateTime": moment.replace(tzinfo=ZoneInfo(entry.zone)).isoformat(), "timeZone": entry.zone}


def _graph_item(person: Person, entry: Entry, one: Held) -> Json:
    identity = f"AAMk{entry.uid[-24:]}" + (f"-{one.day:%Y%m%d}" if entry.rule else "")
    shown = {"absence": "oof", "working-place": "workingElsewhere"}.get(entry.kind, "busy")
    is_own = entry.organizer is person
    answer = "organizer" if is_own else _GRAPH[one.answer]
    if one.is_cancelled:
        shown = "free"
    elif not is_own and one.answer in ("TENTATIVE", "NEEDS-ACTION"):
        shown = "tentative"
    return {
        "id": identity,
        "changeKey": f"key-{identity}",
        "iCalUId": global_id(entry, one.day if entry.rule else None),
        "type": ("occurrence" if one.start == one.day else "exception") if entry.rule else "singleInstance",
        "seriesMasterId": f"AAMk{entry.uid[-24:]}" if entry.rule else None,
        "originalStart": f"{_utc(entry, one.day):%Y-%m-%dT%H:%M:%SZ}" if entry.rule else None,
        "originalStartTimeZone": entry.zone,
        "subject": f"{'Canceled: ' if one.is_cancelled else ''}{entry.title}",
        "body": {"contentType": "text", "content": "\n\n".join(part for part in (entry.text, entry.link) if part)},
        "start": _graph_moment(entry, one.start),
        "end": _graph_moment(entry, one.start + entry.length),
        "isAllDay": entry.is_all_day,
        "isCancelled": one.is_cancelled,
        "isOrganizer": is_own,
        "showAs": shown,
        "sensitivity": "private" if entry.is_private else "normal",
        "categories": ["Focus time"] if entry.kind == "focus" else [],
        "attendees": [
            *(
                _graph_attendee(each.address, each.name, _GRAPH[answer_seen(person, entry, each, one)])
                for each in entry.invited
                if each is not entry.organizer
            ),
            *(_graph_attendee(guest, guest, "none") for guest in entry.guests),
        ],
        "organizer": {"emailAddress": {"name": entry.organizer.name, "address": entry.organizer.address}},
        "responseStatus": {"response": answer, "time": _NEVER},
        "hideAttendees": False,
        "isOnlineMeeting": bool(entry.link),
        "onlineMeeting": {"joinUrl": entry.link} if entry.link else None,
        "onlineMeetingUrl": None,
        "location": {"displayName": entry.room, "locationType": "default"},
        "locations": [],
    }


def _graph_attendee(address: str, name: str, response: str) -> Json:
    return {
        "type": "required",
        "status": {"response": response, "time": _NEVER},
        "emailAddress": {"name": name, "address": address},
    }


def _graph_moment(entry: Entry, moment: datetime) -> Json:
    if entry.is_all_day:
        return {"dateTime": f"{moment:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}
    return {"dateTime": f"{_utc(entry, moment):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def global_id(entry: Entry, day: datetime | None) -> str:
    """Return the global object id of an entry, or of one of its occurrences ([MS-OXOCAL] 2.2.1.27)."""
    mark = f"{day.year:04X}{day.month:02X}{day.day:02X}" if day else "00000000"
    if entry.vendor == "outlook":
        return entry.uid[:32] + mark + entry.uid[40:]
    data = b"vCal-Uid\x01\x00\x00\x00" + entry.uid.encode() + b"\x00"
    size = len(data).to_bytes(4, "little").hex()
    return f"040000008200E00074C5B7101A82E008{mark}{'00' * 16}{size}{data.hex()}".upper()


def _utc(entry: Entry, moment: datetime) -> datetime:
    return moment.replace(tzinfo=ZoneInfo(entry.zone)).astimezone(UTC)
