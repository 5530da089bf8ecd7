"""What can be wrong with a recurrence rule: each kind with its sentence."""

from __future__ import annotations

from functools import partial

from analyzer.problems import NotReadError, ProblemKind
from analyzer.text import N_

_skipped = partial(ProblemKind, effect="skipped")
_repaired = partial(ProblemKind, effect="repaired")

NO_FREQUENCY = _skipped(
    "recurrence-no-frequency",
    N_("The recurrence rule does not say how often (FREQ); only its first occurrence was kept."),
)
FREQUENCY_UNKNOWN = _skipped(
    "recurrence-frequency-unknown",
    N_("The recurrence rule has a frequency (FREQ) that does not exist; only its first occurrence was kept."),
)
FREQUENCY = _skipped(
    "recurrence-frequency",
    N_("The recurrence rule repeats {frequency}, but only hourly to yearly is read; its first occurrence was kept."),
)
ALL_DAY_HOURLY = _skipped(
    "recurrence-all-day-hourly",
    N_("The recurrence rule repeats within a day, but the event lasts whole days; only its first occurrence was kept."),
)
INTERVAL = _skipped(
    "recurrence-interval",
    N_("The recurrence rule has an INTERVAL outside 1 to 10,000; only its first occurrence was kept."),
)
VALUE = _skipped(
    "recurrence-value",
    N_("The recurrence rule has a value in {part} that is not allowed; only its first occurrence was kept."),
)
PART_UNKNOWN = _skipped(
    "recurrence-part-unknown",
    N_("The recurrence rule has a part that is not understood ({part}); only its first occurrence was kept."),
)
OTHER_CALENDAR = _skipped(
    "recurrence-other-calendar",
    N_(
        "The recurrence rule uses another calendar or shifts days that do not exist ({part}); "
        "only its first occurrence was kept."
    ),
)
TOO_DENSE = _skipped(
    "recurrence-too-dense",
    N_("The recurrence rule can repeat more than 48 times a day; only its first occurrence was kept."),
)
RULE_SIZE = _skipped(
    "recurrence-rule-size",
    N_("The recurrence rule is longer than 5,000 characters; only its first occurrence was kept."),
)
TOO_LONG = _skipped(
    "recurrence-too-long",
    N_("The recurrence rule takes too many steps to work out; only its first occurrence was kept."),
)
WORK_SPENT = _skipped(
    "recurrence-work-spent",
    N_(
        "The series of this source take more steps to work out than one source may; only the first occurrence was kept."
    ),
)
PART_IGNORED = _repaired(
    "recurrence-part-ignored", N_("The recurrence rule has parts that say nothing here and were left out: {part}.")
)
PART_TWICE = _repaired(
    "recurrence-part-twice", N_("The recurrence rule gives a part more than once; the last one counts: {part}.")
)
PART_MISPLACED = _repaired(
    "recurrence-part-misplaced",
    N_("The recurrence rule has parts that do not go with its frequency; they are read as conditions: {part}."),
)
NUMBER_IGNORED = _repaired(
    "recurrence-number-ignored",
    N_(
        "The recurrence rule numbers weekdays (BYDAY), which its frequency gives no meaning; the numbers were left out."
    ),
)
TIME_ON_ALL_DAY = _repaired(
    "recurrence-time-on-all-day", N_("The recurrence rule sets a time of day ({part}), but the event lasts whole days.")
)
COUNT_ZERO = _repaired(
    "recurrence-count-zero", N_("The recurrence rule repeats 0 times (COUNT); the event itself counts once.")
)
COUNT_NEGATIVE = _repaired(
    "recurrence-count-negative",
    N_("The recurrence rule repeats a negative number of times (COUNT), which says nothing; its end (UNTIL) counts."),
)
EMPTY = _repaired("recurrence-empty", N_("The recurrence rule says nothing; the event counts once."))
COUNT_AND_UNTIL = _repaired(
    "recurrence-count-and-until",
    N_("The recurrence rule has both COUNT and UNTIL; the first to be reached ends the series."),
)
UNTIL_FLOATING = _repaired(
    "recurrence-until-floating",
    N_("The end of the series (UNTIL) has no time zone; it is read in the zone of the event."),
)
UNTIL_UTC = _repaired(
    "recurrence-until-utc",
    N_("The end of the series (UNTIL) is in UTC, but the event has no time zone; it is read as written."),
)
UNTIL_DATE = _repaired("recurrence-until-date", N_("The end of the series (UNTIL) has no time; that whole day counts."))
UNTIL_TIME = _repaired(
    "recurrence-until-time",
    N_("The end of the series (UNTIL) has a time, but the event lasts whole days; its day counts."),
)
ENDED_BEFORE_START = _repaired(
    "recurrence-ended-before-start", N_("The series ended (UNTIL) before it began; it has no occurrences.")
)
START_OFF_RULE = _repaired(
    "recurrence-start-off-rule",
    N_("The start of the series does not fit its recurrence rule; it counts as well, on top of what the rule gives."),
)


class RuleRefused(NotReadError):  # noqa: N818  not always a mistake: some rules are right and refused
    """A rule that is not read, or not worked out, and why; it names no event text beyond the offending part."""
