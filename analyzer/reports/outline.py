"""What a report shows of a run, and in which order: findings numbered, grouped by rule, told apart by the day it is.

No words are made here, so that every form of text shows the same things.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analyzer.judging.engine import Share
from analyzer.judging.findings import SEVERITIES
from analyzer.judging.listing import Finding
from analyzer.judging.rule import Rule
from analyzer.run import Run
from analyzer.time.period import monday_of

MOST_SHOWN = 10
"""Findings of one rule that are listed; the heaviest ones."""

MOST_EXAMPLES = 3
"""Findings of the pattern that are listed when others can still change, and series named beside a share."""


MOST_DAYS = 7
"""Lines that the days of the coming week may take."""


@dataclass(frozen=True)
class Numbered:
    """A finding with the number people call it by: counted in order of time among all that are listed.

    Attributes:
        first: the day on which it starts, as it is for the owner.
        last: the day on which it ends.
    """

    number: int
    finding: Finding
    first: date
    last: date


@dataclass(frozen=True)
class Pattern:
    """What the findings of one rule have in common.

    Attributes:
        weekday: the weekday that holds more of them than any other, 0 for Monday, None when there is no such day.
        on_weekday: how many it holds.
        series: rows of the event table, one per series that stands in several, the most frequent first, and in how
            many it stands.
    """

    weekday: int | None = None
    on_weekday: int = 0
    series: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class Group:
    """The findings of one rule.

    Attributes:
        counts: how many of them, by severity.
        heaviest: the heaviest of them.
        shown: the heaviest ones, in the order of time.
        others: those that are not shown, in the order of time.
        pattern: what they have in common.
    """

    rule: Rule
    counts: Counter[str]
    heaviest: Numbered
    shown: Sequence[Numbered]
    others: Sequence[Numbered]
    pattern: Pattern

    @property
    def total(self) -> int:
        """How many findings there are."""
        return len(self.shown) + len(self.others)


@dataclass(frozen=True)
class Role:
    """A rule that is said once, as a share of what it judged.

    Attributes:
        series: rows of the event table, one per series that lacks the role, those with most occurrences first.
    """

    rule: Rule
    share: Share
    series: Sequence[int]


@dataclass(frozen=True)
class View:
    """What a report shows.

    Attributes:
        coming: groups of findings that end today or later and can still change, errors first.
        past: groups of the other findings, which show a pattern, errors first.
        roles: what is said once as a share.
        counts: findings by severity, without those that are said as a share.
        by_day: the numbered findings of a day, as it is for the owner.
        by_week: those that are about a whole week, by its Monday.
    """

    coming: Sequence[Group]
    past: Sequence[Group]
    roles: Sequence[Role]
    counts: Counter[str]
    by_day: dict[date, list[Numbered]] = field(default_factory=dict)
    by_week: dict[date, list[Numbered]] = field(default_factory=dict)


def view_of(run: Run, *, lists_all: bool = False) -> View:
    """Return what a report of ``run`` shows: the heaviest findings of each rule, or with ``lists_all`` every one."""
    rules = {active.rule.name: active.rule for active in run.judgement.rules}
    listed = [finding for finding in run.judgement.findings if rules[finding.rule].share_text is None]
    zone = run.zone.zone
    numbered = [Numbered(number, finding, *_days(finding, zone)) for number, finding in enumerate(listed, 1)]
    by_day: dict[date, list[Numbered]] = {}
    by_week: dict[date, list[Numbered]] = {}
    for one in numbered:
        if (one.last - one.first).days > 1:  # a night shift or a late meeting ends on the next day
            by_week.setdefault(monday_of(one.first), []).append(one)
        else:
            by_day.setdefault(one.first, []).append(one)
    coming = [one for one in numbered if one.last >= run.today]
    past = [one for one in numbered if one.last < run.today]
    most_coming, most_past = (MOST_SHOWN, MOST_EXAMPLES if coming else MOST_SHOWN)
    if lists_all:
        most_coming = most_past = len(numbered)
    return View(
        coming=_groups(run, rules, coming, most_coming),
        past=_groups(run, rules, past, most_past),
        roles=_roles(run, rules),
        counts=Counter(finding.severity for finding in listed),
        by_day=by_day,
        by_week=by_week,
    )


def days_drawn(run: Run) -> list[date]:
    """Return the days that a picture shows: those agreed to be worked, and those that hold a meeting."""
    context = run.judgement.context
    days, size = context.days, len(run.period.days())
    pieces, _ = days.split(context.meetings)
    has_meeting = np.bincount(pieces.group[pieces.length > 0], minlength=len(days.day))[:size] > 0
    is_drawn = has_meeting | (days.not_worked[:size] != "not-agreed")
    return [day for day, shown in zip(run.period.days(), is_drawn.tolist(), strict=True) if shown]


def coming_days(run: Run) -> list[date]:
    """Return the days of the week that can still change: of this week from today on, else of the next.

    Where only one day of this week is left, the next week follows it if both are at most :data:`MOST_DAYS` lines.
    """
    coming = [day for day in days_drawn(run) if day >= run.today]
    if not coming:
        return []
    weeks = [list(days) for _, days in itertools.groupby(coming, key=monday_of)]
    first, second = weeks[0], weeks[1] if len(weeks) > 1 else []
    if len(first) > 1 or not second:
        return first
    return [*first, *second] if len(first) + 1 + len(second) <= MOST_DAYS else second


def _days(finding: Finding, zone: ZoneInfo) -> tuple[date, date]:
    start, end = finding.start, finding.end
    last_instant = max(start, end - timedelta(microseconds=1))
    return start.astimezone(zone).date(), last_instant.astimezone(zone).date()


def _groups(run: Run, rules: dict[str, Rule], numbered: Sequence[Numbered], most: int) -> list[Group]:
    by_rule: dict[str, list[Numbered]] = {name: [] for name in rules}
    for one in numbered:
        by_rule[one.finding.rule].append(one)
    groups = [_group(run, rules[name], members, most) for name, members in by_rule.items() if members]
    return sorted(groups, key=lambda group: (-group.counts["error"], -group.counts["warning"], -group.total))


def _group(run: Run, rule: Rule, members: Sequence[Numbered], most: int) -> Group:
    heaviest = sorted(
        members, key=lambda one: (-SEVERITIES.index(one.finding.severity), -one.finding.minutes, one.number)
    )
    keep = len(members) if len(members) <= most + 1 else most  # one more takes no more room than saying so
    return Group(
        rule=rule,
        counts=Counter(one.finding.severity for one in members),
        heaviest=heaviest[0],
        shown=sorted(heaviest[:keep], key=lambda one: one.number),
        others=sorted(heaviest[keep:], key=lambda one: one.number),
        pattern=_pattern(run, members),
    )


def _pattern(run: Run, members: Sequence[Numbered]) -> Pattern:
    weekdays = Counter(one.first.weekday() for one in members if one.first == one.last).most_common(2)
    is_clear = bool(weekdays) and weekdays[0][1] > 1 and (len(weekdays) == 1 or weekdays[0][1] > weekdays[1][1])
    uids = run.table.column("uid")
    rows: dict[str, int] = {}
    series: Counter[str] = Counter()
    for one in members:
        for row in one.finding.events:
            rows.setdefault(uids[row], row)
        series.update({uids[row] for row in one.finding.events})
    frequent = sorted(((count, -rows[uid]) for uid, count in series.items() if count > 1), reverse=True)
    return Pattern(
        weekday=weekdays[0][0] if is_clear else None,
        on_weekday=weekdays[0][1] if is_clear else 0,
        series=[(-row, count) for count, row in frequent[:MOST_EXAMPLES]],
    )


def _roles(run: Run, rules: dict[str, Rule]) -> list[Role]:
    roles = []
    for share in run.judgement.shares:
        rule = rules[share.rule]
        if rule.share_text is None or not share.missing:
            continue
        lacking = [finding for finding in run.judgement.findings if finding.rule == share.rule]
        lacking.sort(key=lambda finding: (-finding.occurrences, finding.start))
        roles.append(Role(rule, share, [finding.events[0] for finding in lacking if finding.events]))
    return roles
