"""Weeks with few days at the office.

## What it flags

A stretch of `weeks` whole weeks in which you worked more than `most_days` days a week away from the office, on average,
by the working places in your calendar.

## Why it matters

Working from home suits most people, for a part of the week. In a review of 46 studies the contact with colleagues
suffered where people worked more than two and a half days a week elsewhere.

## What to do

Choose one day a week on which your team is at the office, and plan there what asks for meeting each other.

## When to ignore it

When you agreed on working elsewhere: set `agreed`, and the rule is silent. Or when your team works at several places,
and meets in another way.

## Limits

Only working places that your calendar holds are counted: working locations, and whole days of your own named "Working
from home", "Office" and the like, and nothing else. A day without one counts as a day at the office, so that nobody is
told more than the calendar knows. A day with an hour at the office is an office day. Days off, leave and holidays do
not count, and weeks without a workday are left out of the average. Only you see this.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.weeks import places_of_days, weeks_of
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of too-many-days-apart."""

    most_days: float = setting(2.5, N_("most days a week away from the office"), unit=N_("days"), ge=0, le=7)
    weeks: int = setting(4, N_("weeks over which the average is taken"), unit=N_("weeks"), ge=1, le=52)
    agreed: bool = setting(False, N_("working elsewhere was agreed on"))


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per stretch of weeks, with the working-place entries of the days apart; it has no minutes.

    Evidence: ``days_apart``, ``worked_weeks`` and ``days_a_week``.
    """
    del events  # the context holds its columns as arrays
    days, weeks = context.days, context.once(weeks_of)
    stretches = 0 if settings.agreed else len(weeks.number) // settings.weeks
    # With stretches of 4 weeks, the whole weeks of a calendar are cut from the front; what is left is not used:
    #   place              0 1 2 3 | 4 5 6 7 | 8 9
    #   stretch            0 0 0 0 | 1 1 1 1 | -
    # A stretch number counts through all calendars: calendar * stretches + stretch.
    shape = (len(context.calendars), stretches, settings.weeks)
    used = stretches * settings.weeks
    is_office, is_elsewhere, day, row = context.once(places_of_days)
    place = weeks.position(days.week)
    is_apart = days.is_workday & is_elsewhere & ~is_office & (place >= 0) & (place < used)
    stretch_of_day = days.calendar * stretches + place // settings.weeks
    apart = np.bincount(stretch_of_day[is_apart], minlength=shape[0] * shape[1])
    worked = weeks.is_worked[:, :used].reshape(shape).sum(axis=2).ravel()
    # The average over the worked weeks of a stretch, without dividing: days apart > most a week * worked weeks.
    found = np.flatnonzero(apart > settings.most_days * worked)
    start = weeks.start[:, :used].reshape(shape).min(axis=2, initial=np.iinfo(np.int64).max).ravel()[found]
    end = weeks.end[:, :used].reshape(shape).max(axis=2, initial=np.iinfo(np.int64).min).ravel()[found]
    shown = is_apart[day] & np.isin(stretch_of_day[day], found) & ~context.has_word("place", "office")[row]
    # An entry of several days stands once.
    pairs = np.unique(np.stack([np.searchsorted(found, stretch_of_day[day[shown]]), row[shown]]), axis=1)
    return findings(
        found // max(stretches, 1),
        start,
        end,
        np.zeros(len(found), dtype=np.int64),
        "warning",
        finding=pairs[0],
        event=pairs[1],
        days_apart=apart[found],
        worked_weeks=worked[found],
        days_a_week=(apart[found] / np.maximum(worked[found], 1)).round(1),
    )


RULE = Rule(
    name="too-many-days-apart",
    theme=N_("Contact with colleagues"),
    severity="warning",
    grounds=(
        Ground(N_("Working from home all week costs contact; a part of the week is best."), "factsheet"),
        Ground(
            N_("Beyond two and a half days a week apart, contact suffers (Gajendran and Harrison 2007, 46 studies)."),
            "research",
        ),
    ),
    find=find,
    settings=Settings,
    audience=("self",),
    message=Text(
        N_("{days_apart} workdays away from the office in {worked_weeks} week."),
        N_("{days_apart} workdays away from the office in {worked_weeks} weeks, {days_a_week} a week."),
        "worked_weeks",
    ),
    advice=Text(N_("Choose a day on which your team is at the office.")),
    examples=(
        Example(
            N_("Three days at home in a week are more than two and a half."),
            ("mon..wed Home | place=home", "thu Office | place=office"),
            findings=1,
            minutes=(0,),
            settings={"weeks": 1},
        ),
        Example(
            N_("A day with some hours at the office is an office day, and a day off is none."),
            ("mon..wed Home | place=home", "wed 13:00-17:00 Office | place=office", "sat Home | place=home"),
            findings=0,
            settings={"weeks": 1},
        ),
    ),
)
