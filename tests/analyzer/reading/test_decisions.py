"""Which titles and agendas say that the meeting decides something."""

from __future__ import annotations

import pytest
from effort import assert_in_proportion

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
    "Vaststellen jaarrekening",
    "Jaarrekening 2026 vaststellen",
    "Vaststelling begroting 2027",
    "Ter vaststelling: jaarplan",
    "Goedkeuren jaarplan",
    "Goedkeuring van de begroting",
    "Ter goedkeuring: huurcontract",
    "Bekrachtigen benoeming penningmeester",
    "Stemming over de statuten",
    "Stemming: nieuwe naam",
    "Stemmen over de locatie",
    "Ter stemming: begroting",
    "Ter informatie en besluitvorming: huisvesting",
    "Vote: new office",
    "Vote on the budget",
    "Voting on the bylaws",
    "Approve budget 2027",
    "Approval of the annual accounts",
    "For approval: lease",
    "Ratify the board's choice of auditor",
    "Adoption of the annual report",
    "Genehmigung Haushalt 2027",
    "Verabschiedung des Haushalts",
    "Feststellung des Jahresabschlusses",
    "Abstimmung über die Satzung",
    "Zur Abstimmung: Beitragsordnung",
    "Vote du budget",
    "Vote : budget 2027",
    "Approbation des comptes 2026",
    "Adoption du budget",
    "Ratification du contrat",
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
    "Ter informatie: besluiten van de directie",
    "Ter informatie: besluit huisvesting",
    "Ter kennisname: besluiten B&W",
    "Ter kennisneming besluit gemeenteraad",
    "Besluiten directie (ter info)",
    "Mededeling: besluit van de directie over parkeren",
    "Terugkoppeling besluiten MT",
    "Toelichting besluit directie",
    "For information: decisions of the board",
    "FYI: board decision on parking",
    "Board decisions (for information)",
    "Zur Kenntnis: Beschlüsse des Vorstands",
    "Zur Information: Entscheidung Standort",
    "Pour information : décisions du comité",
    "Pour info : décision du CA",
    "Vaststellen agenda",
    "Vaststellen notulen 12 mei",
    "Notulen vaststellen",
    "Opening en vaststelling van de agenda",
    "Goedkeuring verslag vorige vergadering",
    "Vaststellen besluitenlijst 3 maart",
    "Approval of the minutes",
    "Approve agenda",
    "Adoption of the agenda",
    "Genehmigung des Protokolls",
    "Genehmigung der Tagesordnung",
    "Approbation du compte rendu",
    "Approbation du procès-verbal",
    "Adoption de l'ordre du jour",
    "Vaststellen",
    "Approval",
    "Approval process redesign",
    "Approval workflow demo",
    "Approval pending",
    "Goedkeuring ontvangen",
    "Adoption of the new tool by teams",
    "Abstimmung Projekt Atlas",
    "Abstimmung Vertrieb und Technik",
    "Stemming in het team",
    "Afstemming planning",
    "Vote results",
    "Uitslag van de stemming",
    "Stemmen van het koor",
    "Vote of thanks",
    "No vote today",
    "Geen stemming vandaag",
    "Feststellung der Beschlussfähigkeit",
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
def test_hostile_text_takes_time_in_proportion_to_its_length(hostile: str) -> None:
    assert_in_proportion(lambda part: is_deciding(part, part), hostile[:300_000])


@pytest.mark.parametrize("title", ["Vaststellen jaarrekening", "Planning", ""])
@pytest.mark.parametrize(
    "agenda", ["Goal: go / no-go on the launch", "1. Welcome\n2. Decide on the budget", "Notes", ""]
)
def test_title_and_agenda_decide_each_by_itself(title: str, agenda: str) -> None:
    assert is_deciding(title, agenda) is (is_deciding(title, "") or is_deciding("", agenda))
    assert is_deciding(title, agenda) is (title.startswith("Vast") or "go on" in agenda or "Decide" in agenda)
