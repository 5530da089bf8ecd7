"""Whether a meeting is there to decide something, by its title and agenda, in Dutch, English, German and French.

A word for deciding counts where it says what the meeting does. It does not where it names a list, a role or a thing
("Decision log: …", "Decision keeper: Anna", "decision tree"), where it is denied or past ("no decisions", "besluiten
vorige keer"), where others decided ("ter informatie: besluiten van de directie"), and where it is a heading with
nothing but a link after it. To approve or adopt something decides ("vaststellen jaarrekening"), unless it is the
minutes or the agenda; so does a vote on something.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from analyzer.reading.patterns import late
from analyzer.reading.title_words import fold, phrases, words

_DECIDING: Final = words(
    "besluitvorming besluitvormend besluitvormende besluitvormingsoverleg besluitvormingsvergadering beslissen beslis "
    "beslismoment beslisvergadering besluitmoment decide decides deciding entscheiden entscheidet beschlussfassung "
    "entscheidungsfindung entscheidungsrunde entscheidungsmeeting entscheidungstermin décider décidons décisionnel "
    "décisionnelle"
)
"""Words that say by themselves that something is decided."""

_DECISIONS: Final = words(
    "besluit besluiten beslissing beslissingen decision decisions entscheidung entscheidungen entscheid entscheide "
    "beschluss beschlüsse décision décisions"
)
"""Words for a decision, which also stand in names of lists, roles and things."""

_PHRASES: Final = phrases(
    "go no go, go or no go, go of no go, go nogo, gonogo, go oder no go, go ou no go, knoop doorhakken, "
    "knopen doorhakken, decision making meeting, decision meeting, make a decision, take a decision"
)

_FORMAL: Final = words(
    "vaststellen vaststelling goedkeuren goedkeuring bekrachtigen bekrachtiging approve approval ratify ratification "
    "adoption genehmigung genehmigen verabschiedung verabschieden feststellung approbation approuver"
)
"""To make something official: a decision when the line says what."""

_ROUTINE: Final = words(
    "agenda l'ordre notulen verslag verslagen besluitenlijst actielijst minutes protokoll protokolls tagesordnung "
    "compte rendu procès verbal pv ordre beschlussfähigkeit quorum note tool tools software process workflow flow "
    "pending proces "
    "procedure prozess processus ontvangen verkregen received erhalten obtenue rate"
)
"""What is approved in any meeting, or makes a thing of the approval."""

_VOTES: Final = words("vote votes voting voter stemming stemmen stemronde abstimmung abstimmen votation")
_VOTE_ON: Final = words(": on over über sur du le la les des")
"""After a word for a vote, these say what is voted on."""

_PUT_TO_VOTE: Final = phrases("ter stemming, zur abstimmung, to the vote, aux voix, to a vote")

_INFORMING: Final = phrases(
    "ter informatie, ter info, ter kennisname, ter kennisneming, for information, for info, for your information, fyi, "
    "zur information, zur info, zur kenntnis, zur kenntnisnahme, pour information, pour info, mededeling, "
    "mededelingen, terugkoppeling, toelichting, announcement, mitteilung, annonce"
)
"""A line with one of these tells what others decided ..."""

_HERE: Final = words("besluitvorming beslissing decision entscheidung beschlussfassung décision vaststelling approval")
_FOR: Final = words("ter for zur pour en and und et")
"""... unless it is there for a decision too: "ter informatie en besluitvorming"."""

_NOT_BEFORE: Final = words(
    "no not without never previous last past earlier existing after since following geen niet zonder nooit vorige "
    "eerdere genomen na kein keine keinen keiner nicht ohne nie letzte letzten frühere nach pas aucun aucune sans "
    "jamais dernière dernières précédentes après don't won't doesn't isn't nothing niets nichts rien"
)
"""Before a word for deciding, these say that nothing is decided now; one small word may stand between."""

_SMALL: Final = words("the a an any to be de het een te zu der die das den le la les des l à de")

_PAST: Final = words(
    "vorige vorig vergangen previous last letzte letzten letzter précédente précédentes dernière dernières"
)
"""Close behind a word for a decision, these put it in the past."""

_NOT_AFTER: Final = words(
    "log logs list lists register registry record records keeper keepers tracker tree trees support maker makers "
    "science sciences fatigue theory matrix model models intelligence framework template history archive notes "
    "latency engine table tables making lijst lijsten logboek met boom ondersteuning überblick liste protokoll "
    "tabelle journal relevé taken made genomen getroffen prises prise actielijst"
)
"""After a word for a decision, these make a list, a role or a thing of it."""

_LEARNING: Final = words(
    "training trainings course courses cursus opleiding webinar schulung kurs formation workshop boek"
)
"""On the same line, these make deciding the subject of a lesson."""

_OF: Final = words("van of der des du d von vom über over on for van: ter zur pour :")
_MOST_TOKENS_TOLD = 12
_MARK: Final = frozenset(":")
_TOKEN = late(r"[^\W_]+(?:['’][^\W_]+)*|[:\n]|-(?=\s)")
_LINK = late(r"<?\b(?:https?|mailto):[^\s<>]{1,4000}>?|www\.[^\s<>]{1,2000}", re.IGNORECASE)
_HINTS: Final = (
    *("decid", "decis", "décid", "décis", "besli", "beslu", "beschl", "entscheid", "gonogo", "knoop", "knopen", "vot"),
    *("stem", "abstimm", "voix", "vastst", "goedk", "bekracht", "approv", "approb", "appr", "ratif", "adopt"),
    *("genehmig", "verabschied", "feststell"),
)
_GO = late(r"go(?!\w)(?<!\wgo)")  # begins with letters, so that the search can skip all others quickly
_LONGEST_LINE = 2000
"""Of a longer line, this many characters are read."""


def is_deciding(title: str, agenda: str) -> bool:
    """Return whether a title or an agenda says that the meeting decides something.

    Args:
        title: the event's title.
        agenda: its description without the block of the call (:func:`analyzer.reading.agendas.agenda_of`).
    """
    return _decides(title[:_LONGEST_LINE]) or _any_decides(agenda)


def _any_decides(agenda: str) -> bool:
    # Most agendas have no word for it, and need not be read line by line.
    return _has_hint(agenda) and any(_decides(line[:_LONGEST_LINE]) for line in agenda.splitlines())


def _has_hint(text: str) -> bool:
    """Return whether a text holds what a line that decides something cannot do without."""
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    lowered = text.lower()
    return any(map(lowered.__contains__, _HINTS)) or ("go" in lowered and bool(_GO.search(lowered)))


@lru_cache(maxsize=4096)  # invitations share most of their lines
def _decides(line: str) -> bool:
    if not _has_hint(line):
        return False
    line = line if line.isascii() else unicodedata.normalize("NFKC", line)
    tokens = _TOKEN.findall(fold(_LINK.sub(" ", line)).replace("’", "'"))
    if not _LEARNING.isdisjoint(tokens) or _is_informing(tokens):
        return False
    return any(_decides_at(tokens, at) for at in range(len(tokens)))


def _decides_at(tokens: Sequence[str], at: int) -> bool:
    """Return whether a word or phrase that says so begins at a position."""
    is_phrase = any(tuple(tokens[at : at + length]) in _PHRASES for length in (2, 3, 4)) or tokens[at] == "gonogo"
    is_formal = tokens[at] in _FORMAL and _approves_something(tokens, at)
    is_strong = is_phrase or is_formal or _is_vote(tokens, at) or tokens[at] in _DECIDING
    if not is_strong and tokens[at] not in _DECISIONS:
        return False
    if _is_denied(tokens, at):
        return False
    return is_strong or _says_what(tokens, at)


def _is_vote(tokens: Sequence[str], at: int) -> bool:
    """Return whether a word for a vote has what is voted on after it, or "ter" and its like before it."""
    is_put = any(tuple(tokens[max(0, at - length) : at + 1]) in _PUT_TO_VOTE for length in (1, 2))
    is_on_something = at + 2 < len(tokens) and tokens[at + 1] in _VOTE_ON
    return tokens[at] in _VOTES and (is_put or is_on_something)


def _approves_something(tokens: Sequence[str], at: int) -> bool:
    """Return whether a word for making official has something beside it that is more than the minutes or the agenda."""
    following = [token for token in tokens[at + 1 : at + 6] if token not in _SMALL and token not in _OF]
    before = [token for token in tokens[max(0, at - 3) : at] if token not in _SMALL and token not in _OF]
    objects = following or before
    return bool(objects) and _ROUTINE.isdisjoint(objects) and any(token.isalpha() for token in objects)


def _is_informing(tokens: Sequence[str]) -> bool:
    """Return whether a line tells what others decided, and is not there for a decision as well."""
    is_told = any(tuple(tokens[at : at + length]) in _INFORMING for at in range(len(tokens)) for length in (1, 2, 3))
    return is_told and not any(
        tokens[at] in _HERE and tokens[at - 1] in _FOR for at in range(1, min(len(tokens), _MOST_TOKENS_TOLD))
    )


def _is_denied(tokens: Sequence[str], at: int) -> bool:
    before = [token for token in tokens[max(0, at - 4) : at] if token not in _SMALL]
    return bool(before) and before[-1] in _NOT_BEFORE


def _says_what(tokens: Sequence[str], at: int) -> bool:
    """Return whether a word for a decision is no list, role or thing, and no heading over nothing."""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if (
        after in _NOT_AFTER
        or after == "-"
        or (after in _CONNECTORS and not _NOT_AFTER.isdisjoint(tokens[at + 2 : at + 4]))
    ):
        return False
    if not _PAST.isdisjoint(tokens[at + 1 : at + 4]):
        return False
    return after not in _MARK or at + 2 < len(tokens)


_CONNECTORS: Final = words("and en und et & or of oder ou")
