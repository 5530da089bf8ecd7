"""When one event takes place, as its DTSTART, DTEND and DURATION say (RFC 5545 section 3.6.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from analyzer.problems import NotReadError, ProblemKind
from connectors.ics.parsing import problems
from connectors.ics.parsing.lines import ContentLine
from connectors.ics.parsing.moments import (
    DAY,
    LAST,
    NO_TIME,
    Duration,
    Moment,
    Note,
    TimeUnreadable,
    ZoneOf,
    read_duration,
    read_moment,
    shift,
    to_utc,
)

NO_DURATION = Duration()
_LAST_END = LAST - 2 * DAY
Properties = Mapping[str, Sequence[ContentLine]]


@dataclass(frozen=True, slots=True)
class Timing:
    """The first (or only) occurrence of an event.

    Attributes:
        start: a day or a time.
        end: where DTEND says so; for days exclusive.
        duration: where DURATION says so, or neither does.
    """

    start: Moment
    end: Moment | None = None
    duration: Duration = NO_DURATION

    @property
    def is_all_day(self) -> bool:
        """Whether it lasts whole days."""
        return self.start.is_date

    def length(self, owner_zone: ZoneInfo) -> Duration:
        """Return the length that every occurrence has.

        DTEND gives an exact length, the same for all occurrences (RFC 5545 section 3.8.5.3); days are counted as days.
        """
        if self.end is None:
            return self.duration
        on_the_clock = self.end.local - self.start.local
        if self.is_all_day:
            return Duration(days=on_the_clock.days)
        exact = self.end.instant(owner_zone) - self.start.instant(owner_zone)
        # From inside the gap of spring to just after it no time passes, though the clock says so: the clock counts.
        return Duration(exact=on_the_clock if exact < NO_TIME <= on_the_clock else exact)


def end_of(local: datetime, length: Duration, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which an occurrence that starts at ``local`` in ``zone`` ends.

    What goes on to the end of the calendar ends two days before it, so that every zone can show it.
    """
    end = shift(to_utc(shift(local, timedelta(days=length.days)), zone), length.exact)
    return end if end <= _LAST_END else max(to_utc(local, zone), _LAST_END)


def read_timing(properties: Properties, zone_of: ZoneOf, note: Note, default_start: Moment | None = None) -> Timing:
    """Return when an event takes place.

    Args:
        properties: the content lines of the event, by name.
        zone_of: the zones of the calendar.
        note: told of every repair.
        default_start: start of an event without DTSTART (a cancelled occurrence), or None when it must have one.

    Raises:
        NotReadError: there is no start, or more than one, or start and end are no length of time.
    """
    start = _only_moment(properties, "DTSTART", problems.START_TWICE, zone_of, note) or default_start
    if start is None:
        raise NotReadError(problems.START_MISSING)
    end = _only_moment(properties, "DTEND", problems.END_TWICE, zone_of, note)
    durations = properties.get("DURATION", ())
    if end is None:
        return _with_duration(start, durations, note)
    if durations:
        note(problems.END_AND_DURATION)
    if start.is_date != end.is_date:
        start = _as_time(start, properties, "DTSTART", zone_of, note)
        end = _as_time(end, properties, "DTEND", zone_of, note)
    if start.is_date:
        if end.local < start.local:
            raise NotReadError(problems.END_BEFORE_START)
        if end.local == start.local:
            note(problems.ALL_DAY_WITHOUT_LENGTH)
            return Timing(start, duration=Duration(days=1))
        return Timing(start, end)
    if (start.zone is None) != (end.zone is None):
        # One clock for both: half a zone is a slip of the pen, and any other reading makes up a length.
        note(problems.END_ZONE_MISSING)
        zone = start.zone or end.zone
        start, end = replace(start, zone=zone), replace(end, zone=zone)
    timing = Timing(start, end)
    if _is_backwards(timing):
        raise NotReadError(problems.END_BEFORE_START)
    return timing


def _as_time(moment: Moment, properties: Properties, name: str, zone_of: ZoneOf, note: Note) -> Moment:
    """Return a time for what was read as a day, where it is a midnight that VALUE=DATE calls a day."""
    if not moment.is_date:
        return moment
    line = next(iter(properties.get(name, ())), None)
    if line is None or "T" not in line.value.upper():
        raise NotReadError(problems.DATE_AND_TIME_MIXED)
    parameters = {key: value for key, value in line.parameters.items() if key != "VALUE"}
    return read_moment(replace(line, parameters=parameters), zone_of, note)


def _is_backwards(timing: Timing) -> bool:
    start, end = timing.start, timing.end
    if end is None:
        return False
    if start.zone is None or end.zone is None:
        return end.local < start.local
    return timing.length(start.zone).exact < NO_TIME


def _only_moment(properties: Properties, name: str, twice: ProblemKind, zone_of: ZoneOf, note: Note) -> Moment | None:
    lines = properties.get(name, ())
    if not lines:
        return None
    first = lines[0]
    if any(line.value != first.value or line.parameters != first.parameters for line in lines[1:]):
        raise NotReadError(twice)
    try:
        return read_moment(first, zone_of, note)
    except TimeUnreadable as error:
        raise NotReadError(problems.TIME_UNREADABLE, property=name) from error


def _with_duration(start: Moment, durations: Sequence[ContentLine], note: Note) -> Timing:
    if not durations:
        return Timing(start, duration=Duration(days=1) if start.is_date else NO_DURATION)
    try:
        duration = read_duration(durations[0].value)
        whole = timedelta(days=duration.days) + duration.exact
        _ = start.local + whole  # the question: does it end inside the calendar?
    except TimeUnreadable as error:
        raise NotReadError(problems.DURATION_UNREADABLE) from error
    except OverflowError as error:
        raise NotReadError(problems.DURATION_TOO_LONG) from error
    if whole < NO_TIME:
        raise NotReadError(problems.DURATION_NEGATIVE)
    if not start.is_date:
        return Timing(start, duration=duration)
    if whole % DAY:
        raise NotReadError(problems.DATE_AND_TIME_MIXED)
    if not whole:
        note(problems.ALL_DAY_WITHOUT_LENGTH)
    return Timing(start, duration=Duration(days=max(whole.days, 1)))
