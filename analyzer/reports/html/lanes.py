"""Which events stand side by side: one lane each while they overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_LANES = 8
"""Lanes a day is cut into at most; in a ninth nothing could be read."""


@dataclass(frozen=True)
class Lane:
    """Where something stands: lane ``number`` of ``count``, from 0.

    Attributes:
        is_crowded: more overlaps here than there are lanes, and this does not get one of its own.
    """

    number: int
    count: int
    is_crowded: bool = False


def lanes_of(spans: Sequence[tuple[int, int]]) -> list[Lane]:
    """Return the lane of each half-open span, in their order.

    Spans that overlap, directly or by way of others, form a cluster and share its number of lanes; each takes the first
    lane that is free at its start. Where a cluster needs more than :data:`MOST_LANES`, the last lane is kept for all
    that find no other.

    Args:
        spans: start and end, ordered by start.
    """
    placed: list[Lane] = []
    cluster: list[int] = []
    ends: list[int] = []
    for start, end in spans:
        if ends and start >= max(ends):
            placed += _closed(cluster)
            cluster, ends = [], []
        number = next((lane for lane, until in enumerate(ends) if until <= start), len(ends))
        ends[number:] = [end, *ends[number + 1 :]] if number < len(ends) else [end]
        cluster.append(number)
    return placed + _closed(cluster)


def _closed(cluster: Sequence[int]) -> list[Lane]:
    needed = max(cluster, default=0) + 1
    count = min(needed, MOST_LANES)
    last = MOST_LANES - 1
    is_over = needed > MOST_LANES
    return [Lane(min(number, last), count, is_crowded=is_over and number >= last) for number in cluster]
