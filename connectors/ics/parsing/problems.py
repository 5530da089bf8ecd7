"""The problems of ICS sources: one sentence for each code, and a log that no file can flood."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.problems import Effect, Problem, register
from analyzer.text import N_
from connectors.ics.recurrence.expansion import PROBLEM_TEXTS as RULE_TEXTS

PROBLEM_TEXTS: dict[str, str] = {
    # the whole source
    "cut-off": N_("The file ends inside the event that begins on this line; what came after it is missing."),
    "calendar-without-end": N_("The calendar has no END:VCALENDAR; the file may have been cut off."),
    "too-many-occurrences": N_("The events repeat more often than {limit} times in this period; the rest is left out."),
    "repeated-problem": N_("{count} more problems of the kind “{kind}” in this source."),
    # an event was skipped
    "start-missing": N_("The event has no start; it was skipped."),
    "start-twice": N_("The event has two different starts; it was skipped."),
    "time-unreadable": N_("{property} is no date or time; the event was skipped."),
    "end-twice": N_("The event has two different ends; it was skipped."),
    "end-before-start": N_("The event ends before it starts; it was skipped."),
    "date-and-time-mixed": N_("The event starts on a day and ends at a time, or the other way round; it was skipped."),
    "duration-unreadable": N_("DURATION is no length of time; the event was skipped."),
    "duration-negative": N_("DURATION is negative; the event was skipped."),
    "duration-too-long": N_("The event would end after the year 9999; it was skipped."),
    "recurrence-id-unreadable": N_("The changed occurrence does not say which one it replaces; it was skipped."),
    "too-many-dates": N_("The event lists more than {limit} dates; it was skipped."),
    "series-too-dense": N_("The series has more than {limit} occurrences in this period; it was skipped."),
    "zone-definition-refused": N_("The definition of the time zone “{zone}” cannot be used; the event was skipped."),
    "duplicate-uid": N_("Another version of this event is newer; this one was skipped."),
    "override-twice": N_("The same occurrence was changed twice; the newer change counts, this one was skipped."),
    "override-excluded": N_("The series leaves out the occurrence that was changed (EXDATE); the change was skipped."),
    "nested-event": N_("The event stands inside another event; it was skipped."),
    "reply-not-event": N_(
        "This is an answer or a request about an invitation ({method}), not an event; it was skipped."
    ),
    "event-unreadable": N_("The event could not be read ({cause}); it was skipped."),
    # something was repaired
    "encoding-guessed": N_("The text is no UTF-8; from this line it was read as Windows-1252."),
    "bytes-replaced": N_("Some bytes are no text in any encoding; they are shown as �."),
    "line-unreadable": N_("The line has no name or no colon; it was left out."),
    "parameters-unreadable": N_("The parameters of {property} make no sense; they were left out."),
    "text-outside": N_("There is text outside the calendar; it was left out."),
    "calendar-missing": N_("The event stands outside a calendar; it was read all the same."),
    "end-without-begin": N_("There is an END:{component} without its BEGIN; it was left out."),
    "begin-without-end": N_("BEGIN:{component} has no END; what follows it was taken as its end."),
    "uid-missing": N_("The event has no UID; it was given one made from its content."),
    "property-twice": N_("{property} stands in the event twice; the first one counts."),
    "number-unreadable": N_("{property} is no whole number; it was read as 0."),
    "end-and-duration": N_("The event has both DTEND and DURATION; DTEND counts."),
    "all-day-without-length": N_("The all-day event ends on the day it starts; it was read as one day."),
    "date-with-time": N_("{property} says that it is a date, but it is a time; it was read as a time."),
    "leap-second": N_("{property} falls in a leap second; it was read as second 59."),
    "end-zone-missing": N_("Only one of start and end has a time zone; it was used for both."),
    "attendee-unreadable": N_("{property} names nobody; it was left out."),
    "excluded-date-unreadable": N_("EXDATE holds a value that is no date; it was left out."),
    "added-date-unreadable": N_("RDATE holds a value that is no date; it was left out."),
    "added-date-kind": N_("RDATE and DTSTART differ in kind (day or time, zone or none); read as DTSTART is."),
    "override-rule-ignored": N_("A changed occurrence has a recurrence rule of its own; the rule was left out."),
    "override-outside-series": N_("The series has no occurrence at the time that was changed; the change was kept."),
    "zone-and-utc": N_("{property} has a time zone and is in UTC; it was read as UTC."),
    "zone-unknown": N_("The time zone “{zone}” is unknown; its times were read in the owner's own zone."),
    "zone-deduced": N_("The time zone “{zone}” was read as {name}."),
    "zone-definition-differs": N_("The file defines {zone} otherwise than the world does; the name counts."),
    "calendar-zone-unknown": N_("The calendar's time zone “{zone}” is unknown; it was ignored."),
    "floating-times": N_("Times without a time zone were read in the owner's own zone."),
}
"""What each code of an ICS source says, as msgid. The codes of recurrence rules stand with the rules."""

register(PROBLEM_TEXTS)
register(RULE_TEXTS)

CODE_LIMIT = 100
"""So many problems of one code are kept one by one; of the rest only the number."""


class ProblemLog:
    """Collects the problems of one calendar, each of them once, and no more than a reader can use.

    Attributes:
        problems: the list to show; it grows in place.
    """

    def __init__(self, source: str) -> None:
        """Start an empty log for ``source``, the place people see."""
        self.source = source
        self.problems: list[Problem] = []
        self._seen: set[tuple[str, int | None, str, str]] = set()
        self._counts: dict[str, int] = {}
        self._overflow: dict[str, int] = {}

    def add(
        self,
        code: str,
        effect: Effect,
        line: int | None = None,
        uid: str = "",
        fields: Mapping[str, object] | None = None,
    ) -> None:
        """Add a problem; the same thing said of the same place counts once."""
        said = dict(fields or {})
        key = (code, line, uid, repr(said))
        if key in self._seen:
            return
        self._seen.add(key)
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= CODE_LIMIT:
            self.problems.append(Problem(self.source, code, line, uid, effect, said))
            return
        more = Problem(
            self.source,
            "repeated-problem",
            effect=effect,
            fields={"count": self._counts[code] - CODE_LIMIT, "kind": code},
        )
        if code in self._overflow:
            self.problems[self._overflow[code]] = more
        else:
            self._overflow[code] = len(self.problems)
            self.problems.append(more)
