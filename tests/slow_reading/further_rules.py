"""The further rules about the hours of a day and about series, each function one line of the table of the rules' text.

What the text leaves open was settled rule by rule; each docstring says how it was settled.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction

from slow_reading.days import (
    WEEKDAYS,
    Workday,
    counted,
    hours_of_all_days,
    meeting_minutes_on,
    meetings_touching,
    standing_absence,
    union,
    workday_of,
    workdays_of,
)
from slow_reading.further_records import CountSlowly, FindSlowly, FurtherEvent, local_date, meetings, rounded
from slow_reading.records import Agenda, Event, minute_of, minutes_between, moment_of, period_minutes, wall_clock
from slow_reading.rules import SlowFinding, chains, rows_of


def pieces_of(minutes: set[int]) -> list[list[int]]:
    """Return the maximal stretches of minutes without a hole, in order."""
    pieces: list[list[int]] = []
    for minute in sorted(minutes):
        if pieces and pieces[-1][-1] == minute - 1:
            pieces[-1].append(minute)
        else:
            pieces.append([minute])
    return pieces


def one_follows_another(run: list[Event]) -> bool:
    """Whether there are at least two of them, and one starts at or after another one's end."""
    return len(run) >= 2 and any(later.start >= earlier.end for earlier in run for later in run)


def long_call_stretch(agenda: Agenda, short_break: int = 10, long_stretch: int = 120) -> list[SlowFinding]:
    """Calls with breaks under ten minutes for two hours.

    A run of calls of which one follows another. Silent when it shares a call with a chain of back-to-back-calls
    that is itself so long.
    """
    covered = {
        call.row
        for chain in chains(agenda, agenda.agreements.minimum_break)
        if one_follows_another(chain) and length_of(chain) >= long_stretch
        for call in chain
    }
    found = []
    for run in chains(agenda, short_break):
        if not one_follows_another(run) or length_of(run) < long_stretch or covered & set(rows_of(run)):
            continue
        breaks = []
        latest_end = run[0].end
        for call in run[1:]:
            if call.start >= latest_end:
                breaks.append(minute_of(call.start) - minute_of(latest_end))
            latest_end = max(latest_end, call.end)
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=min(call.start for call in run),
                end=max(call.end for call in run),
                minutes=length_of(run),
                severity="warning",
                events=rows_of(run),
                evidence={
                    "calls": len(run),
                    "hybrid_calls": len([call for call in run if call.hybrid]),
                    "breaks_minutes": breaks,
                },
            )
        )
    return found


def length_of(run: list[Event]) -> int:
    """Return the minutes from the first start to the latest end."""
    return minute_of(max(call.end for call in run)) - minute_of(min(call.start for call in run))


def no_lunch_break(
    agenda: Agenda, lunch_break: int = 30, break_window: str = "11:30-13:30", long_day: int = 330
) -> list[SlowFinding]:
    """A workday without one free half hour between 11:30 and 13:30.

    Of days on which more than 330 minutes are worked, and whose hours from first start to last end hold the whole
    window. Free is what meetings, but shared lunches, leave of the window and of that day's agreed lunch. Where such a
    meeting takes of the agreed lunch, lunch-meeting speaks and this rule is silent.
    """
    first, last = (int(clock[:2]) * 60 + int(clock[3:]) for clock in break_window.split("-"))
    last += 1440 if last <= first else 0
    disturbing = [event for event in counted(agenda) if not event.shared_lunch]
    found = []
    for workday in workdays_of(agenda):
        opens, closes = wall_clock(workday.day, first, agenda.zone), wall_clock(workday.day, last, agenda.zone)
        holds_window = minute_of(workday.starts) <= minute_of(opens) and minute_of(closes) <= minute_of(workday.ends)
        is_judged = len(workday.working_time) > long_day and holds_window
        window = minutes_between(opens, closes)
        taken = union(disturbing)
        longest = max((len(piece) for piece in pieces_of((window | workday.lunch) - taken)), default=0)
        if is_judged and longest < lunch_break and not workday.lunch & taken and window & taken:
            found.append(
                SlowFinding(
                    calendar=agenda.number,
                    start=opens,
                    end=closes,
                    minutes=len(window & taken),
                    severity="warning",
                    events=rows_of([event for event in disturbing if event.minutes() & window]),
                    evidence={"longest_break": longest},
                )
            )
    return found


def overfull_day(agenda: Agenda, full_share: float = 0.75, full_meeting_day_share: float = 0.9) -> list[SlowFinding]:
    """A workday of which meetings take three quarters of the working time; on an agreed meeting day nine tenths."""
    found = []
    for workday in workdays_of(agenda):
        is_meeting_day = WEEKDAYS[workday.day.weekday()] in agenda.agreements.meeting_days
        limit = Fraction(str(full_meeting_day_share if is_meeting_day else full_share))
        if not workday.working_time:
            continue
        minutes = meeting_minutes_on(agenda, workday)
        share = Fraction(minutes, len(workday.working_time))
        if share >= limit:
            found.append(
                SlowFinding(
                    calendar=agenda.number,
                    start=workday.starts,
                    end=workday.ends,
                    minutes=minutes,
                    severity="warning",
                    events=rows_of(meetings_touching(agenda, workday)),
                    evidence={
                        "meetings": len(meetings_touching(agenda, workday)),
                        "meeting_share": rounded(share),
                        "working_minutes": len(workday.working_time),
                    },
                )
            )
    return found


def tolerated_minutes(agenda: Agenda, tolerance: int) -> set[int]:
    """Return the minutes of working hours, every window of them wider by the tolerance at both ends."""
    tolerated: set[int] = set()
    before = workday_of(agenda, agenda.period.first - timedelta(days=1))
    for workday in [*([before] if before else []), *workdays_of(agenda)]:
        for piece in pieces_of(set(workday.hours)):
            tolerated |= set(range(piece[0] - tolerance, piece[-1] + 1 + tolerance))
    return tolerated


def outside_working_hours(agenda: Agenda, tolerance: int = 15) -> list[SlowFinding]:
    """A meeting that reaches outside working hours or into absence by more than the tolerance, or on a non-workday.

    The hours of every window are a quarter of an hour wider at both ends for this, and every absence is as much
    narrower; minutes are those outside the hours themselves or in absence, in the period. One-to-one meetings that the
    owner organised are a note.
    """
    away = union(standing_absence(agenda))
    surely_away: set[int] = set()
    for absence in standing_absence(agenda):
        surely_away |= set(range(minute_of(absence.start) + tolerance, minute_of(absence.end) - tolerance))
    hours, tolerated = hours_of_all_days(agenda) - away, tolerated_minutes(agenda, tolerance) - surely_away
    found = []
    for meeting in meetings(agenda):
        minutes = meeting.minutes() & period_minutes(agenda)
        if not minutes - tolerated:
            continue
        is_one_to_one = meeting.people_count == 2 and not meeting.people_at_least
        situation, day = situation_of(agenda, meeting, minutes, surely_away)
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=meeting.start,
                end=meeting.end,
                minutes=len(minutes - hours),
                severity="note" if is_one_to_one and meeting.organized_by_owner else "warning",
                events=(meeting.row,),
                evidence={"situation": situation, "hours_date": day},
            )
        )
    return found


def situation_of(agenda: Agenda, meeting: Event, minutes: set[int], surely_away: set[int]) -> tuple[str, date]:
    """Return in which situation a meeting stands outside the time one works, and the day whose hours that speaks of."""
    day = local_date(agenda, moment_of(min(minutes)))
    workday = next((one for one in workdays_of(agenda) if one.day == day), None)
    beside = shift_before(agenda, min(minutes), max(minutes) + 1, workday, day) or workday
    if minutes & surely_away:
        return "leave", beside.day if beside else day
    if beside is not None:
        if meeting.social:
            return "social", beside.day
        is_before, is_after = min(minutes) < min(beside.hours), max(minutes) > max(beside.hours)
        if is_before == is_after:
            return "", beside.day
        return "before-hours" if is_before else "after-hours", beside.day
    if not agenda.agreements.hours_on(day)[0]:
        return "social" if meeting.social else "not-agreed", day
    if day in agenda.agreements.holidays_between(day, day) and not agenda.agreements.is_rostered(day):
        return "holiday", day
    return "leave", day


def shift_before(agenda: Agenda, start: int, end: int, workday: Workday | None, day: date) -> Workday | None:
    """Return the shift of the evening before that a stretch of minutes of this day stands beside, None for none.

    It runs to midnight or past it, and the stretch begins before its end or as it ends; or it is nearer to it than to
    the hours of the day itself, which the stretch does not touch.
    """
    shift = workday_of(agenda, day - timedelta(days=1))
    if shift is None or max(shift.hours) + 1 < minute_of(wall_clock(day, 0, agenda.zone)):
        return None
    since_shift = start - (max(shift.hours) + 1)
    if since_shift <= 0:
        return shift
    if workday is None or end > min(workday.hours):
        return None
    until_hours = min(workday.hours) - end
    return shift if since_shift < until_hours else None


def day_of(agenda: Agenda, meeting: Event) -> date:
    """Return the day a meeting belongs to: the first workday in whose hours it begins, else its date on the wall."""
    for workday in workdays_of(agenda):
        if minute_of(meeting.start) in workday.hours:
            return workday.day
    return local_date(agenda, meeting.start)


def late_to_early(agenda: Agenda, minimum_rest: int = 11) -> list[SlowFinding]:
    """Less than eleven hours between the last meeting of a day and the first of the next."""
    days: dict[date, list[Event]] = {}
    for meeting in counted(agenda):
        if meeting.start < meeting.end:
            days.setdefault(day_of(agenda, meeting), []).append(meeting)
    found = []
    for day in sorted(days):
        if day + timedelta(days=1) not in days:
            continue
        late = min(days[day], key=lambda event: (-minute_of(event.end), event.row))
        early = min(days[day + timedelta(days=1)], key=lambda event: (event.start, event.row))
        rest_minutes = max(0, minute_of(early.start) - minute_of(late.end))
        if rest_minutes < minimum_rest * 60:
            found.append(
                SlowFinding(
                    calendar=agenda.number,
                    start=late.end,
                    end=max(early.start, late.end),
                    minutes=minimum_rest * 60 - rest_minutes,
                    severity="warning",
                    events=rows_of([late, early]),
                    evidence={"rest_minutes": rest_minutes},
                )
            )
    return found


def no_transition(agenda: Agenda, transition: int = 15) -> list[SlowFinding]:
    """First meeting at the very start, or last at the very end, of working hours: within a quarter of an hour."""
    found = []
    for workday in workdays_of(agenda):
        of_day = meetings_touching(agenda, workday)
        if not of_day:
            continue
        opens, closes = minute_of(workday.starts), minute_of(workday.ends)
        before = max(0, min(minute_of(event.start) for event in of_day) - opens)
        after = max(0, closes - max(minute_of(event.end) for event in of_day))
        if before >= transition and after >= transition:
            continue
        shown = [
            event
            for event in of_day
            if minute_of(event.start) < opens + transition or minute_of(event.end) > closes - transition
        ]
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=workday.starts,
                end=workday.ends,
                minutes=max(0, transition - before) + max(0, transition - after),
                severity="note",
                events=rows_of(shown),
                evidence={"minutes_before": before, "minutes_after": after},
            )
        )
    return found


def double_booking(agenda: Agenda, shortest_overlap: int = 5) -> list[SlowFinding]:
    """Two meetings at once for five minutes; those that hang together by such pairs are one finding.

    Double is the time at which at least two of them run, also for less than five minutes.
    """
    left = counted(agenda)
    found = []
    while left:
        group = [left.pop(0)]
        for member in group:
            linked = [event for event in left if len(member.minutes() & event.minutes()) >= shortest_overlap]
            left = [event for event in left if event not in linked]
            group += linked
        if len(group) < 2:
            continue
        double: set[int] = set()
        for member in group:
            double |= member.minutes() & union([event for event in group if event is not member])
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=moment_of(min(double)),
                end=moment_of(max(double) + 1),
                minutes=len(double),
                severity="warning",
                events=rows_of(group),
                evidence={"meetings": len(group)},
            )
        )
    return found


def months_after(day: date, months: int) -> date:
    """Return the day so many calendar months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def endless_series(agenda: Agenda, oldest_months: int = 12) -> list[SlowFinding]:
    """A series without an end that began more than a year before the occurrence.

    One finding per series over the occurrences for which that holds. A month of its age is whole when the day of the
    month on which it began is reached.
    """
    series: dict[str, list[FurtherEvent]] = {}
    for event in meetings(agenda):
        if not event.endless or event.series_start is None:
            continue
        if local_date(agenda, event.start) > months_after(event.series_start, oldest_months):
            series.setdefault(event.uid, []).append(event)
    found = []
    for occurrences in series.values():
        first = min(occurrences, key=lambda event: event.row)
        assert first.series_start is not None
        today = local_date(agenda, first.start)
        months = (today.year - first.series_start.year) * 12 + today.month - first.series_start.month
        if today.day < first.series_start.day:
            months -= 1
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=first.start,
                end=first.end,
                minutes=sum(event.duration() for event in occurrences),
                severity="warning",
                events=rows_of(list(occurrences)),
                occurrences=len(occurrences),
                evidence={"series_start": first.series_start, "months": months},
            )
        )
    return found


def endless_series_not_judged(agenda: Agenda, oldest_months: int = 12) -> dict[str, int]:
    """Return how many occurrences are endless and do not tell since when."""
    unknown = [event for event in meetings(agenda) if event.endless and event.series_start is None]
    return {"series-start-unknown": len(unknown)}


def meeting_on_focus_day(agenda: Agenda) -> list[SlowFinding]:
    """A meeting on an agreed focus day; minutes are its own in the working time of such days."""
    focus: set[int] = set()
    for workday in workdays_of(agenda):
        if is_agreed_focus_day(agenda, workday):
            focus |= workday.working_time
    return [
        SlowFinding(
            calendar=agenda.number,
            start=meeting.start,
            end=meeting.end,
            minutes=len(meeting.minutes() & focus),
            severity="warning",
            events=(meeting.row,),
        )
        for meeting in counted(agenda)
        if meeting.minutes() & focus
    ]


def is_agreed_focus_day(agenda: Agenda, workday: Workday) -> bool:
    """Whether the day on which the hours start is agreed on for concentration."""
    return WEEKDAYS[workday.day.weekday()] in agenda.agreements.focus_days


RULES_OF_HOURS: dict[str, FindSlowly] = {
    "long-call-stretch": long_call_stretch,
    "no-lunch-break": no_lunch_break,
    "overfull-day": overfull_day,
    "outside-working-hours": outside_working_hours,
    "late-to-early": late_to_early,
    "no-transition": no_transition,
    "double-booking": double_booking,
    "endless-series": endless_series,
    "meeting-on-focus-day": meeting_on_focus_day,
}
"""The further rules of this file by name; the settings are arguments, with the defaults of the text."""

NOT_JUDGED_OF_HOURS: dict[str, CountSlowly] = {"endless-series": endless_series_not_judged}
"""What a rule could not judge, by reason; nothing for the others."""
