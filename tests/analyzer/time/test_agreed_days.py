"""The days as agreed: made once for the same agreements, and laid on one line for many calendars."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analyzer.agreements import Agreements
from analyzer.time.agreed_days import agreed_days_of
from analyzer.time.clock import DAY_SECONDS
from analyzer.time.period import Period

ZONE = ZoneInfo("Europe/Amsterdam")
MARCH = Period(date(2026, 3, 23), date(2026, 4, 5))
"""Two weeks around a change of the clock."""

OFFICE = Agreements()
NIGHT = Agreements.model_validate({"working_hours": "22:00-06:00", "lunch": "02:00-02:30"})


def test_days_of_the_very_same_agreements_are_made_once() -> None:
    made = agreed_days_of(MARCH, ZONE, [OFFICE, OFFICE, NIGHT])
    assert agreed_days_of(MARCH, ZONE, (OFFICE, OFFICE, NIGHT)) is made
    assert agreed_days_of(MARCH, ZONE, [OFFICE, NIGHT, NIGHT]) is not made


def test_each_calendar_has_the_days_of_its_own_agreements_whoever_stands_beside_it() -> None:
    mixed = agreed_days_of(MARCH, ZONE, [OFFICE, NIGHT, OFFICE])
    for number, own in enumerate([OFFICE, NIGHT, OFFICE]):
        alone = agreed_days_of(MARCH, ZONE, [own])
        for name in ("hours", "lunch", "working_time"):
            some = getattr(mixed, name)
            some = some.where(mixed.calendar[some.group] == number)
            assert (some.group - number * mixed.size).tolist() == getattr(alone, name).group.tolist()
            assert some.start.tolist() == getattr(alone, name).start.tolist()
            assert some.end.tolist() == getattr(alone, name).end.tolist()


def test_first_hours_are_where_the_hours_of_each_day_stand() -> None:
    days = agreed_days_of(MARCH, ZONE, [OFFICE, NIGHT])
    for day in range(len(days.day)):
        own = np.flatnonzero(days.hours.group == day)
        assert np.arange(days.first_hours[day], days.first_hours[day + 1]).tolist() == own.tolist()


def test_a_day_whose_hours_the_change_of_the_clock_leaves_out_is_without_them() -> None:
    small_hours = Agreements.model_validate(
        {"working_days": ["sat", "sun"], "working_hours": "02:00-03:00", "lunch": ""}
    )
    days = agreed_days_of(MARCH, ZONE, [small_hours])
    is_left_out = days.is_without_hours & (days.why_not == 0)
    assert days.day[is_left_out].astype(str).tolist() == ["2026-03-29"]


@pytest.mark.parametrize("people", [2, 100, 4_000])
@pytest.mark.parametrize("far_days", [0, 1, 2, 30])
def test_calendars_lie_more_than_a_day_apart_on_their_line(people: int, far_days: int) -> None:
    days = agreed_days_of(MARCH, ZONE, [NIGHT] * people)
    begin, finish = int(days.bounds.start[0]), int(days.bounds.end[-1])
    first, last = begin - far_days * DAY_SECONDS, finish + far_days * DAY_SECONDS
    line = days.line(first, last)
    place = line.first + np.arange(people) * line.width  # where each calendar begins
    assert line.origin + line.first + DAY_SECONDS <= first
    assert last <= line.origin + line.first + line.width
    laid = days.laid(line).working_time.spans
    own = days.calendar[days.working_time.group]
    assert (laid.start - place[own] == days.working_time.start - line.origin - line.first).all()
    assert (laid.length == days.working_time.length).all()
    assert laid.end.max() <= place[-1] + line.width


def test_windows_are_laid_again_for_another_line() -> None:
    days = agreed_days_of(MARCH, ZONE, [OFFICE, OFFICE])
    begin, finish = int(days.bounds.start[0]), int(days.bounds.end[-1])
    near, far = days.line(begin, finish), days.line(begin - 40 * DAY_SECONDS, finish)
    assert days.laid(near) is days.laid(near)
    assert days.laid(far).hours.spans.start[0] != days.laid(near).hours.spans.start[0]
