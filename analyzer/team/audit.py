"""An audit: everything that a report about a team may show, with nothing in it that has not passed the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.judging.exceptions import Ignore
from analyzer.judging.rule import ActiveRule
from analyzer.team.changes import TeamPlan, plan_team
from analyzer.team.gate import Gate, Scope, Values
from analyzer.team.judging import JudgedTeam
from analyzer.team.ledger import Ledger
from analyzer.team.measures import (
    HOURS,
    MEASURES,
    Floats,
    WeekOfTeam,
    moments_of,
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
from analyzer.team.released import Measure, Share, Unit, measure_over, share_over
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
    share: Share


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
        likely_doubles: how many series and single meetings look like another one over again.
        not_shown: how many figures are left out, by reason.
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
    likely_doubles: int = 0
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


@dataclass(frozen=True)
class Prepared:
    """A team read and judged, before anything of its people has passed the gate: nobody is shown any of it.

    Attributes:
        audit: what needs no gate, with none of the figures about people.
        people: the keyed hashes of those who were read, in the order of the numbers.
        weeks: what each of their weeks held.
    """

    audit: Audit
    people: Sequence[str] = field(repr=False)
    weeks: Sequence[WeekOfTeam] = field(repr=False)

    def handed_over(self) -> Prepared:
        """Return it as a worker hands it over: small, and without rules; :meth:`by_rules` gives these back."""
        plan = self.audit.plan
        return replace(self, audit=replace(self.audit, rules=(), plan=plan and plan.spoken_of()))

    def by_rules(self, rules: Sequence[ActiveRule]) -> Prepared:
        """Return it with the rules by which the weeks were judged."""
        plan = self.audit.plan
        return replace(self, audit=replace(self.audit, rules=rules, plan=plan and plan.by_rules(rules)))


def prepare_audit(
    team: JudgedTeam,
    whose: Team,
    rules: Sequence[ActiveRule],
    *,
    now: datetime,
    ignore: Sequence[Ignore] = (),
    most_changes: int = 3,
    seconds: float | None = None,
    tried: Mapping[str, Any] = MappingProxyType({}),
    fingerprint: str | None = None,
    unread: Sequence[Unread] = (),
    problems: Mapping[str, int] = MappingProxyType({}),
    agreed: Sequence[str] = (),
) -> Prepared:
    """Return what may be told of a judged team's meetings, and what has to pass the gate.

    Args:
        team: the team, judged.
        whose: what it is called, and of how many it is.
        rules: by which the weeks were judged.
        now: the instant it is.
        ignore: the exceptions that were agreed on.
        most_changes: how many changes at most.
        seconds: how long their proof may take, None without OR-tools.
        tried: agreements to try for the coming weeks, by name.
        fingerprint: what tells the terms agreed on.
        unread: members of whom nothing could be read.
        problems: how many problems of each kind the sources had.
        agreed: agreements that are tried, as typed.
    """
    weeks = weeks_of_team(team)
    shared = shared_meetings(team)
    mondays = [datetime.combine(week.monday, time(), whose.zone) for week in weeks]
    team_moments, informal = weeks_with_moments(team, shared, mondays)
    plan = plan_team(team, shared, whose.zone, rules, ignore, most=most_changes, seconds=seconds, agreed=tried)
    audit = Audit(
        team=whose,
        period=team.period,
        today=team.today,
        floor=0,
        fingerprint=fingerprint,
        weeks_read=len(weeks),
        measures=(),
        weeks=(),
        moments=(),
        meetings=team_meetings(team, shared, now.astimezone(whose.zone)),
        plan=plan,
        shares=meeting_shares(team, shared),
        team_moments=team_moments,
        informal_moments=informal,
        focus_day=None,
        likely_doubles=int(team.merged.meetings["uid"][team.merged.is_likely_double].nunique()),
        unread=unread,
        problems=dict(sorted(problems.items())),
        agreed=agreed,
        failed_rules=sorted({failed.name for clock in team.clocks for failed in clock.judgement.failed}),
        rules=rules,
    )
    return Prepared(audit, [member.person for member in team.members], weeks)


def release_audit(prepared: Prepared, gate: Gate, ledger: Ledger) -> tuple[Audit, Ledger]:
    """Return what may be shown of a team, and the ledger with what was released.

    Args:
        prepared: what is known of the team.
        gate: what every figure about people passes.
        ledger: what was released before, by whomever.
    """
    audit, people, weeks = prepared.audit, prepared.people, prepared.weeks
    by_week, ledger = _measures(weeks, people, audit.team.id, gate, ledger)
    measures = [measure_over(of_weeks) for of_weeks in zip(*(week.measures for week in by_week), strict=True)]
    moments, ledger = _moments(weeks, people, audit.team.id, gate, ledger)
    figures: list[Measure | Share] = [*measures, *(one.share for one in moments)]
    not_shown = Counter(one.withheld for one in figures if one.withheld)
    audit = replace(
        audit,
        floor=gate.floor,
        measures=measures,
        weeks=by_week,
        moments=moments,
        focus_day=_focus_day(moments, audit.meetings),
        not_shown=dict(not_shown),
    )
    return audit, ledger


def _measures(
    weeks: Sequence[WeekOfTeam], people: Sequence[str], team: str, gate: Gate, ledger: Ledger
) -> tuple[list[WeekMeasures], Ledger]:
    """Return the measures of each week; what holds for several weeks is made of these."""
    asked = [
        (Scope(team, week.monday), _values(name, MEASURES[name], week.values[name], week, people))
        for week in weeks
        for name in MEASURES
    ]
    released, ledger = gate.release(asked, ledger)
    size = len(MEASURES)
    return [
        WeekMeasures(week.monday, released[size * place : size * (place + 1)]) for place, week in enumerate(weeks)
    ], ledger


def _values(name: str, unit: Unit, numbers: Floats, week: WeekOfTeam, people: Sequence[str]) -> Values:
    """Return the numbers of all who have data in a week."""
    counted = [person for person, has in zip(people, week.has_data, strict=True) if has]
    away = [person for person, is_one in zip(people, week.is_read & ~week.has_data, strict=True) if is_one]
    return Values(name, unit, numbers[week.has_data], counted, away)


def _moments(
    weeks: Sequence[WeekOfTeam], people: Sequence[str], team: str, gate: Gate, ledger: Ledger
) -> tuple[list[Moment], Ledger]:
    """Return what share of the team is in meetings by weekday, and by weekday and hour, over all weeks."""
    places = moments_of(weeks)
    asked = [
        (
            Scope(team, week.monday, f"weekday={weekday + 1} hour={HOURS[place]}"),
            _values("in_meetings", "share", week.load[:, weekday, place], week, people),
        )
        for weekday, place in places
        for week in weeks
    ]
    released, ledger = gate.release_shares(asked, ledger)
    by_place = {
        moment: released[len(weeks) * number : len(weeks) * (number + 1)] for number, moment in enumerate(places)
    }
    days = sorted({weekday for weekday, _ in places})
    moments = [
        Moment(
            day,
            None,
            share_over([one for (weekday, _), of_hour in by_place.items() if weekday == day for one in of_hour]),
        )
        for day in days
    ]
    moments += [Moment(weekday, HOURS[place], share_over(of_hour)) for (weekday, place), of_hour in by_place.items()]
    return moments, ledger


def _focus_day(moments: Sequence[Moment], meetings: Sequence[TeamMeeting]) -> FocusDay | None:
    days = [one for one in moments if one.hour is None and one.share.value is not None]
    if not days:
        return None
    nearest = min(days, key=lambda one: (one.share.value, one.weekday))
    standing = [one for one in meetings if one.recurring and one.weekday == nearest.weekday]
    return FocusDay(nearest.weekday, sorted(standing, key=lambda one: (-one.person_minutes, one.uid)))
