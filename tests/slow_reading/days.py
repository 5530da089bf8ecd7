"""The days of an agenda: workdays, working hours, lunch, working time, and what blocks it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from holidays import country_holidays

from analyzer.agreements import Agreements
from slow_reading.records import Agenda, Event, minutes_between, period_minutes, wall_clock

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Workday:
    """A workday.

    Attributes:
        starts: when its working hours begin.
        ends: when its last working hours end.
        hours: minutes of its working hours, lunch included.
        lunch: minutes of its lunch window, inside working hours or not.
        working_time: working hours minus lunch.
    """

    day: date
    starts: datetime
    ends: datetime
    hours: frozenset[int]
    lunch: frozenset[int]
    working_time: frozenset[int]


def counted(agenda: Agenda) -> list[Event]:
    """Return the meetings: the events that have no reason not to count."""
    return [event for event in agenda.events if event.reason == ""]


def calls(agenda: Agenda) -> list[Event]:
    """Return the meetings held by video; with an accepted room only where a hybrid meeting is agreed to be a call."""
    return [
        event
        for event in counted(agenda)
        if event.call != "" and (not event.hybrid or agenda.agreements.hybrid_is_call)
    ]


def standing_absence(agenda: Agenda) -> list[Event]:
    """Return the absence that was neither cancelled nor declined."""
    return [
        event for event in agenda.events if event.kind == "absence" and event.reason not in ("cancelled", "declined")
    ]


def focus_time(agenda: Agenda) -> list[Event]:
    """Return the booked focus time that was neither cancelled nor declined."""
    return [event for event in agenda.events if event.kind == "focus" and event.reason not in ("cancelled", "declined")]


def union(events: list[Event]) -> set[int]:
    """Return every minute that at least one of the events takes."""
    taken: set[int] = set()
    for event in events:
        taken |= event.minutes()
    return taken


def blocked_minutes(agenda: Agenda) -> set[int]:
    """Return what blocks a focus block: meetings, absence, and what is busy and may be a meeting."""
    untold = [event for event in agenda.events if event.reason in ("busy-only", "people-unknown")]
    maybe = [event for event in untold if not event.free and not event.all_day and event.kind != "working-place"]
    return union(counted(agenda)) | union(standing_absence(agenda)) | union(maybe)


def agreed_windows(agreements: Agreements, day: date) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the agreed working hours and lunch of ``day`` in minutes after midnight, ([], []) when it is not worked.

    A shift on this very day comes first; else the weekday must be a working day of this week, odd or even where weeks
    alternate. Hours and lunch of its own win over the general ones.
    """
    for shift in agreements.shifts:
        if shift.day == day:
            own_hours, own_lunch = shift.working_hours, shift.lunch
            break
    else:
        is_even = day.isocalendar()[1] % 2 == 0
        working_days = agreements.working_days
        if is_even and agreements.even_weeks is not None:
            working_days = agreements.even_weeks
        if not is_even and agreements.odd_weeks is not None:
            working_days = agreements.odd_weeks
        weekday = WEEKDAYS[day.weekday()]
        if weekday not in working_days:
            return [], []
        own_hours, own_lunch = None, None
        for name, agreed in agreements.days.items():
            if name == weekday:
                own_hours, own_lunch = agreed.working_hours, agreed.lunch
    hours = list(agreements.working_hours if own_hours is None else own_hours)
    lunches = []
    for start, end in agreements.lunch if own_lunch is None else own_lunch:
        # A shift that runs past midnight takes its lunch in the small hours of the next day.
        touches_today = any(start < hours_end and hours_start < end for hours_start, hours_end in hours)
        touches_tomorrow = any(
            start + 1440 < hours_end and hours_start < end + 1440 for hours_start, hours_end in hours
        )
        if touches_tomorrow and not touches_today:
            lunches.append((start + 1440, end + 1440))
        else:
            lunches.append((start, end))
    return hours, lunches


def is_public_holiday(agreements: Agreements, day: date) -> bool:
    """Whether the agreed country has a public holiday; never so without an agreed country."""
    if agreements.holidays == "":
        return False
    return day in _public_holidays(agreements.holidays, day.year)


@lru_cache(maxsize=32)
def _public_holidays(country_and_region: str, year: int) -> frozenset[date]:
    country, _, region = country_and_region.partition("-")
    return frozenset(country_holidays(country, subdiv=region or None, years=year))


def workday_of(agenda: Agenda, day: date) -> Workday | None:
    """Return ``day`` as a workday, None when it is none.

    A workday has working hours, is no public holiday (a rostered shift is worked all the same), and is not covered by
    all-day absence: neither the day itself, which takes a shift past midnight with it, nor all of its working hours.
    """
    hours_windows, lunch_windows = agreed_windows(agenda.agreements, day)
    if not hours_windows:
        return None
    is_rostered = any(shift.day == day for shift in agenda.agreements.shifts)
    if is_public_holiday(agenda.agreements, day) and not is_rostered:
        return None
    hours: set[int] = set()
    for start, end in hours_windows:
        hours |= minutes_between(wall_clock(day, start, agenda.zone), wall_clock(day, end, agenda.zone))
    lunch: set[int] = set()
    for start, end in lunch_windows:
        lunch |= minutes_between(wall_clock(day, start, agenda.zone), wall_clock(day, end, agenda.zone))
    away = union([event for event in standing_absence(agenda) if event.all_day])
    whole_day = minutes_between(wall_clock(day, 0, agenda.zone), wall_clock(day, 1440, agenda.zone))
    if hours <= away or whole_day <= away:
        return None
    return Workday(
        day=day,
        starts=wall_clock(day, min(start for start, _ in hours_windows), agenda.zone),
        ends=wall_clock(day, max(end for _, end in hours_windows), agenda.zone),
        hours=frozenset(hours),
        lunch=frozenset(lunch),
        working_time=frozenset(hours - lunch),
    )


# Nearly every paragraph asks for them; an agenda is known by itself, not by what it holds.
@lru_cache(maxsize=8)
def workdays_of(agenda: Agenda) -> tuple[Workday, ...]:
    """Return the workdays among the days of the period, in order."""
    found = [workday_of(agenda, day) for day in agenda.period.days()]
    return tuple(workday for workday in found if workday is not None)


def hours_of_all_days(agenda: Agenda) -> set[int]:
    """Return the minutes of the period that lie in working hours.

    The shift of the evening before the period may run into its first day, and is then working hours too.
    """
    hours: set[int] = set()
    before = workday_of(agenda, agenda.period.first - timedelta(days=1))
    for workday in [*([before] if before else []), *workdays_of(agenda)]:
        hours |= workday.hours
    return hours & period_minutes(agenda)


def meeting_minutes_on(agenda: Agenda, workday: Workday) -> int:
    """Return the minutes of the union of all meetings inside the working time of the day."""
    return len(union(counted(agenda)) & workday.working_time)


def meetings_touching(agenda: Agenda, workday: Workday) -> list[Event]:
    """Return the meetings that take at least one minute of the day's working time."""
    return [event for event in counted(agenda) if event.minutes() & workday.working_time]


def unblocked_stretches(agenda: Agenda, workday: Workday) -> list[int]:
    """Return the lengths in minutes of the maximal unblocked stretches of the day's working time, in order."""
    blocked = blocked_minutes(agenda)
    lengths: list[int] = []
    previous = None
    for minute in sorted(workday.working_time):
        if minute not in blocked:
            if previous == minute - 1:
                lengths[-1] += 1
            else:
                lengths.append(1)
            previous = minute
    return lengths


def focus_blocks(agenda: Agenda, workday: Workday) -> list[int]:
    """Return the lengths of those stretches that are long enough for concentrated work."""
    return [length for length in unblocked_stretches(agenda, workday) if length >= agenda.agreements.focus_block]


def is_focus_day(agenda: Agenda, workday: Workday) -> bool:
    """Whether the workday holds at most the agreed minutes of meeting."""
    return meeting_minutes_on(agenda, workday) <= agenda.agreements.focus_day_meetings
