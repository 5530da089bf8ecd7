"""Which titles and agendas say that the meeting decides something."""

from __future__ import annotations

import time

import pytest

from analyzer.reading.decisions import is_deciding

DECIDING = [
    "Besluitvorming huisvesting",
    "Directie: besluit begroting 2027",
    "MT-overleg (besluitvormend)",
    "Beslissen over leverancier",
    "Ter besluitvorming: nieuwe roosters",
    "Ter beslissing: verlof",
    "Beslismoment fase 2",
    "Besluiten over de indeling",
    "Knoop doorhakken kantoor",
    "Go/no-go release 3",
    "Go / No Go livegang",
    "go-no-go",
    "Decision: vendor",
    "Vendor decision",
    "Decide on the budget",
    "Decisions needed on hiring",
    "For decision: office move",
    "Architecture decision meeting",
    "Let us decide which tool we take",
    "Entscheidung Standort",
    "Zur Entscheidung: Budget",
    "Beschluss Haushalt 2027",
    "Beschlussfassung Satzung",
    "Wir entscheiden über den Anbieter",
    "Décision budget 2027",
    "Pour décision : locaux",
    "Décider du prestataire",
    "Prise de décision fournisseur",
    "Decisions: budget 2027, hiring",
]
NOT_DECIDING = [
    "",
    "Weekly sync",
    "Besluitenlijst",
    "Besluitenlijst vaststellen",
    "Actie- en besluitenlijst: https://wiki.example.org/lijst",
    "Besluiten- en actielijst",
    "Besluiten en actielijst",
    "Decision log: https://wiki.example.org/log",
    "Decision log",
    "Decision list and actions",
    "Architecture decision records",
    "Decision keeper: Anna",
    "Decisions: https://wiki.example.org/decisions",
    "Decisions:",
    "Besluiten:",
    "Décisions :",
    "Beschlüsse:",
    "Decision tree demo",
    "Decision support system",
    "Interview with decision makers",
    "Training decision making",
    "Cursus beslissen onder druk",
    "No decisions will be made",
    "Geen besluiten vandaag",
    "Keine Entscheidungen",
    "Aucune décision",
    "We will not decide today",
    "Besluiten vorige keer doornemen: besluiten genomen",
    "Previous decisions",
    "Decisions made",
    "Uitleg na het besluit",
    "We besluiten met een borrel",
    "Precision engineering",
    "Go to market",
    "Decided: nothing",
    "Undecided",
    "Beslisboom",
    "Entscheidungsbaum",
]


@pytest.mark.parametrize("text", DECIDING)
def test_words_that_decide_are_read_in_title_and_agenda(text: str) -> None:
    assert is_deciding(text, "")
    assert is_deciding("Monthly", f"1. News\n2. {text}\n3. Any other business")


@pytest.mark.parametrize("text", NOT_DECIDING)
def test_lists_roles_things_and_the_past_do_not_decide(text: str) -> None:
    assert not is_deciding(text, "")
    assert not is_deciding("Monthly", f"1. News\n2. {text}\n3. Any other business")


@pytest.mark.parametrize(
    "hostile", ["decision " * 111_000, "decision\n" * 111_000, "no " * 333_000, "go/" * 333_000, "décision:" * 111_000]
)
def test_hostile_text_takes_less_than_a_second(hostile: str) -> None:
    start = time.process_time()
    is_deciding(hostile, hostile)
    assert time.process_time() - start < 1
