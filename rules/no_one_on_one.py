"""Weeks without a conversation of two.

## What it flags

A person from `people` with whom you had no meeting of just the two of you in `weeks` weeks in a row. Weeks in which you
do not work are left out.

## Why it matters

Who works at home sees the other less by chance. A talk of two is where somebody says how it goes, what is unclear and
what is too much; between a manager and each member of the team it should not depend on chance.

## What to do

Plan half an hour, best as a series, and keep it when a week gets full. A walk with a telephone is fine too.

## When to ignore it

When you talk often without a calendar, or when you agreed on another rhythm: change `weeks`.

## Limits

Nothing is judged until `people` holds addresses: those of your team if you manage one, or that of your own manager.
Only whole weeks of the period are looked at, so a period of one month may be too short. A private meeting of two, or
one whose people are hidden, may have been it: such a week counts as kept. Only you see this.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.weeks import gaps, week_of_start, weeks_of
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of no-one-on-one."""

    people: tuple[str, ...] = setting(
        (), N_("addresses of your team, or of your manager; without them nothing is judged"), unit=N_("addresses")
    )
    weeks: int = setting(4, N_("weeks in a row without a conversation of two"), unit=N_("weeks"), ge=1, le=52)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per person and run of weeks; there are no events to show, and no minutes.

    Evidence: ``person`` and ``weeks_without``. Reads ``people``, ``people_count``, ``people_at_least`` and
    ``start_local``.
    """
    people = list(dict.fromkeys(name for one in settings.people if (name := one.strip().casefold())))
    weeks = context.once(weeks_of)
    count = context.people_count
    week = week_of_start(context, weeks)
    is_asked = context.is_counted & (week >= 0) & bool(people)
    is_two = is_asked & (count == 2) & ~context.flag("people_at_least")
    two = np.flatnonzero(is_two)
    named = events.column("people")[two].tolist()
    is_hidden = is_asked & (count < 0)
    is_hidden[two] = [not names for names in named]
    calendar = context.event_spans.group
    # came: by calendar, person asked for, and week, whether the two met. One row a person is then a row of `gaps`:
    #                week  0 1 2 3 4 5 6
    #   anna with els      x . . . . x .      four weeks without, from week 1 to 4
    #   anna with bo       . . x . x . .
    came = np.zeros((len(context.calendars), max(1, len(people)), len(weeks.number)), dtype=bool)
    # A meeting of two with both named becomes two rows here, one a name; only names asked for are kept.
    place = {name: number for number, name in enumerate(people)}
    row = np.repeat(two, [len(names) for names in named])
    person = np.array([place.get(name.casefold(), -1) for names in named for name in names], dtype=np.int64)
    row, person = row[person >= 0], person[person >= 0]
    came[calendar[row], person, week[row]] = True
    # Who sat in a meeting with hidden people is not known, so that week speaks against nobody.
    hidden = np.flatnonzero(is_hidden)
    came[calendar[hidden], :, week[hidden]] = True
    asked = len(people)
    found = gaps(
        came[:, :asked].reshape(asked * len(came), len(weeks.number)),
        np.repeat(weeks.is_worked, asked, axis=0),
        settings.weeks,
    )
    owner = found.group // max(1, asked)
    nothing = np.zeros(0, dtype=np.intp)
    return findings(
        owner,
        weeks.start[owner, found.first],
        weeks.end[owner, found.last],
        np.zeros(len(owner), dtype=np.int64),
        "warning",
        finding=nothing,
        event=nothing,
        not_judged={"people-unknown": int(is_hidden.sum())},
        person=np.array([*people, ""], dtype=object)[found.group % max(1, asked)],
        weeks_without=found.weeks,
    )


RULE = Rule(
    name="no-one-on-one",
    theme=N_("Contact with colleagues"),
    severity="warning",
    grounds=(Ground(N_("Keep contact one on one, also at a distance."), "factsheet"),),
    find=find,
    settings=Settings,
    audience=("self",),
    message=Text(
        N_("No meeting of just you and {person} in {weeks_without} week."),
        N_("No meeting of just you and {person} in {weeks_without} weeks."),
        "weeks_without",
    ),
    advice=Text(N_("Plan half an hour for the two of you.")),
    examples=(
        Example(
            N_("A week in which the two only met among others."),
            ("mon 10:00-11:00 Team meeting | people=4", "tue 10:00-11:00 Own work | people=1"),
            findings=1,
            minutes=(0,),
            settings={"people": ("person-2@example.org",), "weeks": 1},
        ),
        Example(
            N_("Half an hour of two is enough."),
            ("mon 10:00-11:00 Team meeting | people=4", "thu 10:00-10:30 Catch up | people=2"),
            findings=0,
            settings={"people": ("person-2@example.org",), "weeks": 1},
        ),
    ),
)
