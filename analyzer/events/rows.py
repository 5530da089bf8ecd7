"""The intake: from what connectors hand over to the event table.

Here it is decided, once for every source, what an event is, whether it counts and why not (RULES "Which events count
as a meeting"), how many people take part, whether it is a call, and what text may stay. Texts and people are judged
once per entry; only what depends on the length of an occurrence is judged per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.agreements import Agreements
from analyzer.entries import Entry, Occurrences, Reading, SourceCalendar
from analyzer.events.classification import Classifier, Facts
from analyzer.events.owner import Owner
from analyzer.events.table import COLUMNS, event_table

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
) -> pd.DataFrame:
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
    builder = Classifier(owner, agreements.roles, is_shared=is_shared, reads_titles=reads_titles)
    parts = [
        _rows(reading.calendar, reading.occurrences, builder, agreements, is_shared=is_shared)
        for reading in readings
        if reading.occurrences is not None
    ]
    columns = {key: [value for part in parts for value in part[key]] for key in parts[0]} if parts else {}
    if not columns:
        columns = {key: [] for key in COLUMNS if not key.endswith("_local") and key != "busy"}
    for edge in ("start", "end"):
        instants = pd.Series(columns[edge], dtype="datetime64[us]").dt.tz_localize("UTC")
        columns[edge] = instants
        columns[f"{edge}_local"] = instants.dt.tz_convert(zone).dt.tz_localize(None)
    columns["recurrence_start"] = pd.Series(columns["recurrence_start"], dtype="datetime64[us]").dt.tz_localize("UTC")
    columns["calendar"] = [name] * len(columns["uid"])
    table = event_table(columns)
    return _without_copies(table) if len(parts) > 1 else table


def _without_copies(table: pd.DataFrame) -> pd.DataFrame:
    """Drop the rows of an event that another source already gave; a source never loses rows to itself."""
    key = ["uid", "recurrence_start"]
    first_source = table.groupby(key, sort=False)["source"].transform("first")
    return table[table["source"] == first_source].reset_index(drop=True)


def _rows(
    calendar: SourceCalendar,
    occurrences: Occurrences,
    classifier: Classifier,
    agreements: Agreements,
    *,
    is_shared: bool,
) -> dict[str, list[object]]:
    """Return the columns of one calendar, except the owner's clock, as plain lists."""
    used, position = np.unique(occurrences.entry, return_inverse=True)
    entries = [calendar.entries[index] for index in used]
    facts = [classifier.facts(entry) for entry in entries]
    names_people = calendar.identity.tells_people or any(
        entry.attendees or entry.organizer or entry.are_people_hidden for entry in calendar.entries
    )
    length = occurrences.end - occurrences.start
    kind = np.array([fact.kind for fact in facts], dtype=object)[position]
    is_all_day = np.array([entry.is_all_day for entry in entries], dtype=bool)[position] | (length >= WHOLE_DAY)
    kind[np.array([fact.is_on_call for fact in facts], dtype=bool)[position] & is_all_day] = "on-call"
    reason = _reasons(entries, facts, position, length, is_all_day, agreements, names_people, is_shared)

    def spread(values: list[object]) -> list[object]:
        return [values[index] for index in position]

    pairs = list(zip(entries, facts, strict=True))
    is_unknown = not names_people
    return {
        "uid": spread([entry.series_uid or entry.uid for entry in entries]),
        "recurrence_start": list(occurrences.recurrence_start),
        "start": list(occurrences.start),
        "end": list(occurrences.end),
        "all_day": list(is_all_day),
        "recurring": spread([entry.is_recurring for entry in entries]),
        "series_start": spread([entry.series_start for entry in entries]),
        "endless": spread([entry.is_endless for entry in entries]),
        "title": spread([_kept(entry, entry.title) for entry in entries]),
        "description": spread([_kept(entry, entry.description) for entry in entries]),
        "location": spread([_kept(entry, entry.location) for entry in entries]),
        "kind": list(kind),
        "reason": list(reason),
        "call": spread([fact.call for fact in facts]),
        "hybrid": spread([fact.is_hybrid for fact in facts]),
        "response": spread([fact.response for fact in facts]),
        "free": spread([entry.is_free for entry in entries]),
        "busy_only": spread([entry.is_busy_only for entry in entries]),
        "organizer": spread([_kept(entry, fact.organizer) for entry, fact in pairs]),
        "organized_by_owner": spread([fact.is_organized_by_owner for fact in facts]),
        "people_count": spread(
            [pd.NA if is_unknown or fact.people_count is None else fact.people_count for fact in facts]
        ),
        "people_at_least": spread([fact.is_at_least for fact in facts]),
        "people": spread([() if entry.is_private else fact.people for entry, fact in pairs]),
        "chair": spread([fact.has_chair and not entry.is_private for entry, fact in pairs]),
        "facilitator": spread([bool(fact.roles.facilitator) for fact in facts]),
        "decision_keeper": spread([bool(fact.roles.decision_keeper) for fact in facts]),
        "automatic_keeper": spread([fact.roles.automatic_keeper for fact in facts]),
        "decides": spread([fact.is_deciding for fact in facts]),
        "agenda": spread([fact.has_agenda for fact in facts]),
        "place": spread([fact.place for fact in facts]),
        "private_time": spread([fact.is_private_time for fact in facts]),
        "readable": spread(["none" if entry.is_private else entry.readable for entry in entries]),
        "social": spread([fact.is_social for fact in facts]),
        "shared_lunch": spread([fact.is_shared_lunch for fact in facts]),
        "private": spread([entry.is_private for entry in entries]),
        "source": spread([entry.source or calendar.source for entry in entries]),
        "line": spread([pd.NA if entry.line is None else entry.line for entry in entries]),
        "vendor_id": spread([entry.vendor_id for entry in entries]),
    }


def _kept(entry: Entry, words: str) -> str:
    return "" if entry.is_private else words


def _reasons(
    entries: Sequence[Entry],
    facts: Sequence[Facts],
    position: npt.NDArray[np.intp],
    length: npt.NDArray[np.timedelta64],
    is_all_day: npt.NDArray[np.bool_],
    agreements: Agreements,
    names_people: bool,
    is_shared: bool,
) -> npt.NDArray[np.object_]:
    """Return the reason of each occurrence: the first that applies, in the order of RULES; "" when it counts."""

    def each(values: list[bool]) -> npt.NDArray[np.bool_]:
        return np.array(values, dtype=bool)[position]

    kind = np.array([fact.kind for fact in facts], dtype=object)[position]
    has_call = each([bool(fact.call) for fact in facts])
    has_others = each([fact.has_others for fact in facts])
    unanswered = each([fact.response in ("tentative", "needs-action") for fact in facts])
    conditions = {
        "cancelled": each([fact.is_cancelled for fact in facts]),
        "declined": each([fact.response == "declined" for fact in facts]),
        "working-place": kind == "working-place",
        "absence": kind == "absence",
        "open-room": each([fact.is_open_room for fact in facts]) & (length >= OPEN_ROOM) & (has_call | has_others),
        "focus": kind == "focus",
        "all-day": is_all_day,
        "free": each([entry.is_free for entry in entries]) & ~has_call,
        "busy-only": each([entry.is_busy_only for entry in entries]),
        "people-unknown": np.full(len(position), not names_people) & ~has_call,
        "alone": ~has_others & ~has_call,
        "unanswered": unanswered & (not agreements.count_unanswered),
    }
    if is_shared:
        conditions = {reason: conditions[reason] for reason in ("cancelled", "all-day")}
    return np.asarray(np.select(list(conditions.values()), list(conditions), default=""), dtype=object)
