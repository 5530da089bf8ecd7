"""The version of an event over all files of a run."""

from __future__ import annotations

import time
from itertools import permutations
from pathlib import Path

import pytest

from connectors.ics.calendar import IcsCalendar, read_calendars
from connectors.ics.versions import settle_versions
from connectors.opening import open_sources
from connectors.options import OpenOptions
from tests.connectors.ics.ics_samples import event, meeting, occurrences, stream

DAILY = ("RRULE:FREQ=DAILY;COUNT=3", "SEQUENCE:0", "DTSTAMP:20260101T000000Z", "SUMMARY:Dagstart")
MOVED = event(
    "RECURRENCE-ID:20260304T080000Z",
    "DTSTART:20260305T130000Z",
    "DTEND:20260305T140000Z",
    "SEQUENCE:1",
    "SUMMARY:Verplaatst",
)


def opened(folder: Path, *files: bytes) -> list[IcsCalendar]:
    for number, data in enumerate(files):
        (folder / f"{number}.ics").write_bytes(data)
    found = open_sources([str(folder)], OpenOptions(state_dir=folder, cache_dir=folder)).calendars
    return [calendar for calendar in found if isinstance(calendar, IcsCalendar)]


def shown(calendars: list[IcsCalendar]) -> list[tuple[str, str, bool]]:
    rows = []
    for calendar in calendars:
        cancelled = {entry.title: entry.is_cancelled for entry in calendar.entries}
        rows += [(one.start, one.title, cancelled[one.title]) for one in occurrences(calendar)]
    return sorted(rows)


def codes(calendars: list[IcsCalendar]) -> list[str]:
    return [problem.code for calendar in calendars for problem in calendar.problems]


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_moved_occurrence_in_a_file_of_its_own_moves_the_one_in_the_other(tmp_path: Path, order: tuple[int]) -> None:
    files = [stream(meeting(*DAILY)), stream("METHOD:REQUEST", MOVED)]
    calendars = opened(tmp_path, *(files[place] for place in order))
    assert shown(calendars) == [
        ("2026-03-03T08:00Z", "Dagstart", False),
        ("2026-03-05T08:00Z", "Dagstart", False),
        ("2026-03-05T13:00Z", "Verplaatst", False),
    ]
    assert codes(calendars) == []
    moved = next(
        entry for calendar in calendars for series in calendar.series for entry in calendar.entries if entry.source
    )
    assert moved.source.endswith(f"{order.index(1)}.ics")


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("method", ["REQUEST", "PUBLISH"])
def test_the_newest_of_three_versions_counts_whatever_the_files_are_called(
    tmp_path: Path, order: tuple[int], method: str
) -> None:
    files = [
        stream("METHOD:REQUEST", meeting("SEQUENCE:2", "DTSTAMP:20260101T000000Z", "SUMMARY:Nieuw")),
        stream(
            "METHOD:" + method,
            meeting("SEQUENCE:1", "DTSTAMP:20260301T000000Z", "SUMMARY:Oud", start="20260304T090000"),
        ),
        stream(meeting("SEQUENCE:2", "DTSTAMP:20260102T000000Z", "SUMMARY:Nieuwst", start="20260305T090000")),
    ]
    calendars = opened(tmp_path, *(files[place] for place in order))
    assert shown(calendars) == [("2026-03-05T08:00Z", "Nieuwst", False)]
    assert codes(calendars) == ["replaced-elsewhere"] * 2


@pytest.mark.parametrize("order", list(permutations(range(2))))
@pytest.mark.parametrize("sequence", [0, 1])
def test_a_withdrawal_of_the_same_or_a_higher_sequence_cancels(
    tmp_path: Path, order: tuple[int], sequence: int
) -> None:
    files = [
        stream("METHOD:REQUEST", meeting("SEQUENCE:0", "DTSTAMP:20260102T000000Z", "SUMMARY:Plan")),
        stream("METHOD:CANCEL", meeting(f"SEQUENCE:{sequence}", "DTSTAMP:20260101T000000Z", "SUMMARY:Plan")),
    ]
    assert shown(opened(tmp_path, *(files[place] for place in order))) == [("2026-03-03T08:00Z", "Plan", True)]


def test_an_older_withdrawal_cancels_nothing(tmp_path: Path) -> None:
    files = stream("METHOD:CANCEL", meeting("SEQUENCE:1")), stream(meeting("SEQUENCE:2", "SUMMARY:Plan"))
    assert shown(opened(tmp_path, *files)) == [("2026-03-03T08:00Z", "Plan", False)]


def test_copies_in_two_files_count_once_and_without_a_word(tmp_path: Path) -> None:
    rich = meeting(*DAILY, "ATTENDEE:mailto:anna@example.org", "DESCRIPTION:Agenda")
    calendars = opened(tmp_path, stream(meeting(*DAILY)), stream(rich))
    assert len(shown(calendars)) == 3
    assert codes(calendars) == []
    kept = [series.master.entry for calendar in calendars for series in calendar.series if series.master]
    assert [entry.description for entry in kept] == ["Agenda"]  # the one that says more


def test_a_subscription_gives_and_takes_nothing(tmp_path: Path) -> None:
    days = event("DTSTART;VALUE=DATE:20260303", "SUMMARY:Dag", "SEQUENCE:5")
    calendars = opened(tmp_path, stream("X-WR-CALNAME:Feestdagen in Nederland", days), stream(meeting("SUMMARY:Plan")))
    assert ("2026-03-03T08:00Z", "Plan", False) in shown(calendars)
    assert codes(calendars) == []


def test_an_occurrence_that_the_newer_series_leaves_out_stays_out(tmp_path: Path) -> None:
    calendars = opened(tmp_path, stream(meeting(*DAILY, "EXDATE:20260304T080000Z")), stream(MOVED))
    assert [row[0] for row in shown(calendars)] == ["2026-03-03T08:00Z", "2026-03-05T08:00Z"]
    assert codes(calendars) == ["override-excluded"]


def test_two_exports_of_one_large_calendar_are_settled_in_linear_time() -> None:
    """Four times as many events take about four times as long, not sixteen times."""

    def seconds(count: int) -> float:
        data = stream(*(meeting(uid=str(number)) for number in range(count)))
        calendars = [calendar for name in ("a.ics", "b.ics") for calendar in read_calendars(data, name)]
        began = time.thread_time()
        settle_versions(calendars)
        taken = time.thread_time() - began
        assert [len(calendar.series) for calendar in calendars] == [count, 0]
        return taken

    # A neighbour on the machine may slow down one of the two: one fair round is enough.
    assert any(seconds(2000) < 8 * seconds(500) + 0.02 for _ in range(5))
