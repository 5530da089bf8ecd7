"""Why a figure of a group is not shown, in one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.text import N_

REASONS: Mapping[str, str] = {
    "few-people": N_("Too few people have data to show this without showing one of them."),
    "all-equal": N_("Nearly everybody is alike here: the middle of the group would be the figure of each."),
    "complement": N_("In one part of the scale stand so few people that no division of the group can be shown."),
    "differs-from-earlier": N_("This group differs by a few people from one that was shown before."),
    "many-parts": N_("This measure was shown of so many parts of the week that one more could tell who is who."),
    "told-otherwise": N_(
        "The same was shown of this group in another measure; both together would tell of part-timers."
    ),
    "part": N_("Of a part of the week no middle is shown: beside that of the whole week it could tell of part-timers."),
    "closed": N_(
        "This week is closed: what was shown of it earlier is no longer kept, or somebody was erased from it."
    ),
}
"""By the reason, as the gate (:mod:`analyzer.team.gate`) gives it."""
_OTHER = N_("It could tell of few people.")


def why_withheld(reason: str) -> str:
    """Return the sentence, as a msgid; also for a reason that only the ledger of another version knows."""
    return REASONS.get(reason, _OTHER)
