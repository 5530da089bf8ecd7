"""The week in one sentence, and its four figures with those of the week before: facts, without praise or blame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analyzer.figures.days import DayFacts
from analyzer.figures.weeks import CallRun, WeekFigures
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_
from analyzer.time.period import monday_of

NUMBERS = (
    N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"), N_("nine"), N_("ten"),
    N_("eleven"), N_("twelve"),
)  # fmt: skip
"""From two on; a larger number stands in figures."""

WEEKS = {0: N_("This week"), 1: N_("Next week"), -1: N_("Last week")}
"""By how far a week is from this one."""

UNTOLD = ("people-unknown", "busy-only")
"""Reasons of events that may be meetings."""

FREE_SHARE = 0.5
"""A day without meetings is called free when this share of its working time lies in focus blocks: much that cannot be
told may stand in it.
"""


@dataclass(frozen=True)
class Figure:
    """One figure of a week.

    Attributes:
        name: what is counted.
        value: of the week.
        before: of the week it is compared with, and which that is; "" without one.
    """

    name: str
    value: str
    before: str


@dataclass(frozen=True)
class _Day:
    """One day of the week that is summed up."""

    day: date
    position: int


FIGURES = (N_("Lunches free"), N_("Free to concentrate"), N_("Longest row of calls"), N_("In meetings"))
"""What the four figures of a week count."""


def sum_up(run: Run, week: WeekFigures, facts: DayFacts, wording: Wording, *, is_named: bool = True) -> str:
    """Return what is to be known of a week: lunches, the longest row of calls, and when there is time to concentrate.

    Args:
        run: what was read and judged.
        week: one week of its period, or the part of it that lies in the period.
        facts: of the days of the period.
        wording: the reader's language.
        is_named: which week it is stands first; left out where a heading says so.
    """
    days = _days(run, week)
    lead = wording.day(days[0].day) if len(days) == 1 else _week_name(run, week, wording)
    if not week.metrics["workdays"]:
        parts = _no_workdays(week, days, facts, wording)
    elif not week.metrics["meetings"]:
        text = N_("no event that is known to be a meeting") if _is_hidden(run, days) else N_("no meetings planned")
        parts = [wording.translate(text)]
    else:
        parts = [
            *_lunches(week, len(days), wording),
            *_calls(run, week, len(days), wording),
            *_concentration(run, days, facts, wording),
        ]
    if not parts:  # half a day without lunch, calls or anything left
        parts = [wording.translate.plural("{n} meeting", "{n} meetings", week.metrics["meetings"])]
    said = ", ".join(parts)
    text = wording.translate(N_("{lead}: {facts}."), lead=lead, facts=said) if is_named else f"{said}."
    return text[:1].upper() + text[1:]


def four_figures(run: Run, week: WeekFigures, before: WeekFigures | None, wording: Wording) -> list[Figure]:
    """Return lunches free, what is free to concentrate, the longest row of calls and the time in meetings.

    Args:
        run: what was read and judged.
        week: the week that is shown.
        before: what stands beside it, None for nothing.
        wording: the reader's language.
    """
    translate = wording.translate
    values = _values(week, wording)
    if before is None:
        return [Figure(translate(name), value, "") for name, value in zip(FIGURES, values, strict=True)]
    then = _week_name(run, before, wording)
    return [
        Figure(translate(name), value, translate(N_("{week}: {value}"), week=then, value=old))
        for name, value, old in zip(FIGURES, values, _values(before, wording), strict=True)
    ]


def _values(week: WeekFigures, wording: Wording) -> list[str]:
    translate, metrics = wording.translate, week.metrics
    lunches = translate(N_("{n} of {total}"), n=metrics["lunches_kept"], total=week.lunches)
    return [
        lunches if week.lunches else translate(N_("none")),
        wording.minutes(metrics["focus_minutes"]),
        _row(week.call_run, wording),
        wording.minutes(metrics["meeting_minutes"]),
    ]


def _row(calls: CallRun | None, wording: Wording) -> str:
    """Return how many calls follow one another, and how long they last together."""
    if calls is None:
        return wording.translate(N_("none"))
    return wording.translate(N_("{n} ({duration})"), n=calls.calls, duration=wording.minutes(calls.minutes))


def _week_name(run: Run, week: WeekFigures, wording: Wording) -> str:
    name = WEEKS.get((week.monday - monday_of(run.today)).days // 7)
    if name:
        return wording.translate(name)
    return wording.translate(N_("Week {week}"), week=week.monday.isocalendar().week)


def _days(run: Run, week: WeekFigures) -> list[_Day]:
    first = max(week.monday, run.period.first)
    return [_Day(day, (day - run.period.first).days) for day in (first + timedelta(days=n) for n in range(week.days))]


def _is_hidden(run: Run, days: Sequence[_Day]) -> bool:
    """Return whether the days hold events of which cannot be told whether they are meetings."""
    table = run.table.take(run.table.holds("reason", *UNTOLD))
    first, after = np.datetime64(days[0].day), np.datetime64(days[-1].day) + np.timedelta64(1, "D")
    return bool(((table.column("start_local") < after) & (table.column("end_local") > first)).any())


def _no_workdays(week: WeekFigures, days: Sequence[_Day], facts: DayFacts, wording: Wording) -> list[str]:
    translate = wording.translate
    reasons = {facts.not_worked[day.position] for day in days}
    is_leave, is_holiday = "absence" in reasons, "holiday" in reasons
    parts = [
        translate(
            N_("no workdays, because of leave") if is_leave
            else N_("no workdays, because of a public holiday") if is_holiday
            else N_("no workdays")
        )
    ]  # fmt: skip
    if meetings := week.metrics["meetings"]:
        parts.append(translate.plural("{n} meeting all the same", "{n} meetings all the same", meetings))
    return parts


def _lunches(week: WeekFigures, days: int, wording: Wording) -> list[str]:
    translate, kept, total = wording.translate, week.metrics["lunches_kept"], week.lunches
    if not total:
        return []
    if days == 1:
        return [translate(N_("lunch free") if kept else N_("lunch not free"))]
    if total > 1 and kept == total:
        return [translate(N_("all {total} lunches free"), total=total)]
    if not kept:
        return [translate(N_("no lunch free"))]
    return [translate.plural("{kept} of {n} lunch free", "{kept} of {n} lunches free", total, kept=kept)]


def _calls(run: Run, week: WeekFigures, days: int, wording: Wording) -> list[str]:
    calls, translate = week.call_run, wording.translate
    if calls is None:
        return []
    number = translate(NUMBERS[calls.calls - 2]) if calls.calls - 2 < len(NUMBERS) else str(calls.calls)
    if days == 1:
        return [translate(N_("{number} calls in a row"), number=number)]
    text = N_("{weekday} held {number} calls in a row")
    if calls.day >= run.today:
        text = N_("{weekday} holds {number} calls in a row")
    return [translate(text, weekday=wording.weekday_name(calls.day.weekday()), number=number)]


def _concentration(run: Run, days: Sequence[_Day], facts: DayFacts, wording: Wording) -> list[str]:
    """Return when there is time to concentrate; of a week that has begun, in what is left of it."""
    translate = wording.translate
    is_over = days[-1].day < run.today
    is_likely_holiday = run.judgement.context.is_likely_holiday
    left = [
        day
        for day in days
        if (is_over or day.day >= run.today)
        and not facts.not_worked[day.position]
        and not is_likely_holiday[day.position]
    ]
    if not left:
        return []
    best = max(left, key=lambda day: facts.focus_minutes[day.position])
    most = facts.focus_minutes[best.position]
    if not most:
        least = wording.minutes(run.judgement.context.agreements[0].focus_block)
        return [translate(N_("nowhere {duration} in one piece to concentrate"), duration=least)]
    if len(days) == 1:
        return [translate(N_("{duration} free to concentrate"), duration=wording.minutes(most))]
    free = [
        wording.weekday_name(day.day.weekday())
        for day in left
        if not facts.meetings[day.position]
        and facts.focus_minutes[day.position] >= FREE_SHARE * facts.working_minutes[day.position]
    ]
    if not free:
        text, weekday = (
            N_("most time to concentrate on {weekday}: {duration}"),
            wording.weekday_name(best.day.weekday()),
        )
        return [translate(text, weekday=weekday, duration=wording.minutes(most))]
    if len(free) == 1:
        text = N_("{weekday} was free to concentrate") if is_over else N_("{weekday} is free to concentrate")
        return [translate(text, weekday=free[0])]
    text = N_("{weekdays} were free to concentrate") if is_over else N_("{weekdays} are free to concentrate")
    weekdays = translate(N_("{first} and {last}"), first=", ".join(free[:-1]), last=free[-1])
    return [translate(text, weekdays=weekdays)]
