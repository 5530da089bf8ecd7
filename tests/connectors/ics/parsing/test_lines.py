from __future__ import annotations

import pytest

from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import name_of, split_line


@pytest.mark.parametrize(
    ("text", "name", "parameters", "value"),
    [
        ("SUMMARY:Overleg: deel 1; slot", "SUMMARY", {}, "Overleg: deel 1; slot"),
        ("summary:x", "SUMMARY", {}, "x"),
        (" SUMMARY :x", "SUMMARY", {}, "x"),
        ("SUMMARY:", "SUMMARY", {}, ""),
        ("DTSTART;TZID=Europe/Amsterdam:20260303T090000", "DTSTART", {"TZID": "Europe/Amsterdam"}, "20260303T090000"),
        ("DTSTART;tzid=X;value=DATE:20260303", "DTSTART", {"TZID": "X", "VALUE": "DATE"}, "20260303"),
        ('ATTENDEE;CN="Boer; de, A: 1":mailto:a@b', "ATTENDEE", {"CN": "Boer; de, A: 1"}, "mailto:a@b"),
        ("ATTENDEE;CN=a^nb:mailto:a@b", "ATTENDEE", {"CN": "a\nb"}, "mailto:a@b"),
        ("CONFERENCE;FEATURE=AUDIO,VIDEO:https://x", "CONFERENCE", {"FEATURE": "AUDIO,VIDEO"}, "https://x"),
        ("DTSTART;TZID=:2026", "DTSTART", {"TZID": ""}, "2026"),
        (
            "DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20260303T090000",
            "DTSTART",
            {"TZID": "(UTC+01:00) Amsterdam, Berlin"},
            "20260303T090000",
        ),
        (
            "DTSTART;TZID=tzone://Microsoft/Utc:20260303T090000",
            "DTSTART",
            {"TZID": "tzone://Microsoft/Utc"},
            "20260303T090000",
        ),
        (
            "DTSTART;VALUE=DATE-TIME;TZID=(UTC+01:00) Amsterdam:20260303T090000",
            "DTSTART",
            {"VALUE": "DATE-TIME", "TZID": "(UTC+01:00) Amsterdam"},
            "20260303T090000",
        ),
    ],
)
def test_split_line_gives_name_parameters_and_value(
    text: str, name: str, parameters: dict[str, str], value: str
) -> None:
    line = split_line(Line(7, text))
    assert line is not None
    assert (line.name, dict(line.parameters), line.value, line.number) == (name, parameters, value, 7)


@pytest.mark.parametrize(
    "text",
    [
        "NO COLON HERE",
        "TWO WORDS:value",
        ":value",
        ";X=1:value",
        "=:x",
        'X-NOTE;CN="Jan:mailto:jan@example.test',
        "DESCRIPTION;This is no parameter",
        "",
    ],
)
def test_split_line_refuses_a_line_without_name_or_colon(text: str) -> None:
    assert split_line(Line(1, text)) is None


def test_split_line_leaves_out_parameters_that_make_no_sense() -> None:
    line = split_line(Line(1, "DTEND;TZIDAsia/Tehran:20111004T120000"))
    assert line is not None
    assert (line.name, dict(line.parameters), line.value) == ("DTEND", {}, "20111004T120000")
    assert line.has_lost_parameters


def test_split_line_keeps_a_value_longer_than_any_head() -> None:
    value = "x" * 50_000 + '":;'
    line = split_line(Line(1, f'DESCRIPTION;ALTREP="cid:1":{value}'))
    assert line is not None
    assert line.value == value


def test_name_of_sees_names_and_no_others() -> None:
    assert name_of(Line(1, "summary;LANGUAGE=nl:x")) == "SUMMARY"
    assert name_of(Line(1, "X-WR-CALNAME:x")) == "X-WR-CALNAME"
    assert name_of(Line(1, ";X=1:value")) == name_of(Line(1, "NO COLON")) == name_of(Line(1, "A B:c")) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"SUMMARY:a\, b\; c\nd\Ne\\f", "a, b; c\nd\ne\\f"),
        (r"SUMMARY:C:\\temp\\new", r"C:\temp\new"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:caf=C3=A9=20op vrijdag", "café op vrijdag"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:caf=E9", "café"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=NO-SUCH:caf=E9", "café"),
        ("SUMMARY;ENCODING=quoted-printable:a=0D=0Ab", "a\r\nb"),
    ],
)
def test_text_is_unescaped_and_decoded(text: str, expected: str) -> None:
    line = split_line(Line(1, text))
    assert line is not None
    assert line.text == expected
