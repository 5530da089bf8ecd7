"""The week before and after: what the changes take from a place, and where it would stand instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analyzer.changing.change import Change
from analyzer.reports.html.week_hours import LEAST_MINUTES
from analyzer.reports.words.wording import Wording
from analyzer.text import N_

Span = tuple[datetime, datetime]
"""From when to when, in UTC."""


@dataclass(frozen=True)
class Ghost:
    """One occurrence as it is and as it would be.

    Attributes:
        number: of the change, as it stands in the list of changes.
        old: when it is now; None for what is yet to be booked.
        new: when it would be; None where it goes.
        uid: of the meeting, "" where the change is about no one meeting.
    """

    number: int
    old: Span | None
    new: Span | None
    uid: str = ""

    @property
    def is_cut(self) -> bool:
        """It keeps its place and loses a part of its length."""
        if self.old is None or self.new is None or self.old == self.new:
            return False
        return bool(self.old[0] <= self.new[0] and self.new[1] <= self.old[1])


@dataclass(frozen=True)
class GhostMark:
    """The number of a change where it is seen in a picture.

    Attributes:
        number: of the change.
        sign: what stands behind it, such as "→ 13:15".
        words: the same to be read aloud.
    """

    number: int
    sign: str
    words: str


def ghosts_of(changes: Sequence[Change]) -> list[Ghost]:
    """Return what the changes do to each occurrence, numbered as they stand in the list of changes."""
    ghosts = []
    for number, change in enumerate(changes, 1):
        for one in change.occurrences:
            new = None if one.new_start is None or one.new_end is None else (one.new_start, one.new_end)
            old = None if change.kind == "book" else (one.start, one.end)
            ghosts.append(Ghost(number, old, new, change.uid))
    return ghosts


def kept_of(ghost: Ghost | None, room: tuple[int, int]) -> tuple[tuple[int, int], list[tuple[int, int]]]:
    """Return what is left of the room of an occurrence that is shortened, and what it loses.

    Args:
        ghost: what happens to it; None or another change leaves it as it is.
        room: from when to when it is drawn, in minutes after midnight.
    """
    if ghost is None or ghost.old is None or ghost.new is None or not ghost.is_cut:
        return room, []
    minute = timedelta(minutes=1)
    start = room[0] + int((ghost.new[0] - ghost.old[0]) / minute)
    end = room[1] - int((ghost.old[1] - ghost.new[1]) / minute)
    if end - start < LEAST_MINUTES:
        return room, []
    return (start, end), [span for span in ((room[0], start), (end, room[1])) if span[1] > span[0]]


def leaving(ghost: Ghost, wording: Wording) -> GhostMark:
    """Return the mark of a place that something leaves, wholly or in part."""
    sign, text, time = _way(ghost, wording)
    return GhostMark(ghost.number, f"→ {sign}", wording.translate(text, number=ghost.number, time=time))


def _way(ghost: Ghost, wording: Wording) -> tuple[str, str, str]:
    """Return what becomes of an occurrence: in a word or two, as a msgid to be read aloud, and the time it names."""
    if ghost.old is None or ghost.new is None:
        return wording.translate(N_("goes")), N_("Proposal {number}: to go."), ""
    start, end = ghost.new
    if ghost.is_cut and start == ghost.old[0]:
        time = wording.time(end)
        return wording.translate(N_("until {time}"), time=time), N_("Proposal {number}: end at {time}."), time
    is_same_day = wording.local(start).date() == wording.local(ghost.old[0]).date()
    time = wording.time(start) if is_same_day else f"{wording.day(start)} {wording.time(start)}"
    return (
        time,
        N_("Proposal {number}: start at {time}.") if ghost.is_cut else N_("Proposal {number}: move to {time}."),
        time,
    )


def arriving(ghost: Ghost, wording: Wording) -> GhostMark:
    """Return the mark of a place that something would take."""
    text = N_("Proposal {number}: to be booked.") if ghost.old is None else N_("Proposal {number}: its new place.")
    return GhostMark(ghost.number, "", wording.translate(text, number=ghost.number))
