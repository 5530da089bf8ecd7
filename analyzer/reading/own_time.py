"""What a title alone tells of one's own time: where one works, and that a block is private or for care.

Dutch, English, German and French; whole titles, never a word found somewhere. No word about illness stands in any list,
and none may. Whether other people take part is for the caller to test.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import Final

from analyzer.entries import WorkingPlace
from analyzer.reading.patterns import late
from analyzer.reading.title_words import DATE_WORDS, DAY_COUNT, SPAN_WORDS, Phrases, fold, phrases, words

_HOME: Final = phrases(
    "thuis, thuiswerken, thuiswerk, thuiswerkdag, werken vanuit huis, vanuit huis, werk thuis, werkt thuis, home, at "
    "home, home office, homeoffice, wfh, work from home, working from home, from home, zuhause, zu hause, heimarbeit, "
    "heimbüro, mobiles arbeiten, maison, à la maison, télétravail, domicile, remote, working remotely, remote work, "
    "remote working, op afstand"
)
_OFFICE: Final = phrases(
    "kantoor, op kantoor, kantoordag, werken op kantoor, hoofdkantoor, office, in office, in the office, at the "
    "office, office day, headquarters, hq, main office, büro, im büro, bürotag, vor ort, bureau, au bureau, jour au "
    "bureau, présentiel, sur site, on site, onsite, op locatie kantoor"
)
_OTHER: Final = phrases(
    "elders, werken elders, andere locatie, andere werkplek, working elsewhere, elsewhere, other location, another "
    "office, coworking, client site, at client, customer site, bij klant, bij de klant, klantlocatie, op reis, "
    "onderweg, dienstreis, travelling, traveling, business trip, woanders, beim kunden, dienstreise, unterwegs, "
    "ailleurs, chez le client, en déplacement"
)
_PLACE_FILLERS: Final = words(
    "working werken werk work arbeiten travail location locatie arbeitsort lieu day dag tag jour"
)

_PRIVATE: Final = phrases(
    "privé, prive, privéafspraak, priveafspraak, privé afspraak, privé tijd, privétijd, privéblok, privé blok, "
    "persoonlijk, persoonlijke afspraak, gezin, gezinstijd, familie, familietijd, private, private time, private "
    "appointment, personal, personal time, personal appointment, family, family time, privat, privattermin, privater "
    "termin, private zeit, persönlich, persönlicher termin, familienzeit, perso, personnel, rdv perso, rdv privé, "
    "rendez vous privé, rendez vous personnel, temps personnel, temps privé, famille, temps en famille"
)
_CARE: Final = phrases(
    "zorg, zorgtijd, zorgmoment, zorgtaken, mantelzorg, mantelzorgen, mantelzorger, zorg voor kinderen, kinderen, "
    "kids, kinderopvang, oppas, oppassen, opa dag, schoolrit, schoolritje, schoolrun, school run, the school run, "
    "nursery run, school drop off, school pick up, school pickup, school dropoff, childcare, child care, caring, care "
    "time, carer, caregiving, care responsibilities, kinderbetreuung, kinder, angehörigenpflege, kitafahrt, sortie d "
    "école, sortie des classes, garde d enfants, enfants, proche aidant, aidant familial"
)
_FETCHING: Final = words(
    "ophalen halen wegbrengen brengen afzetten ophaal breng haal fetch fetching pick pickup picking collect "
    "collecting drop dropoff dropping abholen bringen hinbringen chercher récupérer déposer amener accompagner"
)
_CHILDREN: Final = words(
    "kind kinderen kids kid kiddo child children zoon dochter zoontje dochtertje son daughter kinder sohn tochter "
    "enfant enfants fils fille"
)
_CHILD_PLACES: Final = words(
    "school schoolplein basisschool opvang kinderopvang kdv bso crèche gastouder peuterspeelzaal nursery daycare "
    "kindergarten preschool kita schule hort krippe tagesmutter école maternelle garderie nounou"
)
_SMALL: Final = words(
    "at de het een the a an my mijn onze our to from van naar uit bij up off and en und et i the der die das den meine "
    "mein von zur zum aus in le la les l mes mon ma à de du des d time tijd blok block uur hour only reserved "
    "gereserveerd tot until"
)
PHRASES: Final = (_HOME, _OFFICE, _OTHER, _PRIVATE, _CARE)
WORDS: Final = _CHILDREN | _CHILD_PLACES
"""What begins a title that tells something here: the first word of one of the phrases, or one of the words anywhere."""

_BESIDE_PLACES: Final = _PLACE_FILLERS | DATE_WORDS | SPAN_WORDS
_BESIDE_PRIVATE: Final = _SMALL | DATE_WORDS | DAY_COUNT | SPAN_WORDS
_PRIVATE_OR_CARE: Final = _PRIVATE | _CARE
_FETCHED: Final = _FETCHING | WORDS
_NUMBER = late(r"\d{1,4}(?:u|h|am|pm|uur)?(?:\d\d)?\Z")
_WORD = late(r"[^\W_]+|/")
_MOST_WORDS = 10
_LONGEST = 120
_LONGEST_PHRASE = 4


def place_of_title(title: str) -> WorkingPlace:
    """Return the place that the title of a working-place entry names, "" when it names none or more than one."""
    said = _words_of(title)
    named: dict[WorkingPlace, Phrases] = {"home": _HOME, "office": _OFFICE, "other": _OTHER}
    found: list[WorkingPlace] = [place for place, known in named.items() if _is_only(said, known, _BESIDE_PLACES)]
    return found[0] if len(found) == 1 else ""


def is_private_time_title(title: str) -> bool:
    """Return whether a title, or a category, says that a block is private or for care, and nothing else.

    "Privé", "School run", "Kinderen uit school", "Opvang" do; "Private equity", "School bezoeken" do not.
    """
    said = _words_of(title)
    if _is_only(said, _PRIVATE_OR_CARE, _BESIDE_PRIVATE):
        return True
    rest = {word for word in said if word not in _BESIDE_PRIVATE and not _NUMBER.match(word)}
    return not rest.isdisjoint(WORDS) and rest <= _FETCHED


def _words_of(title: str) -> tuple[str, ...]:
    if len(title) > _LONGEST or "&" in title:
        return ()
    found = _WORD.findall(fold(unicodedata.normalize("NFKC", title)))
    return tuple(found) if len(found) <= _MOST_WORDS else ()


def _is_only(said: Sequence[str], known: Phrases, allowed: Collection[str]) -> bool:
    """Return whether words are phrases, at least one, beside allowed words and numbers."""
    has_phrase, at = False, 0
    while at < len(said):
        longest = min(_LONGEST_PHRASE, len(said) - at)
        length = next((size for size in range(longest, 0, -1) if tuple(said[at : at + size]) in known), 0)
        if not length and said[at] not in allowed and not _NUMBER.match(said[at]):
            return False
        has_phrase = has_phrase or bool(length)
        at += length or 1
    return has_phrase
