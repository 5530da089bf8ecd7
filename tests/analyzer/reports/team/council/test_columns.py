"""Every field that is handed over is described, and what is said of private events is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from fake_calendar import AMSTERDAM, FakeCalendar

from analyzer.agreements import Agreements
from analyzer.calendars import Reading
from analyzer.entries import Attendee, Entry
from analyzer.events.owner import Owner
from analyzer.events.rows import build_table
from analyzer.reports.team.council.columns import BESIDE_WORDS, COLUMN_WORDS, LOST_BY_PRIVATE
from analyzer.team.names import Names
from analyzer.team.sharing import SHARED_COLUMNS, shared_rows
from connectors.tables.label import AGREED_HOURS, Label

NOTHING = (False, "", "none")


def test_every_column_that_is_handed_over_has_its_sentence() -> None:
    assert list(COLUMN_WORDS) == list(SHARED_COLUMNS), "describe the new column for those whose calendars are read"
    assert all(words.endswith(".") for words in COLUMN_WORDS.values())


def test_what_a_table_says_of_itself_is_described_too() -> None:
    described = [name for names in BESIDE_WORDS for name in names]
    assert len(described) == len(set(described))
    of_owners_alone = {"problems", "calendars"}
    assert set(described) == set(Label.model_fields) - of_owners_alone


def test_the_sentence_about_agreed_hours_was_written_for_these() -> None:
    """Days, hours, lunch, shifts, holidays, focus days and breaks: a further one has to be said."""
    assert set(AGREED_HOURS) == {
        *("working_days", "odd_weeks", "even_weeks", "working_hours", "lunch", "days", "shifts", "holidays"),
        *("meeting_days", "focus_days", "focus_half_day", "minimum_break", "focus_block", "focus_day_meetings"),
    }


@pytest.mark.parametrize("kept_from_others", ["private", "stop list"])
def test_a_private_event_says_nothing_in_just_the_columns_that_are_named(kept_from_others: str) -> None:
    people = tuple(Attendee(f"{name}@example.org", name.title(), "accepted") for name in ("anna", "bo", "cem"))
    told = (
        Entry(
            "a",
            "Decide: plan",
            attendees=people,
            description="Facilitator: Bo\nDecision keeper: Cem\nNotetaker: Otter.ai\nAgenda:\n1. Decide about the plan",
        ),
        Entry("b", "Team drinks", attendees=people),
        Entry("c", "Team lunch", attendees=people),
    )
    if kept_from_others == "private":
        hidden = tuple(replace(entry, is_private=True) for entry in told)
    else:
        hidden = tuple(replace(entry, title=f"OR: {entry.title}") for entry in told)
    spans = [(datetime(2026, 11, 16, hour), datetime(2026, 11, 16, hour + 1)) for hour in (9, 11, 12)]
    rows = []
    for entries in (told, hidden):
        calendar = FakeCalendar(list(entries), [(number, *each) for number, each in enumerate(spans)])
        window = (datetime(2026, 1, 1, tzinfo=AMSTERDAM), datetime(2027, 1, 1, tzinfo=AMSTERDAM))
        reading = Reading(calendar, calendar.occurrences(*window, AMSTERDAM))
        owner = "anna@example.org"
        table = build_table([reading], Owner(owner), AMSTERDAM, Agreements(), name=owner, reads_titles=False)
        rows.append(shared_rows(table, Names(people), b"the key of the team"))
    shown, kept = rows
    lost = {name for name in SHARED_COLUMNS if kept[name].isin(NOTHING).all() and not shown[name].isin(NOTHING).all()}
    assert lost == LOST_BY_PRIVATE
