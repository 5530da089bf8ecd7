"""Whose calendars they are, and what holds for the owner."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from analyzer.agreements import Agreements
from analyzer.entries import Identity, WorkingHours
from analyzer.events.whose import Whose, identify
from analyzer.pipeline import Terms
from analyzer.reports.words.sentences import hours, limits
from analyzer.reports.words.wording import Wording
from analyzer.text import Translator
from analyzer.time.period import Period, PeriodChoice
from commands.analysis import judge_calendars
from tests.fake_calendar import AMSTERDAM, FakeCalendar

WEEK = WorkingHours(frozenset({0, 1, 3}), time(9), time(15, 30), "Europe/Amsterdam")
NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)


def calendar(told: WorkingHours | None = WEEK, **identity: Any) -> FakeCalendar:
    return FakeCalendar([], identity=Identity(timezone="Europe/Amsterdam", working_hours=told, **identity))


def whose(told: WorkingHours | None, **agreed: Any) -> Whose:
    return identify([calendar(told)], Terms(rules=[], agreements=Agreements(**agreed), now=NOW))


def test_working_hours_that_the_source_tells_hold_where_none_were_agreed() -> None:
    found = whose(WEEK, focus_block=90)
    assert (found.agreements.working_hours, found.agreements.working_days) == (((540, 930),), ("mon", "tue", "thu"))
    assert (found.hours_origin, found.lunch_origin) == ("source", "unknown")


@pytest.mark.parametrize(
    "agreed",
    [{"working_hours": "08:00-16:00"}, {"working_days": ["mon"]}, {"days": {"mon": {"working_hours": "08:00-12:00"}}}],
)
def test_what_was_agreed_goes_before_what_the_source_tells(agreed: dict[str, Any]) -> None:
    found = whose(WEEK, **agreed)
    assert found.agreements == Agreements(**agreed)
    assert found.hours_origin == "agreed"


def test_hours_on_another_clock_than_the_owner_s_are_not_taken() -> None:
    elsewhere = WorkingHours(WEEK.days, WEEK.start, WEEK.end, "America/New_York")
    found = whose(elsewhere)
    assert (found.agreements, found.hours_origin) == (Agreements(), "unknown")


@pytest.mark.parametrize(
    ("told", "agreed", "said"),
    [
        (None, {}, ["Working hours 08:30–17:30 and lunch 12:00–13:00 are assumed; meetlint init writes yours down."]),
        (None, {"lunch": "12:30-13:00"}, ["Working hours 08:30–17:30 are assumed; meetlint init writes yours down."]),
        (
            None,
            {"working_hours": ["08:00-12:00", "13:00-16:00"]},
            ["Lunch 12:00–13:00 is assumed; meetlint init writes yours down."],
        ),
        (WEEK, {"lunch": ""}, ["Working hours 09:00–15:30: as the calendar itself says."]),
        (None, {"lunch": "", "working_days": ["mon"]}, []),
    ],
)
def test_hours_that_nobody_agreed_on_are_said(
    told: WorkingHours | None, agreed: dict[str, Any], said: list[str]
) -> None:
    terms = Terms(rules=[], agreements=Agreements(**agreed), now=NOW)
    run = judge_calendars([calendar(told)], PeriodChoice(lambda today: Period(today, today)), terms)
    assert hours(run, Wording(Translator("en"), AMSTERDAM)) == said


@pytest.mark.parametrize(("last", "is_said"), [(date(2026, 11, 28), False), (date(2026, 11, 29), True)])
def test_an_export_that_ends_before_the_period_is_said(last: date, is_said: bool) -> None:
    terms = Terms(rules=[], agreements=Agreements(), now=NOW)
    choice = PeriodChoice(lambda today: Period(today, last))
    run = judge_calendars([calendar(ends=date(2026, 11, 28))], choice, terms)
    said = [text for text in limits(run, Wording(Translator("en"), AMSTERDAM)) if "export" in text]
    assert said == (
        ["The export says that it ends on Sat 28 Nov; what is planned after that is not in it."] if is_said else []
    )
