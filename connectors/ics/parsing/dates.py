"""RDATE and EXDATE: the dates added to a series and taken from it (RFC 5545 sections 3.8.5.1 and 3.8.5.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.problems import NotReadError
from connectors.ics.parsing import problems
from connectors.ics.parsing.lines import ContentLine
from connectors.ics.parsing.moments import Duration, Moment, Note, TimeUnreadable, ZoneOf, read_duration, read_moment

DATE_LIMIT = 10_000
"""So many added or excluded dates one event may list."""


@dataclass(frozen=True, slots=True)
class Addition:
    """One date added to a series; a PERIOD has an end or a duration of its own."""

    start: Moment
    end: Moment | None = None
    duration: Duration | None = None


def read_additions(lines: Sequence[ContentLine], series_start: Moment, zone_of: ZoneOf, note: Note) -> list[Addition]:
    """Return the dates that RDATE adds, all of the kind of DTSTART: days for days, times for times.

    A day added to a series of times takes the time of the series, a time added to a series of days its day, and a time
    without zone the zone of the series; each of these is noted. What is no date is noted and left out.

    Raises:
        NotReadError: there are more of them than :data:`DATE_LIMIT`.
    """
    additions = []
    for line, value in _values(lines):
        start_text, slash, end_text = value.partition("/")
        try:
            start = read_moment(line, zone_of, note, start_text)
            end, duration = _period_end(line, end_text, zone_of, note) if slash else (None, None)
        except (TimeUnreadable, OverflowError):
            note(problems.ADDED_DATE_UNREADABLE)
            continue
        start = _as_series(start, series_start, note)
        if end is not None:
            end = None if start.is_date or end.is_date else replace(end, zone=end.zone or start.zone)
        additions.append(Addition(start, end, None if start.is_date else duration))
    return additions


def read_exclusions(lines: Sequence[ContentLine], zone_of: ZoneOf, note: Note) -> list[Moment]:
    """Return the dates that EXDATE takes away, as written: a day takes away whatever starts on it.

    Raises:
        NotReadError: there are more of them than :data:`DATE_LIMIT`.
    """
    exclusions = []
    for line, value in _values(lines):
        try:
            exclusions.append(read_moment(line, zone_of, note, value))
        except TimeUnreadable:
            note(problems.EXCLUDED_DATE_UNREADABLE)
    return exclusions


def _values(lines: Sequence[ContentLine]) -> Iterator[tuple[ContentLine, str]]:
    if sum(line.value.count(",") + 1 for line in lines) > DATE_LIMIT:
        raise NotReadError(problems.TOO_MANY_DATES, limit=DATE_LIMIT)
    return ((line, value) for line in lines for value in line.value.split(",") if value.strip())


def _period_end(line: ContentLine, text: str, zone_of: ZoneOf, note: Note) -> tuple[Moment | None, Duration | None]:
    if text.strip().upper().startswith(("P", "+P")):
        return None, read_duration(text)
    return read_moment(line, zone_of, note, text), None


def _as_series(start: Moment, series_start: Moment, note: Note) -> Moment:
    if series_start.is_date:
        if start.is_date:
            return start
        note(problems.ADDED_DATE_KIND)
        return Moment(start.local.replace(hour=0, minute=0, second=0), is_date=True)
    if start.is_date:
        note(problems.ADDED_DATE_KIND)
        clock = series_start.local.time()
        local = start.local.replace(hour=clock.hour, minute=clock.minute, second=clock.second)
        return Moment(local, zone=series_start.zone)
    if start.zone is None and series_start.zone is not None:
        note(problems.ADDED_DATE_KIND)
        return replace(start, zone=series_start.zone)
    return start
