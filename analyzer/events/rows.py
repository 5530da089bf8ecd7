"""The intake: from what connectors hand over to the event table.

Here it is decided, once for every source, what an event is, whether it counts and why not (RULES "Which events count
as a meeting"), how many people take part, whether it is a call, and what text may stay. Texts and people are judged
once per entry that occurs in the period; only what depends on the length of an occurrence is judged per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.agreements import Agreements
from analyzer.calendars import Reading
from analyzer.entries import Occurrences
from analyzer.entry_table import EntryTable, Flags, Objects, Positions
from analyzer.events.classification import SAID, Facts, Said, classify
from analyzer.events.owner import Owner
from analyzer.events.participation import Participation
from analyzer.events.table import COLUMNS, UNKNOWN, EventTable, Values, Words, event_table
from analyzer.time.clock import wall_clock

OPEN_ROOM = np.timedelta64(3, "h")
"""A room that is open this long, by its title, is no meeting."""

WHOLE_DAY = np.timedelta64(24, "h")


def build_table(
    readings: Sequence[Reading],
    owner: Owner,
    zone: ZoneInfo,
    agreements: Agreements,
    *,
    name: str,
    is_shared: bool = False,
    reads_titles: bool = True,
) -> EventTable:
    """Return the event table of one owner's calendars.

    Args:
        readings: the calendars and their occurrences; the same event in two of them counts once.
        owner: the owner of them all.
        zone: the owner's zone.
        agreements: the owner's agreements.
        name: what the ``calendar`` column holds.
        is_shared: a community or team calendar, in which every timed event is a meeting.
        reads_titles: whether a title may tell absence, days on call and a working place: only in a person's own run.
    """
    parts, said, invited = [], [], []
    for reading in readings:
        if reading.occurrences is None:
            continue
        every, occurrences = reading.calendar.columns(), reading.occurrences
        used, position = np.unique(occurrences.entry, return_inverse=True)
        entries = every.take(used)
        facts = classify(entries, owner, agreements.roles, is_shared=is_shared, reads_titles=reads_titles)
        names_people = reading.calendar.identity.tells_people or every.names_people
        columns_of = partial(_columns, agreements=agreements, names_people=names_people, is_shared=is_shared)
        parts.append(columns_of(reading.calendar.source, entries, facts, position, occurrences))
        said.append((facts.said, position))
        invited.append((facts.participation, entries.is_private, position))
    columns: dict[str, Values] = {key: [] for key in COLUMNS}
    if parts:
        columns |= {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        columns |= {key: partial(_told, said, key) for key in SAID}
        columns["people"] = partial(_people, invited)
    for edge in ("start", "end"):
        columns[f"{edge}_local"] = wall_clock(np.asarray(columns[edge], dtype="M8[us]"), zone)
    size = sum(len(position) for _, position in said)
    columns["calendar"] = Words(np.zeros(size, dtype=np.int8), (name,) * (size > 0))
    table = event_table(columns)
    return _without_copies(table) if len(parts) > 1 else table


def _told(said: Sequence[tuple[Said, Positions]], name: str, asked: Positions | None) -> Flags:
    """Return such a column, from what the entries of each calendar say and the entry of each row.

    ``asked`` are the rows that are asked for, as they stand here, calendar by calendar; all of them without it.
    """
    told, first = [], 0
    for one, entry in said:
        here = slice(None) if asked is None else asked[(asked >= first) & (asked < first + len(entry))] - first
        told.append(one.has(name, entry[here])[entry])
        first += len(entry)
    return np.concatenate(told)


def _people(invited: Sequence[tuple[Participation, Flags, Positions]], asked: Positions | None) -> Objects:
    """Return who takes part in each row, of private entries nobody; few rules ask."""
    del asked  # all of them are told as quickly as some
    return np.concatenate([_kept(one.people, is_private, ())[position] for one, is_private, position in invited])


def _without_copies(table: EventTable) -> EventTable:
    """Drop the rows of an event that another source already gave; a source never loses rows to itself."""
    uid, original = table.column("uid").tolist(), table.column("recurrence_start").view(np.int64).tolist()
    source, first_source = table.column("source").tolist(), dict[tuple[str, int], str]()
    kept = [
        first_source.setdefault(key, given) == given
        for key, given in zip(zip(uid, original, strict=True), source, strict=True)
    ]
    return table if all(kept) else table.take(np.array(kept))


def _columns(
    calendar_source: str,
    entries: EntryTable[Objects],
    facts: Facts,
    position: Positions,
    occurrences: Occurrences,
    *,
    agreements: Agreements,
    names_people: bool,
    is_shared: bool,
) -> dict[str, npt.NDArray[Any]]:
    """Return the columns of one calendar, except the owner's clock: one element for each occurrence.

    ``position`` is that of its entry among ``entries``, those that occur.
    """
    people, is_private = facts.participation, entries.is_private
    length = occurrences.end - occurrences.start
    is_all_day = entries.is_all_day[position] | (length >= WHOLE_DAY)
    kind = facts.kind[position]
    kind[facts.is_on_call[position] & is_all_day] = "on-call"
    by_entry: dict[str, npt.NDArray[Any]] = {
        "uid": _filled(entries.series_uid, entries.uid),
        "recurring": entries.is_recurring,
        "series_start": entries.series_start,
        "endless": entries.is_endless,
        "title": _kept(entries.title, is_private),
        "description": _kept(entries.description, is_private),
        "location": _kept(entries.location, is_private),
        "call": facts.call,
        "hybrid": facts.is_hybrid,
        "response": facts.response,
        "free": entries.is_free,
        "busy_only": entries.is_busy_only,
        "organizer": _kept(people.organizer, is_private),
        "organized_by_owner": people.is_organized_by_owner,
        "people_count": people.people_count if names_people else np.full(len(entries), UNKNOWN),
        "people_at_least": people.is_at_least,
        "chair": people.has_chair & ~is_private,
        "place": facts.place,
        "private_time": facts.is_private_time,
        "readable": _kept(entries.readable, is_private, "none"),
        "social": facts.is_social,
        "shared_lunch": facts.is_shared_lunch,
        "private": is_private,
        "source": _filled(entries.source, calendar_source),
        "line": entries.line,
        "vendor_id": entries.vendor_id,
    }
    return {
        **{name: values[position] for name, values in by_entry.items()},
        "recurrence_start": occurrences.recurrence_start,
        "start": occurrences.start,
        "end": occurrences.end,
        "all_day": is_all_day,
        "kind": kind,
        "reason": _reasons(entries, facts, position, length, is_all_day, agreements, names_people, is_shared),
    }


def _kept(words: Objects, is_private: Flags, instead: object = "") -> Objects:
    """Return the words of all but private entries."""
    kept = words.copy()
    for row in np.flatnonzero(is_private):  # one by one: of an empty tuple NumPy would make no value but an axis
        kept[row] = instead
    return kept


def _filled(values: Objects, instead: Objects | str) -> Objects:
    """Return the values, with another where one is empty."""
    return np.where(values != "", values, instead).astype(object)


def _reasons(
    entries: EntryTable[Objects],
    facts: Facts,
    position: Positions,
    length: npt.NDArray[np.timedelta64],
    is_all_day: Flags,
    agreements: Agreements,
    names_people: bool,
    is_shared: bool,
) -> Objects:
    """Return the reason of each occurrence: the first that applies, in the order of RULES; "" when it counts."""
    kind = facts.kind[position]
    has_call = facts.call[position] != ""
    has_others = facts.participation.has_others[position]
    response = facts.response[position]
    unanswered = (response == "tentative") | (response == "needs-action")
    conditions = {
        "cancelled": facts.is_cancelled[position],
        "declined": response == "declined",
        "working-place": kind == "working-place",
        "absence": kind == "absence",
        "open-room": facts.is_open_room[position] & (length >= OPEN_ROOM) & (has_call | has_others),
        "focus": kind == "focus",
        "all-day": is_all_day,
        "free": entries.is_free[position] & ~has_call,
        "busy-only": entries.is_busy_only[position],
        "people-unknown": np.full(len(position), not names_people) & ~has_call,
        "alone": ~has_others & ~has_call,
        "unanswered": unanswered & (not agreements.count_unanswered),
    }
    if is_shared:
        conditions = {reason: conditions[reason] for reason in ("cancelled", "all-day")}
    return np.asarray(np.select(list(conditions.values()), list(conditions), default=""), dtype=object)
