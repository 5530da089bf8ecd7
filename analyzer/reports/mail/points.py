"""What can still change, in a person's letter: a line for each of the heaviest kinds, and one for all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from analyzer.reports.mail.off_days import RULE, TITLES, days_off
from analyzer.reports.outline import Group, view_of
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_

MOST_POINTS = 3
"""So many kinds of finding that can still change are named; one more takes no more room than counting it."""
MOST_DAYS = 3
"""Days of one kind of finding that are named one by one."""


@dataclass(frozen=True)
class _Point:
    """Findings of one kind that can still change.

    Attributes:
        title: what they are.
        days: from which day to which each of them runs.
        are_weeks: each is about a whole week.
        is_first: it is told before all others: it stands on a day that is not worked.
    """

    title: str
    days: Sequence[tuple[date, date]]
    are_weeks: bool = False
    is_first: bool = False


def points_of(run: Run, wording: Wording) -> Iterator[str]:
    """Yield what can still change, by the first day; what stands on a day that is not worked comes before all else."""
    translate = wording.translate
    told = list(_points(run, wording))
    most = len(told) if len(told) <= MOST_POINTS + 1 else MOST_POINTS
    for point in sorted(told[:most], key=lambda one: (not one.is_first, min(one.days))):
        yield translate(N_("{lead}: {facts}."), lead=point.title, facts=_when(point, wording))
    if others := told[most:]:
        yield translate(N_("Also: {names}."), names="; ".join(_in_passing(point, wording) for point in others))


def _points(run: Run, wording: Wording) -> Iterator[_Point]:
    """Yield all kinds, what stands on days that are not worked first, the heaviest of the others before the rest."""
    groups = view_of(run, lists_all=True).coming
    # What the owner does to others is often what it does to everybody, and said once.
    shared = {one.finding.events for group in groups if not _is_own(group) for one in group.shown}
    off = days_off(run, wording)
    others: list[_Point] = []
    for group in groups:
        ahead = [
            one for one in group.shown if one.finding.severity != "note" and one.finding.end.timestamp() > run.since
        ]
        if _is_own(group) and {one.finding.events for one in group.shown} <= shared:
            continue
        rest = [(one.first, one.last) for one in ahead if group.rule.name != RULE or one.first not in off]
        if rest:
            others.append(_Point(wording.rule_title(group.rule), rest, are_weeks=group.rule.reach == "focus-days"))
    for kind in dict.fromkeys(off.values()):
        days = [(day, day) for day, of_day in off.items() if of_day == kind]
        yield _Point(wording.translate(TITLES[kind]), days, is_first=True)
    yield from others


def _is_own(group: Group) -> bool:
    return group.rule.audience == ("self",)


def _in_passing(point: _Point, wording: Wording) -> str:
    """Return a kind by its name; of what is about a week also which, since nobody finds that in the picture."""
    name = point.title[:1].lower() + point.title[1:]
    if not point.are_weeks:
        return name
    return wording.translate(N_("{name} ({when})"), name=name, when=_when(point, wording))


def _when(point: _Point, wording: Wording) -> str:
    translate = wording.translate
    if point.are_weeks:
        weeks = list(dict.fromkeys(str(first.isocalendar().week) for first, _ in point.days))
        return translate(N_("week {weeks}"), weeks=_all_of(weeks, wording))
    # A night shift ends on the next day.
    singles = [first for first, last in point.days if (last - first).days <= 1]
    if len(singles) < len(point.days):
        spans = [translate(N_("{first} to {last}"), first=wording.day(a), last=wording.day(b)) for a, b in point.days]
        return ", ".join(spans)
    dates = list(dict.fromkeys(singles))
    # Of this week and the next: the month is known.
    names = [f"{wording.weekday(day.weekday())} {day.day}" for day in dates]
    if (more := len(dates) - MOST_DAYS) > 1:  # naming the last one takes no more room than counting it
        return translate.plural(
            "{days} and {n} more day", "{days} and {n} more days", more, days=", ".join(names[:MOST_DAYS])
        )
    return _all_of(names, wording)


def _all_of(names: Sequence[str], wording: Wording) -> str:
    if len(names) == 1:
        return names[0]
    return wording.translate(N_("{first} and {last}"), first=", ".join(names[:-1]), last=names[-1])
