"""Moments of a team: what several calendars have in common."""

from __future__ import annotations

import numpy as np

from analyzer.judging.context import Context, Mask
from analyzer.judging.findings import Findings, findings
from analyzer.patterns.weeks import gaps, week_of_start, weeks_of
from analyzer.time.intervals import Ints

FEWEST_MEMBERS = 2
"""Fewer calendars are no team."""


def missing_moments(context: Context, is_moment: Mask, needed: int, least_weeks: int) -> Findings:
    """Return one note per run of whole weeks in which no event was shared by enough members of the team.

    The calendars of the context are the members. An event is shared when calendars hold it under the same uid and
    original start; it belongs to the week in which it starts. A week counts when any member works in it. A finding is
    about the team and nobody in it: it stands under calendar number 0, shows no events and has no minutes.

    Args:
        context: the days and calendars, fewer than two give no findings; reads ``uid``, ``recurrence_start`` and
            ``start_local``.
        is_moment: which events can be one.
        needed: how many members make a shared event a moment.
        least_weeks: so many weeks without one are a finding.
    """
    weeks = context.once(weeks_of)
    members = len(context.calendars)
    came = np.zeros((1, len(weeks.number)), dtype=bool)
    if members >= FEWEST_MEMBERS:
        came[0, _weeks_with(context, is_moment, week_of_start(context, weeks), needed)] = True
    is_worked = np.zeros_like(came)
    if members >= FEWEST_MEMBERS:
        is_worked[0] = weeks.is_worked.any(axis=0)
    found = gaps(came, is_worked, least_weeks)
    nothing = np.zeros(0, dtype=np.intp)
    return findings(
        found.group,
        weeks.start.min(axis=0, initial=np.iinfo(np.int64).max)[found.first],
        weeks.end.max(axis=0, initial=np.iinfo(np.int64).min)[found.last],
        np.zeros(len(found.group), dtype=np.int64),
        "note",
        finding=nothing,
        event=nothing,
        weeks_without=found.weeks,
        members=np.full(len(found.group), members),
        needed=np.full(len(found.group), needed),
    )


def _weeks_with(context: Context, is_moment: Mask, week: Ints, needed: int) -> Ints:
    """Return the weeks in which an event starts that enough calendars hold; an event of no whole week has week -1."""
    rows = np.flatnonzero(is_moment & (week >= 0))
    original = context.table.column("recurrence_start").view(np.int64)[rows]
    series, calendar = context.series[rows], context.event_spans.group[rows]
    # Calendars that share an event stand side by side, and a calendar that holds it twice counts once:
    #   event      a a a b b
    #   calendar   0 0 1 0 2      a is held by two of them, b by two
    order = np.lexsort((calendar, original, series))
    series, original, calendar = series[order], original[order], calendar[order]
    is_other_event, is_other_calendar = np.ones(len(rows), dtype=bool), np.ones(len(rows), dtype=bool)
    is_other_event[1:] = (np.diff(series) != 0) | (np.diff(original) != 0)
    is_other_calendar[1:] = is_other_event[1:] | (np.diff(calendar) != 0)
    heads = np.flatnonzero(is_other_event)
    holders = np.add.reduceat(is_other_calendar, heads, dtype=np.int64) if len(heads) else heads
    return week[rows[order[heads[holders >= needed]]]]
