"""What an owner's table is made of: readings of one person's calendars, with what is known of the person frozen in it.

Frozen when it is collected: who the owner is and by which names, on which clock whole days lie, and what the words of
private events decided. Everything else is judged when the table is read, by the settings of then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import TZPATH

import numpy as np

from analyzer.calendars import Reading
from analyzer.entries import Entry, Identity, Occurrences
from analyzer.entry_table import EntryTable
from analyzer.events.owner import Owner, ZoneChoice
from analyzer.events.wordless import without_private_words
from analyzer.problems import Problem
from analyzer.time.period import Period
from connectors.tables.label import CalendarLabel, Label, identity_label, problem_label, zone_data_version
from connectors.tables.schema import ENTRIES
from connectors.tables.writing import Block, blocks_of, entry_batches, write_table


def owner_label(
    readings: Sequence[Reading],
    owner: Owner,
    zone: ZoneChoice,
    period: Period,
    *,
    problems: Sequence[Problem],
    now: datetime,
    program: str,
    made_from: str = "",
) -> Label:
    """Return the label of an owner's table.

    Args:
        readings: what was read of each calendar.
        owner: whose calendars they are.
        zone: on which clock they were read.
        period: the days that were read.
        problems: of the sources, beside those of the calendars.
        now: the instant it is.
        program: meetlint's version.
        made_from: what tells the sources and settings, "" for nothing.
    """
    start, end = period.instants(zone.zone)
    private = [
        int(reading.calendar.columns().is_private[reading.occurrences.entry].sum())
        for reading in readings
        if reading.occurrences is not None
    ]
    return Label(
        kind="owner",
        owner=owner.address,
        zone=zone.zone.key,
        first=period.first,
        last=period.last,
        start=start.astimezone(UTC),
        end=end.astimezone(UTC),
        collected=now,
        program=program,
        tzdata=zone_data_version(TZPATH),
        events=sum(len(reading.occurrences.entry) for reading in readings if reading.occurrences is not None),
        private=sum(private),
        made_from=made_from,
        problems=tuple(map(problem_label, problems)),
        calendars=tuple(_calendar_label(reading, owner, zone) for reading in readings),
    )


def write_owner_table(path: Path, label: Label, readings: Sequence[Reading], owner: Owner) -> None:
    """Write an owner's table: what occurs in the period, without the words of private events.

    Raises:
        OSError: the folder or the disk does not take it.
    """
    write_table(path, label, ENTRIES, entry_batches([_blocks(reading, owner) for reading in readings]))


def _blocks(reading: Reading, owner: Owner) -> Iterator[Block]:
    columns = reading.calendar.columns()
    if reading.occurrences is None:
        # Of a subscription only the number of its entries is kept, which a report says.
        nothing = np.zeros(0, dtype=np.intp)
        none = Occurrences(nothing, *(nothing.astype("datetime64[us]"),) * 3)
        yield EntryTable.of([Entry("")] * len(columns)), none, nothing
        return
    for positions, occurrences, numbers in blocks_of(reading.occurrences):
        yield without_private_words(columns.select(positions), owner), occurrences, numbers


def _calendar_label(reading: Reading, owner: Owner, zone: ZoneChoice) -> CalendarLabel:
    calendar = reading.calendar
    return CalendarLabel(
        source=calendar.source,
        name=calendar.name,
        identity=identity_label(_identity(calendar.identity, owner, zone, reading)),
        names=tuple(sorted(owner.names)),
        problems=tuple(map(problem_label, calendar.problems)),
        is_subscription=calendar.is_subscription,
        is_incomplete=calendar.is_incomplete,
        is_windowed=calendar.is_windowed,
        extent=reading.extent,
    )


def _identity(identity: Identity, owner: Owner, zone: ZoneChoice, reading: Reading) -> Identity:
    """Return an identity that names the owner and the clock as they were found, where more than the source told them.

    Whether the calendar names people is known of all its entries; the table holds some of them.
    """
    tells_people = identity.tells_people or reading.calendar.columns().names_people
    identity = replace(identity, owner=owner.address or identity.owner, tells_people=tells_people)
    if zone.origin in ("given", "agreed"):
        identity = replace(identity, timezone=zone.zone.key, zone_votes=Counter())
    return identity
