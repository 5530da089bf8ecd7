"""Lines are read where they stand, folds and all; what is read of them is what the unfolded text says."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.entry_table import EntryTable, Selected
from connectors.ics.calendar import IcsCalendar, read_calendars
from connectors.ics.columns.scan import scan, text_of
from connectors.tables import arrays
from tests.connectors.ics.columns.random_calendars import Maker

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
TEXTS = ("uid", "series_uid", "title", "description", "location", "url")
LISTS = ("categories", "conference_links")


def calendar_of(*lines: str, end: str = "\r\n") -> IcsCalendar:
    data = HEAD + "".join(f"{line}\r\n" for line in ("BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT", "END:VCALENDAR"))
    (calendar,) = read_calendars(data.replace("\r\n", end).encode(), "week.ics")
    assert calendar.fast is not None, calendar.road
    assert not calendar.fast.part.careful
    return calendar


def only(calendar: IcsCalendar) -> EntryTable:
    return calendar.columns().take(np.array([0]))


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("blank", [" ", "\t"])
def test_a_fold_goes_wherever_it_lies_and_the_event_stays_on_the_fast_road(end: str, blank: str) -> None:
    lines = (
        "DTSTART;TZID=Europe/Amsterdam:202603~02T090000",
        "DTEND;TZID=Europe/Am~sterdam:20260302T100~000",
        "RRULE:FREQ=DAILY;COU~NT=2",
        "SUMM~ARY:Long ti~tle",
        'DESCRIPTION;ALTREP="cid:~x":one\\~, t~~wo',
        "LOCATION:~Room 1",
        "ATTENDEE;CN=An~na:mailto:anna@exam~ple.org",
        "X-GOOGLE-CONFERENCE:https://meet.goo~gle.com/a",
    )
    calendar = calendar_of(*(line.replace("~", f"\r\n{blank}") for line in lines), end=end)
    entry = only(calendar)
    assert (entry.title[0], entry.description[0], entry.location[0]) == ("Long title", "one, two", "Room 1")
    assert entry.conference_links[0] == ("https://meet.google.com/a",)
    assert [(one.name, one.address) for one in entry.invitations.parties] == [("Anna", "anna@example.org")]
    assert entry.is_recurring[0]


def test_a_sign_of_two_bytes_may_be_folded_in_its_middle() -> None:
    text = "SUMMARY:Café\r\n".encode().replace(b"\xc3\xa9", b"\xc3\r\n \xa9")
    lines = scan(HEAD.encode() + text + b"END:VCALENDAR\r\n")
    assert text_of(lines, 2) == "SUMMARY:Café"


def test_lines_beside_a_folded_name_keep_theirs() -> None:
    lines = scan(b"BEGIN:VCALENDAR\nSUM\n MARY:a\nUID:b\nDTSTART:2026\n 0302\nSUMMARY:c\n d\nEND:VCALENDAR\n")
    names = [lines.names[number].decode() for number in lines.name.tolist()]
    assert names == ["BEGIN", "SUMMARY", "UID", "DTSTART", "SUMMARY", "END"]
    assert [text_of(lines, at) for at in range(1, 5)] == ["SUMMARY:a", "UID:b", "DTSTART:20260302", "SUMMARY:cd"]
    assert lines.number.tolist() == [1, 2, 4, 5, 7, 9]


@pytest.mark.parametrize("seed", range(60))
def test_columns_as_bytes_say_what_they_say_as_texts(seed: int) -> None:
    chance = np.random.default_rng(seed)
    for calendar in read_calendars(Maker(seed, oddity=0.2 * (seed % 3)).stream(12), "week.ics"):
        table = calendar.columns()
        positions = chance.permutation(len(table))[: 1 + len(table) // 2]
        selected, taken = table.select(positions), table.take(positions)
        for name in TEXTS:
            found = arrays.text_column(getattr(selected, name)).to_pylist()
            assert found == [one.encode("utf-8", "replace").decode() for one in getattr(taken, name)], name
        for name in LISTS:
            assert list(map(tuple, arrays.list_column(getattr(selected, name)).to_pylist())) == [*getattr(taken, name)]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a\\, b\\; c\\nd", "a, b; c\nd"),
        ("a\\\\nb", "a\\nb"),
        ("a\\Nb", "a\nb"),
        (" \u2003é ", "é"),
        ("\\n \u00a0", ""),
        ("é\u2028", "é"),
        ("<p>a<br>b</p>", "a\nb"),
        (" <b>", ""),
        ("1 < 2", "1 < 2"),
        ("\\\\<p>a</p>", "\\\na"),
        ("ends in \\", "ends in \\"),
    ],
)
def test_a_description_is_the_same_as_a_text_and_as_bytes(written: str, text: str) -> None:
    calendar = calendar_of("DTSTART:20260302T090000Z", f"DESCRIPTION:{written}", "X-ALT-DESC:instead")
    expected = text if written != "\\n \u00a0" else "instead"
    column = Selected(calendar.columns().description, np.array([0]))
    assert only(calendar).description[0] == expected
    assert arrays.text_column(column).to_pylist() == [expected]


def test_a_value_put_in_place_of_another_is_the_one_that_is_written() -> None:
    calendar = calendar_of("DTSTART:20260302T090000Z", "SUMMARY:Secret", "CATEGORIES:A,B")
    table = calendar.columns().select(np.array([0]))
    for name, value in (("title", "Verlof"), ("categories", ("Focus",)), ("working_place", "home")):
        other = getattr(table, name).copy()
        other[np.array([0])] = np.fromiter([value], dtype=object, count=1)
        assert getattr(table, name)[np.array([0])].tolist() != [value]
        as_arrow = arrays.list_column if name == "categories" else arrays.text_column
        assert [tuple(one) if isinstance(one, list) else one for one in as_arrow(other).to_pylist()] == [value]
