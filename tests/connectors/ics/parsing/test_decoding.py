from __future__ import annotations

import gzip

import pytest

from analyzer.errors import SourceError
from analyzer.text import translator
from connectors.ics.calendar import read_calendars
from connectors.ics.parsing.decoding import decode
from tests.connectors.ics.ics_samples import meeting, occurrences, read, stream

CALENDAR = b"BEGIN:VCALENDAR\r\nSUMMARY:%s\r\nEND:VCALENDAR\r\n"


def title_of(summary: bytes) -> str:
    return decode(CALENDAR % summary, "week.ics").lines[1].text.removeprefix("SUMMARY:")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_decode_takes_the_encoding_from_the_byte_order_mark_or_the_first_letters(mark: bytes, encoding: str) -> None:
    text = "BEGIN:VCALENDAR\r\nSUMMARY:Café “kwartaal”\r\nEND:VCALENDAR\r\n"
    decoded = decode(mark + text.encode(encoding), "week.ics")
    assert [line.text for line in decoded.lines] == [*text.split()[:1], "SUMMARY:Café “kwartaal”", "END:VCALENDAR"]
    assert decoded.guessed_line is decoded.replaced_line is None


def test_decode_sees_through_blanks_and_marks_before_a_calendar() -> None:
    data = b"  " + stream(meeting(uid="a")) + b"\xef\xbb\xbf" + stream(meeting(uid="b", start="20260304T090000"))
    (calendar,) = read_calendars(data, "week.ics")
    assert [entry.uid for entry in calendar.entries] == ["a", "b"]
    assert calendar.problems == []


def test_decode_reads_a_line_that_is_no_utf8_as_windows_1252_and_leaves_its_neighbours() -> None:
    decoded = decode(b"BEGIN:VCALENDAR\nA:caf\xc3\xa9\nB:caf\xe9 \x93kwartaal\x94\nC:Zo\xeb\n", "week.ics")
    assert [line.text for line in decoded.lines[1:]] == ["A:café", "B:café “kwartaal”", "C:Zoë"]
    assert (decoded.guessed_line, decoded.replaced_line) == (3, None)


def test_decode_replaces_what_no_encoding_explains_and_says_where() -> None:
    # Half of a surrogate pair is broken UTF-8; 0x81 is nothing in Windows-1252.
    decoded = decode(b"BEGIN:VCALENDAR\nA:x\xed\xa0\x80y\nB:x\x81\xe9\n", "week.ics")
    assert decoded.lines[1].text == "A:x\ufffd\ufffd\ufffdy"
    assert decoded.lines[2].text == "B:x\ufffdé"
    assert decoded.replaced_line == 2


def test_decode_shows_nul_as_the_replacement_character() -> None:
    decoded = decode(CALENDAR % b"a\0b", "week.ics")
    assert decoded.lines[1].text == "SUMMARY:a\ufffdb"
    assert decoded.replaced_line == 2


@pytest.mark.parametrize("fold", [b"\r\n ", b"\r\n\t", b"\n ", b"\r ", b"\r\n\r\n "])
def test_decode_undoes_folds_also_inside_a_character(fold: bytes) -> None:
    assert title_of(b"caf\xc3" + fold + b"\xa9 en" + fold + b" thee") == "café en thee"


def test_decode_leaves_unicode_line_separators_in_the_text() -> None:
    assert title_of("a\x85b\u2028c\u2029d\ve\ff".encode()) == "a\x85b\u2028c\u2029d\ve\ff"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_decode_numbers_lines_as_an_editor_does(end: str) -> None:
    text = end.join(("BEGIN:VCALENDAR", "", "A:1", " 2", "  ", "B:3", ""))
    assert [(line.number, line.text) for line in decode(text.encode(), "week.ics").lines] == [
        (1, "BEGIN:VCALENDAR"),
        (3, "A:12 "),
        (6, "B:3"),
    ]


def test_decode_counts_lines_over_mixed_ends() -> None:
    decoded = decode(b"BEGIN:VCALENDAR\nA:1\r\nB:2\rC:3\n\r\n\rD:4", "week.ics")
    assert [line.number for line in decoded.lines] == [1, 2, 3, 4, 7]


def test_decode_joins_soft_breaks_of_quoted_printable_lines_only() -> None:
    data = b"BEGIN:VCALENDAR\nSUMMARY;ENCODING=QUOTED-PRINTABLE:caf=\n=C3=A9=\nEND:VCALENDAR\nURL:a=\nX:b\n"
    texts = [line.text for line in decode(data, "week.ics").lines]
    assert texts == [
        "BEGIN:VCALENDAR",
        "SUMMARY;ENCODING=QUOTED-PRINTABLE:caf=C3=A9=",
        "END:VCALENDAR",
        "URL:a=",
        "X:b",
    ]


def test_read_gives_the_same_events_for_every_line_end() -> None:
    data = stream(meeting("SUMMARY:Overleg"))
    expected = occurrences(read_calendars(data, "week.ics")[0])
    assert len(expected) == 1
    for end in (b"\n", b"\r", b"\r\n\r\n", b"\n\r"):
        assert occurrences(read_calendars(data.replace(b"\r\n", end), "week.ics")[0]) == expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\r\n  \r\n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"<!DOCTYPE html><html><title>Sign in</title></html>", "web page"),
        (b"\n\n  <HTML><body>BEGIN:VCALENDAR</body></HTML>", "web page"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "web page"),
        (b'<?xml version="1.0"?>\n<icalendar/>', "XML"),
        (b'{"kind":"calendar#events"}', "JSON"),
        (b'["vcalendar",[]]', "JSON"),
        (b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", "vCard"),
        (gzip.compress(stream(meeting())), "gzip"),
        (b"PK\x03\x04BEGIN:VCALENDAR", "ZIP"),
        (b"!BDN\x00\x00", "PST"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "MSG"),
        (b"\x78\x9f\x3e\x22\x00", "winmail.dat"),
        (b"%PDF-1.7\n", "PDF"),
        (b"From: anna@example.org\nSubject: Invitation\n", "e-mail"),
        (b"\x00\x01\x02\x03" * 40, "binary"),
        (b"name;start;end\nOverleg;09:00;10:00\n", "no line BEGIN:VCALENDAR"),
    ],
)
def test_decode_refuses_what_is_no_calendar_and_names_it(data: bytes, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_calendars(data, "week.ics")
    sentence = caught.value.say(translator("en"))
    assert words in sentence
    assert sentence.startswith("week.ics ")
    assert caught.value.say_hint(translator("en"))


def test_decode_asks_about_a_sign_in_when_a_web_page_came() -> None:
    with pytest.raises(SourceError) as caught:
        decode(b"<html></html>", "https://example.org/a.ics")
    assert "sign-in" in caught.value.hint


def test_decode_refuses_more_than_its_limit() -> None:
    data = stream(meeting())
    assert read_calendars(data, "week.ics", limit_bytes=len(data))
    with pytest.raises(SourceError, match="larger than"):
        read_calendars(data, "week.ics", limit_bytes=len(data) - 1)


def test_decode_finds_the_calendar_behind_other_text() -> None:
    (calendar,) = read_calendars(b"Hello,\nsee below.\n" + stream(meeting("SUMMARY:Overleg")), "mail.txt")
    assert [entry.title for entry in calendar.entries] == ["Overleg"]
    assert [(problem.code, problem.line) for problem in calendar.problems] == [("text-outside", 1)]


def test_read_reports_the_encoding_it_had_to_guess() -> None:
    data = stream(meeting("SUMMARY:caf\u00e9")).decode().encode("cp1252")
    (calendar,) = read_calendars(data, "week.ics")
    assert calendar.entries[0].title == "café"
    assert [(problem.code, problem.line, problem.effect) for problem in calendar.problems] == [
        ("encoding-guessed", 7, "repaired")
    ]
    assert read(meeting("SUMMARY:caf\u00e9")).problems == []


def test_an_indented_file_is_no_long_line() -> None:
    event = "    BEGIN:VEVENT\n\tSUMMARY:Lang en\n         breed\n    END:VEVENT\n"
    text = f"BEGIN:VCALENDAR\nPRODID:-//x//EN\n\n{event}END:VCALENDAR\n"
    decoded = decode(text.encode(), "week.ics")
    assert decoded.indented_line == 4
    assert [line.text for line in decoded.lines][2:5] == ["BEGIN:VEVENT", "SUMMARY:Lang en        breed", "END:VEVENT"]


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:zie\n BEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n",
        "BEGIN:VCALENDAR\nX-WR-CALDESC:from\n BEGIN:VEVENT to the end\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n",
        " BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n",
    ],
)
def test_a_fold_stays_a_fold(text: str) -> None:
    decoded = decode(text.encode(), "week.ics")
    assert decoded.indented_line is None
    assert sum(line.text == "BEGIN:VEVENT" for line in decoded.lines) == 1
