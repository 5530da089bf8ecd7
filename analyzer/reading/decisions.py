"""Whether a meeting is there to decide something, by its title and agenda, in Dutch, English, German and French.

A word for deciding counts where it says what the meeting does. It does not where it names a list, a role or a thing
("Decision log: …", "Decision keeper: Anna", "decision tree"), where it is denied or past ("no decisions", "besluiten
vorige keer"), and where it is a heading with nothing but a link after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

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

_MARK: Final = frozenset(":")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[:\n]|-(?=\s)")
_LINK = re.compile(r"<?\b(?:https?|mailto):[^\s<>]{1,4000}>?|www\.[^\s<>]{1,2000}", re.IGNORECASE)
_HINT = re.compile(r"d[eé]ci[ds]|besl[iu]|beschl|entscheid|\bgo\b|gonogo|knoop|knopen", re.IGNORECASE)
_LONGEST_LINE = 2000
"""Of a longer line, this many characters are read."""


def is_deciding(title: str, agenda: str) -> bool:
    """Return whether a title or an agenda says that the meeting decides something.

    Args:
        title: the event's title.
        agenda: its description without the block of the call (:func:`analyzer.reading.agendas.agenda_of`).
    """
    return any(_decides(line[:_LONGEST_LINE]) for line in (title, *agenda.splitlines()))


def _decides(line: str) -> bool:
    line = unicodedata.normalize("NFKC", line)
    if not _HINT.search(line):
        return False
    tokens = _TOKEN.findall(fold(_LINK.sub(" ", line)).replace("’", "'"))
    if not _LEARNING.isdisjoint(tokens):
        return False
    return any(_decides_at(tokens, at) for at in range(len(tokens)))


def _decides_at(tokens: Sequence[str], at: int) -> bool:
    """Return whether a word or phrase that says so begins at a position."""
    is_phrase = any(tuple(tokens[at : at + length]) in _PHRASES for length in (2, 3, 4)) or tokens[at] == "gonogo"
    is_strong = is_phrase or tokens[at] in _DECIDING
    if not is_strong and tokens[at] not in _DECISIONS:
        return False
    if _is_denied(tokens, at):
        return False
    return is_strong or _says_what(tokens, at)


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
