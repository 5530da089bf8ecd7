"""Feeds that show availability only, as Outlook and Google publish them."""

from __future__ import annotations

import pytest

from analyzer.entries import Entry
from tests.connectors.ics.ics_samples import event, meeting, read

WHOLE_DAY = ("DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260304")


def feed(*titles: str, lines: tuple[str, ...] = ()) -> list[Entry]:
    return read(*(meeting(f"SUMMARY:{title}", *lines, uid=str(at)) for at, title in enumerate(titles))).entries


@pytest.mark.parametrize(
    "titles",
    [
        ("Busy", "Tentative", "Away", "Free", "Working elsewhere"),
        ("Bezet", "Voorlopig", "Afwezig", "Vrij", "Elders werkzaam"),
        ("Gebucht", "Mit Vorbehalt", "Abwesend", "Frei", "An einem anderen Ort tätig"),
        ("Occupé", "Provisoire", "Absent", "Libre", "Travaille ailleurs"),
        ("OCUPADO", "Provisional", "Ausente", "Libre ", "Trabajando en otro lugar"),
        ("Upptagen", "Preliminär", "Frånvarande", "Ledig", "Arbetar någon annanstans"),
    ],
)
def test_the_words_of_a_feed_are_a_status(titles: tuple[str, ...]) -> None:
    busy, tentative, away, free, elsewhere = feed(*titles)
    assert [entry.is_busy_only for entry in (busy, tentative, away, free, elsewhere)] == [True, True, True, False, True]
    assert [entry.is_free for entry in (busy, tentative, away, free, elsewhere)] == [False, False, False, True, False]
    assert (busy.declared_kind, away.declared_kind, free.declared_kind) == ("", "absence", "")
    assert {entry.readable for entry in (busy, tentative, away, free, elsewhere)} == {"none"}


def test_a_whole_day_elsewhere_is_a_working_place() -> None:
    calendar = read(meeting("SUMMARY:Busy"), event("SUMMARY:Working Elsewhere", *WHOLE_DAY, uid="day"))
    assert calendar.entries[1].declared_kind == "working-place"


def test_a_feed_may_name_its_own_calendar_and_nobody_else() -> None:
    own = feed("Busy", "Tentative", lines=("ATTENDEE;X-NUM-GUESTS=0:mailto:anna@example.org",))
    assert all(entry.is_busy_only for entry in own)
    two = read(
        meeting("SUMMARY:Busy", "ATTENDEE:mailto:anna@example.org", uid="1"),
        meeting("SUMMARY:Busy", "ATTENDEE:mailto:bo@example.org", uid="2"),
    )
    assert not any(entry.is_busy_only for entry in two.entries)
    other = read("X-WR-CALNAME:bo@example.org", meeting("SUMMARY:Busy", "ATTENDEE:mailto:anna@example.org"))
    assert not other.entries[0].is_busy_only


@pytest.mark.parametrize(
    "titles",
    [
        ("Vrij", "Afwezig", "Vrij"),  # somebody's list of leave
        ("Busy", "Vrij", "Overleg"),
        ("Busy", "Vrij", ""),
    ],
)
def test_other_calendars_keep_their_titles(titles: tuple[str, ...]) -> None:
    free = next(entry for entry in feed(*titles) if entry.title == "Vrij")
    assert (free.is_free, free.is_busy_only, free.readable) == (False, False, "all")


@pytest.mark.parametrize(
    "line", ["LOCATION:Zaal 1", "DESCRIPTION:Agenda", "X-GOOGLE-CONFERENCE:https://meet.google.com/a"]
)
def test_a_calendar_that_says_more_is_no_feed(line: str) -> None:
    calendar = read(meeting("SUMMARY:Tentative", line, uid="1"), meeting("SUMMARY:Tentative", uid="2"))
    assert not any(entry.is_busy_only for entry in calendar.entries)
