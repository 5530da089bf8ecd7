"""The words by which invitations speak of roles, in Dutch, English, German, French and Spanish.

Only vocabulary stands here: what a word means for a role is decided in :mod:`analyzer.reading.roles.roles`, what counts
as the name of a person in :mod:`analyzer.reading.roles.names`. All sources are lower case; every pattern made of them
ignores case.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.reading.literals import Literals, words_in
from analyzer.reading.needles import Sought
from analyzer.reading.patterns import late

# Any text in which a role can be filled holds one of these, in small letters; so most texts are put aside at once.
_STEMS = (
    "chair|facilit|notes|minut|host|scrib|secr|decision|moder|modér|modè|led by|lead|run |runs |running|guide|"
    "guiding|voorz|vz|notul|not.|not:|not =|(not|besluit|verslag|bewa|voortgang|gezeten|zit |zitten|leid|leit|"
    "gast|note t|note-t|notet|note k|note-k|notek|notit|notiz|notas|aanteken|mitschrift|procesb|process |"
    "process-|procès|progress|proceso|recorder|rapporteu|protok|schriftf|beschluss|sekret|vorsitz|gesprächsf|"
    "anim|présid|presid|hôte|anfitri|preneu|compte|relevé|liste d|registre|acta|toma |tomar|relator|dirig|o.l.v|"
    "under the|rédig|de note|cr:|cr |cr)|cr-|pv:|pv |pv)|pv-|[p=|[b=|(p=|(b=|[p:|[b:|[f:|[n:|[v:|[p :|[b :|(p:|"
    "(b:|(f:|(n:|(v:| b:| p:|actie|action|afspraken|maßnahme|aufgabe|ergebnis|führ|begelei|schrijft mee|plume|the pen"
    "|de pen| cr.| pv.|penvoer|rédac"
    "|afspraak|beschließ|vereinbar|schreibt mit"
    "|clerk|griffier|vastleg|notulat|niederschrift|dokument|beschlüss|afspreken|wat we |was wir |what we |mèn"
    "|afgesproken|besloten|agreement|outcome|conclusi|takeaway|next steps|follow-up|followup|to-do|todo|uitkomst"
    "|toezegging|samenvat|recap|summar|write-up|writeup|documentat|things down|all down|everything|alles op|hamer"
    "|gavel|mins:|mins =|mins)|who does|wie wat|meeting report|written down|schrijf mee|record keep"
    "|tikt |typt |pen:|schrijver|conven|steer|decided"
)
ROLE_STEMS = tuple(_STEMS.split("|"))
# By how they are looked for, without their signs: " cr " for "cr:", "(cr" and others.
_STEMS_BY_LITERAL: dict[str, list[str]] = {}
for _stem in ROLE_STEMS:
    _STEMS_BY_LITERAL.setdefault(re.sub(r"\W+", " ", _stem), []).append(_stem)
_STEM_LITERALS = Literals(_STEMS_BY_LITERAL)


def role_stems_in(text: str) -> tuple[str, ...]:
    """Return the role stems that a text holds; without any it fills no role, with some it may or may not."""
    literals = _STEM_LITERALS.standing_in(words_in(text))
    lowered = text.lower() if literals else ""
    return tuple([stem for literal in literals for stem in _STEMS_BY_LITERAL[literal] if stem in lowered])


@lru_cache(maxsize=8192)  # invitations share most of their lines
def holds_stem(line: str) -> bool:
    """Return whether a line holds any role stem."""
    return bool(role_stems_in(line))


# Labels by role and by how much they say. "person": the word itself means a person, so what follows it is one.
# "task": the word means an activity or a paper, so what follows may also be its content. "loose": mostly content.
LABELS = {
    ("facilitator", "person"): (
        r"(?:chair(?:ing)?|facilitat(?:or|ion))[ -]dut(?:y|ies)|facilitat(?:ors?|oren|eurs?|rices?)|facilitadora?e?s?"
        r"|(?:tech(?:nical)?[ -])?chair(?:s|(?:person|man|woman)s?|men|women|people)?"
        r"|moderator(?:s|in|innen)?|modérat(?:eur|rice)s?|moderadora?e?s?"
        r"|process[ -](?:guardian|guard|keeper|watcher)|(?:meeting|session|call|discussion)[ -](?:leads?|leaders?)"
        r"|(?:dag|vergader|gespreks)?voorzit(?:ters?|sters?)|vz\.?|voorz\.?|(?:proces)(?:bewak|begeleid|bewaak)(?:er|ster)"
        r"|(?:gespreks|vergader|discussie)leid(?:er|ster)"
        r"|(?:sitzungs|versammlungs|besprechungs|diskussions|gesprächs|rede|meeting)leiter(?:in)?|vorsitzende[rnm]?"
        r"|conven[eo]rs?|animat(?:eur|rice)s?|présidente?s?(?: de séance)?|presidente|presidenta"
    ),
    ("facilitator", "task"): (
        r"facilitation|facilitating|chairing|leading(?=\s?[:=])|moderation|modération|moderación|facilitación"
        r"|moderating|animation"
        r"|présidence|presidencia|anim|voorzitten|voorzitterschap|procesbewaking|(?:proces|gespreks"
        r"|sessie)begeleiding|presiding(?: member| officer)?|(?:gespreks"
        r"|vergader)?leiding"
        r"|(?:sitzungs|versammlungs|besprechungs|diskussions|gesprächs|workshop|tagungs|konferenz|rede|meeting)?leitung"
        r"|facilitatie|moderatie|gesprächsführung|vorsitz"
        r"|faciliteert|modereert|moderiert|zit voor|facilita|modera|preside|anime|chairs|facilitates"
    ),
    ("facilitator", "host"): r"hosts?|gast(?:heer|vrouw)|gastgeber(?:in)?|hôtes?|hôtesse|anfitri(?:ón|ona)",
    ("keeper", "person"): (
        r"(?:scribe|scribing|note[ -]?taking|minute[ -]?taking)[ -]dut(?:y|ies)|notuleer(?:beurt|dienst|taak)"
        r"|scribes?|note[ -]?(?:taker|keeper)s?|minutes?[ -]?(?:taker|keeper|secretary|recorder|writer)s?"
        r"|secretar(?:y|ies)"
        r"|recorders?|rapporteu(?:r|se)s?|decisions?(?:[ -](?:list|log))?[ -](?:keeper|guardian|recorder)"
        r"|progress[ -](?:keeper|guardian|guard)|notulist(?:en?|es)?|notulant|verslag(?:legger|legster|gever|geefster"
        r"|maker)"
        r"|secretaris(?:sen|se)?|besluit(?:en)?bewa(?:ker|akster)|voortgangsbewa(?:ker|akster)|besluitenbeheerder"
        r"|protokollant(?:in)?|protokollführer(?:in)?|protokollverantwortliche[r]?|schriftführer(?:in)?|sekretär(?:in)?"
        r"|secrétaires?(?: de séance)?|preneu(?:r|se) de notes?|secretari[oa]|relatora?"
        r"|(?:minutes? )?clerk|(?:commissie|raads)?griffier|(?:decision|action)s?[ -](?:list|log|register"
        r"|tracker)[ -]owner"
        r"|penvoer(?:der|ster)|schrijver(?= van (?:dienst|vandaag|de (?:dag|week|avond)))|rédact(?:eur|rice)s?"
        r"|note[ -]?taking[ -]lead|notes?[ -](?:lead"
        r"|owner)|protokollverantwortung|(?:actie|afspraken|besluiten)(?:lijst|punten)?(?:bewa(?:ker|akster)"
        r"|beheer(?:der|ster))"
        r"|(?:actions?(?:[ -](?:list|log))?|record)[ -]keeper|(?:beheerder|bewaker|keeper|guardian|owner)"
        r" (?:of |van )?(?:the |de |het )?(?:action|decision|actie|besluiten|afspraken|minutes|notulen)[ \w]{0,8}"
    ),
    ("keeper", "task"): (
        r"(?:notes|minutes|notulen|verslag) ?(?:and|en|&|/|\+) ?(?:actions?|decisions?|acties|actiepunten|besluiten)"
        r"|minutes|(?:minute|note)s?[ -]?(?:taking|keeping)|scribing|minuting|mins(?=\s?[:=)])|log of (?:decisions"
        r"|actions)|taking (?:notes|minutes)|decisions?[ -](?:list|log|register)"
        r"|notulen|notulering|vastleggen|notuleren|notuleert|(?:gespreks|vergader)?verslag|verslaglegging|voortgangsbewaking"
        r"|(?:actie-?(?:lijst)? ?(?:en|&|/) ?)?besluiten(?:lijst|register|log|logboek)|secretariaa?t"
        r"|(?:beheer|bewaking|registratie) (?:van )?(?:de )?(?:acties|actielijst|actiepunten|afspraken"
        r"|besluiten(?:lijst)?)"
        r"|(?:besluiten|acties|actiepunten|afspraken) (?:vastleggen|bijhouden|bewaken|noteren)"
        r"|bijhouden (?:van )?(?:de )?(?:besluiten|acties|actielijst|besluitenlijst)|vastlegging|besluitvastlegging"
        r"|notulatie|(?:ergebnis)?protokoll(?:führung|ierung)?|schriftführung"
        r"|niederschrift|ergebnissicherung|dokumentation|beschluss(?:liste|protokoll)"
        r"|comptes?[ -]rendus?|cr|pv|procès[ -]verbal|prise de notes?|rédaction du compte[ -]rendu|relevé (?:de"
        r"|des) (?:conclusions|actions)|(?:relevé|liste|registre) (?:de|des) décisions"
        r"|secrétariat|actielijst|actions?[ -](?:list|log)|maßnahmenliste|actas?|toma (?:de )?notas|secr\."
    ),
    ("keeper", "loose"): (
        r"notes|documentati(?:on|e)|recap|write-?up|pen|notities|aantekeningen|notizen|mitschrift|notas|not\.?"
    ),
}
# Lists of decisions: a link says where the list is, a person beside it says who keeps it.
# "Wie notuleert? Els": a question and its answer are a label and its person.
ASKING = r"(?:wie|who|wer|qui|quién)\s+"
DECISION_LISTS = late(
    r"decisions?[ -](?:list|log|register)|besluiten|beschluss|(?:relevé|liste|registre) de", re.IGNORECASE
)

# What may stand before a label without changing whose role it is; anything else ("vice-", "next", "board") does.
MODIFIERS = (
    r"the|our|a|an|de|het|een|onze|der|die|das|den|unsere?r?|le|la|l['’]|notre|el|nuestr[oa]|nos"
    r"|meeting|session|call|event|workshop|webinar|team|wg|working group|sig|vergader\w*|sitzungs?"
    r"|today['’]s|tonight['’]s|(?:this )?(?:week|meeting|month|session)['’]s|current|acting|interim|rotating|main|lead"
    r"|primary|designated|assigned|elected|appointed|volunteer|guest|in the|co|mede|huidige|roulerend|wisselend"
    r"|technische?|ambtelijke?|official|recording"
    r"|vandaag|heute|(?:in )?de rol van|in the role of|in der rolle|waarnemende?|wnd\.?|fungerende?"
    r"|kommissarische[rn]?|your|jullie|je|uw|ihre?|votre|rooster|roster|rota|beurtrol"
    r"|rol|role|vaste|regular|usual|standing|heutige[rn]?|aktuelle[rn]?|daily|weekly|name of(?: the)?|naam(?: van de)?"
)
MEETING_NOUNS = (
    r"meetings?|sessions?|calls?|discussion|conversation|retro(?:spective)?|stand-?up|sync|weekly|daily|biweekly"
    r"|monthly|check-?in|review|planning|refinement|demo|workshop|webinar|huddle|debrief(?:ing)?|briefing"
    r"|post-?mortem|gathering|event|round ?table|kick-?off"
    r"|assembly|agm|alv|ava|vergadering|overleg|teamoverleg|werkoverleg|bijeenkomst|bespreking|gesprek|sessie"
    r"|weekstart|dagstart|evaluatie"
    r"|discussie|ledenvergadering|(?:mitglieder|voll|jahreshaupt)versammlung|sitzung|besprechung|treffen|runde|termin"
    r"|gespräch"
    r"|diskussion|versammlung|jour fixe|teamsitzung|teammeeting"
    r"|réunion|séance|rencontre|échange|atelier|point|débat|assemblée|reunión|sesión|junta|llamada|encuentro"
)
THIS_TIME = (
    r"today|tonight|(?:for )?this (?:week|time|month|one|sprint|quarter|round|edition|morning|afternoon|evening)|now"
    r"|of the (?:week|day|month)"
    r"|vandaag|nu(?: aan de beurt)?|aan de beurt"
    r"|van(?:ochtend|middag|avond)|dit kwartaal|deze (?:week|keer|maand|sprint|ronde|ochtend|middag|avond)|dit keer"
    r"|ditmaal|van dienst|van de (?:week|dag|maand)"
    r"|der woche"
    r"|de la semaine"
    r"|heute|diese woche|dieses mal|diesmal|aujourd['’]hui|cette (?:semaine|fois(?:-ci)?)|du jour|hoy|esta (?:semana"
    r"|vez)"
    r"|on duty|for (?:the (?:day|evening|night)|today)"
)
OTHER_TIME = (
    r"(?:next|previous|prior|past|last|following|earlier|vorige|volgende|komende|afgelopen|laatste|eerdere"
    r"|nächste[rnsm]?|letzte[rnsm]?|vorige[rnsm]?|vergangene[rnsm]?|kommende[rnsm]?"
    r"|prochaine?|dernière?|précédente?|próxim[oa]|anterior|últim[oa]|pasad[oa])"
)
OTHER_MEETING = (
    rf"{OTHER_TIME}\s+(?:(?:team|project|board|regular|scheduled)[ -]?)?(?:{MEETING_NOUNS}|week|time|month|year|one"
    rf"|keer|maand"
    r"|jaar|woche|mal|monat|semaine|fois|mois|vez|semana|mes|minutes|notes|notulen|verslag|protokolls?|monday|tuesday"
    r"|wednesday|thursday|friday|maandag|dinsdag|woensdag|donderdag|vrijdag)"
    r"|(?:réunion|séance|semaine|fois|semana|reunión|sesión|vez)\s+(?:prochaine|dernière|précédente|próxima|pasada"
    r"|anterior)"
    r"|yesterday|tomorrow|gisteren|morgen|gestern|hier|demain|ayer|mañana|usually|normally|meestal|normaliter"
    r"|normalerweise|d['’]habitude"
)
# Where a sentence speaks of another meeting; to be asked of whole lines, few of which do.
OTHER_MEETING_SAID = Sought(rf"\b(?:{OTHER_MEETING})\b")
# What is agreed in a meeting, and what is written of it: the things that a keeper keeps.
_AGREED = (
    r"(?:action|decision)s?[ -](?:items?|points?|list|log|register|tracker)|actions|decisions|agreements?|outcomes"
    r"|conclusions|takeaways|next steps|follow-?ups|to-?dos?|progress(?! (?:on|with|in))|(?:what|everything) we"
    r" (?:agree|decide)d?"
    r"|actie(?:s|-|punten|lijst|puntenlijst)?|besluit(?:en)?(?:-|lijst|log|logboek|register)?|afspra(?:ak"
    r"|ken)(?:lijst)?"
    r"|what(?:['’]s| is| was| gets) (?:agreed|decided)|who does what|wie wat (?:doet|gaat doen)|toezeggingen"
    r"|uitkomsten|conclusies|voortgang"
    r"|wat (?:we|wij|er) (?:wordt )?(?:afspreken|afgesproken|beslissen|besluiten|besloten)"
)
_PAPER = (
    r"minutes|(?:meeting[ -])?notes|meeting report|write-?up|recap|summary|notulen|(?:gespreks)?verslag(?:je)?"
    r"|verslaglegging"
    r"|vastlegging"
    r"|aantekeningen|notities|samenvatting"
)
# "Anna writes the notes app": a thing that bears the name of a paper.
_THINGS = r"(?!\w|\s(?:apps?|tools?|templates?|backlog|archive|system|page|section|feature|format|process)\b)"
_FURTHER = rf"(?:(?:,|\s*[/&]|\s(?:and|en))\s*(?:{_AGREED}|{_PAPER})){{0,2}}{_THINGS}"
AGREED = rf"(?:{_AGREED}|{_PAPER}){_FURTHER}"
PAPER = rf"(?:{_PAPER}){_FURTHER}"
AND = r"and|en|und|et|y|e|plus"
BY = r"by|door|von|vom|durch|par|por"

# An automatic note-taker. Names that people also bear (Claude, Jamie, Otto) count only with what makes them a product.
AUTOMATIC = late(
    r"(?:(?:ms|microsoft|google|zoom|teams|m365|the|an|our|een|de|der|ein|une?) |l['’]){0,3}"
    r"(?:copilot|co-pilot|otter(?:[. ]ai|pilot)?|fireflies(?:[. ]ai)?|fathom|tl;?dv|read[. ]ai|gemini|granola|krisp"
    r"|avoma"
    r"|sembly|tactiq|meetgeek|noota|leexi|supernormal|circleback|fellow[. ]app|rewatch|chatgpt|gong|sonix|airgram|laxis"
    r"|notta|jamie[. ]ai|claude[. ]ai|notion[. ]ai|zoom ai|ai[ -]companion|grain[. ]com"
    r"|ai|a\.i\.|ki|ia|(?:ki|ai|ia)[ -](?:gestützt|unterstützt|basiert|generiert|based|generated|powered|gegenereerd"
    r"|ondersteund)|(?:ai|ki|ia)[ -](?:assistan[tc]e?|assistent|agent|bot|companion|note[ -]?takers?|notes|recap"
    r"|scribe|tool)|automatic(?:ally)?|automatisch|automatisiert|automatique(?:ment)?|automátic[oa]"
    r"|bot|notetaker bot|transcript(?:ion)?(?: bot)?)(?: ai)?(?![\w-])",
    re.IGNORECASE,
)
# A full stop that ends a sentence: not that of "mr. Smit" or "J. de Vries". What stands before it is asked last: few
# places have a stop.
AFTER_STOP = (
    r"(?=\s|$)(?<!\s[^\W\d_]\.)(?<!\b[md][rw]\.)(?<!\bms\.)(?<!\bmrs\.)(?<!\b[fh]r\.)(?<!\bdhr\.)(?<!\bdrs\.)"
    r"(?<!\bwnd\.)(?<!\bmevr\.)(?<!\bprof\.)(?<!\bcllr\.)"
)
FULL_STOP = rf"\.{AFTER_STOP}"
FIRST_PERSON = r"I|ik|ich|je|yo"
