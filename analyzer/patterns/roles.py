"""What the rules about roles in a meeting share: which meetings are judged, and what one finding holds."""

from __future__ import annotations

import numpy as np

from analyzer.judging.context import Context, Mask
from analyzer.judging.findings import Findings
from analyzer.patterns.series import findings_per_series


def asked_for_roles(context: Context, minimum_people: int) -> Mask:
    """Return which events are asked for a role: counted meetings of enough people that are not social."""
    return context.is_counted & ~context.flag("social") & (context.people_count >= minimum_people)


def judge_role(context: Context, is_filled: Mask, minimum_people: int) -> Findings:
    """Return one note per series and calendar in which occurrences lack a role.

    Judged are counted meetings of at least ``minimum_people`` that are not social, each occurrence on its own text.
    Not judged, and counted by reason: ``people-unknown`` (the number is hidden, or a lower bound under the minimum) and
    ``text-unreadable`` (private, or the description cannot be read and nothing else fills the role).

    Args:
        context: reads ``social``, ``people_count``, ``people_at_least``, ``readable``, ``private`` and ``uid``.
        is_filled: which events have somebody in the role, per row of the table; what is not
            :func:`asked_for_roles` does not matter.
        minimum_people: fewer need no role.
    """
    people = context.people_count
    is_asked = context.is_counted & ~context.flag("social")
    is_large = people >= minimum_people
    is_unsure = (people < 0) | (context.flag("people_at_least") & ~is_large)
    is_private = context.flag("private")
    is_readable = ~is_private & (is_filled | context.has_word("readable", "all"))
    is_judged = is_asked & is_large & is_readable
    lacking = np.flatnonzero(is_judged & ~is_filled)
    judged = np.bincount(context.event_spans.group[is_judged], minlength=len(context.calendars))
    return findings_per_series(
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
