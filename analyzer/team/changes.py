"""What a team can change: its shared meetings, one decision each, at a time that is free for every member."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from analyzer.agreements import Agreements, Shift, Window
from analyzer.changing.change import Change
from analyzer.changing.options import Conditions, Option, options_of
from analyzer.changing.outcomes import GAINS, MOST_AT_ONCE, applied, arrangements, as_changes, compare
from analyzer.changing.planning import Proof, best_set
from analyzer.changing.search import best_first
from analyzer.changing.trials import Bench, steadily
from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.exceptions import Ignore
from analyzer.judging.listing import Listing
from analyzer.judging.metrics import measure
from analyzer.judging.rule import ActiveRule
from analyzer.team.judging import JudgedTeam
from analyzer.team.meetings import LEAST_JUDGED, LEAST_MEMBERS, Shared
from analyzer.team.members import judged_table, name_of
from analyzer.time.period import Period, monday_of

LEAD_DAYS = 3
"""Others need some days to move a meeting: what is sooner stays as it is."""
FOCUS_THEME = "Focus time"
"""The theme of the rules that are about time to concentrate."""
ROUNDED_MINUTES = 30
"""Time to concentrate is told in steps of so many minutes."""


@dataclass(frozen=True)
class TeamChange:
    """One change of a meeting of the team.

    Attributes:
        change: what is done. Of what it removes and gives back only that stands there which several members get: for
            each rule the days on which they are spared a finding, and time of all of them together.
        people: the most people that one of its occurrences has.
    """

    change: Change
    people: int


@dataclass(frozen=True)
class TeamPlan:
    """What to change first.

    Attributes:
        changes: each counted on top of those before it.
        judgement: the coming weeks of the whole team on one clock, judged; what the changes speak of.
        since: seconds since 1970, UTC, from when on a meeting can still change.
        proof: how good the choice is; None where it was found by trying one after the other.
        aims: the rules whose findings should go, all of them when empty.
        in_the_way: of what is tried, the series and single meetings that may be shown and break it all the same, by
            uid, with how many of their occurrences. Of others it is not said whether there are any.
    """

    changes: Sequence[TeamChange]
    judgement: Judgement
    since: int
    proof: Proof | None = None
    aims: Sequence[str] = ()
    in_the_way: Mapping[str, int] = field(default_factory=dict)

    def spoken_of(self) -> TeamPlan:
        """Return the plan with no more of the weeks than its changes speak of, and without rules, which stay at home.

        What is left is small, and can be handed over by a worker; :meth:`by_rules` gives it its rules back.
        """
        context = self.judgement.context
        is_away = context.is_absence & context.flag("all_day")
        is_changed = np.isin(context.table.column("uid"), [one.change.uid for one in self.changes])
        table = context.table.take(is_changed | is_away)
        days = Context(context.period, context.zone, context.calendars, context.agreements, table)
        return replace(self, judgement=Judgement(days, (), Listing.empty(), []))

    def by_rules(self, rules: Sequence[ActiveRule]) -> TeamPlan:
        """Return the plan with the rules by which the weeks were judged."""
        return replace(self, judgement=replace(self.judgement, rules=rules))


def plan_team(
    team: JudgedTeam,
    shared: Shared,
    zone: ZoneInfo,
    rules: Sequence[ActiveRule],
    ignore: Sequence[Ignore] = (),
    *,
    most: int,
    seconds: float | None,
    agreed: Mapping[str, Any] = MappingProxyType({}),
) -> TeamPlan | None:
    """Return the few changes that help the team most, None where nothing of the period is still to come.

    Args:
        team: the team, judged.
        shared: which meetings may be shown; no other is changed, but all of them keep their time taken.
        zone: the team's clock.
        rules: by which the weeks are judged.
        ignore: the exceptions that were agreed on.
        most: how many changes at most.
        seconds: how long the proof may take; None to look for one after the other, without OR-tools.
        agreed: agreements to try, by name; the findings that come with them are what should go.
    """
    first = max(team.period.first, monday_of(team.today))
    if first > team.period.last or team.today > team.period.last:
        return None
    period = Period(first, team.period.last)
    context = _context(team, shared, zone, period)
    judgement = judge(context, rules, ignore)
    aims: list[str] = []
    if agreed:
        before = judgement
        agreements = [one.model_copy(update=dict(agreed)) for one in context.agreements]
        judgement = judge(replace(context, agreements=agreements), rules, ignore)
        aims = _more_found(before, judgement)
    since = int(pd.Timestamp(team.today + timedelta(days=LEAD_DAYS), tz=zone).timestamp())
    meetings = team.merged.meetings[shared.is_shown]
    uids = sorted(set(meetings["uid"]))
    series = sorted(set(meetings.loc[meetings["recurring"], "uid"]))
    conditions = Conditions(since)

    def found(bench: Bench) -> TeamPlan:
        # A series helps again and again; single meetings are looked at where no series does, or for what is tried.
        plan = planned(bench, uids if aims else series)
        return plan if plan.changes or aims else planned(bench, uids)

    def planned(bench: Bench, chosen: Sequence[str]) -> TeamPlan:
        options = _helping_several(bench, options_of(bench, conditions, chosen))
        if seconds is None:
            made, proof = best_first(bench, options, most), None
        else:
            best = best_set(bench, options, most, seconds)
            made, proof = list(best.options), best.proof
        changes = [one for one in _told(bench, made) if one.change.removes]
        plan = TeamPlan(changes, judgement, since, proof, aims)
        return _with_rest(plan, bench, made, set(uids)) if aims else plan

    if agreed and not aims:
        return TeamPlan((), judgement, since)
    return steadily(Bench.of(judgement, aims), found)


def _more_found(before: Judgement, after: Judgement) -> list[str]:
    """Return the rules of more than a note that find more than before."""
    counts = [
        Counter(one.found.rules[rule] for rule in one.found.rule[one.found.is_heavy].tolist())
        for one in (before, after)
    ]
    return sorted(name for name, count in counts[1].items() if count > counts[0][name])


def _with_rest(plan: TeamPlan, bench: Bench, made: Sequence[Option], shown: set[str]) -> TeamPlan:
    """Return a plan with the meetings that break what is tried even when its changes are made."""
    after = judge(applied(bench, made).context, plan.judgement.rules, plan.judgement.exceptions)
    found = after.found
    is_aim = np.array([name in plan.aims for name in found.rules], dtype=bool)
    finding = np.repeat(np.arange(len(found)), np.diff(found.cuts))
    table = after.context.table.frame.iloc[found.event[is_aim[found.rule[finding]]]]
    occurrences = table.drop_duplicates(["uid", "recurrence_start"])["uid"].value_counts()
    several = table.drop_duplicates(["uid", "calendar"])["uid"].value_counts()
    in_the_way = {
        str(uid): int(count) for uid, count in occurrences.items() if uid in shown and several[uid] >= LEAST_MEMBERS
    }
    return replace(plan, in_the_way=in_the_way)


def _context(team: JudgedTeam, shared: Shared, zone: ZoneInfo, period: Period) -> Context:
    """Return the coming weeks of all members on one clock; whoever lives on another one has the own hours on it."""
    start, end = (pd.Timestamp(moment) for moment in period.instants(zone))
    margin = pd.Timedelta(days=1)
    rows = team.rows
    near = rows[(rows["start"] < end + margin) & (rows["end"] > start - margin)]
    # Whoever shows a title shows it to all who see the meeting.
    meeting = team.merged.meeting[near.index.to_numpy()]
    shown = np.append(np.where(shared.is_shown, team.merged.meetings["title"].to_numpy(dtype=object), ""), "")
    titles = shown[meeting]  # of no meeting, -1, the last one: none
    hidden = near["private"].to_numpy(dtype=bool)
    table = judged_table(near.assign(title=np.where(hidden, "", titles)).reset_index(drop=True), zone)
    names = [name_of(number) for number in range(len(team.members))]
    agreements = [
        member.agreements
        if member.zone.key == zone.key
        else on_another_clock(member.agreements, member.zone, zone, period)
        for member in team.members
    ]
    return Context(period, zone, names, agreements, table)


def on_another_clock(agreements: Agreements, own: ZoneInfo, zone: ZoneInfo, period: Period) -> Agreements:
    """Return agreements whose hours and lunches are the same instants, told on another clock, day by day.

    Args:
        agreements: those of somebody who lives on the clock ``own``.
        own: that clock.
        zone: the clock to tell them on.
        period: the days for which they are told.
    """
    days = [period.first + timedelta(days=offset) for offset in range(-1, len(period.days()) + 1)]
    holidays = agreements.holidays_between(days[0], days[-1])
    told: dict[date, tuple[list[Window], list[Window]]] = {day: ([], []) for day in days}
    for day in days:
        hours, lunches = agreements.hours_on(day)
        if not hours or (day in holidays and not agreements.is_rostered(day)):
            continue
        # All of a day stands on the day on which its work begins, so that lunch stays within its hours.
        on = _moment(day, hours[0][0], own, zone).normalize()
        if on.date() in told:
            for windows, place in zip((hours, lunches), told[on.date()], strict=True):
                place += [
                    (_minutes(_moment(day, start, own, zone) - on), _minutes(_moment(day, end, own, zone) - on))
                    for start, end in windows
                ]
    shifts = tuple(
        Shift.model_construct(day=day, working_hours=tuple(sorted(hours)), lunch=tuple(sorted(lunch)))
        for day, (hours, lunch) in told.items()
    )
    return agreements.model_copy(update={"shifts": shifts})


def _moment(day: date, minutes: int, own: ZoneInfo, zone: ZoneInfo) -> pd.Timestamp:
    """Return what a clock shows when another one shows some minutes after the midnight of a day."""
    wall = pd.Timestamp(day) + pd.Timedelta(minutes=minutes)
    return wall.tz_localize(own, ambiguous=True, nonexistent="shift_forward").tz_convert(zone).tz_localize(None)


def _minutes(length: pd.Timedelta) -> int:
    return int(length // pd.Timedelta(minutes=1))


def _helping_several(bench: Bench, options: Sequence[Option]) -> list[Option]:
    """Return the options that take a finding of one rule away from at least LEAST_MEMBERS members, each made alone.

    What takes more time to concentrate than that is worth is left aside.
    """
    kept: list[Option] = []
    size = max(1, MOST_AT_ONCE // max(1, len(bench.context.table)) - 1)
    for at in range(0, len(options), size):
        some = options[at : at + size]
        outcomes = compare(bench, [[], *([option] for option in some)])
        counts = outcomes.found.by_rule.reshape(len(some) + 1, len(bench.context.calendars), len(bench.rules))
        helped = ((counts[0] - counts[1:]) > 0)[:, :, bench.is_aim].sum(axis=1)
        helps = (helped >= LEAST_MEMBERS).any(axis=1) & outcomes.is_worth_it
        kept += itertools.compress(some, helps.tolist())
    return kept


def _told(bench: Bench, options: Sequence[Option]) -> Iterator[TeamChange]:
    """Yield options as changes, in which stands only what several members get.

    Of a rule it is told on how many days LEAST_MEMBERS members or more are spared a finding, and not how many of them:
    that all of a meeting were double-booked would be known of each. What time they get or lose is one number of them
    together, where they are LEAST_JUDGED or more.
    """
    if not options:
        return
    stages, people = len(options) + 1, len(bench.context.calendars)
    found = bench.found(arrangements(bench, [options[:made] for made in range(stages)]))
    counts = found.by_day.reshape(stages, people, len(bench.rules), -1)
    metrics = measure(found.context, [])
    gains = np.array([[row[name] for name in GAINS] for row in metrics]).reshape(stages, people, len(GAINS))
    names = [one.rule.name for one in bench.rules]
    for number, (option, change) in enumerate(zip(options, as_changes(bench, options), strict=True)):
        less, rise = counts[number] - counts[number + 1], gains[number + 1] - gains[number]
        days = dict(zip(names, ((less > 0).sum(axis=0) >= LEAST_MEMBERS).sum(axis=1).tolist(), strict=True))
        given = {name for name, got in zip(GAINS, (rise > 0).sum(axis=0), strict=True) if got >= LEAST_JUDGED}
        taken = {name for name, got in zip(GAINS, (rise < 0).sum(axis=0), strict=True) if got >= LEAST_JUDGED}
        removes = {name: days[name] for name in change.removes if days[name]}
        losses = _rounded({name: count for name, count in change.losses.items() if name in taken})
        known = bench.context.people_count[option.rows]
        members = len(np.unique(bench.context.event_spans.group[option.rows]))
        yield TeamChange(
            replace(
                change,
                removes=removes,
                reason=_reason(bench, removes, losses),
                gains=_rounded({name: count for name, count in change.gains.items() if name in given}),
                losses=losses,
            ),
            max(int(known.max(initial=0)), members),
        )


def _rounded(metrics: Mapping[str, int]) -> dict[str, int]:
    """Return what a change gives or takes with minutes rounded, without what is then nothing."""
    rounded = {
        name: round(value / ROUNDED_MINUTES) * ROUNDED_MINUTES if name.endswith("_minutes") else value
        for name, value in metrics.items()
    }
    return {name: value for name, value in rounded.items() if value}


def _reason(bench: Bench, removes: Mapping[str, int], losses: Mapping[str, int]) -> str:
    """Return the rule for whose sake a change is made: of those that give a reason the one with most findings.

    What takes time to concentrate is not made for the sake of it: a rule about focus time is no reason then.

    Returns:
        Its name, "" where none is left.
    """
    about_focus = {one.rule.name for one in bench.rules if one.rule.theme == FOCUS_THEME} if losses else set()
    telling = {one.rule.name for one in bench.rules if one.rule.because}
    return min(
        (name for name in removes if name not in about_focus),
        key=lambda name: (name not in telling, -removes[name], name),
        default="",
    )
