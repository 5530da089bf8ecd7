"""Instants as text on a wall clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant_of(seconds: int) -> datetime:
    """Return the instant of so many seconds since 1970, UTC."""
    return EPOCH + timedelta(seconds=seconds)


def instants_of(seconds: npt.NDArray[np.int64]) -> list[datetime]:
    """Return the instants of many numbers of seconds since 1970, UTC; each distinct one is made once."""
    plain = seconds.tolist()
    made = {one: instant_of(one) for one in set(plain)}
    return [made[one] for one in plain]


def iso_texts(seconds: Sequence[int], zone: ZoneInfo) -> list[str]:
    """Return instants as ISO 8601 to the second on the clock of ``zone``, with its offset; each distinct one made once.

    Args:
        seconds: since 1970, UTC.
        zone: the zone.
    """
    made = {one: instant_of(one).astimezone(zone).isoformat(timespec="seconds") for one in set(seconds)}
    return [made[one] for one in seconds]
