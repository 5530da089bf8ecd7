"""Where one works, and which blocks are private or for care, by the title alone."""

from __future__ import annotations

import pytest
from effort import assert_in_proportion

from analyzer.reading.own_time import is_private_time_title, place_of_title


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Thuis", "home"),
        ("Thuiswerken", "home"),
        ("Home", "home"),
        ("🏠 Home office", "home"),
        ("WFH", "home"),
        ("Working from home", "home"),
        ("Homeoffice", "home"),
        ("Zu Hause", "home"),
        ("Télétravail", "home"),
        ("Thuiswerken maandag", "home"),
        ("Kantoor", "office"),
        ("Office", "office"),
        ("Im Büro", "office"),
        ("Au bureau", "office"),
        ("Op kantoor", "office"),
        ("Bij klant", "other"),
        ("Working elsewhere", "other"),
        ("Dienstreise", "other"),
        ("", ""),
        ("Utrecht", ""),
        ("Home improvement day", ""),
        ("Office party", ""),
        ("Kantoor of thuis", ""),
        ("Home / Office", ""),
        ("Thuiswerkbeleid", ""),
        ("Kantoor inrichten", ""),
    ],
)
def test_place_of_a_working_place_entry_is_its_whole_title(title: str, place: str) -> None:
    assert place_of_title(title) == place


@pytest.mark.parametrize(
    "title",
    [
        "Privé",
        "prive",
        "Private",
        "Privat",
        "Perso",
        "Personal appointment",
        "RDV perso",
        "Privé 16:00-17:00",
        "Zorg",
        "Mantelzorg",
        "Mantelzorg vrijdag",
        "School run",
        "Kinderen ophalen",
        "Kinderen naar school brengen",
        "Kinderen uit school",
        "Kids from school",
        "Kinder aus der Schule",
        "School",
        "Opvang",
        "BSO tot 17:30",
        "Naar de crèche",
        "Kita",
        "Pick up the kids",
        "Kids ophalen BSO",
        "Drop off daughter at daycare",
        "Kinder abholen",
        "Kita abholen",
        "Chercher les enfants à l'école",
        "Family time",
    ],
)
def test_private_and_care_titles_are_private_time(title: str) -> None:
    assert is_private_time_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Private equity",
        "Privé & zakelijk",
        "Zorg & Welzijn",
        "Zorgverzekeraar",
        "Zorg voor de klant",
        "Laptop ophalen",
        "Pick up printer",
        "School bezoeken",
        "School board",
        "Studiedag school",
        "Opvang Oekraïne",
        "Schoolreisje plannen",
        "Kind & Jeugd",
        "Ophalen",
        "Kinderen: beleid",
        "Personal development plan",
        "Family office pitch",
        "Kinderen en media: onderzoek",
        "Werkblok",
        "Prive-adres wijzigen",
        "Data ophalen",
        "Bring slides to school board",
    ],
)
def test_other_titles_are_no_private_time(title: str) -> None:
    assert not is_private_time_title(title)


@pytest.mark.parametrize("unit", ["kinderen ophalen ", "a ", "é̈"])
def test_hostile_titles_take_time_in_proportion_to_their_length(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    assert place_of_title(text) == ""
    assert not is_private_time_title(text)
    assert_in_proportion(lambda part: (place_of_title(part), is_private_time_title(part)), text)
