"""Titles that a team never sees: what a works council, a doctor or an interview is about is nobody else's business.

The list errs towards hiding. It is read where a person's own calendar is made ready to be handed over, on the person's
own machine; what it hides then looks like any private event, so that being hidden tells nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

STOP_LIST: Mapping[str, str] = {
    "council": """
vgwm* vgw-commissie* achterban*
ondernemingsraad* or-vergadering* or-overleg* medezeggenschap* works-council workscouncil betriebsrat* personalrat*
comite-d-entreprise cse personeelsvertegenwoordig* employee-representative* staff-council arbeitnehmervertret*
vakbond* vakvereniging* bondsoverleg* kaderlid kaderleden fnv cnv union unions trade-union* gewerkschaft* ver.di
syndicat* syndical* shop-steward* cao-overleg* staking* strike streik*
""",
    "illness": """
bedrijfsarts* arboarts* arbo-arts* arbodienst* arbo-dienst* arbospreekuur* verzuim* ziekmelding* ziekteverlof* ziek
wia uwv re-integratie* reintegratie* hersteld* betermelding* spoor-2 tweede-spoor burn-out* burnout* absenteeism
sick-leave sickness* occupational-health* company-doctor* betriebsarzt* bem-gesprach* arret-maladie krank*
""",
    "care": """
doctor doctor's doctors dr dokter* arts artsen* huisarts* tandarts* orthodontist* ziekenhuis* hospital* kliniek*
clinic* psycholo* psychiat* therap* fysio* physio* dentist* medical medisch* gynaeco* gyneco* gynako* oncolog*
cardiolog* chemo* mri ivf echo verloskund* midwife* hebamme* polikliniek* poli ggz arzt* zahnarzt* medecin* docteur*
dentiste* hopital*
""",
    "trust": """
vertrouwenspers* vertrauensperson* confidential* vertrouwelijk* ombuds* klacht* complaint* grievance* beschwerde*
grensoverschrijdend* ongewenst-gedrag integriteit* intimidatie* harassment* misconduct* whistle* klokkenluid*
melding-* mediation* mediator* conflict* disciplin* waarschuwing* abmahnung* onderzoeksgesprek*
""",
    "applying": """
sollicit* sollicitatie* interview* job-interview* kandida* candida* vacature* vacanc* bewerb* vorstellungsgesprach*
entretien-d-embauche recruit* werving* selectiegesprek*
""",
    "appraisal": """
arbeidsvoorwaarden* salaris* salary* loongesprek* gehalt* beoordeling* functionering* performance-review*
performance-improvement* pip verbetertraject* appraisal* potgesprek* mitarbeitergesprach* entretien-annuel
""",
    "leaving": """
exitgesprek* exit-gesprek* exit-interview* offboarding* ontslag* dismissal* layoff* lay-off* redundanc* severance*
vaststellingsovereenkomst* vso kundigung* licenciement* boventallig* reorganisatie* sociaal-plan*
""",
    "family": """
mantelzorg* care-leave* zwanger* pregnan* maternity* rouw* uitvaart* begrafenis* crematie* funeral* beerdig* scheiding*
""",
    "money": """
maatschappelijk-werk* social-worker* schuldhulp* loonbeslag* debt-counsel* advocaat* lawyer* rechtszaak* rechtbank*
notaris*
""",
    "belief": """
kerkdienst* moskee* synagoge* gebed* prayer* partijraad
""",
}
"""By what they are about: whole words or beginnings of words (marked by a star), in small letters without accents."""

COUNCILS = ("OR", "DOR", "GOR", "COR", "OC", "PVT", "MR", "GMR", "BR")
"""Councils by their letters, in capitals only: in small letters "or" is a word."""

_OR = re.compile(rf"(?<!\w)(?:{'|'.join(COUNCILS)})(?!\w)")

_SEPARATORS = re.compile(r"[\W_]+")


def stopped_words() -> Iterator[str]:
    """Yield the words of the whole list."""
    for words in STOP_LIST.values():
        yield from words.split()


def _patterns() -> re.Pattern[str]:
    forms = []
    for word in stopped_words():
        stem = re.escape(_plain(word.removesuffix("*"))).replace("\\ ", " ")
        forms.append(stem + (r"\w*" if word.endswith("*") else ""))
    return re.compile(rf" (?:{'|'.join(sorted(forms, key=len, reverse=True))}) ")


def _plain(text: str) -> str:
    """Return a text in small letters without accents, its words with one space between them."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return _SEPARATORS.sub(" ", "".join(letter for letter in letters if not unicodedata.combining(letter))).strip()


_STOPPED = _patterns()


def is_stopped(title: str) -> bool:
    """Return whether a title speaks of what a team never sees."""
    return bool(_STOPPED.search(f" {_plain(title)} ") or _OR.search(title))
