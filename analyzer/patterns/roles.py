"""What the rules about roles in a meeting share: which meetings are judged, and what one finding holds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analyzer.judging.context import Context, Mask
from analyzer.judging.findings import Findings
from analyzer.patterns.series import findings_per_series


def judge_role(events: pd.DataFrame, context: Context, is_filled: Mask, minimum_people: int) -> Findings:
    """Return one note per series and calendar in which occurrences lack a role.

    Judged are counted meetings of at least ``minimum_people`` that are not social, each occurrence on its own text.
    Not judged, and counted by reason: ``people-unknown`` (the number is hidden, or a lower bound under the minimum) and
    ``text-unreadable`` (private, or the description cannot be read and nothing else fills the role).

    Args:
        events: reads ``social``, ``people_count``, ``people_at_least``, ``readable``, ``private`` and ``uid``.
        context: the calendars and events as intervals.
        is_filled: which events have somebody in the role, per row of the table.
        minimum_people: fewer need no role.
    """
    people = events["people_count"].fillna(-1).to_numpy(dtype=np.int64)
    is_asked = context.is_counted & ~events["social"].to_numpy(dtype=bool)
    is_large = people >= minimum_people
    is_unsure = (people < 0) | (events["people_at_least"].to_numpy(dtype=bool) & ~is_large)
    is_private = events["private"].to_numpy(dtype=bool)
    is_readable = ~is_private & (is_filled | (events["readable"].to_numpy() == "all"))
    is_judged = is_asked & is_large & is_readable
    lacking = np.flatnonzero(is_judged & ~is_filled)
    judged = np.bincount(context.event_spans.group[is_judged], minlength=len(context.calendars))
    return findings_per_series(
        events,
        context,
        lacking,
        context.event_spans.length[lacking],
        "note",
        judged={int(calendar): int(judged[calendar]) for calendar in np.flatnonzero(judged)},
        not_judged={
            "people-unknown": int((is_asked & is_unsure).sum()),
            "text-unreadable": int((is_asked & is_large & ~is_readable).sum()),
        },
    )
