"""One meeting as four programs write it down, read by the connectors and handed over: the copies are one meeting.

A weekly series on Tuesdays at 10:00 in Amsterdam, over the end of summer time on 25 October 2026; that of 3 November is
moved to the 4th, 14:00. It is written by hand, once as organised with Google and once with Outlook.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from team_rows import calendar_of_bodies, rows_of_calendars

from analyzer.team.merging import merge_copies
from connectors.ics.calendar import read_calendars

GOOGLE_UID = "4kq0b5l8t7r2m1n3p6s9u0v1w2@google.com"
OUTLOOK_UID = (
    "040000008200E00074C5B7101A82E00800000000D01F2D3CC5E5CC01000000000000000010000000030BAE4F822B074994774824E41D49AF"
)
# "vCal-Uid", a 1 and the uid in clear, behind sixteen bytes of head, the day, sixteen empty bytes and the size.
FOREIGN = (
    "040000008200E00074C5B7101A82E008{day}0000000000000000000000000000000032000000"
    "7643616C2D55696401000000346B713062356C38743772326D316E33"
    "7036733975307631773240676F6F676C652E636F6D00"
)
ADDRESSES = ("anna@example.org", "bo@example.org", "cem@example.org", "dewi@example.org")
ORIGINALS = ["2026-10-20T08:00Z", "2026-10-27T09:00Z", "2026-11-03T09:00Z", "2026-11-10T09:00Z"]
STARTS = ["2026-10-20T08:00Z", "2026-10-27T09:00Z", "2026-11-04T13:00Z", "2026-11-10T09:00Z"]
WINDOW = (datetime(2026, 10, 1), datetime(2026, 12, 1))

ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:{product}
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261001T080000Z
DTSTART;TZID={zone}:20261020T100000
DTEND;TZID={zone}:20261020T110000
RRULE:FREQ=WEEKLY;COUNT=4
SUMMARY:Atlas
{people}
END:VEVENT
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261001T080000Z
RECURRENCE-ID;TZID={zone}:20261103T100000
DTSTART;TZID={zone}:20261104T140000
DTEND;TZID={zone}:20261104T150000
SEQUENCE:1
SUMMARY:Atlas
{people}
END:VEVENT
END:VCALENDAR
"""


def end_of(start: str, offset: str) -> str:
    """Return an hour later."""
    return f"{start[:11]}{int(start[11:13]) + 1:02}:00:00{offset}"


def ics(uid: str, zone: str, product: str) -> bytes:
    """Return the series in a file."""
    people = "\n".join(f"ATTENDEE:mailto:{address}" for address in ADDRESSES)
    return ICS.format(uid=uid, zone=zone, product=product, people=people).replace("\n", "\r\n").encode()


def google(uid: str) -> list[dict[str, Any]]:
    """Return the occurrences as Google gives them, in the zone of somebody in London."""
    return [
        {
            "id": f"abc_{original[:10].replace('-', '')}",
            "iCalUID": uid,
            "recurringEventId": "abc",
            "summary": "Atlas",
            "status": "confirmed",
            "originalStartTime": {"dateTime": original.replace("Z", ":00Z"), "timeZone": "Europe/London"},
            "start": {"dateTime": start.replace("Z", ":00Z")},
            "end": {"dateTime": end_of(start, "Z")},
            "attendees": [{"email": address, "responseStatus": "accepted"} for address in ADDRESSES],
        }
        for original, start in zip(ORIGINALS, STARTS, strict=True)
    ]


def graph(uid: str) -> list[dict[str, Any]]:
    """Return the occurrences as Graph gives them: each with the day of its own in its id."""
    found = []
    for original, start in zip(ORIGINALS, STARTS, strict=True):
        day = f"{int(original[:4]):04X}{int(original[5:7]):02X}{int(original[8:10]):02X}"
        identity = FOREIGN.format(day=day) if uid == GOOGLE_UID else uid[:32] + day + uid[40:]
        found.append(
            {
                "id": original,
                "iCalUId": identity,
                "type": "occurrence" if start == original else "exception",
                "seriesMasterId": "AAMk",
                "originalStart": original.replace("Z", ":00Z"),
                "subject": "Atlas",
                "start": {"dateTime": start.replace("Z", ":00.0000000"), "timeZone": "UTC"},
                "end": {"dateTime": end_of(start, ".0000000"), "timeZone": "UTC"},
                "attendees": [{"emailAddress": {"address": address}, "type": "required"} for address in ADDRESSES],
            }
        )
    return found


@pytest.mark.parametrize("uid", [GOOGLE_UID, OUTLOOK_UID])
def test_four_copies_of_a_series_are_one_series(uid: str) -> None:
    anna, bo, cem, dewi = ADDRESSES
    files = [
        (read_calendars(ics(uid, "Europe/Amsterdam", "-//Google Inc//Google Calendar 70.9054//EN"), "anna.ics"), anna),
        (read_calendars(ics(uid, '"W. Europe Standard Time"', "-//Microsoft Corporation//EN"), "bo.ics"), bo),
    ]
    services = [
        ([calendar_of_bodies("google", google(uid), cem)], cem),
        ([calendar_of_bodies("graph", graph(uid), dewi)], dewi),
    ]
    zones = ("Europe/Amsterdam", "America/New_York", "Europe/London", "Asia/Tokyo")
    parts = [
        rows_of_calendars(calendars, address, ZoneInfo(zone), *WINDOW).assign(member=member)
        for member, ((calendars, address), zone) in enumerate(zip([*files, *services], zones, strict=True))
    ]
    assert len({tuple(sorted(zip(part["uid"], part["recurrence_start"], strict=True))) for part in parts}) == 1
    found = merge_copies(pd.concat(parts, ignore_index=True))
    expected = sorted(zip(STARTS, ORIGINALS, strict=True))
    assert found.meetings["start"].tolist() == [pd.Timestamp(start) for start, _ in expected]
    assert found.meetings["recurrence_start"].tolist() == [pd.Timestamp(original) for _, original in expected]
    assert found.meetings["members"].tolist() == [4, 4, 4, 4]
    assert found.meetings["recurring"].all()
    assert found.meetings["title"].tolist() == ["Atlas"] * 4


def test_a_calendar_that_missed_a_change_of_a_single_meeting_shows_two_times() -> None:
    old = ics(GOOGLE_UID, "Europe/Amsterdam", "x").replace(b"RRULE:FREQ=WEEKLY;COUNT=4\r\n", b"")
    old = old[: old.index(b"BEGIN:VEVENT", old.index(b"END:VEVENT"))] + b"END:VCALENDAR\r\n"
    new = old.replace(b"20261020T10", b"20261020T13").replace(b"20261020T11", b"20261020T14")
    new = new.replace(b"SUMMARY", b"SEQUENCE:1\r\nSUMMARY")
    parts = [
        rows_of_calendars(read_calendars(text, "x.ics"), address, ZoneInfo("Europe/Amsterdam"), *WINDOW)
        for text, address in zip((old, new, new), ADDRESSES, strict=False)
    ]
    rows = pd.concat([part.assign(member=member) for member, part in enumerate(parts)], ignore_index=True)
    (meeting,) = merge_copies(rows).meetings.to_dict("records")
    assert (meeting["start"], meeting["members"]) == (pd.Timestamp("2026-10-20T11:00Z"), 3)
    assert meeting["times_differ"]
