"""Calendars of several members as the shared rows of a team, read as each member would read the own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from analyzer.agreements import Agreements
from analyzer.calendars import OpenedCalendar, Reading
from analyzer.entries import Identity
from analyzer.events.owner import Owner
from analyzer.events.rows import build_table
from analyzer.team.names import Names
from analyzer.team.sharing import shared_rows
from connectors.google.events import EventReader as GoogleReader
from connectors.ics.calendar import read_calendars
from connectors.outlook.events import EventReader as GraphReader
from connectors.services.calendar import ServiceCalendar

KEY = b"the key of the team"


def rows_of_calendars(
    calendars: Iterable[OpenedCalendar], address: str, zone: ZoneInfo, first: datetime, last: datetime
) -> pd.DataFrame:
    """Return what one member hands over of calendars, of the time between two naive moments on the own clock."""
    window = (first.replace(tzinfo=zone), last.replace(tzinfo=zone))
    readings = [Reading(calendar, calendar.occurrences(*window, zone)) for calendar in calendars]
    table = build_table(readings, Owner(address), zone, Agreements(), name=address, reads_titles=False)
    known = [party for reading in readings for party in reading.calendar.columns().invitations.parties]
    return shared_rows(table, Names(known), KEY)


def rows_of_files(
    files: Mapping[str, str], people: Iterable[tuple[str, str, str]], first: datetime, last: datetime
) -> pd.DataFrame:
    """Return the rows of all members together, with who they are.

    Args:
        files: the ICS text by name of the file.
        people: name of the file, address and zone of each member, in order.
        first: the first moment read, naive, on each one's clock.
        last: the moment after the last.
    """
    parts = []
    for member, (name, address, zone) in enumerate(people):
        calendars = read_calendars(files[name].encode(), name)
        parts.append(rows_of_calendars(calendars, address, ZoneInfo(zone), first, last).assign(member=member))
    return pd.concat(parts, ignore_index=True)


def calendar_of_bodies(service: str, items: Sequence[dict[str, Any]], address: str) -> ServiceCalendar:
    """Return a calendar of what a service answered, without masters.

    Args:
        service: "google" or "graph".
        items: events as the service gives them.
        address: the owner's.
    """
    reader = GoogleReader("google:") if service == "google" else GraphReader("outlook:", {address})
    read = [reader.read(item) for item in items]
    assert reader.problems == []
    assert None not in read
    identity = Identity(owner=address, tells_people=True)
    return ServiceCalendar(service, [one for one in read if one is not None], identity=identity)
