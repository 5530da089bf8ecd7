"""A team judged: every member by the own hours on the own clock, and what that says of the meetings they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.exceptions import Ignore
from analyzer.judging.listing import Listing
from analyzer.judging.rule import ActiveRule
from analyzer.team.members import TeamMember, all_rows, judged_table, name_of
from analyzer.team.merging import Merged, merge_copies
from analyzer.time.intervals import Ints, Spans
from analyzer.time.period import Period


@dataclass(frozen=True)
class Clock:
    """The members who live on one clock, judged.

    Attributes:
        members: their numbers in the team, ascending; calendar number i of the judgement is ``members[i]``.
        judgement: findings and event table; its rows know by ``line`` which row of the team's they are.
        row: of each row of that event table, the row of the team's.
    """

    members: Ints
    judgement: Judgement
    row: Ints


@dataclass(frozen=True)
class JudgedTeam:
    """What is known of a team before anything of it is shown.

    Attributes:
        members: those whose calendars were read.
        period: the days judged.
        today: what starts on it or later can still change.
        rows: the events of all of them (:func:`analyzer.team.members.all_rows`).
        merged: the meetings that these are copies of.
        clocks: the members judged, those of one clock together.
    """

    members: Sequence[TeamMember]
    period: Period
    today: date
    rows: pd.DataFrame
    merged: Merged
    clocks: Sequence[Clock]


def judge_team(
    members: Sequence[TeamMember],
    period: Period,
    today: date,
    rules: Sequence[ActiveRule],
    ignore: Sequence[Ignore] = (),
) -> JudgedTeam:
    """Judge the members of a team.

    Args:
        members: those whose calendars were read.
        period: the days to judge; of a member only those that were read count.
        today: the day it is.
        rules: those that may be shown to a team.
        ignore: the exceptions that were agreed on.
    """
    rows = all_rows(members)
    by_clock: dict[str, list[int]] = {}
    for number, member in enumerate(members):
        by_clock.setdefault(member.zone.key, []).append(number)
    clocks = [_judged(members, rows, numbers, period, rules, ignore) for _, numbers in sorted(by_clock.items())]
    return JudgedTeam(members, period, today, rows, merge_copies(rows), clocks)


def _judged(
    members: Sequence[TeamMember],
    rows: pd.DataFrame,
    numbers: Sequence[int],
    period: Period,
    rules: Sequence[ActiveRule],
    ignore: Sequence[Ignore],
) -> Clock:
    own = np.flatnonzero(np.isin(rows["member"].to_numpy(), numbers))
    zone = members[numbers[0]].zone
    table = judged_table(rows.take(own), zone)
    agreements = [members[number].agreements for number in numbers]
    context = Context(period, zone, [name_of(number) for number in numbers], agreements, table)
    row = own[table.column("line")]
    return Clock(np.array(numbers, dtype=np.int64), judge(context, rules, ignore), row)


def found_by_meeting(team: JudgedTeam) -> pd.DataFrame:
    """Return which member has a finding of which rule in which meeting.

    Only findings about meetings count: one event, a row of them, or a series. What is about a whole day or week, such
    as a day that is full, begins and ends with that day, and every meeting of it would stand there for nothing.

    Returns:
        One row for each rule, member and meeting that shows a finding: ``rule`` (its name), ``member`` (number) and
        ``meeting`` (position in ``team.merged.meetings``).
    """
    parts = []
    for clock in team.clocks:
        found = clock.judgement.found
        if not len(found.event):
            continue
        is_about = _is_about_meetings(found, clock.judgement.context.event_spans)
        finding = np.repeat(np.arange(len(found)), np.diff(found.cuts))[is_about]
        meeting = team.merged.meeting[clock.row[found.event[is_about]]]
        names = np.array(found.rules, dtype=object)[found.rule[finding]]
        member = clock.members[found.calendar[finding]]
        parts.append(pd.DataFrame({"rule": names, "member": member, "meeting": meeting}))
    if not parts:
        return pd.DataFrame({"rule": np.zeros(0, dtype=object), "member": _none(), "meeting": _none()})
    every = pd.concat(parts, ignore_index=True)
    return every[every["meeting"] >= 0].drop_duplicates(ignore_index=True)


def _is_about_meetings(found: Listing, spans: Spans) -> npt.NDArray[np.bool_]:
    """Return, for each event that shows a finding, whether the finding begins and ends with its events.

    One about a series has the times of its first occurrence.
    """
    count = np.diff(found.cuts)
    shown = np.flatnonzero(count > 0)
    first = found.cuts[:-1][shown]
    start, end = spans.start[found.event], spans.end[found.event]
    begins = found.start[shown] == np.minimum.reduceat(start, first)
    ends = (found.end[shown] == np.maximum.reduceat(end, first)) | (found.end[shown] == end[first])
    return np.asarray(np.repeat(begins & ends, count[shown]), dtype=bool)


def _none() -> npt.NDArray[np.int64]:
    return np.zeros(0, dtype=np.int64)
