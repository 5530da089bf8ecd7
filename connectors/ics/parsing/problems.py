"""The problems of ICS sources: each kind with its sentence, and a log that no file can flood."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from analyzer.problems import Problem, ProblemKind
from analyzer.text import N_

_source = partial(ProblemKind, effect="source")
_skipped = partial(ProblemKind, effect="skipped")
_repaired = partial(ProblemKind, effect="repaired")

# the whole source
CUT_OFF = _source(
    "cut-off", N_("The file ends inside the event that begins on this line; what came after it is missing.")
)
CALENDAR_WITHOUT_END = _source(
    "calendar-without-end", N_("The calendar has no END:VCALENDAR; the file may have been cut off.")
)
TOO_MANY_OCCURRENCES = _source(
    "too-many-occurrences", N_("The events repeat more often than {limit} times in this period; the rest is left out.")
)

# an event was skipped
START_MISSING = _skipped("start-missing", N_("The event has no start; it was skipped."))
START_TWICE = _skipped("start-twice", N_("The event has two different starts; it was skipped."))
TIME_UNREADABLE = _skipped("time-unreadable", N_("{property} is no date or time; the event was skipped."))
END_TWICE = _skipped("end-twice", N_("The event has two different ends; it was skipped."))
END_BEFORE_START = _skipped("end-before-start", N_("The event ends before it starts; it was skipped."))
DATE_AND_TIME_MIXED = _skipped(
    "date-and-time-mixed", N_("The event starts on a day and ends at a time, or the other way round; it was skipped.")
)
DURATION_UNREADABLE = _skipped("duration-unreadable", N_("DURATION is no length of time; the event was skipped."))
DURATION_NEGATIVE = _skipped("duration-negative", N_("DURATION is negative; the event was skipped."))
DURATION_TOO_LONG = _skipped("duration-too-long", N_("The event would end after the year 9999; it was skipped."))
RECURRENCE_ID_UNREADABLE = _skipped(
    "recurrence-id-unreadable", N_("The changed occurrence does not say which one it replaces; it was skipped.")
)
TOO_MANY_DATES = _skipped("too-many-dates", N_("The event lists more than {limit} dates; it was skipped."))
SERIES_TOO_DENSE = _skipped(
    "series-too-dense", N_("The series has more than {limit} occurrences in this period; only its first was kept.")
)
ZONE_DEFINITION_REFUSED = _skipped(
    "zone-definition-refused", N_("The definition of the time zone “{zone}” cannot be used; the event was skipped.")
)
DUPLICATE_UID = _skipped("duplicate-uid", N_("Another version of this event is newer; this one was skipped."))
COPY_TWICE = _repaired("copy-twice", N_("The event stands in this file twice, word for word; it counts once."))
REPLACED_ELSEWHERE = _repaired(
    "replaced-elsewhere", N_("Another file holds a newer version of this event, which counts.")
)
SPLIT_SERIES_TWICE = _repaired(
    "split-series-twice", N_("Both halves of a split series have this occurrence; it counts once.")
)
EXCLUDED_DATE_IDLE = _repaired(
    "excluded-date-idle", N_("The series leaves out a time at which it does not occur (EXDATE); nothing changed.")
)
OVERRIDE_END_STALE = _repaired(
    "override-end-stale", N_("The changed occurrence ends before it starts; it was read as long as its series.")
)
OVERRIDE_TWICE = _skipped(
    "override-twice", N_("The same occurrence was changed twice; the newer change counts, this one was skipped.")
)
OVERRIDE_EXCLUDED = _skipped(
    "override-excluded", N_("The series leaves out the occurrence that was changed (EXDATE); the change was skipped.")
)
NESTED_EVENT = _skipped("nested-event", N_("The event stands inside another event; it was skipped."))
REPLY_NOT_EVENT = _skipped(
    "reply-not-event",
    N_("This is an answer or a request about an invitation ({method}), not an event; it was skipped."),
)
EVENT_UNREADABLE = _skipped("event-unreadable", N_("The event could not be read ({cause}); it was skipped."))

# something was repaired
ENCODING_GUESSED = _repaired(
    "encoding-guessed", N_("The text is no UTF-8; from this line it was read as Windows-1252.")
)
LINES_INDENTED = _repaired(
    "lines-indented", N_("The lines of the file are indented; each that looks like a property was read as one.")
)
BYTES_REPLACED = _repaired("bytes-replaced", N_("Some bytes are no text in any encoding; they are shown as �."))
LINE_UNREADABLE = _repaired("line-unreadable", N_("The line has no name or no colon; it was left out."))
PARAMETERS_UNREADABLE = _repaired(
    "parameters-unreadable", N_("The parameters of {property} make no sense; they were left out.")
)
QUOTES_ODD = _repaired(
    "quotes-odd", N_("{property} has quotes that do not fit together; it was read as it was probably meant.")
)
TEXT_OUTSIDE = _repaired("text-outside", N_("There is text outside the calendar; it was left out."))
CALENDAR_MISSING = _repaired("calendar-missing", N_("The event stands outside a calendar; it was read all the same."))
END_WITHOUT_BEGIN = _repaired(
    "end-without-begin", N_("There is an END:{component} without its BEGIN; it was left out.")
)
BEGIN_WITHOUT_END = _repaired(
    "begin-without-end", N_("BEGIN:{component} has no END; what follows it was taken as its end.")
)
UID_MISSING = _repaired("uid-missing", N_("The event has no UID; it was given one made from its content."))
PROPERTY_TWICE = _repaired("property-twice", N_("{property} stands in the event twice; the first one counts."))
NUMBER_UNREADABLE = _repaired("number-unreadable", N_("{property} is no whole number; it was read as 0."))
END_AND_DURATION = _repaired("end-and-duration", N_("The event has both DTEND and DURATION; DTEND counts."))
ALL_DAY_WITHOUT_LENGTH = _repaired(
    "all-day-without-length", N_("The all-day event ends on the day it starts; it was read as one day.")
)
DATE_WITH_TIME = _repaired(
    "date-with-time", N_("{property} says that it is a date, but it is a time; it was read as a time.")
)
LEAP_SECOND = _repaired("leap-second", N_("{property} falls in a leap second; it was read as second 59."))
END_ZONE_MISSING = _repaired("end-zone-missing", N_("Only one of start and end has a time zone; it was used for both."))
ATTENDEE_UNREADABLE = _repaired("attendee-unreadable", N_("{property} names nobody; it was left out."))
EXCLUDED_DATE_UNREADABLE = _repaired(
    "excluded-date-unreadable", N_("EXDATE holds a value that is no date; it was left out.")
)
ADDED_DATE_UNREADABLE = _repaired("added-date-unreadable", N_("RDATE holds a value that is no date; it was left out."))
ADDED_DATE_KIND = _repaired(
    "added-date-kind", N_("RDATE and DTSTART differ in kind (day or time, zone or none); read as DTSTART is.")
)
OVERRIDE_RULE_IGNORED = _repaired(
    "override-rule-ignored", N_("A changed occurrence has a recurrence rule of its own; the rule was left out.")
)
OVERRIDE_OUTSIDE_SERIES = _repaired(
    "override-outside-series", N_("The series has no occurrence at the time that was changed; the change was kept.")
)
ZONE_AND_UTC = _repaired("zone-and-utc", N_("{property} has a time zone and is in UTC; it was read as UTC."))
ZONE_UNKNOWN = _repaired(
    "zone-unknown", N_("The time zone “{zone}” is unknown; its times were read in the owner's own zone.")
)
ZONE_DEDUCED = _repaired("zone-deduced", N_("The time zone “{zone}” was read as {name}."))
ZONE_OFFSET = _repaired(
    "zone-offset", N_("The time zone “{zone}” is unknown; its times were read with the offset that its name shows.")
)
ZONE_DEFINITION_DIFFERS = _repaired(
    "zone-definition-differs", N_("The file defines {zone} otherwise than the world does; the name counts.")
)
CALENDAR_ZONE_UNKNOWN = _repaired(
    "calendar-zone-unknown", N_("The calendar's time zone “{zone}” is unknown; it was ignored.")
)
FLOATING_TIMES = _repaired("floating-times", N_("Times without a time zone were read in the owner's own zone."))

KIND_LIMIT = 20
"""So many sentences of one kind, of different zones or properties, are told apart."""


class ProblemLog:
    """Collects the problems of one calendar: of each kind the first, with the number of them.

    Attributes:
        problems: the list to show; it grows in place.
    """

    def __init__(self, source: str) -> None:
        """Start an empty log for ``source``, the place people see."""
        self.source = source
        self.problems: list[Problem] = []
        self._seen: set[tuple[str, int | None, str, str]] = set()
        self._places: dict[tuple[str, str], int] = {}
        self._sentences: Counter[str] = Counter()

    def add(self, kind: ProblemKind, line: int | None = None, uid: str = "", **fields: object) -> None:
        """Add a problem; the same thing said of the same place counts once."""
        key = (kind.code, line, uid, repr(fields))
        if key in self._seen:
            return
        self._seen.add(key)
        # The zone or the property that a sentence names makes it another one, until a file plays with that.
        sentence = (kind.code, repr(fields))
        self._sentences[kind.code] += sentence not in self._places
        if self._sentences[kind.code] > KIND_LIMIT:
            sentence = (kind.code, "")
        place = self._places.setdefault(sentence, len(self.problems))
        if place == len(self.problems):
            self.problems.append(Problem(self.source, kind, line, uid, fields))
        else:
            self.problems[place] = replace(self.problems[place], count=self.problems[place].count + 1)
