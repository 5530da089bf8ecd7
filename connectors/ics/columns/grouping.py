"""Which events are one series, and whether the series as a whole is surely understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from connectors.ics.columns.buffer import Flags, Ints
from connectors.ics.columns.clocks import Clock
from connectors.ics.columns.recognition import Columns, Reason
from connectors.ics.columns.starts import Refused, find_starts
from connectors.ics.columns.times import DATE, DAY_SECONDS, UNREAD, UTC_ZONE, Times

_NONE = -1


@dataclass(frozen=True, slots=True)
class Groups:
    """The series of a stream, numbered in the order in which their uids come up.

    Attributes:
        of_event: for each event its series, -1 where its uid is not plainly read.
        uid: of each series.
        master: the event that is the series itself, -1 where only changed occurrences are there.
        is_fast: whether the fast road reads it, with all its events.
    """

    of_event: Ints
    uid: list[bytes]
    master: Ints
    is_fast: Flags

    def numbers(self, uids: Sequence[bytes]) -> Ints:
        """Return the numbers of some series."""
        places = {uid: place for place, uid in enumerate(self.uid)}
        return np.array([places[uid] for uid in uids], dtype=np.int64)


def group(columns: Columns, clocks: Sequence[Clock]) -> Groups:
    """Put the events of one uid together; where one of them is not understood, all go the careful road.

    Args:
        columns: of the events; more of them are declined.
        clocks: those of the zones.
    """
    known = {uid: place for place, uid in enumerate(dict.fromkeys(filter(None, columns.uid)))}
    size = len(known)
    known[b""] = _NONE
    of_event = np.fromiter(map(known.__getitem__, columns.uid), dtype=np.int64, count=len(columns.uid))
    del known[b""]
    is_override = columns.recurrence.zone != UNREAD
    is_override |= _has_recurrence(columns)
    master = np.full(size, _NONE, dtype=np.int64)
    own = np.flatnonzero(~is_override & (of_event >= 0))
    master[of_event[own]] = own
    is_double = np.bincount(of_event[own], minlength=size) > 1
    columns.decline(_events(of_event, is_double), Reason.SERIES)
    _check_lengths(columns, clocks)
    _spread(columns, of_event, size)
    groups = Groups(of_event, list(known), master, np.ones(size, dtype=bool))
    overrides = np.flatnonzero(is_override & (columns.reason == Reason.NONE))
    _check_overrides(columns, clocks, groups, overrides)
    declined = _spread(columns, of_event, size)
    groups.is_fast[declined] = False
    return groups


def _has_recurrence(columns: Columns) -> Flags:
    has = np.zeros(len(columns.reason), dtype=bool)
    has[columns.properties.event_of(columns.properties.of("RECURRENCE-ID"))] = True
    return has


def _events(of_event: Ints, is_meant: Flags) -> Ints:
    """Return the events of series that are marked."""
    # Without a series of its own an event looks at the mark behind the last one, which is never set.
    return np.flatnonzero(np.append(is_meant, False)[of_event])


def _spread(columns: Columns, of_event: Ints, size: int) -> Flags:
    """Decline all events of a series of which one is declined; return which series are."""
    is_declined = np.zeros(size, dtype=bool)
    bad = of_event[columns.reason != Reason.NONE]
    is_declined[bad[bad >= 0]] = True
    columns.decline(_events(of_event, is_declined), Reason.SERIES)
    return is_declined


def instants_of(times: Times, clocks: Sequence[Clock], owner: Clock | None = None) -> Ints:
    """Return times as seconds since 1970 in UTC; days and floating times on the owner's clock, or as they stand."""
    found = times.local.copy()
    for place in (np.flatnonzero(np.bincount(times.zone - UNREAD)) + UNREAD).tolist():
        clock = owner if place < 0 else clocks[place]
        if clock is not None and place not in (UNREAD, UTC_ZONE):
            which = np.flatnonzero(times.zone == place)
            found[which] = clock.to_utc(times.local[which])
    return found


def select(times: Times, which: Ints) -> Times:
    """Return some of the times."""
    return Times(times.local[which], times.zone[which], times.tzid[which])


def keys_of(times: Times, clocks: Sequence[Clock], owner: Clock | None = None) -> Ints:
    """Return which occurrence is meant: its day (as the second it begins) for days, else its instant."""
    keys = instants_of(times, clocks, owner)
    return np.where(times.zone == DATE, times.local, keys)


def _check_lengths(columns: Columns, clocks: Sequence[Clock]) -> None:
    """Decline what ends before it starts, where start and end are on clocks of their own."""
    start, end = columns.start, columns.end
    which = np.flatnonzero((start.zone != end.zone) & (end.zone >= 0) & (columns.reason == Reason.NONE))
    on_the_clock = end.local[which] - start.local[which]
    exact = instants_of(select(end, which), clocks) - instants_of(select(start, which), clocks)
    columns.decline(which[(exact < 0) & (on_the_clock < 0)], Reason.LENGTH)


def _check_overrides(columns: Columns, clocks: Sequence[Clock], groups: Groups, overrides: Ints) -> None:
    """Decline the changed occurrences that are more than one change of an occurrence that is there."""
    recurrence = select(columns.recurrence, overrides)
    series = groups.of_event[overrides]
    master = groups.master[series]
    has_rule = columns.rule[overrides] > 0
    has_dates = np.zeros(len(columns.reason), dtype=bool)
    has_dates[columns.excluded_event] = True
    columns.decline(overrides[has_rule | has_dates[overrides]], Reason.SERIES)
    keys = keys_of(recurrence, clocks)
    _decline_twice(columns, overrides, series, keys)
    changed = np.flatnonzero(master != _NONE)
    overrides, recurrence, series = overrides[changed], select(recurrence, changed), series[changed]
    keys, master = keys[changed], master[changed]
    start = select(columns.start, master)
    is_same_kind = (start.zone == recurrence.zone) | ((start.zone >= 0) & (recurrence.zone >= 0))
    columns.decline(overrides[~is_same_kind | columns.is_cancelled[master]], Reason.SERIES)
    checked = np.flatnonzero(columns.reason[overrides] == Reason.NONE)
    try:
        is_there = occurs(columns, clocks, master[checked], keys[checked])
    except Refused as refused:
        is_refused = np.isin(master, refused.events) if len(refused.events) else np.ones(len(master), dtype=bool)
        columns.decline(overrides[is_refused], Reason.RULE)
        _spread(columns, groups.of_event, len(groups.uid))
        _check_overrides(columns, clocks, groups, overrides[columns.reason[overrides] == Reason.NONE])
        return
    columns.decline(overrides[checked[~is_there]], Reason.SERIES)


def _decline_twice(columns: Columns, overrides: Ints, series: Ints, keys: Ints) -> None:
    """Decline series in which two changes, or a change and an excluded date, mean the same occurrence."""
    order = np.lexsort((keys, series))
    is_same = (series[order][1:] == series[order][:-1]) & (keys[order][1:] == keys[order][:-1])
    columns.decline(overrides[order[1:][is_same]], Reason.SERIES)


def occurs(columns: Columns, clocks: Sequence[Clock], master: Ints, keys: Ints) -> Flags:
    """Return whether series have the occurrences that some keys mean, dates they leave out not counted.

    Args:
        columns: of all events.
        clocks: those of the zones.
        master: a series for each key.
        keys: of :func:`keys_of`.
    """
    day = keys // DAY_SECONDS
    # A clock is less than a day from UTC; floating times and days are compared as they stand.
    item, local = find_starts(columns, master, day - 2, day + 2)
    zone = columns.start.zone[master[item]]
    found = keys_of(Times(local, zone, zone), clocks)
    is_there = np.zeros(len(master), dtype=bool)
    is_there[item[found == keys[item]]] = True
    excluded = keys_of(columns.excluded, clocks)
    return is_there & ~is_member(master, keys, columns.excluded_event, excluded)


def is_member(event: Ints, keys: Ints, of_event: Ints, of_keys: Ints) -> Flags:
    """Return which pairs of an event and a key are among other such pairs."""
    if not len(of_event) or not len(event):
        return np.zeros(len(event), dtype=bool)
    # NumPy's own search for members sorts both; here the others are few, and what is asked is mostly in their order.
    asked, others = pairs(event, keys), np.sort(pairs(of_event, of_keys))
    place = np.searchsorted(others, asked)
    found: Flags = others[np.minimum(place, len(others) - 1)] == asked
    return found


def pairs(event: Ints, keys: Ints) -> Ints:
    """Return pairs as single numbers: a second between 1900 and 2200 takes 34 bits."""
    return (event << 36) + (keys + (1 << 34))
