"""Wall clock to UTC for many times at once, as the careful road reads each: the standard library says every offset."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np

from connectors.ics.columns.buffer import Ints, integers
from connectors.ics.columns.times import DAY_SECONDS
from connectors.ics.parsing.vtimezones import DefinedZone

_NO_OFFSET = timedelta()


class Clock:
    """The clock of one zone.

    Between two midnights with the same offset the clock has not changed: no zone of the world goes forth and back
    within a day. So one look at each midnight will do, and one at every time of the few days on which it changes. A
    zone that a file defines itself may do anything: unless it is calm, each distinct time is looked at.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        """Take the zone."""
        self._zone = zone
        self._is_calm = is_calm(zone)
        self._known: dict[int, int] = {}

    def to_utc(self, local: Ints) -> Ints:
        """Return the instants of wall clock times, in seconds since 1970.

        In the gap of spring the offset before it counts, in the doubled hour of autumn the first (fold=0).
        """
        return local - self.offsets(local)

    def offsets(self, local: Ints) -> Ints:
        """Return how many seconds the clock is ahead of UTC at times on it."""
        if not len(local):
            return integers([])
        if not self._is_calm:
            return self._each(local)
        day = local // DAY_SECONDS
        low = int(day.min())
        is_edge = np.zeros(int(day.max()) - low + 2, dtype=bool)
        is_edge[day - low] = True
        is_edge[day - low + 1] = True
        edge = np.zeros(len(is_edge), dtype=np.int64)
        places = np.flatnonzero(is_edge)
        edge[places] = self._known_offsets((places + low) * DAY_SECONDS)
        offset = edge[day - low]
        changing = np.flatnonzero(offset != edge[day - low + 1])
        offset[changing] = self._each(local[changing])
        return offset

    def _each(self, local: Ints) -> Ints:
        moments, which = np.unique(local, return_inverse=True)
        return self._known_offsets(moments)[which]

    def _known_offsets(self, local: Ints) -> Ints:
        """Return what the clock says at distinct times, asked once for each."""
        known, seconds = self._known, local.tolist()
        new = [second for second in seconds if second not in known]
        moments = integers(new).astype("datetime64[s]").tolist()
        # A zone looks at the digits of a time alone, whichever zone the time itself names.
        offsets = [self._zone.utcoffset(moment) or _NO_OFFSET for moment in moments]
        known.update(zip(new, [offset.days * DAY_SECONDS + offset.seconds for offset in offsets], strict=True))
        return integers([known[second] for second in seconds])


def is_calm(zone: ZoneInfo) -> bool:
    """Return whether no clock of this zone goes forth and back within a day, as none of the world does."""
    if isinstance(zone, DefinedZone):
        return zone.is_calm
    try:
        return ZoneInfo(zone.key) is zone
    except (KeyError, ValueError, OSError, TypeError):
        return False
