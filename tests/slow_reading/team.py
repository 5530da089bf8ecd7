"""A team judged minute by minute: every member alone, on the own clock, by dates and sets of minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class SlowMeeting:
    """One copy of a meeting: what tells the meeting, and when it is, as instants."""

    name: str
    start: datetime
    end: datetime

    def minutes(self) -> set[datetime]:
        return set(minutes_between(self.start, self.end))


@dataclass(frozen=True)
class SlowMember:
    """One member: the clock, the weekdays worked, and the meetings; hours are 08:30 to 17:30, lunch 12:00 to 13:00."""

    zone: ZoneInfo
    workdays: tuple[int, ...]
    meetings: tuple[SlowMeeting, ...]

    def working_minutes(self, day: date) -> set[datetime]:
        """The minutes of a day's working time, as instants."""
        if day.weekday() not in self.workdays:
            return set()
        return self._clock(day, (8, 30), (17, 30)) - self.lunch_minutes(day)

    def lunch_minutes(self, day: date) -> set[datetime]:
        return self._clock(day, (12, 0), (13, 0)) if day.weekday() in self.workdays else set()

    def hours(self, day: date) -> set[datetime]:
        return self.working_minutes(day) | self.lunch_minutes(day)

    def met(self) -> set[datetime]:
        return {minute for meeting in self.meetings for minute in meeting.minutes()}

    def _clock(self, day: date, first: tuple[int, int], last: tuple[int, int]) -> set[datetime]:
        start, end = (datetime(day.year, day.month, day.day, *time, tzinfo=self.zone) for time in (first, last))
        return set(minutes_between(start.astimezone(UTC), end.astimezone(UTC)))


def minutes_between(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE


def lunches_taken(members: list[SlowMember], days: list[date]) -> set[tuple[str, int]]:
    """Return each meeting with each member whose lunch it takes a minute of."""
    return {
        (meeting.name, number)
        for number, member in enumerate(members)
        for day in days
        for meeting in member.meetings
        if meeting.minutes() & member.lunch_minutes(day)
    }


def meeting_share(member: SlowMember, week: list[date]) -> float:
    worked = set().union(*(member.working_minutes(day) for day in week))
    return len(worked & member.met()) / max(len(worked), 1)


def lunches_kept(member: SlowMember, week: list[date]) -> float:
    lunches = [member.lunch_minutes(day) for day in week if member.lunch_minutes(day)]
    return sum(not lunch & member.met() for lunch in lunches) / len(lunches) if lunches else 1.0


def outside_hours(member: SlowMember, week: list[date]) -> float:
    """Return hours of meetings in a week outside the hours of its workdays."""
    first, after = (
        datetime(day.year, day.month, day.day, tzinfo=member.zone) for day in (week[0], week[-1] + timedelta(1))
    )
    inside = set(minutes_between(first.astimezone(UTC), after.astimezone(UTC)))
    worked = set().union(*(member.hours(day) for day in week))
    return len((member.met() & inside) - worked) / 60


def load(member: SlowMember, week: list[date], weekday: int, hour: int) -> float:
    day = week[weekday]
    start = datetime(day.year, day.month, day.day, hour, tzinfo=member.zone).astimezone(UTC)
    worked = member.hours(day) & set(minutes_between(start, start + timedelta(hours=1)))
    return len(worked & member.met()) / max(len(worked), 1)
