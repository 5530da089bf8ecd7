"""Names of people are masked in titles; ordinary words stay."""

from __future__ import annotations

import pytest

from analyzer.entries import Attendee
from analyzer.team.names import Names

PEOPLE = Names(
    [
        Attendee("p.vanderberg@example.org", "Piet van der Berg"),
        Attendee("xiu@example.org", "Xiuying Ngo-Tran"),
        Attendee("room1@example.org", "Zaal Delta", kind="room"),
        Attendee("team@example.org", "Team Delta", kind="group"),
    ]
)


@pytest.mark.parametrize(
    ("title", "masked"),
    [
        ("Bila Anna / Piet", "Bila … / …"),
        ("Overleg met van der Berg", "Overleg met …"),
        ("Kennismaken Xiuying", "Kennismaken …"),
        ("Ngo-Tran: voortgang", "…: voortgang"),
        ("Welkom p.vanderberg", "Welkom …"),
        ("Afscheid Sanne Terpstra", "Afscheid …"),
        ("Plan bo.smit@example.org", "Plan …"),
        ("Bel +31 20 123 45 67", "Bel …"),
        ("Demo https://example.org/anna", "Demo …"),
        ("Kick-off Delta", "Kick-off Delta"),
        ("Sprint Review", "Sprint Review"),
        ("Mark roadmap items", "Mark roadmap items"),
        ("Budget 2027", "Budget 2027"),
        ("", ""),
    ],
)
def test_names_are_masked_and_words_stay(title: str, masked: str) -> None:
    assert PEOPLE.masked(title) == masked


def test_people_past_the_first_thousand_are_masked_too() -> None:
    many = [Attendee(f"q{number}@example.org", f"Qx{number}zz Wolkenkrabber") for number in range(1_500)]
    many.append(Attendee("z@example.org", "Zzyzx Wuthering"))
    assert Names(many).masked("Plan Zzyzx") == "Plan …"


def test_signs_that_stand_for_names_inside_do_not_come_through() -> None:
    assert PEOPLE.masked("a\ue001b\ue002c") == "abc"
