"""What to change first: the few changes that remove most findings, found by trying (RULES "What to change first")."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

ChangeKind = Literal["drop", "move", "shorten", "shorten-all"]
Actor = Literal["owner", "organizer", "setting"]
"""Who can make the change: the owner organises it, the organiser must be asked, or a one-time setting does it."""


@dataclass(frozen=True)
class Change:
    """One change, and what judging again without the old state gives back.

    Attributes:
        kind: what is done.
        actor: who can do it.
        uid: the series (or single meeting) it is about, "" for a setting.
        title: its title, "" when private or for a setting.
        occurrences: how many events change.
        start: the first of them, in UTC; None for a setting.
        new_start: where the first of them moves to, in UTC; None unless moved.
        new_minutes: how long it becomes; None unless shortened.
        removed: findings that go, by rule, notes not counted.
        gains: what comes back, as metrics that rise: such as lunches_kept 6, focus_minutes 480.
    """

    kind: ChangeKind
    actor: Actor
    uid: str = ""
    title: str = ""
    occurrences: int = 1
    start: pd.Timestamp | None = None
    new_start: pd.Timestamp | None = None
    new_minutes: int | None = None
    removed: dict[str, int] = field(default_factory=dict)
    gains: dict[str, int] = field(default_factory=dict)
