"""What thousands of real calendar files found: each fault of ``../shared/data/corpus_faults``, with its right value."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.ics.calendar import IcsCalendar, read_calendars

FULL_DAY = "T23:00"
"""Midnight in Amsterdam in winter."""

STARTS = {
    "01-events-text-silent.ics": ["2026-03-03T09:00"],
    "03-empty-rrule.ics": ["2026-03-03T09:00"],
    "04-two-zones-that-differ-in-case.ics": [
        "2026-03-13T19:00",
        "2026-04-13T18:00",
        "2026-05-13T18:00",
        "2026-06-21T18:00",
    ],
    "05-two-overrides-with-rules.ics": ["2026-03-02T09:00", "2026-03-09T12:00"],
    "06-zone-names-with-an-offset.ics": ["2026-03-03T07:00", "2026-03-03T12:00", "2026-03-03T14:00"],
    "08-indented.ics": ["2026-03-03T09:00"],
    "09-until-end-of-day.ics": [
        *(f"2026-03-{day}{FULL_DAY}" for day in ("01", "08", "15", "22")),
        "2026-03-29T22:00",
    ],
    "10-exchange-midnight-recurrence-id.ics": [
        "2026-03-06T12:30",
        "2026-03-13T12:30",
        "2026-03-19T12:30",
        "2026-03-27T12:30",
    ],
    "11-count-start-off-rule.ics": ["2026-03-04T14:00", "2026-03-05T14:00", "2026-03-12T14:00"],
}

CODES = {
    "01-events-text-silent.ics": {"time-unreadable": 1},
    "03-empty-rrule.ics": {"recurrence-empty": 1},
    "05-two-overrides-with-rules.ics": {"override-rule-ignored": 2},
    "06-zone-names-with-an-offset.ics": {"zone-deduced": 1, "zone-offset": 1},
    "07-repairs-undercounted.ics": {"uid-missing": 300},
    "08-indented.ics": {"lines-indented": 1},
    "09-until-end-of-day.ics": {"recurrence-until-time": 1},
    "11-count-start-off-rule.ics": {"recurrence-start-off-rule": 1},
}
"""What is said, and how often; of the others nothing."""


def calendar(folder: Path, name: str) -> IcsCalendar:
    (found,) = read_calendars((folder / "corpus_faults" / name).read_bytes(), name)
    return found


def starts(found: IcsCalendar) -> list[str]:
    window = datetime(2026, 2, 28, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    if found.source.startswith("09"):
        window = window[0], datetime(2026, 4, 1, tzinfo=UTC)
    rows = found.occurrences(*window, ZoneInfo("Europe/Amsterdam"))
    return sorted(str(start.astype("datetime64[m]")) for start in rows.start)


@pytest.mark.parametrize("name", STARTS)
def test_the_events_of_a_fault_take_place_when_they_were_meant_to(name: str, shared_data: Path) -> None:
    assert starts(calendar(shared_data, name)) == STARTS[name]


def test_every_fault_is_a_case(shared_data: Path) -> None:
    names = {path.name for path in (shared_data / "corpus_faults").glob("*.ics")}
    assert names == {*STARTS, "02-holiday-calendar-silent.ics", "07-repairs-undercounted.ics"}
    for name in names:
        found = calendar(shared_data, name)
        starts(found)
        assert {problem.code: problem.count for problem in found.problems} == CODES.get(name, {}), name


def test_a_holiday_calendar_is_left_out_as_a_whole(shared_data: Path) -> None:
    found = calendar(shared_data, "02-holiday-calendar-silent.ics")
    assert found.is_subscription
    assert len(found.entries) == 1
