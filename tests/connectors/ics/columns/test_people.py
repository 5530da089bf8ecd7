"""Parties are put together from parts that were read before exactly as the careful road reads each line whole."""

from __future__ import annotations

import itertools

import pytest

from analyzer.entries import Attendee
from connectors.ics.columns.people import PartyReader
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import split_line
from connectors.ics.parsing.people import read_attendee

NAMES = (
    *("", ";CN=Anna de Vries", ";CN=Zoë", ";CN=", ";CN= Anna ", ";CN='Anna'", ';CN="Vries, Anna"', ";cn=Anna"),
    *(";CN=mailto", ";CN=Anna\\, B", ";CN=A=B", ";CN=Anna;CN=Bo", ";CN=Anna;cn=Bo", ";CN=a^nb", ";CN=mailto:x@y.org"),
)
BEFORE = (
    *("ATTENDEE", "ORGANIZER", "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=CHAIR;PARTSTAT=DECLINED", "ATTENDEE;CUTYPE=ROOM"),
    *("ATTENDEE;EMAIL=bo@example.org", "ATTENDEE;X-NUM-GUESTS=2", "ATTENDEE;MEMBER=mailto:team@example.org"),
    *('ATTENDEE;MEMBER="mailto:team@example.org"', "ATTENDEE;TZID=Europe/Amsterdam", "ATTENDEE;PARTSTAT"),
    *("ATTENDEE;SENT-BY=mailto:cy@example.org", "ATTENDEE ", "ORGANIZER;CUTYPE=GROUP"),
)
AFTER = ("", ";X-NUM-GUESTS=3", ";PARTSTAT=TENTATIVE", ";RSVP", ";DIR=ldap")
VALUES = (
    *(":mailto:anna@example.org", ":MAILTO:Anna@Example.org", ":invalid:nomail", ":urn:uuid:1", ":", "", ":anna"),
    *(":mailto:room@resource.calendar.google.com", ":mailto:<anna@example.org>", ":20260303T090000Z:anna@example.org"),
)
LINES = ["".join(parts) for parts in itertools.product(BEFORE, NAMES, AFTER, VALUES)]


def carefully(text: str) -> Attendee | None:
    parts = split_line(Line(0, text))
    return None if parts is None or parts.has_lost_parameters or parts.has_odd_quotes else read_attendee(parts)


@pytest.mark.parametrize("lines", [LINES, LINES[::-1]], ids=["forwards", "backwards"])
def test_every_line_names_whom_it_names_by_itself(lines: list[str]) -> None:
    reader = PartyReader()
    numbers = {line: reader.number(line.encode()) for line in lines}
    parties = [*reader.known, None]
    differing = [line for line in lines if parties[numbers[line]] != carefully(line)]
    assert len({*numbers.values()}) > 300
    assert differing == []


def test_the_same_party_has_one_number() -> None:
    reader = PartyReader()
    lines = (b"ATTENDEE;CN=Anna;PARTSTAT=ACCEPTED:mailto:a@b.org", b"ATTENDEE;PARTSTAT=ACCEPTED;CN=Anna:MAILTO:a@b.org")
    assert [reader.number(line) for line in lines] == [0, 0]
