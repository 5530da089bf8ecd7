"""Which hours a picture of a week shows, and how much room there is in them."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.figures.days import Piece

LEAST_MINUTES = 15
"""What is shorter takes as much room as this, so that its words can be read."""

ORDINARY_HOURS = (9, 17)
"""Hours every picture shows at least."""

REACH = 1
"""Hours before and after working hours that a picture shows where they hold something. What lies wholly outside them
stands above or below the day: one evening must not make a week small.
"""


def window_of(pieces: Sequence[Piece], hours: Sequence[Piece]) -> tuple[int, int]:
    """Return the first and the last hour of a picture: those of the working hours, and what lies next to them."""
    first = min((piece.start // 60 for piece in hours), default=ORDINARY_HOURS[0])
    last = max((-(-piece.end // 60) for piece in hours), default=ORDINARY_HOURS[1])
    first, last = min(first, ORDINARY_HOURS[0]), max(last, ORDINARY_HOURS[1])
    is_early = any(piece.start < first * 60 and piece.end > (first - REACH) * 60 for piece in pieces)
    is_late = any(piece.end > last * 60 and piece.start < (last + REACH) * 60 for piece in pieces)
    return max(first - REACH * is_early, 0), min(last + REACH * is_late, 24)


def is_inside(piece: Piece, window: tuple[int, int]) -> bool:
    """Return whether something touches the hours that are drawn."""
    return piece.start < window[1] * 60 and max(piece.end, piece.start + 1) > window[0] * 60


def room_of(piece: Piece, window: tuple[int, int]) -> tuple[int, int]:
    """Return from when to when something stands in a picture: long enough to be read, and inside its hours."""
    first, last = window[0] * 60, window[1] * 60
    start, end = max(piece.start, first), min(piece.end, last)
    return min(start, last - LEAST_MINUTES), max(end, min(start, last - LEAST_MINUTES) + LEAST_MINUTES)


def outside(hours: Sequence[Piece], first: int, last: int) -> list[tuple[int, int]]:
    """Return the stretches from ``first`` to ``last`` minutes that lie outside working hours."""
    outside = []
    for piece in hours:
        if piece.start > first:
            outside.append((first, piece.start))
        first = max(first, piece.end)
    return [*outside, (first, last)] if first < last else outside
