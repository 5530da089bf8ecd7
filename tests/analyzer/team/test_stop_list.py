"""What the stop list hides, and what it leaves alone."""

from __future__ import annotations

import pytest

from analyzer.team.stop_list import is_stopped


@pytest.mark.parametrize(
    "title",
    [
        *("OR", "OR-vergadering", "Overleg OR / bestuurder", "Ondernemingsraad", "ondernemingsraadsverkiezing", "GMR"),
        *("Medezeggenschap", "Works Council Q3", "works-council meeting", "Betriebsratssitzung", "Comité d'entreprise"),
        *("Vakbond", "FNV kaderleden", "Trade union meeting", "Union rep", "Gewerkschaftstreffen", "Réunion syndicale"),
        *("Bedrijfsarts", "Gesprek bedrijfsarts", "Arbo-arts", "Company doctor", "Doctor's appointment", "Dr. Smit"),
        *("Huisarts", "Tandarts 14:00", "Zahnarzt", "Médecin du travail", "Fysiotherapie", "Psycholoog", "Ziekenhuis"),
        *("Verzuimgesprek", "VERZUIM", "Re-integratie plan", "reïntegratie", "Ziekmelding", "Burn-out preventie"),
        *("Vertrouwenspersoon", "Confidential adviser", "Ombudsman", "Klacht", "Grievance hearing"),
        *("Sollicitatiegesprek", "Sollicitatie", "Job interview", "Interview kandidaat", "Vorstellungsgespräch"),
        *("Beoordelingsgesprek", "Functioneringsgesprek", "Performance review", "Exit-interview", "Ontslag", "Salaris"),
        *("Privé: advocaat", "Uitvaart oma", "Zwangerschapscursus"),
    ],
)
def test_titles_that_nobody_else_may_see_are_stopped(title: str) -> None:
    assert is_stopped(title)


@pytest.mark.parametrize(
    "title",
    [
        *("Teamoverleg", "Retro", "Sprint review", "Budget 2027", "now or never", "laptop or tablet", "Kick-off Delta"),
        *("Peer review", "Architecture review", "Community of practice", "Reunion", "Unit test workshop", "Conference"),
        *("Starten met Kafka", "Party planning", "Orientation", "Decor", "Core team", "Poll results", "Portfolio", ""),
        *("Doctrine ORM", "Project Apollo", "Artsy UI", "Pipeline review", "Pipeline", "Ideeën", "Dracula demo"),
    ],
)
def test_ordinary_titles_are_left_alone(title: str) -> None:
    assert not is_stopped(title)
