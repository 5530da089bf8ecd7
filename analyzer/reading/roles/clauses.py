"""Roles in a clause of few words, in any order: "deze keer is Jolanda procesbewaker", "den Vorsitz hat Uwe".

A clause is read as a bag: it gives a role when it names a person and a role, and every other word in it is one of the
small words that tie the two together. One word more ("Anna chairs the *audit* board") and it says nothing here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice

from analyzer.reading.literals import Literals, words_in
from analyzer.reading.patterns import late
from analyzer.reading.roles.given_names import SURNAME_STARTS
from analyzer.reading.roles.invited import CLOSE, OPEN
from analyzer.reading.roles.names import POSSIBLE, SURE, Name, name_at, name_before
from analyzer.reading.roles.words import AFTER_STOP, AND, MEETING_NOUNS, OTHER_MEETING, OTHER_MEETING_SAID


@dataclass(slots=True)
class Clause:
    """What a clause holds: where it stands, whom it names, its other words in small letters, how many before a name.

    A clause that is cut goes on with where or how, which is not read; ``stop`` is where it really ends.
    """

    start: int
    end: int
    names: list[Name] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    words_before: int = 0
    is_cut: bool = False
    stop: int = 0


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
        verslaglegger verslaglegster verslaggever verslaggeefster griffier clerk recorder protokollant protokollantin
        protokollführer protokollführerin schriftführer
        schriftführerin secrétaire rapporteur rapporteuse secretaris secretary penvoerder actiebewaker
        actielijstbewaker minute
        minuting scribing notuleren
        protokollieren genotuleerd
        """
    ),
}
_TASKS = {
    "facilitator": _words(
        """
        voorzitterschap hamer voorzittershamer gavel procesbewaking gespreksleiding leiding facilitatie moderatie
        moderation vorsitz sitzungsleitung
        gesprächsleitung leitung animation présidence modération facilitation
        """
    ),
    "keeper": _words(
        """
        notulen notulering verslag verslaglegging besluitenlijst actielijst minutes notes protokoll protokollführung
        note-taking notetaking minute-taking vastlegging notuleerdienst notuleerbeurt
        mitschrift beschlussliste secrétariat compte-rendu pv notities aantekeningen secretariaat voortgangsbewaking
        plume cr
        """
    ),
}
# What is written of a meeting, but of other things too: it needs somebody who does it.
_DRAFTS = _words("recap write-up writeup summary samenvatting gespreksverslag verslagje documentation")
_VERBS = {
    "facilitator": _words(
        """
        chairs facilitates moderates voorzit faciliteert modereert moderiert anime animent animera préside présidera
        modère modérera presides faciliteer modereer
        """
    ),
    "keeper": _words(
        """
        scribes notuleert notuleer protokolliert
        """
    ),
}
# A verb that gives a role only with the thing it is done to: "leidt het overleg", "houdt de actielijst bij".
_GUIDES = _words(
    """
    leads leading runs running guides guiding leidt leid leiden geleid begeleidt begeleid begeleiden leitet leiten
    geleitet führt
    führen dirige dirigera mène mènera
    """
)
# Whom or when somebody guides, where the meeting is left out: "Anna leads today", "we worden begeleid door Anna".
_GUIDED = _words("we us ons wir uns today tonight vandaag vanavond heute")
_AS = _words("to als as comme in")
_GUARDS = _words("bewaakt bewaken guards guarding keeps watches")
_KEEPS = _words(
    """
    capture document note jot jots jotting noting write writes writing samen vat schrijft typt tikt
    keep track maintain update guard vult holds hold voert captures capturing records
    logs logging keeps keeping kept tracks tracking track maintains maintaining maintained
    updates updating records recording owns
    bewaakt bewaak bewaken houdt houd hou houden leg noteer registreer beheer written papier looks monitors monitor
    monitoring monitort verzamelt volgt uitgevoerd opgevolgd nagekomen followed
    compile compiles beheert beheren bijhoudt bijhouden bijgehouden beheerd bewaakt legt leggen vast
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
    vereinbaren agreed decided afgesproken besloten items points outcomes conclusions takeaways to-dos todos follow-ups
    followups tracker uitkomsten conclusies toezeggingen
    """
)
# Who sends the papers round afterwards has made them, or keeps them; mere notes may be anybody's.
_SENDS = _words(
    """
    circulate circulates circulating send sends sending share shares sharing email emails mail mails distribute
    distributes post posts stuur stuurt mailt verstuur verstuurt verzend verzendt deel deelt verspreidt rondsturen
    rondstuurt versturen verspreiden delen volgt volgen follow follows
    """
)
_SENT = (_KEPT | _TASKS["keeper"] | _DRAFTS) - _words("notes notities aantekeningen")
_AFTERWARDS = _words("afloop achteraf daarna erna nadien afterwards after afterward volgt volgen follow follows")
# What you get from somebody is what she sends.
_GETS = _words("krijg krijgt krijgen ontvang ontvangt ontvangen get receive")
_FROM = _words("van from via")
_MEETINGS = _words(
    re.sub(r"\(\?:|\)|\||\w?\?|\\\w", " ", MEETING_NOUNS)
    + " meeting session call discussion dag termin sitzung besprechung runde agenda tagesordnung ordre overleg"
    " vergadering réunion séance"
)
# What ties a person to a role, and gives it ...
_GIVES = _words(
    """
    is are be will shall takes take taking does do doing acts acting serves serving taken looks handles handling
    cover covers covering sort prepares drafts drafting write writes writing written
    responsible on by agreed offered volunteered volunteer volunteers promised am draft drafts drafted prepare prepared
    produce produces handled toegezegd beloofd aangeboden bereid gebeurt geschiedt verzorgd gedaan gemaakt doe maak neem
    schrijf verzorg regel ben zorg opgegeven aangewezen gekozen benoemd gevraagd nominated appointed chosen elected
    volunteering falls fall komen make got becomes remains blijft draws gets serve act responsibility job join joins
    joining attends supports helps
    steps step stepping stands standing fills filling sluit
    schuift komt ondersteunt helpt aangemeld verklaard vervuld vervult ingevuld hanteert deputises deputizes share
    samen eer pineut
    klos sjaak
    pakt pakken regelt mag mogen draagt zorgt zorgen verantwoordelijk opstellen typt typen tikt tikken uitwerkt
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
# "Els de notulen" gives the task, "notes for Els" and "Els wil de notulen" do not.
_LOOSENS = (_OF - _words("de")) | _words("wil wilt")
_WHOSE = _words("of van von vom de du d")
# ... and what may stand beside any of these.
_SMALL = _words(
    """
    the a an our your what quarter this to as in at with his her after down duty during tijdens während pendant has
    have had been kindly also again then that would it it's that's them these those any all some asked so kind
    one us through happy glad regular half first second here attendance taker sure who care per according rota roster
    rotation thanks thank duties
    together put brief short full out round around with from via you everyone everybody whatever main key up things
    turns which go goes into register rotating rotates
    after afterwards
    today today's
    tonight week time
    month now role of part turn up keeper log list and
    het een de ons onze die dat wat wij we als op zich rol taak deze keer dit ditmaal vandaag ook weer nu maand sprint
    aan beurt om
    tijd proces waar dan stelt mee uit kwartaal vast en eens er te ze hen zelf even wel straks afloop na achteraf daarna
    erna nadien kort korte klein rond overzicht lijst lijstje avond middag ochtend vanavond vanmiddag vanochtend gaat
    toerbeurt rouleert eigen zo vriendelijk blij graag vaste eerste tweede helft hier ter hand alle allemaal volgens
    rooster schema dus over
    iedereen jullie klaar besproken eventuele gemaakte genomen openstaande belangrijkste bedankt dank fijn gelukkig
    luckily zoals altijd gebruikelijk usual wil wilt je jij bent
    mit was wir quartal die der das den dem des unser unsere es heute diesmal dieses mal diese dieser als wieder auch
    dann sich ums um rolle
    fest ab durchs und im
    le la les l notre nous cette ce c qui aujourd'hui hui semaine fois ci tour pour comme rôle aussi en se s et du jour
    compte rendu comptes rendus liste relevé
    """
)
# A clause may go on with where, how or why it is done, whatever those words are ...
_TAIL = _words(
    """
    in op via on into at naar to within zodat so omdat want because since using met with for voor tijdens during
    before
    """
)
# ... but then it must tell of something done: "Petra is secretaris in de raad" is a role elsewhere.
_STATES = _words(
    """
    is are be am zijn ist sind est was have has had heeft hat haben hebben a will shall zal wordt wird door by bij on
    liegt ligt to als as treedt fungeert acts serves acting serving
    """
)
# What says that somebody's turn has come, or what a word of the clause before it stands for.
_TURNS = _words(
    "nu now today vandaag vanavond vanmiddag vanochtend heute keer ditmaal time week beurt turn diesmal it's that's"
)
# What somebody does, where nouns of the same task are also things.
_DOING = _words("notuleren scribing minuting chairing facilitating moderating voorzitten faciliteren modereren")
_FOR = _words("for voor für")
_THANKS = _words("thanks thank bedankt dank fijn gelukkig luckily")
# "Fijn dat Els wil notuleren": where somebody is thanked, the wish is a deed.
_WISHES = _words("wil wilt")
_SITS = _words("zit zitten")
_WRITES = _words("schrijft schrijf tikt typt")
_PENS = _words("pen plume")
_HOLDS = _words("has heeft neemt pakt")
_PRONOUNS = _words("which ze hen them it die deze those these dit dat that")
_ALL_VERBS = _GIVES | _GUIDES | _GUARDS | _KEEPS | _SENDS | frozenset().union(*_VERBS.values())
_KNOWN = (
    frozenset().union(*_PERSONS.values(), *_TASKS.values(), *_VERBS.values())
    | _GUIDES
    | _GUARDS
    | _KEEPS
    | _KEPT
    | _DRAFTS
    | _SENDS
    | _GETS
    | _AFTERWARDS
    | _MEETINGS
    | _GIVES
    | _OF
    | _SMALL
)
# Of these a role takes one at least, in its clause or in the one beside it that lends it a word; by how they
# are looked for, without the sign in "note-taker".
_TELLING_WORDS = {
    re.sub(r"\W", " ", word): word
    for word in (
        frozenset().union(*_PERSONS.values(), *_TASKS.values(), *_VERBS.values())
        | _GUIDES
        | _KEPT
        | _DRAFTS
        | _SITS
        | _WRITES
        | _PENS
        | _words("taker note rendu proces schreibt writing stelt")
    )
}
_TELLING = Literals(_TELLING_WORDS)
_INVITED = frozenset((OPEN,))
_KEEPER_TASKS = _TASKS["keeper"] | _words("rendu")
_NOTE, _TAKING = _words("note"), _words("taking")
# What a role needs: of each kind in a row one word at least. Of :func:`_gives` this is all that speaks for a role, and
# nothing that speaks against it.
_NEEDS = (
    *((_VERBS[role],) for role in _VERBS),
    *((persons, kind) for persons in _PERSONS.values() for kind in (_GIVES, _AS)),
    *((persons, _THANKS, _WISHES) for persons in _PERSONS.values()),
    *((_words("taker"), kind) for kind in (_GIVES, _AS)),
    (_words("taker"), _THANKS, _WISHES),
    *((tasks, kind) for tasks in (_TASKS["facilitator"], _KEEPER_TASKS) for kind in (_GIVES, _INVITED)),
    *((_NOTE, _TAKING, kind) for kind in (_GIVES, _INVITED)),
    (_SITS, _words("voor")),
    (_GUARDS, _words("proces")),
    (_GUIDES, _MEETINGS | _GUIDED),
    (_WRITES, _words("mee")),
    (_words("schreibt"), _words("mit")),
    (_words("writing"), _words("down")),
    (_KEEPER_TASKS, _words("stelt"), _words("op")),
    (_NOTE, _TAKING, _words("stelt"), _words("op")),
    (_PENS, _HOLDS),
    (_DRAFTS, _GIVES - _STATES),
    *((_AFTERWARDS | _words("na"), _SENT, *kinds) for kinds in ((_SENDS,), (_GETS, _FROM))),
    (_KEPT | _words("liste"), _KEEPS),
)
_ALWAYS_WORDS = _KNOWN - _words("will may wil ben")
_CUT = late(
    # begins with one class of characters, so that the search can skip all others quickly
    r"[,;:!?|()\[\]\u2022….\s](?:(?<=[,;:!?|()\[\]\u2022…])"
    rf"|(?<=\s)(?:[-–—/]+\s|(?:{AND})\s(?=[{OPEN}A-ZÀ-Þ]))|(?<=\.){AFTER_STOP})"
)
_TOKEN = late(r"[^\W_]+(?:[-'’·][^\W_]+)*[.-]?")
_ELIDED = late(r"(?P<small>[cdlsjnmt]|qu)['’](?P<word>.+)", re.IGNORECASE)
# "It's Anna's turn", "Anna's taking notes": not something of hers.
_IS = late(r"\s(?:turn|job|responsibility|on|got|\w+ing)\b")
_GAP = late(rf"(?:[\s\"“”„«»*_.{CLOSE}]|['’]s(?={_IS.pattern}))*")
_MYSELF = late(
    r"(?P<who>I|ik|Ik|ich|Ich|[Mm]y(?= turn)|[Mm]ijn(?= beurt))(?P<be>['’](?:ll|m))?(?=\s[^\W\d_]|\s*[.!,;)]|\s*$)"
)
# "Na Ellen en Rob is Simone aan de beurt": who did it before, or would have.
_BEFOREHAND = late(
    rf"(?<!\w)(?:[Nn]a|[Aa]fter|[Ii]nstead of|[Ii]n plaats van|[Nn]ach|[Ss]tatt|[Bb]ij afwezigheid van|over van|for"
    rf"|[Ii]n (?:the )?absence of)(?=\s[A-ZÀ-Þ{OPEN}])"
    rf"(?:(?:\s|\s(?:{AND}|&)\s)(?:{OPEN}[^{CLOSE}]{{1,80}}{CLOSE}|[A-ZÀ-Þ][\w-]{{1,30}})(?!\w)){{1,4}}"
)
_LONGEST = 160
# Over these signs no clause lends another one anything.
_NO_CARRY = frozenset("!?|)[].\u2022…")
_MOST_WORDS = 16
_ASKED = late(
    r"(?<!\w)(?:wie|who|wer|qui)(?:['’]s|\s(?:gaat|will|is|wird|va))?\s(?P<asked>[^?.!;:\n]{3,60}?)\s?\?+\s+",
    re.IGNORECASE,
)
_AFTER_ANSWER = late(rf"{CLOSE}?\s*(?:[.!)]|$)")
_ARTICLE = late(r"(?<!\w)(?:die|der|das|den|dem|ein|eine|the|de|het|een|le|la|un|une)\s$")
_ANDS = frozenset(AND.split("|"))
_SUPPOSED = _words("als wenn if when si quand falls indien wanneer zodra om pour")
_RELATIVE = _words("who die qui jij you")


# Whoever guards what was agreed last time does so in this meeting.
_OF_LAST_TIME = late(
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
    """Return ``text`` with blanks for whose turn it was and of which meeting the actions are; of the same length."""
    text = _BEFOREHAND.sub(lambda found: " " * len(found[0]), text)
    if not OTHER_MEETING_SAID.may_stand_in(words_in(text)):
        return text
    return _OF_LAST_TIME.sub(lambda found: found["kept"].ljust(len(found[0])), text)


_PIECE = late(r"[^\W_]+")
_BITS = {kind: 1 << place for place, kind in enumerate(dict.fromkeys(kind for need in _NEEDS for kind in need))}
_NEEDED_BITS = tuple(sum(_BITS[kind] for kind in need) for need in _NEEDS)


@cache
def _bits_of_pieces() -> dict[str, int]:
    """Return the kinds of known words, as bits, by a piece that stands in a text wherever the word does."""
    bits: dict[str, int] = {}
    for kind in _BITS.keys() - {_INVITED}:
        for word in kind:
            # of "follow-ups" rather "ups", which is no word for itself
            piece = word if word.isalnum() else max(_PIECE.findall(word), key=lambda one: (one not in _KNOWN, len(one)))
            bits[piece] = bits.get(piece, 0) | _BITS[kind]
    for piece in ("ll", "m"):  # "I'll", "I'm"
        bits[piece] = bits.get(piece, 0) | bits["be"]
    return bits


def clauses_in(text: str, most: int) -> Iterator[Clause]:
    """Yield the clauses among the first ``most`` of a line that hold nothing but names and known words, and some.

    Left out are those from which nobody can take a role: no word of one stands in them, nor in their neighbours, or
    those that may lend each other words do not hold together what a role needs.
    """
    telling = _telling_places(text)
    if not telling:
        return
    begin = before = carried_from = 0
    ends = [(found.start(), found.end()) for found in islice(_CUT.finditer(text), most)]
    ends.append((len(text), len(text)))
    may_give: bool | None = None
    for place, (end, following) in enumerate(ends):
        if begin and text[begin - 1] in _NO_CARRY:
            carried_from, may_give = begin, None
        near = bisect_left(telling, before)
        before = begin
        if near == len(telling) or telling[near] >= ends[min(place + 1, len(ends) - 1)][0]:
            begin = following
            continue
        if may_give is None:
            until = next((stop for stop, _ in ends[place:] if text[stop : stop + 1] in _NO_CARRY), len(text))
            may_give = may_tell(text[carried_from:until], is_one=carried_from == begin and until == end)
        if not may_give:
            begin = following
            continue
        clause = _clause(text, begin, end) if end - begin <= _LONGEST else None
        if clause and not clause.names and clause.words[0] in _RELATIVE:
            name = name_before(text, begin)
            clause.names = [name] if name else []
        if clause:
            yield clause
        begin = following


def may_tell(text: str, *, is_one: bool = False) -> bool:
    """Return whether the words of some clauses, wherever they stand, may give a role to anybody at all.

    Only what a role needs is asked for, so that most clauses need not be taken apart; what speaks against it may stand
    in another of them. Where they are several, one lends the other that somebody "is" something (:func:`roles_of`).
    """
    bits, bits_of = 0, _bits_of_pieces()
    pieces = _PIECE.findall(text.lower()) if "_" in text else words_in(text).each
    for piece in bits_of.keys() & pieces:
        bits |= bits_of[piece]
    if not bits:
        return False
    return _are_enough(bits | (0 if is_one else bits_of["is"]) | (_BITS[_INVITED] if OPEN in text else 0))


@lru_cache(maxsize=4096)  # there are many words, of few kinds
def _are_enough(bits: int) -> bool:
    return any(bits & need == need for need in _NEEDED_BITS)


def _telling_places(text: str) -> list[int]:
    """Return where words of roles stand in a line, or parts of other words that look so, in order."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter whose small form is two: then each clause is looked at
        return list(range(len(text)))
    places: list[int] = []
    for literal in _TELLING.standing_in(words_in(text)):
        word = _TELLING_WORDS[literal]
        at = lowered.find(word)
        while at >= 0:
            places.append(at)
            at = lowered.find(word, at + 1)
    return sorted(places)


def _clause(text: str, start: int, end: int) -> Clause | None:
    clause = Clause(start, end, stop=end)
    cut_at = (0, 0)
    position = first = _GAP.match(text, start).end()  # type: ignore[union-attr]
    while position < end:
        token = _TOKEN.match(text, position)
        myself = _MYSELF.match(text, position)
        if myself:
            clause.names.append(Name(position, myself.end("who"), SURE))
            clause.words_before = len(clause.words)
            clause.words += ["be"] if myself["be"] else []
            position = _GAP.match(text, myself.end()).end()  # type: ignore[union-attr]
            continue
        words = _known_words(token[0]) if token else None
        is_surname = token is not None and token[0][0].isupper() and token[0].lower() in SURNAME_STARTS
        name = name_at(text, position, is_expected=position == first) if words is None or is_surname else None
        # "Els houdt ze bij in Planner": no name after "in", unless it surely is one.
        is_place = bool(name and clause.words and clause.words[-1] in _TAIL and name.weight == POSSIBLE)
        is_owner = name and text[name.end - 2 : name.end] in ("'s", "’s") and not _IS.match(text, name.end)
        if name and name.end <= end and not name.is_login and not (is_owner or is_place):
            clause.names.append(name)
            clause.words_before = len(clause.words)
            position = name.end
        elif words is not None and token:
            is_tail = token[0] in _ANDS or words[0] in _TAIL
            if is_tail and clause.words:
                cut_at, clause.is_cut = (position, len(clause.words)), token[0] not in _ANDS
            clause.words += words
            position = token.end()
        else:
            # "Els noteert de afspraken en mailt ze rond": what goes on with another verb is another clause.
            if clause.words and token and token[0] in _TAIL:
                cut_at, clause.is_cut = (position, len(clause.words)), True
            clause.end, count = cut_at
            del clause.words[count:]
            is_whole = not clause.names or clause.names[-1].end <= clause.end
            return clause if count and is_whole else None
        position = _GAP.match(text, position).end()  # type: ignore[union-attr]
        if len(clause.words) > _MOST_WORDS:
            return None
    clause.is_cut = False
    return clause if clause.words or clause.names else None


def _known_words(token: str) -> list[str] | None:
    word = token.rstrip(".-").lower().replace("’", "'")
    if word in _ALWAYS_WORDS:
        return [word]
    if word in ("will", "wil", "ben") and token.islower():
        return [word]
    elided = _ELIDED.match(word)
    if elided and (elided["word"] in _KNOWN):
        return [elided["small"], elided["word"]]
    return None


def roles_of(text: str, clause: Clause, previous: Clause | None = None) -> list[str]:
    """Return the roles ("facilitator", "keeper") that a clause gives to the one whom it names.

    The clause before it may lend it a verb ("Karim bewaakt het proces, Els de acties") or, where it names nobody, the
    role ("Notuleren gaat bij toerbeurt, nu is Els aan de beurt", "Taking the minutes: Els").
    """
    words = clause.words
    if len(clause.names) != 1 or _is_supposed(words):
        return []
    if previous and not previous.names:
        return _roles_of_two(text, previous, clause)
    if not words:
        return []
    name = clause.names[0]
    before = text[max(0, name.start - 6) : name.start].lower()
    # "Das Protokoll macht die Aushilfe": a lone unknown word after an article is a noun, in German with a capital.
    if name.weight == POSSIBLE and _ARTICLE.search(before):
        return []
    # "De notulen van Sander zijn er": whose they are, not who takes them.
    before_name = words[: clause.words_before]
    is_whose = bool(before_name) and before_name[-1] in _WHOSE
    if is_whose and _GIVES.isdisjoint(before_name) and _GETS.isdisjoint(words):
        return []
    is_invited = text[name.start] == OPEN and not clause.is_cut
    held = frozenset(words) - (_STATES if clause.is_cut else frozenset())
    if previous and held.isdisjoint(_ALL_VERBS):
        held |= {"is", *_KEEPS.intersection(previous.words)}
    return [role for role in ("facilitator", "keeper") if _gives(held, role, is_invited=is_invited)]


def _is_supposed(words: list[str]) -> bool:
    """Return whether words suppose something: "als Els notuleert", but not "als notulist treedt Els op"."""
    return bool(words) and words[0] in _SUPPOSED and not (words[0] == "als" and words[1:2] and _is_person(words[1]))


def _is_person(word: str) -> bool:
    return any(word in persons for persons in _PERSONS.values())


def _roles_of_two(text: str, previous: Clause, clause: Clause) -> list[str]:
    """Return the roles that a clause which names somebody takes from the one before it, which names nobody."""
    alone = roles_of(text, clause)
    if alone or _is_supposed(previous.words) or (clause.is_cut and _PRONOUNS.isdisjoint(clause.words)):
        return alone
    held, asked = frozenset(clause.words), frozenset(previous.words)
    if text[previous.stop] == ":" and not clause.words and len(asked) > 1:
        is_doing = "beurt" in asked or not asked.isdisjoint(_DOING) or previous.words[0] in _FOR
        asked = (asked | {"is"}) - _FOR if is_doing else asked
    elif not held.isdisjoint(_TURNS):
        asked |= {"is"} | held
    elif not held.isdisjoint(_PRONOUNS) and not held.isdisjoint(_KEEPS):
        asked |= held
    else:
        return []
    name = clause.names[0]
    is_somebody = text[name.start] == OPEN or name.weight > POSSIBLE
    return [role for role in ("facilitator", "keeper") if is_somebody and _gives(asked, role, is_invited=False)]


def _gives(held: frozenset[str], role: str, *, is_invited: bool) -> bool:
    """Return whether the words of a clause give a role to whoever it names."""
    # "Vera schrijft zich in": for something, not the minutes of it.
    held -= _WRITES if "zich" in held else frozenset()
    ties = held & _GIVES
    if _has(held, _VERBS[role]):
        return True
    is_keeper = role == "keeper"
    is_person = _has(held, _PERSONS[role]) or (is_keeper and "taker" in held)
    if is_person and (ties or _has(held, _AS) or _has(held, _THANKS, _WISHES)):
        return True
    is_task = is_keeper and ({"compte", "rendu"} <= held or {"note", "taking"} <= held)
    has_task = (_has(held, _TASKS[role]) or is_task) and held.isdisjoint(_SENDS | _GETS)
    if has_task and (ties or (is_invited and held.isdisjoint(_LOOSENS))):
        return True
    return _guides(held) if role == "facilitator" else _keeps(held, has_task=has_task)


def _has(held: frozenset[str], *kinds: frozenset[str]) -> bool:
    """Return whether the words of a clause hold one at least of each kind."""
    return not any(held.isdisjoint(kind) for kind in kinds)


def _guides(held: frozenset[str]) -> bool:
    is_sitting = _has(held, _SITS) and "voor" in held
    is_guarding = _has(held, _GUARDS) and "proces" in held
    return is_sitting or is_guarding or (_has(held, _GUIDES, _MEETINGS | _GUIDED) and "rond" not in held)


def _keeps(held: frozenset[str], *, has_task: bool) -> bool:
    is_writing = (
        (_has(held, _WRITES) and "mee" in held)
        or {"schreibt", "mit"} <= held
        or {"writing", "down"} <= held
        or (has_task and {"stelt", "op"} <= held)
        or _has(held, _PENS, _HOLDS)
        or _has(held, _DRAFTS, _GIVES - _STATES)
    )
    is_after = _has(held, _AFTERWARDS) or ("na" in held and _has(held, _MEETINGS))
    has_list = _has(held, _KEPT) or {"liste", "actions"} <= held
    is_sending = is_after and _has(held, _SENT) and (_has(held, _SENDS) or _has(held, _GETS, _FROM))
    return is_writing or is_sending or (has_list and _has(held, _KEEPS))
