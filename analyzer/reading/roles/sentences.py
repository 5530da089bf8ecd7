"""Roles that are told in a sentence: "Jaco zit voor en notuleert", "chaired by Anna", "heute moderiert Uwe"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from analyzer.reading.literals import Words, words_in
from analyzer.reading.needles import Sought, any_may_stand_in
from analyzer.reading.patterns import late
from analyzer.reading.roles.clauses import Clause, answers_in, clauses_in, may_tell, roles_of, without_last_time
from analyzer.reading.roles.invited import CLOSE, OPEN
from analyzer.reading.roles.labels import THIS_MEETING, labels_in
from analyzer.reading.roles.names import (
    LIKELY,
    POSSIBLE,
    automatic_at,
    automatic_before,
    name_at,
    name_before,
    people_at,
)
from analyzer.reading.roles.nearby import keepers_nearby
from analyzer.reading.roles.words import (
    AGREED,
    AND,
    FIRST_PERSON,
    FULL_STOP,
    MEETING_NOUNS,
    OTHER_MEETING,
    OTHER_MEETING_SAID,
    PAPER,
    THIS_TIME,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A role ("facilitator" or "keeper") that a sentence gives to people; nobody where a machine takes the notes."""

    role: str
    people: str


_WILL = (
    r"(?:(?:will(?: be)?|would|shall|is going to|is|are|to|(?:(?:has|have)\s+)?(?:kindly\s+)?(?:agreed|offered|promised"
    r"|volunteered)\s+to|(?:has|have) been asked to)\s+|['’]ll\s+)(?:also\s+|again\s+)?"
)
# A verb counts alone or with this meeting as its object: "leads the session", never "leads the project".
_OBJECT = (
    rf"(?=\s*(?:$|[.,;!)\]|–—&+]|-\s|(?:{AND}|{THIS_TIME}|so|while|terwijl|during|tijdens|pendant)\b|{THIS_MEETING}\b))"
)
_MAKES = (
    r"(?:tak(?:es?|ing)|keep(?:s|ing)?|writ(?:es?|ing)(?:\s+up)?|captur(?:es?|ing)|do(?:es|ing)?|draft(?:s|ing)?"
    r"|prepar(?:es?|ing)|produc(?:es?|ing)|mak(?:es?|ing)|typ(?:es?|ing)(?:\s+up)?"
    r"|put(?:s|ting)?\s+together|draw(?:s|ing)?\s+up)"
)
# What a plain form does only after "will" or "to": "Jen to capture actions", never "record decisions" alone.
_RECORD = (
    r"(?:capture|record|log|document|note|jot|write|track|keep|maintain|update|guard|monitor|collect|minute"
    r"|summari[sz]e|list)"
)
_RECORDS = (
    r"(?:captur(?:es|ing)|records|recording|log(?:s|ging)|document(?:s|ing)|not(?:es|ing)|jot(?:s|ting)|writ(?:es|ing)"
    r"|track(?:s|ing)|keep(?:s|ing)|maintain(?:s|ing)|updat(?:es|ing)|guard(?:s|ing)|monitor(?:s|ing)|collect(?:s|ing)"
    r"|minut(?:es|ing)|summari[sz](?:es|ing)|list(?:s|ing))"
)
_THE = (
    r"(?:(?:the|our|any|all|these|a|an|some|brief|short|quick|rough|formal|official|full|shared|agreed|key|main|alle"
    r"|korte?|beknopte?)\s+|(?:de|het|een|onze|deze)\s+(?:[^\W\d_]{3,15}e?\s+)??){0,3}"
)
_LIST = (
    r"(?:(?:actie|besluiten|afspraken|actiepunten)lijst(?:je)?\b|(?:action|decision)s?[ -](?:list|log|register)\b"
    rf"|(?:list|log|lijst(?:je)?|overzicht)\s+(?:of|van|met)\s+{_THE}{AGREED})"
)
_NOW = (
    rf"(?:(?:{THIS_TIME}|zelf|ook|weer|even|wel|dan|straks|daarbij|steeds|zoals (?:altijd|gebruikelijk|afgesproken)"
    rf"|tijdens {THIS_MEETING}|na afloop|achteraf)\s+){{0,3}}"
)
# "Karin doet verslag van haar reis": the report of something else, where no meeting follows.
_OURS = rf"(?!\s+(?:van|over|of|about|from)\s+(?!(?:{THIS_TIME}|{THIS_MEETING}|{MEETING_NOUNS}|what|wat|this|it)\b))"
_REPORT = r"(?:comptes?[ -]rendus?|pv|cr|procès[ -]verbal|notes|relevé (?:de|des) décisions)"
_FACILITATES = (
    rf"(?:{_WILL}(?:open\s+and\s+)?(?:co-?)?(?:chair|facilitate|moderate)|(?:{_WILL})?(?:co-?)?(?:chair(?:s|ing)"
    rf"|facilitat(?:es|ing)|moderat(?:es|ing))){_OBJECT}"
    rf"|(?P<hosts>{_WILL}host|(?:{_WILL})?host(?:s|ing)){_OBJECT}"
    rf"|(?:{_WILL})?(?:leads?|runs?|steers?|leading|running|guides?|guiding)\s+(?:us\s+through\s+)?(?:{THIS_MEETING}"
    rf"|the agenda|this one)\b"
    rf"|zit(?:ten)?(?:\s+{THIS_MEETING})?\s+voor\b{_OBJECT}|(?:faciliteer|modereer)t?\b{_OBJECT}"
    rf"|leidt?\s+{THIS_MEETING}\b"
    rf"|(?:zal|gaat)\s+(?:{THIS_MEETING}\s+)?(?:voorzitten|faciliteren|modereren|leiden)\b|bewaa?kt?\s+het\s+proces\b"
    rf"|moderier(?:t|e|en)\b{_OBJECT}|leitet?\s+{THIS_MEETING}\b"
    r"|(?:übernimmt|übernehme|macht|hat|führt)\s+(?:heute\s+)?(?:die\s+|den\s+)?(?:moderation|leitung|sitzungsleitung"
    rf"|gesprächsleitung|vorsitz)\b{_OBJECT}"
    rf"|(?:anime(?:ra)?|préside(?:ra)?|facilite(?:ra)?|modère(?:ra)?)\b{_OBJECT}"
    rf"|assure(?:ra)?\s+(?:l['’]animation|la présidence|la modération)\b{_OBJECT}"
    rf"|(?:modera(?:rá)?|preside|presidirá|facilita(?:rá)?)\b{_OBJECT}|dirige\s+{THIS_MEETING}\b"
)
_KEEPS = (
    rf"(?:{_WILL})?{_MAKES}\s+(?:down\s+)?{_THE}(?:{PAPER}|{_LIST}){_OURS}"
    rf"|(?:{_WILL}{_RECORD}|(?:{_WILL})?{_RECORDS}|(?:{_WILL}take|tak(?:es|ing))(?=\s+down))\s+(?:(?:down|up|track\s+of|a\s+record\s+of)\s+)?{_THE}{AGREED}"
    rf"{_OURS}|(?:{_WILL}write|writes|writing)\s+(?:everything|it(?:\s+all)?|things)\s+down\b"
    r"|(?:schrijft?|noteert?)\s+alles\s+op\b|(?:is|will\s+be|wordt|blijft)\s+(?:the\s+|our\s+|de\s+)?"
    rf"(?:owner|keeper|eigenaar|beheerder|bewaker)\s+(?:of|van)\s+{_THE}{AGREED}"
    rf"|(?:{_WILL})?own(?:s|ing)?\s+{_THE}{AGREED}"
    rf"|(?:{_WILL}scribe|(?:{_WILL})?(?:scrib(?:es|ing)|minuting))\b{_OBJECT}|notuleert?\b"
    rf"|(?:maakt?|neemt?|doet?|verzorgt?|schrijft?|typt?|tikt?)\s+{_NOW}{_THE}(?:{PAPER}|{_LIST}){_OURS}"
    rf"|legt?\s+{_NOW}{_THE}{AGREED}(?:\s+\w+){{0,3}}?\s+vast\b"
    rf"|houdt?\s+{_NOW}(?:{_THE}{AGREED}(?:\s+\w+){{0,3}}?\s+bij\b|(?:goed\s+)?bij\s+{AGREED})"
    rf"|(?:schrijft?|vat|vult?|werkt?)\s+{_NOW}{_THE}{AGREED}\s+(?:op|samen|in|aan|bij)\b"
    rf"|(?:werkt?|typt?|tikt?|schrijft?)\s+{_NOW}{_THE}{PAPER}\s+uit\b"
    rf"|zet\s+{_NOW}{_THE}{AGREED}\s+(?:op (?:papier|een rij|schrift)|in (?:de (?:actie|besluiten)lijst|planner|jira)"
    r")\b"
    rf"|(?:noteert?|logt?|registreert?|beheert?|monitort?|verzamelt?|bewaa?kt?)\s+{_NOW}{_THE}{AGREED}"
    rf"|volgt?\s+{_NOW}{_THE}{AGREED}\s+op\b|(?:{_WILL}follow|follow(?:s|ing))\s+up\s+(?:on\s+)?{_THE}{AGREED}"
    rf"|(?:schrijft?|tikt?|typt?)\s+{_NOW}mee\b(?! aan)"
    rf"|(?:zal|gaat?|ga|mag)\s+{_NOW}(?:notuleren|meeschrijven|{_THE}(?:{PAPER}|{_LIST})\s+(?:maken|doen"
    rf"|verzorgen|schrijven|opstellen)|{_THE}{AGREED}\s+(?:vastleggen|bijhouden|noteren|opschrijven|bewaken|bijwerken))\b"
    r"|(?:führe?t?|schreibe?t?|macht?e?|übernimmt|übernehme)\s+(?:heute\s+)?(?:das\s+)?protokoll\b|protokollier(?:t"
    r"|e)\b"
    r"|(?:führt|pflegt)\s+die\s+beschlussliste\b"
    rf"|pren(?:d|ds|dra|drai)\s+(?:les|des)\s+notes\b|rédige(?:ra)?\s+(?:le|les|un)\s+{_REPORT}\b|fait\s+(?:le"
    rf"|un)\s+{_REPORT}\b"
    r"|assure(?:ra)?\s+(?:le secrétariat|la prise de notes)\b|tien(?:t|dra)\s+(?:le relevé|la liste"
    r"|le registre)\s+des? décisions\b"
    r"|tomar?á?\s+(?:las\s+)?notas\b|(?:levanta|redacta)(?:rá)?\s+(?:el\s+)?acta\b"
)
_VERB = Sought.any_of(r"(?:(?<![\w-])|(?=['’]ll\s))", facilitator=_FACILITATES, keeper=_KEEPS)
# "Anna bewaakt het proces, Bo de besluitenlijst": the second verb is left out.
_ELLIPSIS = late(
    r"(?<=[\w.])\s+(?:de|het|the|das|die)\s+(?:besluiten(?:lijst)?|voortgang|notulen|decisions?|notes|protokoll)\b",
    re.IGNORECASE,
)
_INVERTED = Sought(
    rf"\b(?:{THIS_TIME})\s+(?:(?P<facilitator>faciliteert|modereert|moderiert|anime|modera|preside|facilitates|chairs)"
    r"|(?P<keeper>notuleert|protokolliert))\s+|\b(?P<voor>zit)\s+(?=[^.;\n]{1,60}\svoor\b)"
)
# "Die Sitzung wird von Uwe geleitet", "de notulen worden door Els gemaakt": the name stands inside the verb.
_FRAMED = Sought(r"\b(?:wird|werden|wordt|worden)\s+(?:\w+\s+)?(?:von|durch|door)\s+")
_FRAME_ENDS = late(
    r"\s+(?:(?P<facilitator>geleitet|moderiert|voorgezeten|geleid|gemodereerd|gefaciliteerd)"
    r"|(?P<keeper>protokolliert|geführt|geschrieben|genotuleerd|gemaakt|verzorgd|bijgehouden))\b",
    re.IGNORECASE,
)
_NOTES_BEFORE = late(
    r"\b(?:notulen|verslag|besluitenlijst|protokoll|beschlussliste|vergadering|sitzung|overleg)\s*$", re.IGNORECASE
)
_DONE = (
    r"(?:\s+(?:will be|to be|are|is|worden|wordt|zijn|wird|werden))?(?:\s+(?:generated|created|taken|kept|captured"
    r"|noted|logged|recorded|written|made|done|maintained|tracked|documented|drafted|compiled|gemaakt|uitgewerkt"
    r"|vastgelegd|genoteerd|beheerd"
    r"|verzorgd|aangevuld|bijgewerkt|updated|opgesteld|genomen|bijgehouden|geführt|geschrieben|erstellt|rédigée?s?|faite?s?|établie?s?|prises?"
    r"|tenue?s?|assurée?s?)(?:\s+automatically)?)?"
)
_BY = Sought(
    r"(?<![\w-])(?:(?P<facilitator>(?:co-?)?(?:chaired|facilitated|moderated|led|run|guided)\s+by"
    r"|(?:voorgezeten|gefaciliteerd|gemodereerd|geleid)\s+(?:wordt\s+)?door"
    r"|onder\s+(?:leiding|voorzitterschap|begeleiding)\s+van|o\.l\.v\.?|under the (?:chairmanship|leadership) of"
    r"|(?:moderiert|geleitet)\s+(?:wird\s+)?(?:von|durch)|(?:moderation|leitung)\s+(?:durch|von|macht|übernimmt)"
    r"|unter\s+(?:der\s+|dem\s+)?(?:leitung|moderation|vorsitz)\s+von"
    r"|(?:animé|présidé|modéré|facilité)e?s?\s+par|sous la présidence d[e'’]|(?:animation|modération|présidence"
    r"|facilitation)\s+(?:assurée\s+)?par"
    r"|(?:moderad|presidid|facilitad|dirigid)[oa]\s+por)"
    r"|(?P<host>hosted\s+by)"
    rf"|(?P<keeper>(?:(?:{AGREED}|note[ -]taking|protokoll){_DONE}"
    rf"|comptes?[ -]rendus?{_DONE}|prise de notes{_DONE}|secrétariat{_DONE}|notes{_DONE}|pv{_DONE}"
    rf"|actas?(?:\s+redactadas?)?)\s+(?:by"
    rf"|door|von|durch|par|por)"
    r"|protokoll\s+(?:führt|schreibt|macht|übernimmt)|(?:scribed|minuted)\s+by|genotuleerd\s+door|protokolliert\s+von"
    r"|rédigé\s+par))(?:\s*:)?\s+"
)
_MEETING_BEFORE = late(
    rf"(?:^|[\s(])(?:{MEETING_NOUNS})(?:\s+(?:is|are|will be|staat|wordt|zijn|wird|werden|est|sera|es|será|was))?\s*$",
    re.IGNORECASE,
)
_FIELD_BEFORE = late(
    r"(?:^|[.,;:!|(\[–—>•]|\s-|\b(?:and|en|und|et|is|be|the|de|la|le|das|die|het|our))\s*$", re.IGNORECASE
)
_ADVERB = late(
    rf"(?:,?\s+(?:{THIS_TIME}|ook|also|again|weer|auch|aussi|qui|so|dus)|,\s+(?:who|die))\s*$", re.IGNORECASE
)
# "Grant, our intern, will take notes", "Els van het secretariaat notuleert": more of the one who does it.
_APPOSITION = late(
    r"(?:,\s(?:our|my|the|onze|mijn|de)\s[\w -]{2,30},"
    r"|\s(?:from|of|van|uit)\s(?:the|our|de|het|onze)\s\w{2,20}(?:\s\w{2,20})?)\s*$",
    re.IGNORECASE,
)
_CARRIED = late(rf"(?:\b(?:{AND})|&|,)\s+(?:will\s+|zal\s+)?$", re.IGNORECASE)
_OPENER = late(rf"\s\S{{1,30}}\s+(?:{AND})\s+(?:will\s+|zal\s+)?$", re.IGNORECASE)
# "Els heeft gezegd dat zij notuleert", "Els, who is our clerk and keeps the minutes": somebody invited, and only she.
_FINITE = late(r"[^\W\d_]+[st]\b", re.IGNORECASE)
_CALLED_BEFORE = late(
    rf"(?P<name>{OPEN}[^{OPEN}{CLOSE}]{{1,60}}{CLOSE})(?:[^{OPEN}.!?;:]{{0,60}}[\s,](?P<pronoun>he|she|they|hij|zij|ze)"
    rf"|,\s(?:who|die)\s[^{OPEN}.!?;:,]{{1,60}}\s(?:{AND})"
    rf"|\s[^{OPEN}.!?;:,]{{1,50}}\s(?:{AND}|maar|but))\s*$",
    re.IGNORECASE,
)
_SELF = late(rf"(?:^|[\s(])(?P<who>{FIRST_PERSON})(?:['’]m| am)?\s*$|\b(?P<elided>j)['’]$", re.IGNORECASE)
# Dutch "je" is "you": "hoe je notuleert".
_FRENCH = late(r"anim|présid|facilite|mod[eè]re|assure|pren|rédige|fai|tien", re.IGNORECASE)
_PERIOD = late(r"[.!?;](?=\s|$)")
_CONDITION = late(
    r"\b(?:if|when|whether|unless|until|once|should|als|indien|wanneer|tenzij|zodra|wenn|falls|ob|sobald|si|quand"
    r"|lorsque|how|hoe"
    r"|cuando|never|nobody|nooit|nie|jamais|nunca|can(?!['’]t)|could|kan(?! niet)|kun|kunnen|wil|kann|könnte|peut"
    r"|peux|puede"
    r"|maybe|perhaps|possibly|misschien|wellicht|mogelijk|vielleicht|eventuell|peut-être|quizás?)\b",
    re.IGNORECASE,
)
_ANOTHER_TIME = late(rf"\([^()]{{0,80}}\)|[,;]\s*(?:(?:{AND})\s)?(?:{OTHER_MEETING})\b.*", re.IGNORECASE)
_STOP = late(rf"[!?](?=\s|$)|{FULL_STOP}")
_THERE = late(r"\b(?:there|daar|aldaar|dort|là-bas|allí)\b", re.IGNORECASE)
_MONTHS = (
    r"jan\w*|feb\w*|mar\w*|maart|mrt|märz|mars|apr\w*|avril|may|mei|mai|mayo|jun\w*|juin|jul\w*|juillet|aug\w*|août"
    r"|agosto|sep\w*|okt\w*|oct\w*|nov\w*|de[czk]\w*|déc\w*|fév\w*"
)
_ON_DATE = late(
    rf"\b(?:on|op|am|vom|le|du|el)\s+(?:[^\W\d]{{1,10}},?\s+)?(?:\d{{1,2}}(?:\.|st|nd|rd|th)?\s+(?:{_MONTHS})"
    rf"|(?:{_MONTHS})\s+\d{{1,2}})\b",
    re.IGNORECASE,
)
_OUR_MEETING = late(
    rf"\b(?:this|our|deze|dit|ons|onze|diese\w*|unser\w*|cette|notre)\s+(?:{MEETING_NOUNS})\b"
    r"|\b(?:vergaderen|komen (?:we|wij) bijeen|we meet|treffen wir)\b",
    re.IGNORECASE,
)
# "De notulist is ziek, Els neemt het over": who stands in has the role that the sentence has named before.
_STANDS_IN = Sought(
    r"(?<![\w-])(?:vervangt|valt\s+(?:vandaag\s+)?in|springt\s+(?:vandaag\s+)?in"
    r"|neemt\s+(?:het|dat|dit|(?:zijn|haar|de) taak)\s+(?:(?:vandaag|deze keer|(?:van|voor) (?:hem|haar))\s+)?"
    r"(?:over|waar)|(?:is|will be)\s+(?:stepping|standing|filling)\s+in|(?:will\s+)?(?:step|stand|fill)s?\s+in"
    r"|(?:will\s+take|is\s+taking|takes)\s+over|(?:will\s+cover|is\s+covering|covers)(?:\s+for)?\s+(?:him|her|them)"
    r")(?!\w)"
)
_PATTERNS = (_VERB, _INVERTED, _BY, _FRAMED, _STANDS_IN)
_AND_THEN = late(rf"\s*[,;:(–-]?\s*(?:(?:{AND})\s+)?", re.IGNORECASE)
# "De bot van Els notuleert", "somebody other than Els takes notes": it is not she.
_BUT = late(
    r"\b(?:other than|rather than|instead of|except|not|of|behalve|zonder|niet|van|nicht|außer|von|sauf)\s+$",
    re.IGNORECASE,
)
_DENIED = late(r"\s+(?:niet|not|nicht|pas|no|geen|nooit|never)\b", re.IGNORECASE)
_ARTICLE = late(
    r"\b(?:the|a|an|de|het|een|der|die|das|ein|eine|le|la|un|une|el|una|our|onze|unsere?)\s+$|\bl['’]$", re.IGNORECASE
)


@lru_cache(maxsize=2048)  # invitations share most of their lines
def read_sentences(text: str, most: int) -> tuple[Told, ...]:
    """Return the roles that the sentences of one line give; a question or a condition gives none.

    At most ``most`` verbs of each kind are looked at.
    """
    words = words_in(text)
    told = _read_verbs(text, words, most) if any_may_stand_in(_PATTERNS, words) else []
    if not ("?" in text or OPEN in text or may_tell(text)):
        return tuple(told)
    text = without_last_time(text)
    told.extend(Told(role, text[name.start : name.end]) for role, name in answers_in(text, most))
    for start, end in keepers_nearby(text, most):
        if not _is_open_question(text, start, end):
            told.append(Told("keeper", text[start:end]))
    last: Clause | None = None
    for clause in clauses_in(text, most):
        is_carried = last is not None and _AND_THEN.fullmatch(text, last.stop, clause.start) is not None
        roles = roles_of(text, clause, last if is_carried else None)
        if last and is_carried and not (last.names or clause.names):
            clause.words = last.words + clause.words
        last = clause if roles or not clause.names else None
        if roles and not _is_open_question(text, clause.start, clause.end):
            name = clause.names[0]
            told.extend(Told(role, text[name.start : name.end]) for role in roles)
    return tuple(told)


def _read_verbs(text: str, words: Words, most: int) -> list[Told]:
    """Return the roles that verbs give, wherever their subject stands."""
    told: list[Told] = []
    previous: tuple[int, str] | None = None
    for found in islice(_VERB.finditer(text, words), most):
        role = "facilitator" if found["facilitator"] else "keeper"
        people = _subject(text, found, previous)
        if people:
            told.append(Told(role, people))
            previous = (found.end(), people)
        elif (
            role == "keeper"
            and automatic_before(text, found.start())
            and not _is_open_question(text, found.start(), found.end())
        ):
            told.append(Told(role, ""))
    if previous:
        told.extend(_read_ellipses(text, previous[0]))
    told.extend(_read_inverted(text, words, most))
    told.extend(_read_passives(text, words, most))
    told.extend(_read_framed(text, words, most))
    told.extend(_read_stand_ins(text, words, most))
    return told


def _subject(text: str, verb: re.Match[str], previous: tuple[int, str] | None) -> str:
    start = verb.start()
    if _DENIED.match(text, verb.end()) or _is_open_question(text, start, verb.end()):
        return ""
    before = text[max(0, start - 100) : start]
    if previous and 0 <= start - previous[0] < 60 and _CARRIED.search(text[previous[0] : start]):
        return previous[1]
    me = _SELF.search(before)
    if me and (me["who"] != "je" or _FRENCH.match(verb[0])):
        return me["who"] or me["elided"]
    called = _CALLED_BEFORE.search(before)
    if called and (called["pronoun"] or _FINITE.match(verb[0])):
        return called["name"]
    opener = _OPENER.search(before) if _CARRIED.search(before) else None
    if opener:
        return _opening_subject(text, start - len(before), before)
    adverb = _ADVERB.search(before)
    aside = adverb or _APPOSITION.search(before)
    name = name_before(text, start - len(before) + (aside.start() if aside else len(before)))
    if (
        not name
        or name.is_login
        or (verb.groupdict().get("hosts") and name.weight < LIKELY)
        or _ARTICLE.search(text[max(0, name.start - 10) : name.start])
        or _BUT.search(text[max(0, name.start - 14) : name.start])
    ):
        return ""
    return text[name.start : name.end]


def _opening_subject(text: str, offset: int, before: str) -> str:
    """Return who opens the sentence: "Jaco opent de vergadering om 19:00 en notuleert"."""
    begin = max((found.end() for found in _PERIOD.finditer(before)), default=0)
    begin += len(before[begin:]) - len(before[begin:].lstrip())
    name = name_at(text, offset + begin)
    is_one_clause = name is not None and "," not in text[name.end : offset + len(before)]
    if not name or name.is_login or not is_one_clause or not text[name.end + 1 : name.end + 2].islower():
        return ""
    return text[name.start : name.end]


def _read_ellipses(text: str, start: int) -> list[Told]:
    told = []
    for found in _ELLIPSIS.finditer(text, start, start + 120):
        name = name_before(text, found.start())
        if name and name.start > start:
            told.append(Told("keeper", text[name.start : name.end]))
    return told


def _read_inverted(text: str, words: Words, most: int) -> list[Told]:
    told = []
    for found in islice(_INVERTED.finditer(text, words), most):
        name = name_at(text, found.end())
        if (
            not name
            or name.is_login
            or _is_open_question(text, found.start(), name.end)
            or _DENIED.match(text, name.end)
        ):
            continue
        if found["voor"] and not re.compile(
            rf"\s+(?:(?:{THIS_TIME})\s+|{THIS_MEETING}\s+)?voor\b", re.IGNORECASE
        ).match(text, name.end):
            continue
        told.append(Told("keeper" if found["keeper"] else "facilitator", text[name.start : name.end]))
    return told


def _read_passives(text: str, words: Words, most: int) -> list[Told]:
    told = []
    for found in islice(_BY.finditer(text, words), most):
        before = text[max(0, found.start() - 80) : found.start()]
        is_ours = _MEETING_BEFORE.search(before) or _FIELD_BEFORE.search(before) or not before.strip()
        if not is_ours or _is_open_question(text, found.start(), found.end()):
            continue
        role = "keeper" if found["keeper"] else "facilitator"
        if role == "keeper" and automatic_at(text, found.end()):
            told.append(Told(role, ""))
            continue
        span = people_at(text, found.end(), LIKELY if found["host"] else POSSIBLE)
        if span and not (found["host"] and "@" in text[span[0] + 1 : span[1]]):
            told.append(Told(role, text[span[0] : span[1]]))
    return told


def _read_framed(text: str, words: Words, most: int) -> list[Told]:
    told = []
    for found in islice(_FRAMED.finditer(text, words), most):
        name = name_at(text, found.end())
        end = _FRAME_ENDS.match(text, name.end) if name else None
        if not name or not end or name.is_login or _is_open_question(text, found.start(), end.end()):
            continue
        before = text[max(0, found.start() - 60) : found.start()]
        is_ours = _NOTES_BEFORE.search(before) if end["keeper"] else _MEETING_BEFORE.search(before)
        if is_ours:
            told.append(Told("keeper" if end["keeper"] else "facilitator", text[name.start : name.end]))
    return told


def _read_stand_ins(text: str, words: Words, most: int) -> list[Told]:
    """Return the roles of those who stand in for somebody whose role the sentence has named before."""
    told: list[Told] = []
    for found in islice(_STANDS_IN.finditer(text, words), most):
        before = text[max(0, found.start() - 120) : found.start()]
        begin = max((stop.end() for stop in _STOP.finditer(before)), default=0)
        labels = [label for label in labels_in(before[begin:], most) if label.kind in ("person", "task")]
        people = _subject(text, found, None) if labels else ""
        told.extend(Told(role, people) for role in sorted(labels[-1].roles if people else ()))
    return told


def _is_open_question(text: str, start: int, end: int) -> bool:
    """Return whether the sentence around a verb asks, supposes, or speaks of another meeting."""
    before = text[max(0, start - 150) : start]
    begin = max((found.end() for found in _PERIOD.finditer(before)), default=0)
    after = text[end : end + 150]
    stop = _PERIOD.search(after)
    follows = after[: stop.start()] if stop else after
    # "Els notuleert (volgende keer Hans)", "Els notuleert, volgende week Hans": then it is somebody else.
    sentence = before[begin:] + text[start:end] + _ANOTHER_TIME.sub("", follows)
    is_question = bool(stop and stop[0] == "?")
    is_elsewhere = (
        OTHER_MEETING_SAID.search(sentence) or _THERE.search(sentence) or _is_dated(before, text[start:end] + follows)
    )
    return is_question or bool(_CONDITION.search(before[begin:]) or is_elsewhere)


def _is_dated(before: str, follows: str) -> bool:
    """Return whether a sentence is about an event of another date: "the hearing is on 3 October, Judge Smit chairs"."""
    begin = max((found.end() for found in _STOP.finditer(before)), default=0)
    sentence = before[begin:] + follows
    return bool(_ON_DATE.search(sentence)) and not _OUR_MEETING.search(sentence)
