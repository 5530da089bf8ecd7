"""Roles in a clause of few words, in any order: "deze keer is Jolanda procesbewaker", "den Vorsitz hat Uwe".

A clause is read as a bag: it gives a role when it names a person and a role, and every other word in it is one of the
small words that tie the two together. One word more ("Anna chairs the *audit* board") and it says nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from analyzer.reading.roles.given_names import SURNAME_STARTS
from analyzer.reading.roles.invited import CLOSE, OPEN
from analyzer.reading.roles.names import POSSIBLE, Name, name_at
from analyzer.reading.roles.words import AND, FULL_STOP, MEETING_NOUNS, OTHER_MEETING


@dataclass(slots=True)
class Clause:
    """What a clause holds: where it stands, whom it names, its other words in small letters, how many before a name."""

    start: int
    end: int
    names: list[Name] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    words_before: int = 0


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of a role by what they need beside them: a person with the role and a verb without its person need a tie ("is",
# "als", "to"); a task needs somebody who does it; a verb in the third person needs nobody but its subject.
_PERSONS = {
    "facilitator": _words(
        """
        facilitator facilitators chair chairperson chairman chairwoman moderator procesbewaker procesbegeleider
        procesbegeleidster voorzitter voorzitster dagvoorzitter gespreksleider gespreksleidster vergaderleider
        vergadervoorzitter moderatorin sitzungsleiter sitzungsleiterin versammlungsleiter versammlungsleiterin
        gesprächsleiter gesprächsleiterin vorsitzende vorsitzender animateur animatrice facilitateur facilitatrice
        modérateur modératrice président présidente chairing facilitating moderating facilitate moderate voorzitten
        faciliteren modereren moderieren animer présider
        """
    ),
    "keeper": _words(
        """
        scribe notetaker note-taker notulist notuliste voortgangsbewaker voortgangsbewaakster besluitenbewaker
        verslaglegger verslaglegster protokollant protokollantin protokollführer protokollführerin schriftführer
        schriftführerin secrétaire rapporteur rapporteuse secretaris secretary penvoerder actiebewaker
        actielijstbewaker minute
        minuting scribing notuleren
        protokollieren
        """
    ),
}
_TASKS = {
    "facilitator": _words(
        """
        voorzitterschap procesbewaking gespreksleiding leiding facilitatie moderatie moderation vorsitz sitzungsleitung
        gesprächsleitung leitung animation présidence modération facilitation
        """
    ),
    "keeper": _words(
        """
        notulen notulering verslag verslaglegging besluitenlijst actielijst minutes notes protokoll protokollführung
        mitschrift beschlussliste secrétariat compte-rendu pv notities aantekeningen secretariaat voortgangsbewaking
        plume cr
        """
    ),
}
_VERBS = {
    "facilitator": _words(
        """
        chairs facilitates moderates voorzit faciliteert modereert moderiert anime animent animera préside présidera
        modère modérera
        """
    ),
    "keeper": _words(
        """
        scribes notuleert protokolliert
        """
    ),
}
# A verb that gives a role only with the thing it is done to: "leidt het overleg", "houdt de actielijst bij".
_GUIDES = _words(
    """
    leads leading runs running guides guiding leidt leiden geleid begeleidt begeleiden leitet leiten geleitet führt
    führen dirige dirigera mène mènera
    """
)
_AS = _words("to als as comme in")
_GUARDS = _words("bewaakt bewaken guards guarding keeps watches")
_KEEPS = _words(
    """
    capture document record log note keep track maintain update guard vult holds hold voert captures capturing records
    logs logging keeps keeping kept tracks tracking track maintains maintaining maintained
    updates updating records recording owns
    bewaakt bewaken houdt houden beheert beheren bijhoudt bijhouden bijgehouden beheerd bewaakt legt leggen vast
    noteert onderhoudt onderhouden registreert optekent vastgelegd genoteerd erfasst protokolliert dokumentiert
    documents documenting documented noted consigne
    noteren pflegt pflegen gepflegt führt führen geführt hält halten festgehalten notiert tient tiendra gère suit note
    tenue tenu gérée tenir gérera consignera
    """
)
_KEPT = _words(
    """
    actions action decisions decision acties actie actielijst actiepunten besluiten besluitenlijst afspraken
    afsprakenlijst voortgang notulen verslag minutes notes ergebnisse maßnahmen maßnahmenliste aufgabenliste
    plume pen aufgaben beschlüsse beschlussliste décisions actiepuntenlijst afspreken beslissen agree decide beschließen
    vereinbaren
    """
)
_MEETINGS = _words(
    re.sub(r"\(\?:|\)|\||\w?\?|\\\w", " ", MEETING_NOUNS)
    + " meeting session call discussion dag termin sitzung besprechung runde agenda tagesordnung ordre overleg"
    " vergadering réunion séance"
)
# What ties a person to a role, and gives it ...
_GIVES = _words(
    """
    is are be will shall takes take taking does do doing acts acting serves serving taken looks handles handling covers
    covering sort prepares drafts drafting write writes writing written
    responsible on by agreed offered volunteered
    pakt pakken regelt mag mogen draagt krijgt zorgt zorgen verantwoordelijk opstellen typt typen tikt tikken uitwerkt
    werkt capture captures capturing zijn wordt
    worden zal gaat doet doen neemt nemen
    maakt maken schrijft verzorgt verzorgen treedt fungeert ligt door
    handen optreden bij heeft zit zitten
    ist sind wird werden hat haben übernimmt übernehmen macht machen liegt bei durch sorgt verantwortlich dran erstellt
    erstellen verfasst darf zuständig
    kümmert schreibt
    est sera sont seront a assure assurera assurée assuré par confiée confié charge chargera occupe occupera prend
    prendra prendre fait fera faire rédiger assurer tenir rédige rédigera au aux à
    """
)
# ... what says no more than whose it is ...
_OF = _words("of for van voor von vom für de du des d der")
_WHOSE = _words("of van von vom de du d")
# ... and what may stand beside any of these.
_SMALL = _words(
    """
    the a an our your what quarter this to as in at with his her after down duty during tijdens während pendant has
    have had been kindly also again
    today today's
    tonight week time
    month now role of part turn up keeper log list and
    het een de ons onze die dat wat wij we als op zich rol taak deze keer dit ditmaal vandaag ook weer nu maand sprint
    aan beurt om
    tijd proces waar dan stelt mee uit kwartaal vast en eens er
    mit was wir quartal die der das den dem des unser unsere es heute diesmal dieses mal diese dieser als wieder auch
    dann sich ums um rolle
    fest ab durchs und im
    le la les l notre nous cette ce c qui aujourd'hui hui semaine fois ci tour pour comme rôle aussi en se s et du jour
    compte rendu comptes rendus liste relevé
    """
)
_ALL_VERBS = _GIVES | _GUIDES | _GUARDS | _KEEPS | frozenset().union(*_VERBS.values())
_KNOWN = (
    frozenset().union(*_PERSONS.values(), *_TASKS.values(), *_VERBS.values())
    | _GUIDES
    | _GUARDS
    | _KEEPS
    | _KEPT
    | _MEETINGS
    | _GIVES
    | _OF
    | _SMALL
)
_ALWAYS_WORDS = _KNOWN - _words("will may")
_CUT = re.compile(rf"[,;:!?|()\[\]\u2022…]|\s[-–—/]+\s|{FULL_STOP}|\s(?:{AND})\s(?=[{OPEN}A-ZÀ-Þ])")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’·][^\W_]+)*[.-]?")
_ELIDED = re.compile(r"(?P<small>[cdlsjnmt]|qu)['’](?P<word>.+)", re.IGNORECASE)
_GAP = re.compile(rf"[\s\"“”„«»*_.{CLOSE}]*")
_LONGEST = 160
_MOST_WORDS = 16
_ASKED = re.compile(
    r"(?<!\w)(?:wie|who|wer|qui)(?:['’]s|\s(?:gaat|will|is|wird|va))?\s(?P<asked>[^?.!;:\n]{3,60}?)\s?\?+\s+",
    re.IGNORECASE,
)
_AFTER_ANSWER = re.compile(rf"{CLOSE}?\s*(?:[.!)]|$)")
_ARTICLE = re.compile(r"(?<!\w)(?:die|der|das|den|dem|ein|eine|the|de|het|een|le|la|un|une)\s$")
_ANDS = frozenset(AND.split("|"))
_SUPPOSED = _words("als wenn if when si quand falls indien wanneer zodra om pour")


# Whoever guards what was agreed last time does so in this meeting.
_OF_LAST_TIME = re.compile(
    rf"(?<=\s)(?P<kept>acties|actiepunten|afspraken|besluiten|actions?|decisions?|maßnahmen|aufgaben|beschlüsse"
    rf"|décisions)"
    rf"\s(?:van|uit|of|from|vom|de|der|aus)\s(?:(?:de|het|the|la|der)\s)?(?:{OTHER_MEETING})\b",
    re.IGNORECASE,
)


def answers_in(text: str, most: int) -> Iterator[tuple[str, Name]]:
    """Yield (role, name) for each question that is answered at once: "Wie maakt de notulen? Teun!"."""
    for found in islice(_ASKED.finditer(text), most):
        name = name_at(text, found.end(), is_expected=True)
        words = [known for token in _TOKEN.findall(found["asked"]) for known in _known_words(token) or ("",)]
        if not name or name.is_login or "" in words or not _AFTER_ANSWER.match(text, name.end):
            continue
        held = frozenset(words) | {"is"}
        yield from ((role, name) for role in ("facilitator", "keeper") if _gives(held, role, is_invited=False))


def without_last_time(text: str) -> str:
    """Return ``text`` with blanks where it says from which meeting actions and decisions are; of the same length."""
    return _OF_LAST_TIME.sub(lambda found: found["kept"].ljust(len(found[0])), text)


def clauses_in(text: str, most: int) -> Iterator[Clause]:
    """Yield the first ``most`` clauses of a line that hold nothing but names and known words, and at least one name."""
    begin = 0
    ends = [(found.start(), found.end()) for found in islice(_CUT.finditer(text), most)]
    for end, following in [*ends, (len(text), len(text))]:
        clause = _clause(text, begin, end) if end - begin <= _LONGEST else None
        if clause:
            yield clause
        begin = following


def _clause(text: str, start: int, end: int) -> Clause | None:
    clause = Clause(start, end)
    and_at = (0, 0)
    position = first = _GAP.match(text, start).end()  # type: ignore[union-attr]
    while position < end:
        token = _TOKEN.match(text, position)
        words = _known_words(token[0]) if token else None
        is_surname = token is not None and token[0][0].isupper() and token[0].lower() in SURNAME_STARTS
        name = name_at(text, position, is_expected=position == first) if words is None or is_surname else None
        if name and name.end <= end and not name.is_login:
            clause.names.append(name)
            clause.words_before = len(clause.words)
            position = name.end
        elif words is not None and token:
            and_at = (position, len(clause.words)) if token[0] in _ANDS and clause.names else and_at
            clause.words += words
            position = token.end()
        else:
            # "Els noteert de afspraken en mailt ze rond": what goes on with another verb is another clause.
            clause.end, count = and_at
            del clause.words[count:]
            return clause if count and clause.names[-1].end <= clause.end else None
        position = _GAP.match(text, position).end()  # type: ignore[union-attr]
        if len(clause.words) > _MOST_WORDS:
            return None
    return clause if clause.names else None


def _known_words(token: str) -> list[str] | None:
    word = token.rstrip(".-").lower().replace("’", "'")
    if word in _ALWAYS_WORDS:
        return [word]
    if word == "will" and token.islower():
        return [word]
    elided = _ELIDED.match(word)
    if elided and (elided["word"] in _KNOWN):
        return [elided["small"], elided["word"]]
    return None


def roles_of(text: str, clause: Clause, carried: Sequence[str] = ()) -> list[str]:
    """Return the roles ("facilitator", "keeper") that a clause gives to the one whom it names.

    ``carried`` are the words of the clause before it, which may lend it a verb: "Karim bewaakt het proces, Els de
    acties".
    """
    words = clause.words
    if not words or words[0] in _SUPPOSED or len(clause.names) > 1:
        return []
    name = clause.names[0]
    before = text[max(0, name.start - 6) : name.start].lower()
    # "Das Protokoll macht die Aushilfe": a lone unknown word after an article is a noun, in German with a capital.
    if name.weight == POSSIBLE and _ARTICLE.search(before):
        return []
    # "De notulen van Sander zijn er": whose they are, not who takes them.
    before_name = words[: clause.words_before]
    if before_name and before_name[-1] in _WHOSE and _GIVES.isdisjoint(before_name):
        return []
    is_invited = text[name.start] == OPEN
    held = frozenset(words)
    if carried and held.isdisjoint(_ALL_VERBS):
        held |= {"is", *_KEEPS.intersection(carried)}
    return [role for role in ("facilitator", "keeper") if _gives(held, role, is_invited=is_invited)]


def _gives(held: frozenset[str], role: str, *, is_invited: bool) -> bool:
    """Return whether the words of a clause give a role to whoever it names."""
    ties = held & _GIVES
    if not held.isdisjoint(_VERBS[role]):
        return True
    if not held.isdisjoint(_PERSONS[role]) and (ties or not held.isdisjoint(_AS)):
        return True
    has_task = not held.isdisjoint(_TASKS[role]) or (role == "keeper" and {"compte", "rendu"} <= held)
    if has_task and (ties or (is_invited and held.isdisjoint(_OF))):
        return True
    if role == "facilitator":
        is_sitting = not held.isdisjoint({"zit", "zitten"}) and "voor" in held
        is_guarding = not held.isdisjoint(_GUARDS) and "proces" in held
        return is_sitting or is_guarding or not (held.isdisjoint(_GUIDES) or held.isdisjoint(_MEETINGS))
    has_list = not held.isdisjoint(_KEPT) or {"liste", "actions"} <= held
    is_writing = {"schrijft", "mee"} <= held or {"schreibt", "mit"} <= held
    is_writing = is_writing or (has_task and {"stelt", "op"} <= held)
    return is_writing or (has_list and not held.isdisjoint(_KEEPS))
