"""What is no event table, or a damaged one, is refused with a sentence; the others beside it are read."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fake_calendar import FakeCalendar

from analyzer.entries import Attendee, Entry, Identity
from analyzer.errors import SourceError
from analyzer.text import translator
from connectors.locators import parse_locator
from connectors.opening import open_sources
from connectors.tables.opening import open_tables

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

if TYPE_CHECKING:
    from conftest import Desk

HOURS = (datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10))
CALENDAR = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260302T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def table(desk: Desk) -> Path:
    anna = Attendee("anna@example.org", "Anna", groups=("team@example.org",))
    calendar = FakeCalendar([Entry("a", "Retro", attendees=(anna,), organizer=anna)], [(0, *HOURS)])
    return desk.collect([calendar])[0]


def refusal(desk: Desk, path: Path) -> tuple[str, str]:
    """Return the code and the sentence with which a table is refused."""
    opened = open_sources([str(path)], desk.options)
    assert not opened.calendars
    error = opened.failed[0][1]
    assert error.say_hint(translator("en"))
    return getattr(error, "code", ""), error.say(translator("en"))


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", bytes(1000), b"PAR1" + bytes(99) + b"PAR1"]
)
def test_what_is_no_parquet_is_refused(desk: Desk, content: bytes) -> None:
    path = desk.folder / "a.parquet"
    path.write_bytes(content)
    assert refusal(desk, path) == ("no-event-table", f"{path} is no event table that meetlint wrote.")


def test_parquet_of_somebody_else_is_refused(desk: Desk) -> None:
    path = desk.folder / "a.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    assert refusal(desk, path)[0] == "no-event-table"


def test_a_table_that_is_cut_anywhere_is_refused(desk: Desk, table: Path) -> None:
    whole = table.read_bytes()
    for size in range(0, len(whole), 97):
        table.write_bytes(whole[:size])
        assert refusal(desk, table)[0] in ("no-event-table", "event-table-damaged")


def test_a_table_with_a_wrong_byte_anywhere_is_read_or_refused_and_never_breaks_the_run(
    desk: Desk, table: Path
) -> None:
    whole = table.read_bytes()
    for place in range(0, len(whole), 131):
        table.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        found = open_tables([parse_locator(str(table))], desk.options)[0][1]
        if not isinstance(found, SourceError):
            for calendar in found.calendars:
                calendar.columns().take(calendar.collected.entry)


def changed(path: Path, label: Callable[[dict[str, Any]], None] | None = None, **columns: list[Any]) -> None:
    """Write a table anew with another label or other columns, as nobody but a stranger would."""
    content = pq.read_table(path)
    text = json.loads(content.schema.metadata[b"meetlint"])
    if label:
        label(text)
    metadata = {b"meetlint": json.dumps(text).encode()}
    for name, values in columns.items():
        place = content.schema.get_field_index(name)
        field = content.schema.field(place)
        content = content.set_column(place, field, pa.array(values, field.type))
    pq.write_table(content.replace_schema_metadata(metadata), path)


def test_a_table_that_is_only_written_again_is_read(desk: Desk, table: Path) -> None:
    changed(table)
    assert [calendar.source for calendar in desk.opened(table)] == [f"{table}: fake.ics"]


def test_a_table_of_another_version_is_refused_by_name(desk: Desk, table: Path) -> None:
    changed(table, lambda label: label.update(schema="meetlint-table/9"))
    assert refusal(desk, table) == (
        "event-table-newer",
        f"{table} is an event table of another version of meetlint (meetlint-table/9).",
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda label: label.pop("zone"),
        lambda label: label.update(zone="../../etc/passwd"),
        lambda label: label.update(kind="everybody"),
        lambda label: label.update(more=1),
        lambda label: label["calendars"][0]["identity"].update(timezone="Mars/Phobos"),
        lambda label: label.update(calendars=[]),
        lambda label: label.update(first="yesterday"),
        lambda label: label.update(start="2026-11-01T00:00:00"),
    ],
)
def test_a_label_that_breaks_its_description_is_refused(
    desk: Desk, table: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    changed(table, change)
    assert refusal(desk, table)[0] == "event-table-damaged"


@pytest.mark.parametrize(
    "columns",
    [
        {"calendar": [1]},
        {"calendar": [-1]},
        {"calendar": [None]},
        {"declared_kind": ["holiday"]},
        {"readable": [""]},
        {"own_response": ["perhaps"]},
        {"attendees": [[{"address": "a", "kind": "robot", "response": ""}]]},
        {"attendees": [[{"address": "a", "kind": "person", "response": "perhaps"}]]},
        {"attendees": [[None]]},
        {"occurrences": [[{"start": None, "end": HOURS[1], "recurrence_start": HOURS[0], "number": 0}]]},
        {"occurrences": [[{"start": HOURS[1], "end": HOURS[0], "recurrence_start": HOURS[0], "number": 0}]]},
        {"occurrences": [[None]]},
    ],
)
def test_rows_that_break_their_description_are_refused(desk: Desk, table: Path, columns: dict[str, list[Any]]) -> None:
    changed(table, **columns)
    assert refusal(desk, table)[0] == "event-table-damaged"


def test_other_columns_are_refused(desk: Desk, table: Path) -> None:
    content = pq.read_table(table)
    pq.write_table(content.append_column("more", pa.array([1])), table)
    assert refusal(desk, table)[0] == "event-table-damaged"


def test_missing_texts_and_lists_are_empty_ones(desk: Desk, table: Path) -> None:
    changed(table, title=[None], categories=[None], attendees=[None], organizer=[None], is_free=[None], line=[None])
    entries = desk.opened(table)[0].columns()
    taken = entries.take(desk.opened(table)[0].collected.entry)
    assert (taken.title.tolist(), taken.categories.tolist(), taken.line.tolist()) == ([""], [()], [-1])
    assert not taken.is_free.any()
    assert len(taken.invitations.entry) == 0
    assert taken.invitations.organizer.tolist() == [-1]


def test_parties_are_told_once_each(desk: Desk) -> None:
    anna, bo = Attendee("anna@example.org", "Anna", "accepted"), Attendee("bo@example.org", "Bo", groups=("x", "y"))
    away = Attendee("anna@example.org", "Anna", "declined", additional_guests=2, is_chair=True)
    entries = [Entry("a", attendees=(anna, bo)), Entry("b", attendees=(bo, away), organizer=anna), Entry("c")]
    table, _ = desk.collect([FakeCalendar(entries, [(number, *HOURS) for number in range(3)])])
    invitations = desk.opened(table)[0].columns().invitations
    assert sorted(map(repr, invitations.parties)) == sorted(map(repr, (anna, away, bo)))
    named = [invitations.parties[party] for party in invitations.party]
    assert list(zip(invitations.entry.tolist(), named, strict=True)) == [(0, anna), (0, bo), (1, bo), (1, away)]
    assert [invitations.parties[one] if one >= 0 else None for one in invitations.organizer] == [None, anna, None]


def test_a_folder_of_tables_is_one_source(desk: Desk) -> None:
    identity = Identity(owner="anna@example.org")
    for name in ("b", "a"):
        desk.collect([FakeCalendar([Entry("u")], [(0, *HOURS)], f"{name}.ics", identity=identity)], name)
    (desk.folder / ".hidden.parquet").write_bytes(b"x")
    found = desk.opened(f"{desk.folder}/")
    assert [calendar.source for calendar in found] == [f"{desk.folder}/{name}.parquet: {name}.ics" for name in "ab"]


def test_a_bad_table_costs_the_others_nothing(desk: Desk, table: Path) -> None:
    (desk.folder / "bad.parquet").write_bytes(b"x")
    opened = open_sources([str(desk.folder)], desk.options)
    assert [calendar.source for calendar in opened.calendars] == [f"{desk.folder}/anna.parquet: fake.ics"]
    assert [(problem.code, problem.effect) for problem in opened.problems] == [("no-event-table", "source")]


def test_calendars_beside_tables_are_not_passed_over_in_silence(desk: Desk, table: Path) -> None:
    (desk.folder / "week.ics").write_text(CALENDAR)
    opened = open_sources([str(desk.folder)], desk.options)
    assert len(opened.calendars) == 1
    assert [problem.code for problem in opened.problems] == ["beside-event-tables"]


def test_a_folder_of_calendars_stays_one(desk: Desk) -> None:
    (desk.folder / "week.ics").write_text(CALENDAR)
    assert [calendar.source for calendar in desk.opened(desk.folder)] == [f"{desk.folder}/week.ics"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_refused_and_not_waited_for(desk: Desk) -> None:
    path = desk.folder / "a.parquet"
    os.mkfifo(path)
    assert refusal(desk, path)[0] == "event-table-no-file"


def test_without_pyarrow_it_says_how_to_install_it(desk: Desk, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name for name in sys.modules if name.partition(".")[0] == "pyarrow" or name == "connectors.tables.reading"
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    error = open_tables([parse_locator(str(table))], desk.options)[0][1]
    assert isinstance(error, SourceError)
    assert error.say(translator("en")) == f"{table} is an event table, and reading one needs pyarrow."
    assert error.say_hint(translator("en")) == "python -m pip install 'meetlint[scale]'"
