"""Moments of a team: what several calendars have in common."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analyzer.judging.context import Context, Mask
from analyzer.judging.findings import Findings, findings
from analyzer.patterns.weeks import gaps, week_of_start, weeks_of

FEWEST_MEMBERS = 2
"""Fewer calendars are no team."""


def missing_moments(events: pd.DataFrame, context: Context, is_moment: Mask, needed: int, least_weeks: int) -> Findings:
    """Return one note per run of whole weeks in which no event was shared by enough members of the team.

    The calendars of the context are the members. An event is shared when calendars hold it under the same uid and
    original start; it belongs to the week in which it starts. A week counts when any member works in it. A finding is
    about the team and nobody in it: it stands under calendar number 0, shows no events and has no minutes.

    Args:
        events: reads ``uid``, ``recurrence_start`` and ``start_local``.
        context: the days and calendars; fewer than two give no findings.
        is_moment: which events can be one.
        needed: how many members make a shared event a moment.
        least_weeks: so many weeks without one are a finding.
    """
    weeks = weeks_of(context)
    members = len(context.calendars)
    week = week_of_start(events, weeks)
    rows = np.flatnonzero(is_moment & (week >= 0))
    shared = pd.DataFrame(
        {
            "uid": events["uid"].to_numpy()[rows],
            "recurrence_start": events["recurrence_start"].to_numpy()[rows],
            "calendar": context.event_spans.group[rows],
            "week": week[rows],
        }
    ).drop_duplicates(["uid", "recurrence_start", "calendar"])
    each = shared.groupby(["uid", "recurrence_start"], sort=False)
    enough = each["week"].first()[each.size() >= needed]
    came = np.zeros((1, len(weeks.number)), dtype=bool)
    came[0, enough.to_numpy(dtype=np.int64)] = True
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
