"""A change: what to do with which occurrences, who can do it, and what judging again without the old state gives back.

The fields are those of the JSON contract; times are UTC here and local there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ChangeKind = Literal[
    "setting", "end-earlier", "start-later", "book", "move", "one-occurrence", "without-me", "less-often"
]
"""What is done, from the least disturbing on; "setting" is the calendar's own way to shorten what one plans."""

Actor = Literal["owner", "organizer"]
"""Who makes the change: the owner, or the organiser, who has to be asked."""


@dataclass(frozen=True)
class Occurrence:
    """One coming occurrence that changes.

    Attributes:
        start: when it starts now, in UTC; of booked time the start of it.
        end: when it ends now.
        new_start: when it starts then, None when it goes.
        new_end: when it ends then, None when it goes.
    """

    start: datetime
    end: datetime
    new_start: datetime | None = None
    new_end: datetime | None = None


@dataclass(frozen=True)
class Change:
    """One change; its gains are counted on top of the changes before it.

    Attributes:
        kind: what is done.
        actor: who makes it.
        uid: the series (or single meeting) it is about, "" for a setting and for booked time.
        title: its title, "" when private, for a setting and for booked time.
        occurrences: every coming occurrence that changes, in order of time.
        reason: the rule for whose sake it is done.
        removes: findings that go, by rule, notes not counted.
        adds: findings that come, likewise; a proposed change adds none.
        gains: what comes back, as metrics that rise: such as lunches_kept 6, focus_minutes 480.
        losses: what it takes, as metrics that fall, likewise.
    """

    kind: ChangeKind
    actor: Actor
    uid: str = ""
    title: str = ""
    occurrences: tuple[Occurrence, ...] = ()
    reason: str = ""
    removes: dict[str, int] = field(default_factory=dict)
    adds: dict[str, int] = field(default_factory=dict)
    gains: dict[str, int] = field(default_factory=dict)
    losses: dict[str, int] = field(default_factory=dict)
