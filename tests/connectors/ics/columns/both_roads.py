"""A stream read both ways: what differs between the fast road and the careful one, in words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analyzer.entries import Entry, Occurrences
from analyzer.entry_table import EntryTable
from analyzer.errors import SourceError
from analyzer.problems import Problem
from connectors.ics.calendar import IcsCalendar, read_calendars

ZONES = tuple(
    map(ZoneInfo, ("Europe/Amsterdam", "UTC", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "Africa/Cairo"))
)
Window = tuple[datetime, datetime, ZoneInfo]


def random_windows(chance: random.Random, count: int, middle: datetime, spread_days: int) -> list[Window]:
    """Windows of a day to two years around a day, some of them empty or of a few hours."""
    windows = []
    for _ in range(count):
        start = middle + timedelta(days=chance.randint(-spread_days, spread_days), hours=chance.choice((0, 0, 7, 22)))
        length = chance.choice((1, 7, 49, 365, 730)) * timedelta(days=1) - chance.choice((0, 0, 1)) * timedelta(hours=5)
        windows.append((start, start + length, chance.choice(ZONES)))
    return windows


def differences(data: bytes, windows: Sequence[Window], name: str = "week.ics") -> list[str]:
    """What the two roads give differently; nothing when all is equal.

    Every window is asked of one pair of calendars, one after the other, as a run does that looks for changes.
    """
    try:
        careful = read_calendars(data, name, is_careful=True)
    except SourceError as error:
        try:
            read_calendars(data, name)
        except SourceError as other:
            return [] if str(error) == str(other) else [f"refused with {other}, not {error}"]
        return ["not refused"]
    fast = read_calendars(data, name)
    if len(fast) != len(careful):
        return [f"{len(fast)} calendars, not {len(careful)}"]
    return [
        found for ours, theirs in zip(fast, careful, strict=True) for found in differences_of(ours, theirs, windows)
    ]


def differences_of(fast: IcsCalendar, careful: IcsCalendar, windows: Sequence[Window]) -> list[str]:
    """What two calendars give differently."""
    found = [*_attributes(fast, careful), *_tables(fast, careful)]
    for start, end, zone in windows:
        where = f"{start} to {end} in {zone.key}: "
        ours, theirs = fast.occurrences(start, end, zone), careful.occurrences(start, end, zone)
        found += [where + one for one in _rows(fast, ours, theirs)]
        found += [where + one for one in _problems(fast.problems, careful.problems)]
        days = fast.first_and_last(zone), careful.first_and_last(zone)
        if days[0] != days[1]:
            found.append(f"{where}from {days[0]}, not {days[1]}")
        if fast.is_incomplete != careful.is_incomplete:
            found.append(f"{where}incomplete {fast.is_incomplete}")
        if found:
            break
    return found


def _attributes(fast: IcsCalendar, careful: IcsCalendar) -> Iterator[str]:
    for name in ("source", "name", "identity", "is_subscription", "is_incomplete"):
        if getattr(fast, name) != getattr(careful, name):
            yield f"{name} is {getattr(fast, name)!r}, not {getattr(careful, name)!r}"
    if list(fast.identity.zone_votes) != list(careful.identity.zone_votes):
        yield f"zones in the order {list(fast.identity.zone_votes)}"
    yield from _problems(fast.problems, careful.problems)


def _tables(fast: IcsCalendar, careful: IcsCalendar) -> Iterator[str]:
    theirs = EntryTable.of(careful.entries)
    every = np.arange(len(theirs), dtype=np.intp)
    table = fast.columns()
    if len(table) != len(theirs):
        yield f"{len(table)} entries, not {len(theirs)}"
        return
    whole = table.take(every)
    for column in fields(EntryTable):
        if column.name == "invitations":
            continue
        one, other = getattr(whole, column.name), getattr(theirs, column.name)
        if one.dtype != other.dtype:
            yield f"{column.name} is of {one.dtype}, not {other.dtype}"
        for place, (mine, its) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
            if mine != its or type(mine) is not type(its):
                yield f"{column.name} at line {theirs.line[place]} is {mine!r}, not {its!r}"
                break
        shuffled = random.Random(1).sample(range(len(every)), k=min(len(every), 7))
        part = getattr(table, column.name)[np.array(shuffled, dtype=np.intp)].tolist()
        if part != [other.tolist()[place] for place in shuffled]:
            yield f"{column.name} of some entries is not that of these entries"
    mine, its = table.invitations, theirs.invitations
    if mine.parties != its.parties:
        yield f"parties are {mine.parties}, not {its.parties}"
    for name in ("entry", "party", "organizer"):
        if getattr(mine, name).tolist() != getattr(its, name).tolist():
            yield f"invitations differ by {name}"
    for ours, other_entry in zip(fast.entries, careful.entries, strict=True):
        if ours != other_entry:
            yield f"the entry at line {other_entry.line} differs: {_unlike(ours, other_entry)}"
            break


def _unlike(one: Entry, other: Entry) -> str:
    return ", ".join(field.name for field in fields(Entry) if getattr(one, field.name) != getattr(other, field.name))


def _rows(calendar: IcsCalendar, ours: Occurrences, theirs: Occurrences) -> Iterator[str]:
    for name in ("entry", "start", "end", "recurrence_start"):
        if getattr(ours, name).dtype != getattr(theirs, name).dtype:
            yield f"{name} is of {getattr(ours, name).dtype}"
    mine, its = _listed(ours), _listed(theirs)
    lines = calendar.columns().line.tolist()
    for row in sorted(set(mine) - set(its))[:2]:
        yield f"too many: line {lines[row[0]]} {row[1:]}"
    for row in sorted(set(its) - set(mine))[:2]:
        yield f"too few: line {lines[row[0]]} {row[1:]}"
    if mine != its:
        yield f"{len(mine)} occurrences in another order, or not {len(its)}"


def _listed(found: Occurrences) -> list[tuple[int, datetime, datetime, datetime]]:
    columns = (found.entry, found.start, found.end, found.recurrence_start)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _problems(ours: Sequence[Problem], theirs: Sequence[Problem]) -> Iterator[str]:
    mine, its = [_told(one) for one in ours], [_told(one) for one in theirs]
    if mine != its:
        more, less = [one for one in mine if one not in its], [one for one in its if one not in mine]
        yield (
            f"problems differ: too many {more[:3]}, too few {less[:3]}" if more or less else "problems in another order"
        )


def _told(problem: Problem) -> tuple[object, ...]:
    return problem.source, problem.code, problem.line, problem.uid, problem.count, str(problem.fields)
