"""Instants as text on a wall clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.time.clock import wall_clock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant_of(seconds: int) -> datetime:
    """Return the instant of so many seconds since 1970, UTC."""
    return EPOCH + timedelta(seconds=seconds)


def instants_of(seconds: npt.NDArray[np.int64]) -> list[datetime]:
    """Return the instants of many numbers of seconds since 1970, UTC; each distinct one is made once."""
    plain = seconds.tolist()
    made = {one: instant_of(one) for one in set(plain)}
    return [made[one] for one in plain]


def iso_texts(seconds: npt.NDArray[np.int64], zone: ZoneInfo) -> list[str]:
    """Return instants as ISO 8601 to the second on the clock of ``zone``, with its offset.

    Args:
        seconds: since 1970, UTC.
        zone: the zone.
    """
    instants = seconds.astype("M8[s]").astype("M8[us]")
    wall = wall_clock(instants, zone)
    offsets, offset = np.unique((wall - instants).astype("m8[s]").astype(np.int64), return_inverse=True)
    tails = [f"{timezone(timedelta(seconds=one))}"[3:] or "+00:00" for one in offsets.tolist()]  # behind "UTC"
    texts = np.datetime_as_string(wall, unit="s").tolist()
    return [text + tails[one] for text, one in zip(texts, offset.tolist(), strict=True)]
