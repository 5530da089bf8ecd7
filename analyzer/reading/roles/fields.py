"""Roles that stand as a field beside a person: "Chair: Anna", "| Chair | Anna |", a heading with a name below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.reading.needles import Sought
from analyzer.reading.patterns import late
from analyzer.reading.roles.invited import OPEN
from analyzer.reading.roles.labels import THIS_MEETING, Filled, Label, labels_in, opens_field, without_modifiers
from analyzer.reading.roles.lines import LINK, Line
from analyzer.reading.roles.names import (
    LIKELY,
    POSSIBLE,
    SURE,
    automatic_at,
    is_nickname,
    name_at,
    name_before,
    people_at,
    people_of_rota,
    written_small_at,
)
from analyzer.reading.roles.words import (
    AND,
    ASKING,
    DECISION_LISTS,
    MEETING_NOUNS,
    OTHER_MEETING_SAID,
    OTHER_TIME,
    THIS_TIME,
)

_EXTRA = Sought(
    rf"\s+(?:(?:for|of|to|van|voor|bij|der|des|de|du|für|on)\s+)?(?:(?:{THIS_TIME})|{THIS_MEETING}"
    r"|(?P<rota>rota|rotation|roster|rooster|rotatie|schema|(?:gaat |geht |goes |is |est |se fait )?(?:rotates?"
    r"|rouleert"
    r"|wechselt|rotiert|tournante?|im wechsel|reihum|bij toerbeurt|à tour de rôle|en alternance|in turns?|by turns))"
    r"|pro tem(?:pore)?|a\.i\.|ad interim|par intérim|wnd\.?|désignée?s?|nommée?s?|assigned|appointed)(?!\w)"
    rf"|\s+(?:for|of|van|voor|de|der|des|du|für)\s+(?:{MEETING_NOUNS})(?!\w)"
    r"|\s+(?:(?:for|of|van|voor)\s+)?(?:(?:the|de)\s+)?(?:actions|decisions|(?:action|decision)s? (?:list|log)|acties"
    r"|actielijst|besluiten|besluitenlijst|afspraken)(?!\w)",
)
_ASIDE = late(r"\s*[(\[]([^()\[\]]{0,80})[)\]]")
_OTHER_ROLE = late(rf"\s*(?:[/&+]|\b(?:{AND})\b)\s*(?:the\s+)?[^\W\d_][\w-]{{1,20}}", re.IGNORECASE)
_SEPARATOR = late(
    r"[\"'’”*_`]*\s*"
    rf"(?:(?P<field>[:：=→⇒|]|[-=]+>|[\u2190-\u21ff\u2600-\u27bf\U0001f300-\U0001faff](?=\s*[\w{OPEN}]))"
    r"|(?P<dash>\s[-–—]+(?=\s|$)|[–—]\s?|-\s|\s{3,})"
    r"|\s(?P<verb>is|are|will be|wordt|worden|zijn|ist|sind|est|sont|sera|seront|es|será|doet|macht|führt|schreibt"
    r"|übernimmt)\s+:?)",
    re.IGNORECASE,
)
_ASKED = late(rf"(?:^|\W){ASKING}$", re.IGNORECASE)
_ANSWER = late(r"(?P<field>\s?\?\s+)")
_NOT_THIS = late(
    rf"\b{OTHER_TIME}\b|\b(?:backup|alternate|alternative|secondary|substitute|stand-?by|plv|reserve|deputy|vice"
    r"|plaatsvervangend|former)\b",
    re.IGNORECASE,
)
_AFTER_ASIDE = late(rf"\s*(?:$|[;|)\].,]|[-–—](?:\s|$)|(?:{AND})\b)", re.IGNORECASE)
_TAG_SIGN = late(r"[,:|=→–—]\s*$|\s-\s*$")
_SEGMENT_START = late(r"(?:^|[,;|(:•]\s*|\s-\s)$")
_AFTER_DIRECT = late(
    rf"\s*(?:$|[,;|)\].(]|(?:{AND})\b|(?:opens|opened|opent|opende|heet|eröffnet|ouvre)\b)", re.IGNORECASE
)
# "Voorzitter: vacature, waarnemend mw. Terpstra", "Chair: Hans away, Els takes over": who stands in does it.
_INSTEAD = late(
    r"\s*(?:(?:vaca\w{1,6}|vakant|unbesetzt|open)[\s,;:(–-]{0,3}(?:waarnemend|wnd\.?|waargenomen door|acting|ad interim"
    r"|a\.i\.|kommissarisch|par intérim|assurée? par)\s*:?"
    r"|[^,;:()|?]{1,40}\s(?:is\s)?(?:afwezig|verhinderd|ziek|absente?|away|ill|sick|abwesend|verhindert"
    r"|krank)\s?[,;–-])\s+",
    re.IGNORECASE,
)
_MEETING_HOST = late(r"\bmeeting\s$", re.IGNORECASE)
_ACCOUNT = late(r"\s*[(<][^()<>]{0,80}@")
_KEPT_BY = late(
    r"\b(?:kept|maintained|managed|updated|bijgehouden|beheerd|geführt|gepflegt|tenue?|gérée?|llevada)\s+(?:by|door"
    r"|von|par|por)\s+"
    r"|\bkeeper\s*:?\s+|\((?=[\w\ue001][^()]{1,60}\)\s*$)",
    re.IGNORECASE,
)
_LONGEST_ROW = 1_000
_BLANK = late(r"[\s|.,:–—-]*$")
_NAME_FIELD = late(r"(?:name|naam|nom|nombre)\s*:", re.IGNORECASE)
_AFTER_LISTED = late(rf"\s*(?:$|[(,;|.&@{LINK}–-])")


def _least(kind: str, separator: str) -> int:
    if kind == "person":
        return POSSIBLE
    if kind == "task":
        return POSSIBLE if separator == "field" else LIKELY
    return LIKELY if kind == "host" else SURE


@dataclass(slots=True)
class _Opening:
    """What stands between a label and its value: where the value begins ("" as sign: nowhere), asides, a rota."""

    position: int
    sign: str = ""
    aside: str = ""
    is_rota: bool = False
    is_other: bool = False


def read_field(
    lines: Sequence[Line], index: int, label: Label, *, is_signature: bool, is_among_roles: bool = False
) -> Filled | None:
    """Return what a label says when it opens a field of line ``index``; None when it opens none or names nobody.

    Among roles, on a line that has named somebody for another one, a lone unknown word is a name: "chair: Bo; notes:
    Cy".
    """
    line = lines[index]
    text = line.text
    opening = _opening_of(text, label)
    # The words that say least stand in many sentences, mostly without anything that could be a value.
    may_have_value = opening.sign or opening.aside or opening.is_rota or label.kind in ("person", "task")
    if not may_have_value and text[label.start : label.end].lower() != "not.":
        return None
    if not opens_field(text, label) or (line.mark == "number" and label.kind in ("task", "loose")):
        return None
    if opening.is_rota:
        turn = people_of_rota(text, opening.position)
        if turn:
            return Filled(text[turn[0] : turn[1]])
    if opening.is_other or OTHER_MEETING_SAID.search(text, max(0, label.start - 80), label.start):
        return None
    if not opening.sign:
        bare = _read_bare(lines, index, label, opening, is_signature=is_signature)
        return bare or _read_column(lines, index, label)
    filled = _read_value(text, opening, label, POSSIBLE if is_among_roles else _least(label.kind, opening.sign))
    if not filled and opening.aside:
        filled = _read_aside(opening.aside, label)
    return filled or _read_around(lines, index, label, opening.position)


def _opening_of(text: str, label: Label) -> _Opening:
    opening = _Opening(label.end)
    is_question = _ASKED.search(text[max(0, label.start - 8) : label.start])
    for _ in range(5):
        sign = _SEPARATOR.match(text, opening.position) or (is_question and _ANSWER.match(text, opening.position))
        if sign:
            opening.position, opening.sign = sign.end(), str(sign.lastgroup)
            break
        extra = _EXTRA.match(text, opening.position)
        aside = None if extra else _ASIDE.match(text, opening.position)
        further = extra or aside or _OTHER_ROLE.match(text, opening.position)
        if not further:
            break
        opening.position = further.end()
        opening.is_rota = opening.is_rota or bool(extra and extra["rota"])
        opening.aside = opening.aside or (aside[1] if aside else "")
        opening.is_other = opening.is_other or bool(aside and _NOT_THIS.search(aside[1]))
    return opening


def _read_value(text: str, opening: _Opening, label: Label, least: int) -> Filled | None:
    is_keeper = "keeper" in label.roles
    if is_keeper and automatic_at(text, opening.position):
        return Filled(is_automatic=True)
    is_login_allowed = label.kind in ("person", "task") and opening.sign == "field"
    instead = _INSTEAD.match(text, opening.position)
    span = people_at(
        text,
        instead.end() if instead else opening.position,
        least,
        allows_login=is_login_allowed,
        may_be_content=label.kind in ("task", "loose"),
        is_expected=label.kind == "person" or (label.kind == "task" and not is_keeper),
    )
    if not span and DECISION_LISTS.match(text, label.start):
        kept = _KEPT_BY.search(text, opening.position, opening.position + 200)
        span = people_at(text, kept.end(), LIKELY) if kept else None
    if not span and opening.is_rota:
        span = people_of_rota(text, opening.position - 1)
    if not span:
        return None
    people = text[span[0] : span[1]]
    is_of_meeting = _MEETING_HOST.search(text[max(0, label.start - 10) : label.start])
    is_account = label.kind == "host" and ("@" in people[1:] or (is_of_meeting and _ACCOUNT.match(text, span[1])))
    is_word = label.kind == "task" and people.islower() and not is_nickname(people)
    if is_account or is_word:
        return None
    return Filled(people, is_keeper and automatic_at(text, span[1], is_aside=True))


def _read_aside(aside: str, label: Label) -> Filled | None:
    span = people_at(aside, 0, LIKELY if label.kind == "person" else SURE)
    return Filled(aside[span[0] : span[1]]) if span and label.kind != "loose" else None


def _read_around(lines: Sequence[Line], index: int, label: Label, position: int) -> Filled | None:
    """Return who stands on the lines below an empty field, or in the column below a label that heads it."""
    text = lines[index].text
    if _BLANK.match(text, position) and LINK not in text[position:]:
        return _read_below(lines, index, label, LIKELY if label.kind == "person" else SURE)
    return _read_column(lines, index, label)


def _read_column(lines: Sequence[Line], index: int, label: Label) -> Filled | None:
    """Return who stands below a label that is a cell of its own in the head of a table."""
    text = lines[index].text
    if len(text) > _LONGEST_ROW:
        return None
    cells = text.split("|")
    place = text.count("|", 0, label.start)
    if len(cells) > 1 and label.kind in ("person", "task") and cells[place].strip() == text[label.start : label.end]:
        for below in lines[index + 1 : index + 3]:
            values = below.text.split("|")
            if len(values) == len(cells):
                value = values[place].strip()
                span = people_at(value, 0, POSSIBLE if label.kind == "person" else LIKELY)
                return Filled(value[span[0] : span[1]]) if span else None
    return None


def _read_below(lines: Sequence[Line], index: int, label: Label, least: int) -> Filled | None:
    gap = 0
    for place in range(index + 1, min(index + 3, len(lines))):
        line = lines[place]
        if not line.text:
            gap += 1
            continue
        is_field = ":" in line.text[:60] and not _NAME_FIELD.match(line.text)
        if is_field or line.mark == "heading" or labels_in(line.text[:100], 1):
            return None
        following = lines[place + 1] if place + 1 < len(lines) else Line("")
        is_alone = bool(line.mark) or not following.text or bool(labels_in(following.text[:60], 1))
        least = POSSIBLE if is_alone and not gap and label.kind == "person" else least
        is_listed = line.mark == "bullet" and not gap and label.kind == "person"
        span = people_at(line.text, 0, least, allows_login=is_listed) or (is_listed and written_small_at(line.text))
        if span and _AFTER_LISTED.match(line.text, span[1]):
            return Filled(line.text[span[0] : span[1]])
        return None
    return None


def _read_bare(
    lines: Sequence[Line], index: int, label: Label, opening: _Opening, *, is_signature: bool
) -> Filled | None:
    """Return who fills a label without a sign after it: "Chair (Anna)", "voorzitter Piet", a heading with its list."""
    text = lines[index].text
    if opening.aside and _AFTER_ASIDE.match(text, opening.position):
        return _read_aside(opening.aside, label)
    is_alone = not without_modifiers(text, label.start).strip() and not text[opening.position :].strip()
    if is_alone and not is_signature and label.kind == "person":
        return _read_below(lines, index, label, LIKELY)
    is_short = text[label.start : label.end].lower() == "not."
    if (label.kind not in ("person", "task") and not is_short) or text[label.end : label.end + 1] != " ":
        return None
    # "Anna – chair Example Agencies": whoever has a name before the role chairs what is named after it.
    sign = _TAG_SIGN.search(text, max(0, label.start - 4), label.start)
    before = name_before(text, sign.start()) if sign else None
    if before and _SEGMENT_START.search(text[max(0, before.start - 9) : before.start]):
        return None
    name = name_at(text, label.end + 1)
    is_plain = label.kind == "person" and text[label.start].islower()
    if not name or name.is_login or name.weight < (LIKELY if is_plain else SURE):
        return None
    return Filled(text[name.start : name.end]) if _AFTER_DIRECT.match(text, name.end) else None
