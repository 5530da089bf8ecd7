"""What a title alone tells: cancelled, absent, focus time, open room, social, shared lunch; and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from effort import assert_in_proportion
from hypothesis import given
from hypothesis import strategies as st

from analyzer.reading.titles import (
    is_absence_title,
    is_cancelled_title,
    is_focus_title,
    is_on_call_title,
    is_open_room_title,
    is_shared_lunch_title,
    is_social_title,
)

OWNER = ("Anna de Boer", "Anna")

CANCELLED = """
Cancelled. Weekly sync
Cancelled (see mail)
Cancelled / moved to Tuesday
Canceled meeting with Bob
Afgezegd ivm drukte
Annulé – réunion
🚫CANCELLED🚫 Weekly sync
Cancelled: Weekly sync
Canceled: Weekly sync
CANCELED
CANCELED Weekly sync
CANCELLED - Weekly sync
cancelled - small group
[CANCELLED] Weekly sync
(cancelled) Weekly sync
*CANCELLED* Weekly sync
❌ Cancelled: Weekly sync
FW: Canceled: Weekly sync
Re: [Canceled] Weekly sync
Cancelled due to holiday
Cancelled Weekly sync
CANCELLED!
Geannuleerd: Teamoverleg
GEANNULEERD Teamoverleg
Geannuleerd overleg
Afgezegd
Afgezegd: bila
Afgelast: training
Gaat niet door: teamoverleg
Vervallen: teamoverleg
Abgesagt: Jour fixe
Abgesagt
Entfällt: Jour fixe
Fällt aus - Jour fixe
Annulé : réunion d'équipe
Annulée : réunion d'équipe
ANNULÉ
Annule\u0301 - point hebdo
Ｃancelled: Weekly sync
"""

NOT_CANCELLED = """
Cancelled Order Handling - Design
Cancelled-orders report
Refunds for cancelled flights
Cancelable offers
Absagequote
Cancellation policy review
Cancel gym
Cancel culture
Cancelling subscriptions
Cancelled orders review
CANCELLED ORDERS REVIEW
Canceled subscriptions: weekly report
Cancelled?
Weekly sync
Uncancelled: Weekly sync
Not cancelled: Weekly sync
Geannuleerde orders
Annuleringsbeleid
Annulering bespreken
Afzeggen bila
Afgezegde afspraken nabellen
Abgesagte Termine
Absage an Bewerber
Annulation des commandes
Vervallen panden bezoeken
Verval van rechten
Weekly: cancelled orders
Absagen
Stornierung prüfen

!
"""

ABSENCE = """
Annas Urlaub
Anna is vrij
Anna op vakantie
Afwezig vanaf 14.00 uur
Vrij tot 12u
Vrije middag
2 weken vakantie
Vakantie week 31 en 32
Out-of-office
Congés du 3 au 14 août
Leave - half day
Bank holiday
Verlof
VERLOF
verlof!
[Verlof]
🌴 Verlof 🌴
Vrij
Vakantie
Op vakantie
Roostervrij
Roostervrije dag
ADV
ADV-dag
ATV
Compensatie
Compensatiedag
Papadag
Papa dag
Mamadag
Afwezig
Vrije dag
Dagje vrij
Hele dag vrij
Vrijdag vrij
Vrij vrijdag 3 mei
Verlof 3-8 t/m 7-8
Verlof 3 t/m 14 augustus
Vakantie tot en met 16 aug
Vakantie van 3 tot 7 augustus 2026
Vrij vanaf 13:00
Vrij (middag)
Ouderschapsverlof
Anna vrij
Anna de Boer - verlof
Verlof Anna
Verlof: Anna de Boer
Anna's vakantie
Leave
Annual leave
On leave
PTO
PTO 12/24 - 1/2
OOO
O.O.O.
OOO until Monday
OOO - back Aug 17
Out of office
Out of Office (Anna)
Holiday
Holidays
Vacation
Day off
Time off
Half day PTO
Parental leave
Urlaub
Anna im Urlaub
Urlaub bis 12.08.
Urlaub vom 3. bis 14. August
Abwesend
Gleittag
Elternzeit
Freier Tag
Congé
Congés payés
En congé jusqu'au 15 août
Vacances
RTT
Fw: Verlof
3 dagen vrij
Verlof\u200b
"""

NOT_ABSENCE = """
Voorjaarsvakantie
Schoolvakantie
Schulferien Bayern
Holiday Inn
Team vakantie
Vrije tijd
Vrije inloop
Back from holiday: catch up
Sabbatical talk
Off topic
Leave for airport
Thuiswerken
WFH
Anna 1-op-1
Anna vrijdag
Vrijdag
Vrij reizen
Piet vrij
Anna en Piet vrij
Vrij houden
Vrij veld testen
Vrijgeven release
Vrijheid
Vrijmibo
Holiday party
Holiday cover rota
Holidays in United Kingdom
Vakantieplanning
Vakantie plannen
Vakantie Spanje
Verlof bespreken
Verlofaanvraag Piet
Verlofregistratie
Compensatie klant
ADV overleg
Leave a comment
Leave at 16:00
Leave 16:00
Leave policy
Maternity leave policy review
Paternity cover meeting
PTO planning
Out of office aanzetten
Absence policy
Away day
Away game
Off-site
Kick-off
Urlaub planen
Urlaubsplanung
Urlaubsvertretung Piet
Frei Haus Lieferung
Vacances scolaires Piet
Vacature bespreken
Ziek
Ziekteverlof
Anna ziek
Ziek / verlof
Sick leave
Sick day
Krank
Krankgeschrieben
Malade
Arrêt maladie
Doctor
Anna
Anna de Boer
Vrijdag 3 mei
3 t/m 7 augustus
2026

!
"""

FOCUS = """
Focus time (auto-scheduled by Clockwise)
Focus | code review
Focusuurtje
Fokuszeit für Angebot
No Meeting Wednesday
Vergadervrije dag
Geen afspraken inplannen aub
Mijn focustijd
Focus
FOCUS
🎯 Focus
Focus!
[Focus]
Focustijd
Focus tijd
Focus time
Focus Time
Focus time 🎧
Focusblok
Focus block
Focus block (2h)
Focusdag
Focus: rapport schrijven
Focus - rapport schrijven
[Focus] rapport schrijven
Focus time: vergadering voorbereiden
Focus time for the annual report
Focustijd voor jaarverslag
Rapport schrijven (focustijd)
Concentratietijd
Concentratieblok
Deep work
Deepwork
DEEP WORK: API
Deep work session
Fokuszeit
Fokus
Fokusblock
Konzentrationszeit
Temps de concentration
No meetings
No meetings please
NO MEETINGS - deep work
No meeting Friday
No-meeting Friday
Meeting-free afternoon
Geen vergaderingen
Geen meetings aub
Vergadervrij
Keine Meetings
Pas de réunions
Do not book
Niet storen
Niet inplannen
Heads down
Heads-down time
Maker time
Focus & deep work
Focus dinsdagochtend
Focus 9-12
Focus 9 t/m 12 uur
Gefocust werken
"""

NOT_FOCUS = """
Focus van 2027 bepalen
Focussessie met team over visie
Focus: call met Piet
No meetings without agenda
Strategische focus
Focus group
Focus Group Interviews
Focusgroep interview
Focusgroep
Focus op klant - kickoff
Focus op de klant
Focus on customers
Focus: kickoff
Focus - sprint overleg
Focus area review
Focus points Q3
Focuspunten bespreken
Focus time policy discussion
Focus: team meeting
Autofocus test
Fokusgruppe
Fokusthema Besprechung
Deep work workshop
Deep work book club
Deep dive
No meetings about budget
No meetings policy
Geen vergaderingen evalueren
Concentratie van pijnstillers
Meeting about focus time
Hoe krijgen we focus?
Workshop focus
Team overleg
In focus: Anna
Focussen als team
Ford Focus ophalen

!
"""

OPEN_ROOM = """
Koffieautomaat (Teams)
Power BI vragenuur
Weekly Office Hours
Open Teams room
Virtual coffee machine
IT-Sprechstunde
Koffieautomaat
Online koffieautomaat
(Online) koffieautomaat
☕ Virtuele koffieautomaat
Inloop
Inloop HR
Inloopuur
Inloopspreekuur
Open inloop
Digitale inloop
Spreekuur
Spreekuur HR
HR-spreekuur
IT spreekuur
Privacyspreekuur
Wekelijks spreekuur bedrijfsjurist
Vragenuur
Vragenuurtje Excel
Open room
Open kamer
Office hours
Office Hours
OFFICE HOURS: Legend
Legend Office Hours
Community On-boarding & Office Hours
Team Office hours
Walk-in
Walk in
Walk-in hours
Drop-in
Drop-in session
Open door
Open deur
Virtual office
Virtual water cooler
Sprechstunde
Offene Sprechstunde
Bürgersprechstunde
Sprechstunde Prof. Weber
Virtuelle Kaffeeküche
Permanence
Permanence informatique
Machine à café
"""

NOT_OPEN_ROOM = """
Nieuwe koffieautomaat
Coffee machine
Office hours - prep
Open sollicitatie
Spreekuur voorbereiden
Evaluatie spreekuur
Evaluatie inloopspreekuur
Inloop evalueren
Inlopen
Inloopkast
Spreekuurplanning
Koffieautomaat vervangen
Offerte koffieautomaat
Office hours policy review
Office hours: planning Q3
Office move
Working hours
Open room booking system
Open source
Open space layout review
Open vragen
Walk-in closet
Walking meeting
Walk in the park
Drop-in replacement review
Meeting room
Virtual office rollout
Sprechstunde vorbereiten
Kaffeemaschine
Permanent contract
Permanence planning
Koffie
Open deurbeleid bespreken
Teamoverleg

!
"""

SOCIAL = """
Coffee catch-up with Anna
Kop koffie met Jan de Wit
Coffee with Anna O'Brien
End of year drinks
Evas Geburtstag
Apéro d'équipe
Jarig: Anna
Coffee
coffee
Coffee ☕
Coffee?
Koffie
Koffie met Anna
Koffie met Anna en Piet
koffie met anna
KOFFIE MET ANNA
Koffie Anna / Piet
Koffie: Anna & Piet
Coffee with Anna
Coffee with Anna van der Berg
Virtual coffee
Online koffie
Coffee break
Coffee chat with Jan-Willem
Bakkie koffie
Koffiemoment
Online koffieautomaat
Koffiehoek
Virtual coffee machine
Online coffee machine
Virtual water cooler
Virtuelle Kaffeemaschine
Kaffeeküche
Machine à café
Day out
Team day out
Team outing
Teamuitje
Betriebsausflug
Sortie d'équipe
Kaffee
Kaffee mit Uwe
Kaffeepause
Café avec Luc
Pause café
Thee
Borrel
Teamborrel
Vrijdagmiddagborrel
Vrijmibo
Vrijdag borrel
Kerstborrel 2026
Nieuwjaarsborrel
Afscheidsborrel Piet
Borrel bij Loetje
Drinks
Friday drinks
After-work drinks
Farewell drinks for Anna
Birthday
Birthday Anna 🎂
Anna's birthday
Anna’s Birthday!
Happy birthday Anna
Verjaardag
Verjaardag Piet
Verjaardag van Piet de Vries
Piet jarig
Taart
Geburtstag Eva
Geburtstag von Eva
Feierabend
Feierabendbier
Apéro
Apero
Anniversaire de Luc
Lunch
Team lunch
Lunch with Anna
Lunch & drinks
Koffie en taart
Déjeuner avec Luc
Mittagessen mit Uwe
FW: Borrel
[Social] Borrel
"""

NOT_SOCIAL = """
Koffie bij klant
Coffee with candidates
Dinner with client
Lunchcollege
Ontbijtsessie
Taartdiagrammen
Café stratégique
Borrel voorbereiden
Borrel Voorbereiden
Borrelcommissie
Coffee machine budget
Coffee Machine Budget
Virtual coffee machine budget
Water cooler supplier
Day out planning
Days out of office
Kaffeeküche renovieren
Coffee & Code
Coffee & Connect: strategy
Koffie & kennis
Koffieleverancier
Koffie met klant
Koffie met Anna over project X
Koffie met Anna: contract
Koffie bestellen
Coffee supplier contract
Coffee tasting vendor selection
Birthday planning
Birthday card Anna
Verjaardagskalender
Verjaardag regelen
Kado verjaardag Piet
Drinks menu review
Drinking water project
Lunch & learn
Lunch and Learn
Lunchoverleg
Lunch meeting budget
Lunch met klant: contract
Lunchlezing
Working lunch
Feierabendverkehr Studie
Kaffee mit Kunden
Kaffeemaschine
Mittagessen mit Vorstand
Teamoverleg
Team
Anna
Anna / Piet
Bila Anna
Anniversaire du contrat
Café du commerce : budget

!
"""

SHARED_LUNCH = """
Lunch buiten de deur
Lunch met Anna/Piet
Kennismakingslunch Anna
Vrijdaglunch
Lunch op kantoor
Déjeuner entre collègues
Lunch
LUNCH
lunch
Lunch!
Lunch 🍝
🥪 Lunch
Lunch?
Lunch 12:30
Lunch (kantine)
Lunch in de kantine
Lunchpauze
Lunch break
Lunch time
Team lunch
Teamlunch
Team lunch vrijdag
Lunch met team
Lunch met het hele team
Lunch with the team
Lunch met collega's
Samen lunchen
Kerstlunch
Afscheidslunch Piet
Lunch with Anna
Lunch w/ Anna
Lunch met Anna
lunch met anna
Lunch met Anna en Piet
Lunch met Anna, Piet & Klaas
Lunch met Anna van der Berg
Lunch Anna
Lunch - Anna
Lunch: Anna + Piet
Anna's lunch
Lunchwandeling
Lunch wandeling
Lunchwandeling met Anna
Lunch & wandelen
Walking lunch
Let's go for lunch
Lunch bij Loetje
Lunch @ Loetje
Mittagessen
Mittagessen mit Uwe
Gemeinsames Mittagessen
Mittagspause
Mittagessen mit dem Team
Déjeuner
Déjeuner avec Luc
Déjeuner d'équipe
Pause déjeuner
RE: Lunch
[Lunch]
"""

NOT_SHARED_LUNCH = """
Power lunch
Lunch interview
Lunch with candidate
Lunch met directie
Lunch 1-op-1 Anna
Lunch-and-learn
Lunch+Learn
Mittagessen: Projektbesprechung
Lunchconcert
Lunch & learn
Lunch & Learn
Lunch and Learn: Kubernetes
Lunch 'n' learn
Lunch en leer
Lunchoverleg
Lunch-overleg
Lunch overleg
Lunch Overleg
Lunch meeting
Lunch Meeting
Lunch meeting budget
Lunch Budget
Lunch budget
Lunch met klant
Lunch met klant: contract
Lunch met Anna: contract
Lunch with Anna - Q3 roadmap
Lunch with Anna to discuss pricing
Lunch met Anna over project X
Lunchlezing
Lunchsessie AI
Lunch workshop
Lunch presentation
Lunch Strategy
Lunch sync
Lunch 1:1
Lunch bestellen
Lunch regelen
Lunch order
Lunchroom bezoeken
Working lunch
Werklunch
Werklunch Anna
Business lunch
Zakenlunch
Netwerklunch
Kennislunch
Brown bag lunch
Launch
Launch party
Koffie met Anna
Borrel
Petit-déjeuner
Mittagessen mit Kunden
Mittagsbesprechung
Arbeitsessen
Déjeuner de travail
Déjeuner d'affaires
Déjeuner client
Product lunch review
Lunch, then retrospective
Coffee
Anna

!
"""

Judge = Callable[[str], bool]


def cases(block: str) -> list[str]:
    return block[1:-1].split("\n")


def absent(title: str) -> bool:
    return is_absence_title(title, OWNER)


YES: list[tuple[Judge, str]] = [
    (is_cancelled_title, CANCELLED),
    (absent, ABSENCE),
    (is_focus_title, FOCUS),
    (is_open_room_title, OPEN_ROOM),
    (is_social_title, SOCIAL),
    (is_shared_lunch_title, SHARED_LUNCH),
]
NO: list[tuple[Judge, str]] = [
    (is_cancelled_title, NOT_CANCELLED),
    (absent, NOT_ABSENCE),
    (is_focus_title, NOT_FOCUS),
    (is_open_room_title, NOT_OPEN_ROOM),
    (is_social_title, NOT_SOCIAL),
    (is_shared_lunch_title, NOT_SHARED_LUNCH),
]
JUDGES = [judge for judge, _ in YES]


@pytest.mark.parametrize(("judge", "title"), [(judge, title) for judge, block in YES for title in cases(block)])
def test_title_tells(judge: Judge, title: str) -> None:
    assert judge(title)


@pytest.mark.parametrize(("judge", "title"), [(judge, title) for judge, block in NO for title in cases(block)])
def test_title_does_not_tell(judge: Judge, title: str) -> None:
    assert not judge(title)


def test_absence_needs_the_owner_to_be_the_one_named() -> None:
    assert not is_absence_title("Anna vrij")
    assert not is_absence_title("Anna vrij", ["Piet Jansen"])
    assert is_absence_title("Anna vrij", ["Anna Jansen"])
    assert is_absence_title("ANNA VRIJ", ["Jansen, Anna"])
    assert is_absence_title("Zoë verlof", ["Zoe\u0308 Smit"])
    assert is_absence_title("A. de Boer verlof", OWNER)
    assert is_absence_title("Verlof AdB", OWNER)
    assert not is_absence_title("Verlof B", ["Piet Jansen"])
    assert not is_absence_title("Piet de Boer vrij", OWNER)


def test_absence_never_reads_illness_even_beside_an_absence_word() -> None:
    for word in ("ziek", "sick", "ill", "krank", "malade", "griep", "flu", "doctor", "arts", "hospital", "burn-out"):
        assert not is_absence_title(word, OWNER)
        assert not is_absence_title(f"{word} leave", OWNER)
        assert not is_absence_title(f"Anna {word} - verlof", OWNER)


def test_shared_lunch_is_always_social() -> None:
    for title in cases(SHARED_LUNCH):
        assert is_social_title(title)


DECORATIONS = [
    "{}!",
    "🎉 {}",
    "[{}]",
    "*{}*",
    "FW: {}",
    "Re: Fwd: {}",
    "  {}  ",
    "{} 🙂",
    '"{}"',
    "({})",
    "AW: {}",
    "{}…",
]


@pytest.mark.parametrize("decoration", DECORATIONS)
def test_title_decorations_change_nothing(decoration: str) -> None:
    for judge, title in [
        (is_cancelled_title, "Cancelled: Weekly sync"),
        (absent, "Verlof Anna"),
        (is_focus_title, "Focustijd"),
        (is_open_room_title, "HR-spreekuur"),
        (is_social_title, "Koffie met Anna"),
        (is_shared_lunch_title, "Lunch with Anna"),
    ]:
        assert judge(decoration.format(title))
    for judge in JUDGES:
        assert not judge(decoration.format("Teamoverleg budget"))


def test_title_letters_of_any_width_or_composition_are_the_same() -> None:
    assert is_focus_title("ｆｏｃｕｓ")
    assert is_shared_lunch_title("De\u0301jeuner")
    assert absent("URLAUB")
    assert is_social_title("APE\u0301RO")


@given(st.text())
def test_titles_never_raise(title: str) -> None:
    for judge in JUDGES:
        assert judge(title) in (True, False)
    assert is_absence_title("verlof", [title]) in (True, False)


@pytest.mark.parametrize(
    "unit", ["a", "lunch ", "Lunch, ", "Anna en ", "focus:", "re: ", "[", "é", "verlof ", "- ", "\u0301"]
)
def test_titles_take_time_in_proportion_to_their_length(unit: str) -> None:
    title = unit * (300_000 // len(unit))
    assert_in_proportion(lambda part: [judge(part) for judge in JUDGES], title)


def test_titles_of_real_calendars_are_hardly_ever_taken_for_absence(shared_data: Path) -> None:
    titles = set()
    for path in (shared_data / "corpus" / "real_calendars").rglob("*.ics"):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("SUMMARY:"):
                titles.add(line.removeprefix("SUMMARY:"))
    assert len(titles) > 100
    assert not [title for title in titles if absent(title) or is_focus_title(title) or is_shared_lunch_title(title)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("On-call", True),
        ("Oncall: Anna", True),
        ("Piket", True),
        ("Piketdienst team blauw", True),
        ("Storingsdienst", True),
        ("Rufbereitschaft", True),
        ("Overdracht piket", False),
        ("On-call handover", False),
        ("Call with Anna", False),
        ("Piketty lezen", False),
        ("", False),
    ],
)
def test_on_call_is_read_from_whole_words_that_are_not_about_the_rota(title: str, expected: bool) -> None:
    assert is_on_call_title(title) is expected
