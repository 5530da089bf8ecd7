"""An audit: everything that a report about a team may show, with nothing in it that has not passed the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import numpy as np

from analyzer.judging.exceptions import Ignore
from analyzer.judging.rule import ActiveRule
from analyzer.team.changes import TeamPlan, plan_team
from analyzer.team.gate import Gate, Measure, Scope, ShareMeasure, Values
from analyzer.team.judging import JudgedTeam
from analyzer.team.measures import (
    HOURS,
    MEASURES,
    WeekOfTeam,
    load_over_weeks,
    moments_of,
    over_weeks,
    weeks_of_team,
)
from analyzer.team.meetings import (
    MeetingShares,
    TeamMeeting,
    meeting_shares,
    shared_meetings,
    team_meetings,
    weeks_with_moments,
)
from analyzer.time.period import Period


@dataclass(frozen=True)
class Team:
    """Whose audit it is.

    Attributes:
        id: as the settings call it, or the folder.
        name: as people call it.
        zone: on whose clock times are told: that of most members.
        asked: how many members it has.
        read: of how many something could be read.
    """

    id: str
    name: str
    zone: ZoneInfo
    asked: int
    read: int


@dataclass(frozen=True)
class Unread:
    """A member of whom nothing could be read: the source as it was named, and why in every language."""

    source: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class WeekMeasures:
    """The measures of one week, which begins on ``monday``."""

    monday: date
    measures: Sequence[Measure]


@dataclass(frozen=True)
class Moment:
    """How much of the team is in meetings on a weekday (0 for Monday), at an hour; None for the whole day."""

    weekday: int
    hour: int | None
    share: ShareMeasure


@dataclass(frozen=True)
class FocusDay:
    """The weekday that comes nearest to one without meetings for all.

    Attributes:
        weekday: 0 for Monday.
        in_the_way: shown series that stand on it, those that take most first.
    """

    weekday: int
    in_the_way: Sequence[TeamMeeting]


@dataclass(frozen=True)
class Audit:
    """What may be shown.

    Attributes:
        team: whose it is.
        period: the days judged.
        today: the day it is.
        floor: no figure stands for fewer people.
        fingerprint: what tells the terms that were agreed on, None without any.
        weeks_read: how many whole weeks that are over the measures are about.
        measures: over these weeks.
        weeks: by week.
        moments: by weekday, and by weekday and hour.
        meetings: that may be shown, the most costly series first.
        plan: what to change, None when nothing is still to come.
        shares: how many meetings name their roles and have an agenda.
        team_moments: weeks in which most of the team met.
        informal_moments: those of them with an informal one.
        focus_day: None where no share of a day may be shown.
        not_shown: how many meetings and figures are left out, by reason.
        unread: members of whom nothing could be read, by source, with the reason.
        problems: how many problems of each kind the sources had.
        agreed: agreements that are tried, as typed.
        failed_rules: rules that broke off.
        rules: the rules that judged, with their settings.
    """

    team: Team
    period: Period
    today: date
    floor: int
    fingerprint: str | None
    weeks_read: int
    measures: Sequence[Measure]
    weeks: Sequence[WeekMeasures]
    moments: Sequence[Moment]
    meetings: Sequence[TeamMeeting]
    plan: TeamPlan | None
    shares: MeetingShares
    team_moments: int
    informal_moments: int
    focus_day: FocusDay | None
    not_shown: Mapping[str, int] = field(default_factory=dict)
    unread: Sequence[Unread] = ()
    problems: Mapping[str, int] = field(default_factory=dict)
    agreed: Sequence[str] = ()
    failed_rules: Sequence[str] = ()
    rules: Sequence[ActiveRule] = ()


def zone_of(zones: Sequence[ZoneInfo]) -> ZoneInfo:
    """Return the zone of most members, the first by name of equals."""
    counts = Counter(zone.key for zone in zones)
    return ZoneInfo(min(counts, key=lambda key: (-counts[key], key), default="UTC"))


def make_audit(
    team: JudgedTeam,
    whose: Team,
    gate: Gate,
    rules: Sequence[ActiveRule],
    *,
    now: datetime,
    ignore: Sequence[Ignore] = (),
    most_changes: int = 3,
    seconds: float | None = None,
    aims: Collection[str] = (),
    fingerprint: str | None = None,
    unread: Sequence[Unread] = (),
    problems: Mapping[str, int] = MappingProxyType({}),
    agreed: Sequence[str] = (),
) -> Audit:
    """Return what may be shown of a judged team.

    Args:
        team: the team, judged.
        whose: what it is called, and of how many it is.
        gate: what every figure about people passes; it knows what was released before.
        rules: by which the weeks were judged.
        now: the instant it is.
        ignore: the exceptions that were agreed on.
        most_changes: how many changes at most.
        seconds: how long their proof may take, None without OR-tools.
        aims: the rules whose findings should go, all when empty.
        fingerprint: what tells the terms agreed on.
        unread: members of whom nothing could be read.
        problems: how many problems of each kind the sources had.
        agreed: agreements that are tried, as typed.
    """
    weeks = weeks_of_team(team)
    people = [member.person for member in team.members]
    shared = shared_meetings(team)
    meetings = team_meetings(team, shared, now.astimezone(whose.zone))
    measures, by_week = _measures(weeks, people, whose.id, gate)
    moments = _moments(weeks, people, whose.id, gate)
    mondays = [datetime.combine(week.monday, time(), whose.zone) for week in weeks]
    team_moments, informal = weeks_with_moments(team, shared, mondays)
    not_shown = Counter(dict(shared.hidden))
    figures = [*measures, *(one for week in by_week for one in week.measures), *(one.share for one in moments)]
    not_shown.update(one.withheld for one in figures if one.withheld)
    plan = plan_team(team, shared, whose.zone, rules, ignore, most=most_changes, seconds=seconds, aims=aims)
    if plan is not None and plan.helps_few:
        not_shown["helps-few"] = plan.helps_few
    return Audit(
        team=whose,
        period=team.period,
        today=team.today,
        floor=gate.floor,
        fingerprint=fingerprint,
        weeks_read=len(weeks),
        measures=measures,
        weeks=by_week,
        moments=moments,
        meetings=meetings,
        plan=plan,
        shares=meeting_shares(team, shared),
        team_moments=team_moments,
        informal_moments=informal,
        focus_day=_focus_day(moments, meetings),
        not_shown=dict(not_shown),
        unread=unread,
        problems=dict(sorted(problems.items())),
        agreed=agreed,
        failed_rules=sorted({failed.name for clock in team.clocks for failed in clock.judgement.failed}),
        rules=rules,
    )


def _measures(
    weeks: Sequence[WeekOfTeam], people: Sequence[str], team: str, gate: Gate
) -> tuple[list[Measure], list[WeekMeasures]]:
    """Return the measures of all weeks together and of each, all released at once."""
    if not weeks:
        return [], []
    last = weeks[-1].monday + timedelta(days=6)
    asked = [(Scope(team, weeks[0].monday, last), _values(name, over_weeks(weeks, name), people)) for name in MEASURES]
    for week in weeks:
        scope = Scope(team, week.monday, week.monday + timedelta(days=6))
        asked += [(scope, _values(name, week.values[name], people)) for name in MEASURES]
    released = gate.release(asked)
    size = len(MEASURES)
    by_week = [
        WeekMeasures(week.monday, released[size * place : size * (place + 1)]) for place, week in enumerate(weeks, 1)
    ]
    return released[:size], by_week


def _values(name: str, numbers: np.ndarray[tuple[int, ...], np.dtype[np.float64]], people: Sequence[str]) -> Values:
    has_data = np.isfinite(numbers)
    return Values(
        name, MEASURES[name], numbers[has_data], [one for one, has in zip(people, has_data, strict=True) if has]
    )


def _moments(weeks: Sequence[WeekOfTeam], people: Sequence[str], team: str, gate: Gate) -> list[Moment]:
    """Return how much of the team is in meetings by weekday, and by weekday and hour."""
    if not weeks:
        return []
    load = load_over_weeks(weeks)
    first, last = weeks[0].monday, weeks[-1].monday + timedelta(days=6)
    places = list(moments_of(weeks))
    moments: list[tuple[int, int | None]] = [(weekday, None) for weekday in sorted({day for day, _ in places})]
    moments += [(weekday, HOURS[place]) for weekday, place in places]
    asked = []
    for weekday, hour in moments:
        numbers = _day_load(load, weekday) if hour is None else load[:, weekday, HOURS.index(hour)]
        has_data = np.isfinite(numbers)
        part = f"weekday={weekday}" + ("" if hour is None else f" hour={hour}")
        with_data = [one for one, has in zip(people, has_data, strict=True) if has]
        asked.append((Scope(team, first, last, part), Values("in_meetings", "share", numbers[has_data], with_data)))
    released = gate.release_shares(asked)
    return [Moment(weekday, hour, share) for (weekday, hour), share in zip(moments, released, strict=True)]


def _day_load(
    load: np.ndarray[tuple[int, ...], np.dtype[np.float64]], weekday: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return each member's load over the hours of a weekday, NaN of who does not work on it."""
    of_day = load[:, weekday]
    counted = np.isfinite(of_day)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(counted, of_day, 0.0).sum(axis=1) / counted.sum(axis=1))


def _focus_day(moments: Sequence[Moment], meetings: Sequence[TeamMeeting]) -> FocusDay | None:
    days = [one for one in moments if one.hour is None and one.share.share is not None]
    if not days:
        return None
    nearest = min(days, key=lambda one: (one.share.share, one.weekday))
    standing = [one for one in meetings if one.recurring and one.weekday == nearest.weekday]
    return FocusDay(nearest.weekday, sorted(standing, key=lambda one: (-one.person_minutes, one.uid)))
