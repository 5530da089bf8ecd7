"""What a zone's wall clock shows, for many moments at once: the changes of its offset in a table, asked of zoneinfo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.time.intervals import Ints

DAY_SECONDS = 86400
HOUR_SECONDS = 3600

_EARLIEST, _LATEST = (int(datetime(*day, tzinfo=UTC).timestamp()) for day in ((1, 1, 3), (9999, 12, 29)))


class Clock(NamedTuple):
    """The wall clock of a zone over some days.

    Attributes:
        change: when each offset begins to hold, in seconds since 1970, UTC, but for the first one.
        offset: seconds east of UTC.
        wall_change: the same changes on the wall clock, as seconds since 1970 that a clock without a zone would show;
            of an hour that the clock shows twice the first is meant, and an hour that it leaves out is counted on
            from the hour before (PEP 495, fold=0).
    """

    change: Ints
    offset: Ints
    wall_change: Ints

    def instants(self, wall: Ints) -> Ints:
        """Return when the clock shows ``wall``, in seconds since 1970, UTC."""
        return wall - self.offset.take(np.searchsorted(self.wall_change, wall, side="right"))

    def next_instants(self, wall: Ints) -> Ints:
        """Return the same, but for an hour that the clock leaves out the instant at which it does so."""
        place = np.searchsorted(self.wall_change, wall, side="right")
        until = np.append(self.change, np.iinfo(np.int64).max)
        return np.asarray(np.minimum(wall - self.offset.take(place), until.take(place)), dtype=np.int64)


@lru_cache(maxsize=32)
def clock_of(zone: ZoneInfo, first: date, last: date) -> Clock:
    """Return the wall clock of ``zone`` from two days before ``first`` to three days after ``last``.

    An offset that holds for less than a day between two equal ones is not seen; no zone has one.
    """
    start = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()) - 2 * DAY_SECONDS
    asked = range(start, start + ((last - first).days + 6) * DAY_SECONDS, DAY_SECONDS)
    offsets = [_offset(zone, moment) for moment in asked]
    change, offset = [], [offsets[0]]
    for moment, before, after in zip(asked, offsets, offsets[1:], strict=False):
        if before != after:
            change.append(_change_between(zone, moment, moment + DAY_SECONDS))
            offset.append(after)
    changes, known = np.array(change, dtype=np.int64), np.array(offset, dtype=np.int64)
    return Clock(changes, known, changes + np.maximum(known[:-1], known[1:]))


def _offset(zone: ZoneInfo, moment: int) -> int:
    # On the first and last days there are, Python has no room for an offset.
    offset = datetime.fromtimestamp(min(max(moment, _EARLIEST), _LATEST), zone).utcoffset()
    assert offset is not None
    return offset // timedelta(seconds=1)


def _change_between(zone: ZoneInfo, before: int, after: int) -> int:
    """Return the second in (before, after] from which on the offset is that of ``after``."""
    new = _offset(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == new:
            after = middle
        else:
            before = middle
    return after


def midnights_of(days: npt.NDArray[np.datetime64]) -> Ints:
    """Return midnight at the beginning of calendar days as a clock without a zone shows it, in seconds."""
    return np.asarray(days.astype("datetime64[D]").astype(np.int64) * DAY_SECONDS)


def wall_clock(instants: npt.NDArray[np.datetime64], zone: ZoneInfo) -> npt.NDArray[np.datetime64]:
    """Return what the clock of a zone shows at instants, both as ``datetime64[us]`` without a zone.

    Only the days on which an instant falls are looked at, however far they lie apart.
    """
    if not len(instants):
        return instants
    seconds = instants.astype("M8[s]").astype(np.int64)
    days, of_day = np.unique(seconds // DAY_SECONDS, return_inverse=True)
    begins, ends = (np.array([_offset(zone, one * DAY_SECONDS) for one in each.tolist()]) for each in (days, days + 1))
    offset = begins[of_day]
    changing = np.flatnonzero((begins != ends)[of_day])
    offset[changing] = [_offset(zone, moment) for moment in seconds[changing].tolist()]
    return np.asarray(instants + offset.astype("m8[s]"), dtype="M8[us]")
