"""The meetings that a team shares: which of them may be shown, what they cost, and which agreements they break."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.team.judging import JudgedTeam, found_by_meeting
from analyzer.time.intervals import Ints

LEAST_MEMBERS = 3
"""A meeting of fewer members is never shown, and nothing is said of what it means for fewer of them."""
LEAST_JUDGED = 5
"""Of a meeting of fewer members it is not said what it means for them: of three, three are everybody."""
LEAST_SHARE = 1 / 3
"""A meeting of a smaller part of the team is shown to those only who attend it."""
MOMENT_SHARE = 0.6
"""So large a part of the team makes a meeting a moment of the team."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TeamMeeting:
    """One meeting of the team: a series, or a single one.

    Attributes:
        uid: what tells it: a keyed hash.
        title: "" where it may not be shown or is not known.
        start: its next occurrence, or the last one of those that are over; with the team's zone.
        weekday: 0 for Monday, when all its occurrences fall on one day of the week; None otherwise.
        people: the most people that one of its occurrences has, None where no source tells.
        members: the most members of the team that one of its occurrences has.
        occurrences: in the period.
        minutes: of one occurrence, the most frequent length.
        person_minutes: of all occurrences and all people together, members alone where no more are known.
        rules: occurrences that break an agreement for several members, by rule.
        member_times: how often a member meets that, over all occurrences; by rule.
        disagree: occurrences whose copies say different things.
        disagreeing_days: the days on which they are.
        recurring: a series.
        decides, has_agenda, has_facilitator, has_keeper: of how many occurrences that is known.
    """

    uid: str
    title: str
    start: datetime
    weekday: int | None
    people: int | None
    members: int
    occurrences: int
    minutes: int
    person_minutes: int
    rules: Mapping[str, int] = field(default_factory=dict)
    member_times: Mapping[str, int] = field(default_factory=dict)
    disagree: int = 0
    disagreeing_days: Sequence[date] = ()
    recurring: bool = False

    @property
    def weight(self) -> int:
        """How much it costs the team beside its time: what its members meet because of it."""
        return sum(self.member_times.values())


@dataclass(frozen=True)
class Shared:
    """Which occurrences the team may see.

    Attributes:
        attending: of each occurrence, how many members attend.
        is_shown: which may be shown. How many may not is nobody's business: of a team of one, or of a day, it would be
            what somebody has in the own calendar.
    """

    attending: Ints
    is_shown: Mask


def shared_meetings(team: JudgedTeam) -> Shared:
    """Return which occurrences of the team's meetings may be shown to whom the audit is for.

    Those of three members and more, of at least a third of the team or with the reader, that nobody keeps private.
    """
    meetings = team.merged.meetings
    attending = meetings["members"].to_numpy(dtype=np.int64)
    meeting, member = team.merged.attending.T
    least = max(LEAST_MEMBERS, math.ceil(LEAST_SHARE * len(team.members)))
    readers = np.array([member.is_reader for member in team.members], dtype=bool)
    has_reader = np.zeros(len(meetings), dtype=bool)
    has_reader[meeting[readers[member]]] = True
    is_small = attending < LEAST_MEMBERS
    is_private = meetings["private"].to_numpy(dtype=bool)
    is_others = (attending < least) & ~has_reader
    return Shared(attending, ~(is_small | is_private | is_others))


def team_meetings(team: JudgedTeam, shared: Shared, now: datetime) -> list[TeamMeeting]:
    """Return the meetings that may be shown: series first, and of these what costs the team most.

    Args:
        team: the team, judged.
        shared: what may be shown.
        now: the instant it is, on the team's clock, which all times are told on.
    """
    numbers = np.flatnonzero(shared.is_shown)
    meetings = team.merged.meetings.iloc[numbers]
    # Columns as arrays, once: some hundred meetings of some rows each are slow as so many tables.
    code, uids = pd.factorize(meetings["uid"])
    order = np.argsort(code, kind="stable")
    local = meetings["start"].dt.tz_convert(now.tzinfo)
    members = shared.attending[numbers]
    columns = _Columns(
        numbers=numbers,
        local=local,
        is_coming=(local >= now).to_numpy(),
        weekday=local.dt.day_of_week.to_numpy(dtype=np.int64),
        minutes=((meetings["end"] - meetings["start"]) // timedelta(minutes=1)).to_numpy(dtype=np.int64),
        known=meetings["people_count"].to_numpy(dtype=np.int64, na_value=0),
        members=members,
        title=meetings["title"].to_numpy(dtype=object),
        disagrees=meetings["copies_disagree"].to_numpy(dtype=bool),
        recurring=meetings["recurring"].to_numpy(dtype=bool),
        broken=_affected(team, shared),
    )
    rows = np.split(order, np.flatnonzero(np.diff(code[order])) + 1) if len(order) else []
    found = [columns.meeting(str(uid), of_uid) for uid, of_uid in zip(uids, rows, strict=True)]
    return sorted(found, key=lambda one: (not one.recurring, -one.weight, -one.person_minutes, one.start, one.uid))


def _affected(team: JudgedTeam, shared: Shared) -> dict[int, list[tuple[str, int]]]:
    """Return by occurrence the rules and how many members meet each of them, where several do.

    What is social is joined at will: a coffee together breaks no agreement, and is no cost.
    """
    found = found_by_meeting(team)
    counts = found.groupby(["meeting", "rule"], sort=True).size().rename("members").reset_index()
    meeting = counts["meeting"].to_numpy()
    is_told = shared.is_shown[meeting] & (shared.attending[meeting] >= LEAST_JUDGED)
    is_told &= ~team.merged.meetings["social"].to_numpy(dtype=bool)[meeting]
    counts = counts[is_told & (counts["members"] >= LEAST_MEMBERS)]
    affected: dict[int, list[tuple[str, int]]] = {}
    for number, rule, members in zip(*(counts[name].tolist() for name in ("meeting", "rule", "members")), strict=True):
        affected.setdefault(number, []).append((rule, members))
    return affected


@dataclass(frozen=True)
class _Columns:
    """The occurrences that may be shown: a number, a start on the team's clock, and so on, of each."""

    numbers: Ints
    local: pd.Series
    is_coming: Mask
    weekday: Ints
    minutes: Ints
    known: Ints
    members: Ints
    title: npt.NDArray[np.object_]
    disagrees: Mask
    recurring: Mask
    broken: Mapping[int, list[tuple[str, int]]]

    def meeting(self, uid: str, rows: Ints) -> TeamMeeting:
        """Return one series or single meeting, given by its rows in their order."""
        people = np.maximum(self.known[rows], self.members[rows])
        weekdays = np.unique(self.weekday[rows])
        coming = rows[self.is_coming[rows]]
        titles = Counter(title for title in self.title[rows].tolist() if title)
        rules: Counter[str] = Counter()
        times: Counter[str] = Counter()
        for number in self.numbers[rows].tolist():
            for rule, members in self.broken.get(number, ()):
                rules[rule] += 1
                times[rule] += members
        return TeamMeeting(
            uid=uid,
            title=min(titles, key=lambda title: (-titles[title], title), default=""),
            start=self.local.iloc[coming[0] if len(coming) else rows[-1]].to_pydatetime(),
            weekday=int(weekdays[0]) if len(weekdays) == 1 else None,
            people=int(self.known[rows].max()) or None,
            members=int(self.members[rows].max()),
            occurrences=len(rows),
            minutes=_most_frequent(self.minutes[rows]),
            person_minutes=int((self.minutes[rows] * people).sum()),
            rules=dict(sorted(rules.items())),
            member_times=dict(sorted(times.items())),
            disagree=int(self.disagrees[rows].sum()),
            disagreeing_days=self.local.iloc[rows[self.disagrees[rows]]].dt.date.tolist(),
            recurring=bool(self.recurring[rows].any()),
        )


def _most_frequent(numbers: Ints) -> int:
    values, counts = np.unique(numbers, return_counts=True)
    return int(values[counts.argmax()])


@dataclass(frozen=True)
class MeetingShares:
    """Of how many meetings of three and more something is known, and of how many it holds.

    Attributes:
        judged: occurrences whose words somebody could read, that are no drinks or lunch.
        facilitator, decision_keeper, agenda: those that have one.
    """

    judged: int
    facilitator: int
    decision_keeper: int
    agenda: int


def meeting_shares(team: JudgedTeam, shared: Shared) -> MeetingShares:
    """Return how many of the meetings that may be shown name their roles and their agenda."""
    meetings = team.merged.meetings
    can_judge = (shared.is_shown & ~meetings["social"] & (meetings["readable"] == "all")).to_numpy(dtype=bool)
    return MeetingShares(
        int(can_judge.sum()),
        *(
            int(meetings[name].to_numpy(dtype=bool)[can_judge].sum())
            for name in ("facilitator", "decision_keeper", "agenda")
        ),
    )


def weeks_with_moments(team: JudgedTeam, shared: Shared, mondays: Sequence[datetime]) -> tuple[int, int]:
    """Return in how many weeks most of the team met at all, and how many of these moments were informal.

    Args:
        team: the team, judged.
        shared: how many attend what.
        mondays: when each week begins; it lasts seven days on that clock.
    """
    meetings = team.merged.meetings
    is_moment = shared.attending >= max(LEAST_MEMBERS, math.ceil(MOMENT_SHARE * len(team.members)))
    is_informal = is_moment & (meetings["social"] | meetings["shared_lunch"]).to_numpy(dtype=bool)
    weeks = informal = 0
    for monday in mondays:
        inside = ((meetings["start"] >= monday) & (meetings["start"] < monday + timedelta(days=7))).to_numpy()
        weeks += bool((is_moment & inside).any())
        informal += bool((is_informal & inside).any())
    return weeks, informal
