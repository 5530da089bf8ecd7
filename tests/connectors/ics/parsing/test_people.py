from __future__ import annotations

import pytest

from analyzer.entries import Attendee
from connectors.ics.parsing.people import email_in
from tests.connectors.ics.ics_samples import codes, meeting, read


def attendee(line: str) -> Attendee:
    (found,) = read(meeting(line)).entries[0].attendees
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "ATTENDEE;CN=Anna;PARTSTAT=ACCEPTED:mailto:Anna@Example.org",
            Attendee("anna@example.org", "Anna", response="accepted"),
        ),
        ("ATTENDEE:MAILTO:MAILTO: <a@b.c>", Attendee("a@b.c", response="needs-action")),
        ("ATTENDEE;PARTSTAT=TENTATIVE:a@b.c", Attendee("a@b.c", response="tentative")),
        ("ATTENDEE;PARTSTAT=DECLINED:a@b.c", Attendee("a@b.c", response="declined")),
        ("ATTENDEE;PARTSTAT=DELEGATED:a@b.c", Attendee("a@b.c", response="declined")),
        ("ATTENDEE;PARTSTAT=MAYBE;ROLE=KING:a@b.c", Attendee("a@b.c", response="needs-action")),
        ("ATTENDEE;ROLE=chair:a@b.c", Attendee("a@b.c", response="needs-action", is_chair=True)),
        ("ATTENDEE;CUTYPE=GROUP:a@b.c", Attendee("a@b.c", response="needs-action", kind="group")),
        ("ATTENDEE;CUTYPE=ROOM:a@b.c", Attendee("a@b.c", response="needs-action", kind="room")),
        ("ATTENDEE;CUTYPE=RESOURCE:a@b.c", Attendee("a@b.c", response="needs-action", kind="resource")),
        ("ATTENDEE;CUTYPE=UNKNOWN:a@b.c", Attendee("a@b.c", response="needs-action")),
        (
            "ATTENDEE;CN=Zaal 1:mailto:x@resource.calendar.google.com",
            Attendee("x@resource.calendar.google.com", "Zaal 1", response="needs-action", kind="resource"),
        ),
        ("ATTENDEE;X-NUM-GUESTS=2:a@b.c", Attendee("a@b.c", response="needs-action", additional_guests=2)),
        ("ATTENDEE;X-NUM-GUESTS=1000:a@b.c", Attendee("a@b.c", response="needs-action", additional_guests=1000)),
        ("ATTENDEE;X-NUM-GUESTS=10000:a@b.c", Attendee("a@b.c", response="needs-action")),
        ("ATTENDEE;X-NUM-GUESTS=99999999:a@b.c", Attendee("a@b.c", response="needs-action")),
        ("ATTENDEE;CN=Piet:invalid:nomail", Attendee("piet", "Piet", response="needs-action")),
        ("ATTENDEE;EMAIL=p@b.c;CN=Piet:urn:uuid:1", Attendee("p@b.c", "Piet", response="needs-action")),
        ("ATTENDEE;EMAIL=p@b.c:/123456/principal/", Attendee("p@b.c", response="needs-action")),
        ("ATTENDEE;EMAIL=p@b.c:mailto:2_HA3@imip.me.com", Attendee("p@b.c", response="needs-action")),
        ("ATTENDEE;EMAIL=nobody:mailto:a@b.c", Attendee("a@b.c", response="needs-action")),
        (
            'ATTENDEE;MEMBER="mailto:Team@b.c","mailto:all@b.c":mailto:a@b.c',
            Attendee("a@b.c", response="needs-action", groups=("team@b.c", "all@b.c")),
        ),
        ("ATTENDEE;EMAIL=P@b.c:", Attendee("p@b.c", response="needs-action")),
        ("ATTENDEE;CN=\"'a@b.c'\":mailto:a@b.c", Attendee("a@b.c", "a@b.c", response="needs-action")),
    ],
)
def test_an_attendee_is_read_in_meetlints_words(line: str, expected: Attendee) -> None:
    assert attendee(line) == expected


@pytest.mark.parametrize(
    "name",
    [
        r'"Anna \"A\" Vries"',
        '"Anna "A" Vries"',
        '"Anna Vries',
        'Anna "A" Vries',
        'Anna Vries"',
        '""Anna Vries""',
        r'"Vries: \"A\""',
        '"A;B" Vries',
    ],
)
@pytest.mark.parametrize(
    "order", ["ATTENDEE;CN={};PARTSTAT=DECLINED:mailto:a@b.c", "ATTENDEE;PARTSTAT=DECLINED;CN={}:mailto:a@b.c"]
)
def test_a_name_with_odd_quotes_costs_neither_address_nor_answer(name: str, order: str) -> None:
    found = attendee(order.format(name))
    assert (found.address, found.response) == ("a@b.c", "declined")
    assert "Vries" in found.name


@pytest.mark.parametrize(
    "parameters",
    [
        "CN=Bo;SENT-BY=mailto:s@b.c",
        "SENT-BY=mailto:s@b.c;CN=Bo",
        'SENT-BY="mailto:s@b.c";CN=Bo',
        "DIR=https://b.c:8080/bo;CN=Bo",
        "DIR=ldap://b.c/cn=bo;SENT-BY=mailto:s@b.c;CN=Bo",
    ],
)
def test_an_address_in_a_parameter_without_quotes_is_not_the_person(parameters: str) -> None:
    assert read(meeting(f"ORGANIZER;{parameters}:mailto:o@b.c")).entries[0].organizer == Attendee("o@b.c", "Bo")


def test_an_attendee_who_is_nobody_is_left_out_and_named() -> None:
    calendar = read(meeting("ATTENDEE:", "ATTENDEE:mailto:", "ATTENDEE:mailto:a@b.c"))
    assert [party.address for party in calendar.entries[0].attendees] == ["a@b.c"]
    assert codes(calendar) == ["attendee-unreadable"]


def test_the_organizer_is_the_first_who_is_somebody() -> None:
    calendar = read(meeting("ORGANIZER:", "ORGANIZER;CN=Two:mailto:Two@example.test"))
    assert calendar.entries[0].organizer == Attendee("two@example.test", "Two")
    assert codes(calendar) == ["attendee-unreadable"]
    assert read(meeting()).entries[0].organizer is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anna@example.org", "anna@example.org"),
        (" mailto:Anna@Example.org ", "anna@example.org"),
        ("Anna (anna@example.org)", ""),
        ("anna@home", ""),
        ("Team @ office.nl", ""),
        ("a@b@c.nl", ""),
        ("{1234-GUID}", ""),
        ("", ""),
    ],
)
def test_email_in_takes_an_address_and_nothing_else(text: str, expected: str) -> None:
    assert email_in(text) == expected
