"""What a picture of a week is made of, and the style rules by which its parts stand where they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.reports.html.ghosts import GhostMark
from analyzer.reports.html.lanes import Lane

LINE_MINUTES = 20
"""The height of a line in a block."""


@dataclass(frozen=True)
class Mark:
    """The number of a finding where it is seen in a picture.

    Attributes:
        sign: as it stands there, such as "!!3".
        words: which finding it is.
        is_first: the one to which the finding leads back.
    """

    number: int
    severity: str
    sign: str
    words: str
    is_first: bool


@dataclass(frozen=True)
class Block:
    """Something at a time of a day.

    Attributes:
        classes: where it stands and how it looks, for the style sheet.
        time: from when to when.
        title: "" where none may or can be shown.
        kind: what it is, in words.
        ghost: the change that takes it away or brings it.
    """

    classes: str
    time: str
    title: str
    kind: str
    marks: Sequence[Mark] = ()
    ghost: GhostMark | None = None


@dataclass(frozen=True)
class DayColumn:
    """One day of a picture.

    Attributes:
        name: weekday and day of the month.
        month: its name.
        tag: "today" or "past", in words.
        state: "today", "past" or "", and "off" where it is no workday.
        sentence: what the day holds.
        early: what lasts all day, and what is over before the hours that are drawn.
        late: what begins after them.
        cuts: classes of what a change takes from the length of something.
        shading: classes of what lies outside working hours.
    """

    name: str
    month: str
    tag: str
    state: str
    sentence: str
    marks: Sequence[Mark]
    early: Sequence[Block]
    blocks: Sequence[Block]
    late: Sequence[Block]
    cuts: Sequence[str]
    shading: Sequence[str]


@dataclass(frozen=True)
class Week:
    """One picture.

    Attributes:
        hours: the hours it shows.
        has_ghosts: a change takes something away here or brings it.
        beside: days of which so much stands side by side that it cannot be read there, with times and titles.
    """

    anchor: str
    name: str
    sentence: str
    marks: Sequence[Mark]
    classes: str
    hours: Sequence[int]
    has_ghosts: bool
    days: Sequence[DayColumn]
    beside: Sequence[tuple[str, Sequence[str]]]


@dataclass
class GridStyle:
    """The classes that were given out, and the style rules they stand for.

    A page without inline styles (its policy forbids them) needs a rule for every position in it.
    """

    rules: dict[str, str] = field(default_factory=dict)

    def at(self, minutes: int) -> str:
        """Return the class of what begins so many minutes after midnight."""
        return self._named(f"at-{minutes}", f"--at:{minutes}")

    def lasting(self, minutes: int) -> str:
        """Return the class of what lasts so many minutes."""
        return self._named(f"for-{minutes}", f"--for:{minutes};--lines:{max(1, minutes // LINE_MINUTES)}")

    def lane(self, lane: Lane) -> str:
        """Return the class of a lane."""
        return self._named(f"lane-{lane.number}-{lane.count}", f"--lane:{lane.number};--lanes:{lane.count}")

    def hours(self, first: int, last: int) -> str:
        """Return the class of a picture from one hour to another."""
        return self._named(f"hours-{first}-{last}", f"--from:{first * 60};--hours:{last - first}")

    def columns(self, widths: Sequence[int]) -> str:
        """Return the class of a picture whose days have these widths."""
        columns = " ".join(f"minmax(0,{width}fr)" for width in widths)
        return self._named(f"days-{'-'.join(map(str, widths))}", f"--columns:{columns}")

    def _named(self, name: str, declarations: str) -> str:
        self.rules[f".{name}"] = declarations
        return name

    def css(self) -> str:
        """Return the rules."""
        return "\n".join(f"{name}{{{declarations}}}" for name, declarations in sorted(self.rules.items()))
